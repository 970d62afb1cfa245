"""Texts and the one identifier in each, or none: for the tests of identifiers."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, isbn13

HASH = "7af6266cc52234b5aa339b16695f7fc4"


SHA = "abd1c342495432171beb7ca8fd9551ef13cbd0ff"


SICI = "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"


NOTHING = [
    "",
    " ",
    "10.",
    "a price of $1203.1210 or 1999.99 EUR",
    "it cost 2405.03500 dollars",
    "version 2405.03500",
    "CVPR 2024, pp. 1203.1210",
    "IEEE Trans. 33 (2024), pages 1203-1210",
    "pp. 2405.03500",
    "1201.1234-1211.1234",
    "2024.05.03",
    "2024-05-03",
    "2010.1130",
    "2405.0350",
    "1203.12100",
    "2413.03500",
    "2405.00000",
    "tel. 0121.12345",
    "+49 151 2405 0350",
    "12.5 % of 1501.75",
    "0.9812.34567",
    "https://github.com/example/2405.03500",
    "https://github.com/example/vcm-2405.03500",
    "https://github.com/example/tool/releases/download/10.1234/tool.zip",
    "https://arxiv.org/list/cs.CV/recent",
    "https://arxiv.org/list/cs.CV/2405",
    "https://arxiv.org/search/?query=feature+coding&searchtype=all",
    "https://arxiv.org/a/zhang_q_1",
    "https://arxiv.org/abs/2405",
    "https://arxiv.org/",
    "https://ieeexplore.ieee.org/xpl/conhome/10402531/proceeding",
    "https://ieeexplore.ieee.org/xpl/RecentIssue.jsp?punumber=76",
    "https://ieeexplore.ieee.org/xpl/tocresult.jsp?isnumber=10402532",
    "https://ieeexplore.ieee.org/author/37086512345",
    "https://openreview.net/group?id=ICLR.cc/2024/Conference",
    "https://openreview.net/profile?id=~Some_One1",
    "https://openreview.net/references/pdf?id=Sk2Im59ex",
    "https://openreview.net/pdf/ec0550097480919223aec22e46279a02f3d45ca9.pdf",
    "https://openaccess.thecvf.com/CVPR2023?day=all",
    "https://openaccess.thecvf.com/content/CVPR2023/html/",
    "https://proceedings.neurips.cc/paper_files/paper/2019",
    "https://papers.nips.cc/book/advances-in-neural-information-processing-systems-25-2012",
    "https://aclanthology.org/volumes/2020.acl-main/",
    "https://aclanthology.org/events/acl-2020/",
    "http://www.aclweb.org/anthology/N13-1#page=784",
    "https://proceedings.mlr.press/v139/",
    "https://dblp.org/pid/12/3456.html",
    "https://dblp.org/db/conf/cvpr/cvpr2016.html",
    "https://pubmed.ncbi.nlm.nih.gov/?term=compression",
    "https://www.nature.com/nature/",
    "https://www.sciencedirect.com/science/article/pii/S0893608019300012",
    "https://ojs.aaai.org/index.php/AAAI/article/view/19884",
    "978-3-031-19836-7",
    "ISBN 978-3-031-19836-7",
    "and/0112017",
    "image/2401001",
]


A, D = "arxiv:2405.03500", "doi:10.1145/3581783.3611851"


CVF = "cvf:Feng_Semantically_Structured_Image_Compression_ICCV_2023"


CVF_FILE = CVF.removeprefix("cvf:")


ONE = [
    # arXiv
    ("2405.03500", A),
    ("2405.03500v2", A),
    ("1203.1210", "arxiv:1203.1210"),
    ("[1203.1210]", "arxiv:1203.1210"),
    ("arXiv:2405.03500", A),
    ("arxiv: 2405.03500v12 [cs.CV]", A),
    ("arXiv preprint arXiv:2405.03500", A),
    ("arXiv preprint 2405.03500", A),
    ("arXiv e-prints, arXiv:2405.03500", A),
    ("CoRR abs/2405.03500", A),
    ("CoRR, vol. abs/2405.03500, 2024", A),
    ("eprint = {2405.03500},", A),
    ("http://arxiv.org/abs/2405.03500", A),
    ("https://www.arxiv.org/abs/2405.03500v3", A),
    ("arxiv.org/abs/2405.03500", A),
    ("https://arxiv.org/abs/2405.03500?context=cs#comments", A),
    ("https://arxiv.org/abs/arXiv:2405.03500", A),
    ("https://arxiv.org/pdf/2405.03500", A),
    ("https://arxiv.org/pdf/2405.03500v1.pdf", A),
    ("https://arxiv.org/html/2405.03500v1/#S3", A),
    ("https://arxiv.org/format/2405.03500", A),
    ("https://arxiv.org/ps/2405.03500v1", A),
    ("https://arxiv.org/e-print/2405.03500", A),
    ("https://arxiv.org/ftp/arxiv/papers/2405/2405.03500.pdf", A),
    ("https://export.arxiv.org/abs/2405.03500", A),
    ("https://browse.arxiv.org/html/2405.03500", A),
    ("https://ar5iv.labs.arxiv.org/html/2405.03500", A),
    ("https://ar5iv.org/abs/2405.03500", A),
    ("https://www.alphaxiv.org/overview/2405.03500v1", A),
    ("https://www.arxiv-vanity.com/papers/2405.03500/", A),
    ("https://huggingface.co/papers/2405.03500", A),
    ("https://scirate.com/arxiv/2405.03500", A),
    ("https://api.semanticscholar.org/arXiv:2405.03500", A),
    ("https://doi.org/10.48550/arXiv.2405.03500", A),
    ("10.48550/ARXIV.2405.03500", A),
    ("https://ui.adsabs.harvard.edu/abs/2024arXiv240503500Z/abstract", A),
    ("https://web.archive.org/web/2024/https://arxiv.org/abs/2405.03500", A),
    ("https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fabs%2F2405.03500&sa=D", A),
    ("https://img.shields.io/badge/arXiv-2405.03500-b31b1b.svg", A),
    ("2405.03500v1.pdf", A),
    ("/home/me/2405.03500v2.pdf", A),
    ("C:\\papers\\2405.03500v2.pdf", A),
    ("arxiv-2405.03500.pdf", A),
    ("zhang2024_2405.03500_rate.pdf", A),
    ("2405.03500v1 - Rate.pdf", A),
    ("1203.1210.pdf", "arxiv:1203.1210"),
    ("hep-th/9901001", "arxiv:hep-th/9901001"),
    ("arXiv:math.GT/0309136v2", "arxiv:math/0309136"),
    ("https://arxiv.org/abs/cs/0112017v1", "arxiv:cs/0112017"),
    ("https://arxiv.org/pdf/cond-mat.mes-hall/9901001.pdf", "arxiv:cond-mat/9901001"),
    ("http://xxx.lanl.gov/PS_cache/hep-th/pdf/9901/9901001v1.pdf", "arxiv:hep-th/9901001"),
    ("hep-th_9901001.pdf", "arxiv:hep-th/9901001"),
    # DOI
    ("10.1145/3581783.3611851", D),
    ("doi:10.1145/3581783.3611851.", D),
    ("DOI10.1145/3581783.3611851", D),
    ("(10.1145/3581783.3611851)", D),
    ("https://doi.org/10.1145/3581783.3611851", D),
    ("http://dx.doi.org/10.1145%2F3581783.3611851", D),
    ("https://doi-org.proxy.example.edu/10.1145/3581783.3611851", D),
    ("https://dl.acm.org/doi/abs/10.1145/3581783.3611851?casa_token=x", D),
    ("https://dl.acm.org/doi/pdf/10.1145/3581783.3611851#sec-1", D),
    ("https://dl.acm.org/doi/fullHtml/10.1145/3581783.3611851", D),
    ("https://dl.acm.org/citation.cfm?doid=10.1145/3581783.3611851&x=1", D),
    ("[10.1145/3581783.3611851](https://example.org/x)", D),
    ("https://doi.org/10.1109/TIP.2021.3060875，这是", "doi:10.1109/TIP.2021.3060875"),
    (
        "https://link.springer.com/chapter/10.1007/978-3-031-19836-6_29",
        "doi:10.1007/978-3-031-19836-6_29",
    ),
    (
        "https://link.springer.com/content/pdf/10.1007%2F978-3-031-19836-6_29.pdf",
        "doi:10.1007/978-3-031-19836-6_29",
    ),
    (
        "https://link.springer.com/article/10.1007/s11263-021-01491-7/figures/3",
        "doi:10.1007/s11263-021-01491-7",
    ),
    ("doi = {10.1007/978-3-031-19836-6\\_29}", "doi:10.1007/978-3-031-19836-6_29"),
    (
        "http://dx.doi.org/10.1007/978-3-031-19836-6{\\_}29",
        "doi:10.1007/978-3-031-19836-6_29",
    ),
    ("https://onlinelibrary.wiley.com/doi/epdf/10.1002/cpe.1234", "doi:10.1002/cpe.1234"),
    ("https://onlinelibrary.wiley.com/doi/10.1002/cpe.1234/full", "doi:10.1002/cpe.1234"),
    (
        "https://www.tandfonline.com/doi/full/10.1080/01621459.2017.1285773?src=recsys",
        "doi:10.1080/01621459.2017.1285773",
    ),
    (
        "https://journals.sagepub.com/doi/abs/10.1177/0278364913491297",
        "doi:10.1177/0278364913491297",
    ),
    (
        "https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.77.3865",
        "doi:10.1103/PhysRevLett.77.3865",
    ),
    ("https://aip.scitation.org/doi/10.1063/1.2121687", "doi:10.1063/1.2121687"),
    (
        "https://www.biorxiv.org/content/10.1101/2020.03.22.002386v3.full.pdf+html",
        "doi:10.1101/2020.03.22.002386",
    ),
    (
        "https://www.medrxiv.org/content/10.1101/2020.03.22.20040758v2",
        "doi:10.1101/2020.03.22.20040758",
    ),
    (
        "https://academic.oup.com/bib/article/doi/10.1093/bib/bbz123/5612345",
        "doi:10.1093/bib/bbz123",
    ),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0130140&type=printable",
        "doi:10.1371/journal.pone.0130140",
    ),
    (
        "https://iopscience.iop.org/article/10.1088/1361-6560/ab1234/pdf",
        "doi:10.1088/1361-6560/ab1234",
    ),
    (
        "https://www.frontiersin.org/articles/10.3389/fnins.2020.00123/full",
        "doi:10.3389/fnins.2020.00123",
    ),
    ("https://www.pnas.org/doi/abs/10.1073/pnas.1611835114", "doi:10.1073/pnas.1611835114"),
    ("https://www.science.org/doi/10.1126/science.aaa8415", "doi:10.1126/science.aaa8415"),
    ("https://www.nature.com/articles/s41586-024-07566-y", "doi:10.1038/s41586-024-07566-y"),
    ("http://nature.com/articles/s41587-023-01905-6.pdf", "doi:10.1038/s41587-023-01905-6"),
    (
        "http://www.nature.com/nature/journal/v529/n7587/full/nature16961.html",
        "doi:10.1038/nature16961",
    ),
    ("https://www.nature.com/articles/s41599-021-00001-1", "doi:10.1057/s41599-021-00001-1"),
    ("10.1016/S0031-8914(53)80099-6", "doi:10.1016/S0031-8914(53)80099-6"),
    (
        "[x](https://doi.org/10.1016/S0031-8914(53)80099-6)",
        "doi:10.1016/S0031-8914(53)80099-6",
    ),
    (SICI, f"doi:{SICI}"),
    (f"https://doi.org/{SICI}", f"doi:{SICI}"),
    (SICI.replace("<", "&lt;").replace(">", "&gt;"), f"doi:{SICI}"),
    (
        "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
        f"doi:{SICI}",
    ),
    # IEEE Xplore
    ("https://ieeexplore.ieee.org/document/10402638", "ieee:10402638"),
    ("http://ieeexplore.ieee.org/document/10402638/", "ieee:10402638"),
    ("https://ieeexplore.ieee.org/abstract/document/10402638?casa_token=a", "ieee:10402638"),
    ("https://ieeexplore.ieee.org/abstract/document/10402638/authors#authors", "ieee:10402638"),
    ("https://ieeexplore.ieee.org/document/10402638/keywords", "ieee:10402638"),
    ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10402638", "ieee:10402638"),
    ("https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=10402638&tag=1", "ieee:10402638"),
    ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&amp;arnumber=10402638", "ieee:10402638"),
    (
        "https://ieeexplore.ieee.org/stampPDF/getPDF.jsp?tp=&arnumber=8451100&ref=a",
        "ieee:8451100",
    ),
    ("http://ieeexplore.ieee.org/xpl/articleDetails.jsp?arnumber=6247798", "ieee:6247798"),
    ("http://ieeexplore.ieee.org/xpls/abs_all.jsp?arnumber=6247798&tag=1", "ieee:6247798"),
    ("http://ieeexplore.ieee.org/xpl/login.jsp?tp=&arnumber=6247798", "ieee:6247798"),
    ("https://ieeexplore.ieee.org/xpl/freeabs_all.jsp?arNumber=6247798", "ieee:6247798"),
    ("https://ieeexplore.ieee.org/iel5/5/31048/01441432.pdf", "ieee:1441432"),
    ("https://ieeexplore.ieee.org/ielx7/76/4358651/09845478.pdf?tp=&x=1", "ieee:9845478"),
    ("https://ieeexplore.ieee.org/rest/document/9845478/citations", "ieee:9845478"),
    ("https://ieeexplore.ieee.org/mobile/document/9845478", "ieee:9845478"),
    ("https://ieeexplore-ieee-org.proxy.example.edu/document/9845478", "ieee:9845478"),
    ("https://ieeexplore.ieee.org.ezproxy.example.edu/document/9845478", "ieee:9845478"),
    ("https://login.example.edu/?url=https://ieeexplore.ieee.org/document/98454", "ieee:98454"),
    # OpenReview
    ("https://openreview.net/forum?id=HkXWCMbRW", "openreview:HkXWCMbRW"),
    ("https://openreview.net/pdf?id=HkXWCMbRW", "openreview:HkXWCMbRW"),
    ("https://openreview.net/forum?id=HkXWCMbRW&noteId=b9lQw75UugS", "openreview:HkXWCMbRW"),
    ("https://openreview.net/forum?noteId=b9lQw75UugS&id=HkXWCMbRW", "openreview:HkXWCMbRW"),
    ("https://openreview.net/forum?noteId=b9lQw75UugS&amp;id=HkXWCMbRW", "openreview:HkXWCMbRW"),
    ("https://openreview.net/attachment?id=HkXWCMbRW&name=pdf", "openreview:HkXWCMbRW"),
    # CVF
    (f"https://openaccess.thecvf.com/content/ICCV2023/html/{CVF_FILE}_paper.html", CVF),
    (f"https://openaccess.thecvf.com/content/ICCV2023/papers/{CVF_FILE}_paper.pdf", CVF),
    (
        f"https://openaccess.thecvf.com/content/ICCV2023/supplemental/{CVF_FILE}_supplemental.pdf",
        CVF,
    ),
    (
        "https://openaccess.thecvf.com/content/CVPR2023W/NTIRE/papers/Jiang_A_CVPRW_2023_paper.pdf",
        "cvf:Jiang_A_CVPRW_2023",
    ),
    (
        "https://openaccess.thecvf.com/content_CVPRW_2020/html/w7/Jiang_A_CVPRW_2020_paper.html",
        "cvf:Jiang_A_CVPRW_2020",
    ),
    (
        "http://openaccess.thecvf.com/content_cvpr_2013/html/Zhong_Noise_in_2013_CVPR_paper.html",
        "cvf:Zhong_Noise_in_2013_CVPR",
    ),
    (
        "http://www.cv-foundation.org/openaccess/content_iccv_2015/papers/A_V_ICCV_2015_paper.pdf",
        "cvf:A_V_ICCV_2015",
    ),
    ("http://openaccess.thecvf.com/content_cvpr_2018/CameraReady/0123.pdf", "cvf:CVPR_2018/0123"),
    # NeurIPS
    (
        f"https://papers.nips.cc/paper_files/paper/2018/file/{HASH}-Paper.pdf",
        f"neurips:2018/{HASH}",
    ),
    (
        f"https://proceedings.neurips.cc/paper/2021/hash/{HASH}-Abstract.html",
        f"neurips:2021/{HASH}",
    ),
    (
        f"https://proceedings.neurips.cc/paper_files/paper/2023/hash/{HASH}-Abstract-Conference.html",
        f"neurips:2023/{HASH}",
    ),
    (
        "http://papers.nips.cc/paper/4007-space-variant-single-image-blind-deconvolution.pdf",
        "neurips:4007",
    ),
    # the others
    ("https://aclanthology.org/P18-1001/", "acl:P18-1001"),
    ("https://aclanthology.org/2020.acl-main.1.pdf", "acl:2020.acl-main.1"),
    ("https://www.aclweb.org/anthology/P18-1001v2.pdf", "acl:P18-1001"),
    ("http://anthology.aclweb.org/D/D14/D14-1162.pdf", "acl:D14-1162"),
    ("https://proceedings.mlr.press/v139/radford21a.html", "pmlr:v139/radford21a"),
    ("http://proceedings.mlr.press/v139/radford21a/radford21a-supp.pdf", "pmlr:v139/radford21a"),
    ("http://www.jmlr.org/proceedings/papers/v48/mniha16.pdf", "pmlr:v48/mniha16"),
    (
        "https://raw.githubusercontent.com/mlresearch/v235/main/assets/huh24a/huh24a.pdf",
        "pmlr:v235/huh24a",
    ),
    ("https://dblp.org/rec/conf/cvpr/HeZRS16.html?view=bibtex", "dblp:conf/cvpr/HeZRS16"),
    ("https://dblp.uni-trier.de/rec/bibtex/conf/cvpr/HeZRS16", "dblp:conf/cvpr/HeZRS16"),
    ("https://dblp.org/db/conf/cvpr/cvpr2016.html#HeZRS16", "dblp:conf/cvpr/HeZRS16"),
    ("DBLP:journals/corr/abs-2405-03500", "dblp:journals/corr/abs-2405-03500"),
    ("https://pubmed.ncbi.nlm.nih.gov/31234567/", "pmid:31234567"),
    ("PMID: 31234567", "pmid:31234567"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", "pmcid:PMC1234567"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567", "pmcid:PMC1234567"),
    (f"https://www.semanticscholar.org/paper/A-Title/{SHA}?p2df", f"s2:{SHA}"),
    ("CorpusID: 21713", "s2:CorpusID:21713"),
    ("ISBN 978-3-031-19836-6", "isbn:9783031198366"),
    ("ISBN: 0-306-40615-2", "isbn:9780306406157"),
    ("9783031198366", "isbn:9783031198366"),
]


def identifiers_in(text: str) -> list[str]:
    """What is found in `text`, as `scheme:value`."""
    return [str(i) for i in find_identifiers(text)]


def _dois() -> st.SearchStrategy[str]:
    """DOIs that no publisher's tail or other identifier hides in."""
    form = r"10\.[1-9][0-9]{3,4}/[A-Za-z0-9]{2,12}([._-][a-z0-9]{1,6}){0,3}"
    tail = re.compile(r"\.[a-z]+$|^10\.(?:1101|48550)")
    return st.from_regex(form, fullmatch=True).filter(lambda v: tail.search(v) is None)


def any_identifier() -> st.SearchStrategy[Identifier]:
    """Identifiers of every scheme."""
    name = st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True)
    year = st.integers(2013, 2030)
    number = st.integers(1, 99999)
    hexes = st.text("0123456789abcdef", min_size=32, max_size=32)

    def of(scheme: Scheme, values: st.SearchStrategy[str]) -> st.SearchStrategy[Identifier]:
        return values.map(lambda value: Identifier(scheme, value))

    return st.one_of(
        of(
            Scheme.ARXIV,
            st.builds("{:02}{:02}.{:05}".format, st.integers(15, 40), st.integers(1, 12), number),
        ),
        of(
            Scheme.ARXIV,
            st.builds(
                "{:02}{:02}.{:04}".format,
                st.integers(8, 14),
                st.integers(1, 12),
                st.integers(1, 9999),
            ),
        ),
        of(
            Scheme.ARXIV,
            st.builds(
                "{}/{:02}{:02}{:03}".format,
                st.sampled_from(["hep-th", "cs", "math", "cond-mat"]),
                st.integers(92, 99),
                st.integers(1, 12),
                st.integers(1, 999),
            ),
        ),
        of(Scheme.DOI, _dois()),
        of(Scheme.IEEE, st.integers(1000, 99999999).map(str)),
        of(Scheme.OPENREVIEW, st.from_regex(r"[A-Za-z0-9_-]{7,14}", fullmatch=True)),
        of(
            Scheme.CVF,
            st.builds(
                "{}_{}_{}_{}".format,
                name,
                name,
                st.sampled_from(["CVPR", "ICCV", "WACV", "CVPRW"]),
                year,
            ),
        ),
        of(Scheme.NEURIPS, st.builds("{}/{}".format, year, hexes)),
        of(Scheme.NEURIPS, number.map(str)),
        of(Scheme.ACL, st.from_regex(r"[A-Z][0-9]{2}-[0-9]{4}", fullmatch=True)),
        of(
            Scheme.ACL,
            st.from_regex(r"20\d{2}\.[a-z]{3,8}-[a-z]{2,6}\.[1-9][0-9]{0,3}", fullmatch=True),
        ),
        of(Scheme.PMLR, st.from_regex(r"v[1-9][0-9]{0,2}/[a-z]{2,9}[0-9]{2}[a-z]", fullmatch=True)),
        of(
            Scheme.DBLP,
            st.from_regex(r"(conf|journals)/[a-z]{2,6}/[A-Z][A-Za-z0-9-]{3,12}", fullmatch=True),
        ),
        of(Scheme.PMID, st.integers(1, 99999999).map(str)),
        of(Scheme.PMCID, st.integers(10000, 99999999).map("PMC{}".format)),
        of(Scheme.S2, st.text("0123456789abcdef", min_size=40, max_size=40)),
        of(Scheme.S2, number.map("CorpusID:{}".format)),
        of(Scheme.ISBN, st.integers(0, 10**9 - 1).map(_isbn)),
    )


def _isbn(number: int) -> str:
    body = f"978{number:09}"
    return next(body + str(d) for d in range(10) if isbn13(body + str(d)))
