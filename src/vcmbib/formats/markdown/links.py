"""The links of a list, and their kinds by their words and URLs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from vcmbib.formats.markdown.inline import Inline, InlineKind
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers
from vcmbib.model.paper import Link, LinkKind
from vcmbib.model.text import fold

# Words in the labels of links, in English and Chinese, by the kind of the link.
_PAPER_WORDS = frozenset(
    """paper papers pdf arxiv link links url openreview cvf acl acm ieee doi abs abstract preprint
    article springer elsevier sciencedirect biorxiv medrxiv html publication neurips nips iclr icml
    here full text official version thecvf ieeexplore hal ssrn source read access open 论文 链接
    原文 论文链接 全文""".split()
)
_CODE_WORDS = frozenset(
    """code codes github git gitlab repo repository pytorch tensorflow tf keras matlab caffe jax
    implementation implementations torch python c cpp checkpoint checkpoints model models weights
    huggingface hf colab notebook demo star stars stargazers 代码 源码 开源""".split()
)
_PROJECT_WORDS = frozenset(
    "project page website homepage web site blog post webpage home 项目 主页 项目主页".split()
)
_DATA_WORDS = frozenset("data dataset datasets benchmark corpus 数据集 数据".split())
_VIDEO_WORDS = frozenset("video videos youtube talk bilibili presentation 视频".split())
_OTHER_WORDS = frozenset(
    """bib bibtex cite citation slides slide poster supp supplementary supplement supplemental
    appendix tweet twitter thread news zhihu 知乎 解读 review reviews summary notes homepage
    scholar comment comments discussion wiki tutorial""".split()
)
_FILLER = frozenset(
    """and the official project my our a an on in of for to at unofficial not yet coming soon short
    available 1 2 3 x v""".split()
)

PAPER_HOST = re.compile(
    r"(?:^|\.)(?:arxiv\.org|openreview\.net|doi\.org|aclanthology\.org|aclweb\.org|thecvf\.com|"
    r"ieeexplore\.ieee\.org|computer\.org|dl\.acm\.org|springer\.com|sciencedirect\.com|nature\.com|"
    r"neurips\.cc|nips\.cc|mlr\.press|jmlr\.org|ecva\.net|biorxiv\.org|medrxiv\.org|wiley\.com|"
    r"mdpi\.com|semanticscholar\.org|isca-speech\.org|isca-archive\.org|aaai\.org|ijcai\.org|"
    r"hal\.science|ssrn\.com|spiedigitallibrary\.org|usenix\.org|techrxiv\.org|bmva\.org|"
    r"eprint\.iacr\.org|science\.org|pnas\.org|plos\.org|frontiersin\.org|iop\.org|tandfonline\.com|"
    r"sagepub\.com|oup\.com|acs\.org|rsc\.org|cell\.com|elsevier\.com|paperswithcode\.com/paper|"
    r"cv-foundation\.org|alphaxiv\.org|preprints\.org|researchgate\.net)$"
)
_CODE_HOST = re.compile(
    r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|gitee\.com|huggingface\.co|hf\.co|"
    r"sourceforge\.net|codeocean\.com|codeberg\.org|colab\.research\.google\.com|kaggle\.com|"
    r"modelscope\.cn|pypi\.org|code\.google\.com|gist\.github\.com|replicate\.com)$|^gitlab\."
)
_VIDEO_HOST = re.compile(
    r"(?:^|\.)(?:youtube\.com|youtu\.be|bilibili\.com|vimeo\.com|slideslive\.com)$"
)
_OTHER_HOST = re.compile(
    r"(?:^|\.)(?:twitter\.com|x\.com|zhihu\.com|weixin\.qq\.com|img\.shields\.io|reddit\.com|"
    r"scholar\.google\.[a-z.]+|visitor-badge\.\w+|linkedin\.com|facebook\.com|discord\.gg)$"
)
_HOST = re.compile(r"(?i)(?:https?:)?//([^/?#\s]+)")
_DATE_NUMBER = re.compile(r"[\d.:/v-]+$")


def is_external(url: str) -> bool:
    """Whether `url` is outside of the list's own files."""
    return re.match(r"(?i)(?:https?:)?//[^/\s]", url) is not None


def host_of(url: str) -> str:
    """The host of a URL in lower case, without `www.`."""
    found = _HOST.match(url)
    return (
        found.group(1).lower().rsplit("@")[-1].split(":")[0].removeprefix("www.") if found else ""
    )


@lru_cache(maxsize=16384)
def label_kind(label: str) -> LinkKind | None:
    """The kind of a link by its text; None if the text is no label such as `code`."""
    words = [w for w in re.findall(r"[^\W_]+", fold(label)) if not _DATE_NUMBER.match(w)]
    if not words:
        return None
    found = set(words)
    for kind, vocabulary in (
        (LinkKind.OTHER, _OTHER_WORDS - {"homepage"}),
        (LinkKind.CODE, _CODE_WORDS),
        (LinkKind.DATASET, _DATA_WORDS),
        (LinkKind.VIDEO, _VIDEO_WORDS),
        (LinkKind.PROJECT, _PROJECT_WORDS),
        (LinkKind.PAPER, _PAPER_WORDS),
    ):
        if found & vocabulary and found <= _LABEL_WORDS:
            return kind
    return None


_LABEL_WORDS = (
    _PAPER_WORDS
    | _CODE_WORDS
    | _PROJECT_WORDS
    | _DATA_WORDS
    | _VIDEO_WORDS
    | _OTHER_WORDS
    | _FILLER
)


def link_kind(url: str, label: str, default: LinkKind) -> LinkKind:
    """The kind of a link by its host, else by its label, else the default of its column."""
    by_label = label_kind(label)
    by_host = _kind_by_host(url)
    if by_host is LinkKind.VIDEO or by_host is LinkKind.OTHER:
        return by_host
    if by_label in (LinkKind.OTHER, LinkKind.VIDEO, LinkKind.DATASET):
        return by_label
    if by_host is not None and by_host is not LinkKind.PROJECT:
        return by_host
    return by_label or by_host or default


def _kind_by_host(url: str) -> LinkKind | None:
    host = host_of(url)
    path = url.lower().split("#")[0].split("?")[0]
    kind: LinkKind | None = None
    if host in ("huggingface.co", "hf.co") and ("/papers/" in path or "/datasets/" in path):
        kind = LinkKind.PAPER if "/papers/" in path else LinkKind.DATASET
    elif _VIDEO_HOST.search(host):
        kind = LinkKind.VIDEO
    elif _OTHER_HOST.search(host):
        kind = LinkKind.OTHER
    elif _CODE_HOST.search(host):
        kind = LinkKind.PAPER if path.endswith(".pdf") else LinkKind.CODE
    elif PAPER_HOST.search(host):
        kind = LinkKind.PAPER
    elif host.endswith((".github.io", ".gitlab.io")) and not path.endswith(".pdf"):
        kind = LinkKind.PROJECT
    return kind


def link_of(piece: Inline, default: LinkKind) -> Link:
    """The link of a piece, with its text as label. Brackets around the label are removed."""
    label = piece.text or piece.alt
    if piece.auto:
        label = ""
    label = label.strip(" []()（）【】|,;:")
    return Link(link_kind(piece.url, label, default), piece.url, label or None)


def links_in(pieces: Iterable[Inline], default: LinkKind) -> list[Link]:
    """The links of a cell in order.

    Links to files of the list and to the stars of a repository do not count.
    """
    return [
        link_of(piece, default)
        for piece in pieces
        if piece.kind is InlineKind.LINK
        and is_external(piece.url)
        and "/stargazers" not in piece.url
    ]


_WHOLE = re.compile(
    r"(?i)//(?:"
    r"(?:papers\.nips\.cc|(?:proceedings|papers|datasets-benchmarks-proceedings)\.neurips\.cc)"
    r"(?:/(?:paper_files/)?(?:paper|book)?(?:/?(?:\d{4}|[\w-]*-\d{4}))?)?/?$"
    r"|openaccess\.thecvf\.com/(?:menu(?:\.py)?|(?:content/)?[A-Z]+_?\d{4}(?:_workshops)?(?:/menu|\.py)?)?/?(?:\?day=[\w-]*)?$"
    r"|proceedings\.mlr\.press/(?:[vr]\d+/?)?$"
    r"|(?:www\.)?aclanthology\.org/(?:(?:volumes|events|venues|sigs)/.*)?$"
    r"|dl\.acm\.org/doi/proceedings/"
    r"|ieeexplore\.ieee\.org/xpl/"
    r"|link\.springer\.com/(?:book|conference|journal)/"
    r"|(?:www\.)?jmlr\.org/(?:papers/(?:v\d+/?)?)?$"
    r"|openreview\.net/group\?"
    r"|dblp\.(?:org|uni-trier\.de)/db/"
    r"|(?:www\.)?ecva\.net/(?:papers\.php)?$"
    r")"
)


def is_whole_proceedings(url: str) -> bool:
    """Whether a URL is that of a volume or its index, not that of a paper in it."""
    return _WHOLE.search(url.split("#", maxsplit=1)[0].strip()) is not None


def paper_identifiers(links: Iterable[Link], texts: Iterable[str]) -> tuple[Identifier, ...]:
    """The identifiers in links to the paper and its PDF, then arXiv ids and DOIs in `texts`."""
    found: dict[tuple[str, str], Identifier] = {}
    for link in links:
        if link.kind in (LinkKind.PAPER, LinkKind.PDF) and not is_whole_proceedings(link.url):
            for identifier in find_identifiers(link.url):
                found.setdefault(identifier.comparison_key, identifier)
    for text in texts:
        for identifier in find_identifiers(text):
            if identifier.scheme in (Scheme.ARXIV, Scheme.DOI):
                found.setdefault(identifier.comparison_key, identifier)
    return tuple(found.values())


def paper_first(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links with each URL once, those to the paper first.

    The first one is the link to the paper, also if it is a PDF. A further PDF is the paper's PDF.
    """
    first: dict[str, Link] = {}
    for link in links:
        first.setdefault(link.url, link)
    papers = [k for k in first.values() if k.kind in (LinkKind.PAPER, LinkKind.PDF)]
    rest = [k for k in first.values() if k.kind not in (LinkKind.PAPER, LinkKind.PDF)]
    papers_marked = [
        Link(LinkKind.PDF, k.url, k.label) if at and _is_pdf(k.url) else k
        for at, k in enumerate(papers)
    ]
    return (*papers_marked, *rest)


def _is_pdf(url: str) -> bool:
    parts = _split(url)
    return parts[0].endswith(".pdf") or "/pdf" in parts[0] or "pdf?" in url.lower()


def _split(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.lower(), ""
    return unquote(parts.path).lower(), parts.query
