"""URLs of the services that publish papers, and the identifiers that they contain.

The host names the service, also behind the proxy of a library
(`ieeexplore-ieee-org.proxy.example.edu`). The rest of the URL is matched with the forms that the
service uses or used before. docs/identifiers.md lists them. No network is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from vcmbib.model.identifiers.normalize import (
    ARXIV_VERSION,
    NEW_ARXIV,
    OLD_ARXIV,
    IdentifierParts,
    arxiv_parts,
    compiled,
    doi_parts,
    percent_decoded,
    trimmed_doi,
    without_escapes,
)

_UrlReader = Callable[[re.Match[str]], IdentifierParts | None]

# The characters of a URL: no blank, quote or bracket, but LaTeX's escapes (`\_`, `{\_}`).
URL_REST = r"(?:[^\s<>\"`{}|\\^\[\]，。；、）】》”]|\\[_&%#$~]|\{\\_\})*"
_CODE_HOSTS = ("github.", "githubusercontent.", "gitlab.", "bitbucket.", "pypi.", "npmjs.")
_DOI = r"10(?:\.|%2[Ee])\d{4,9}(?:(?:\.|%2[Ee])\d+)*(?:/|%2[Ff])"
# Hosts that add their own number and the title after the DOI.
_SILVERCHAIR = ("academic.oup.", "pubs.aip.", "direct.mit.", "asmedigitalcollection.", "jov.arvo")


def doi_in_url(host: str, rest: str) -> IdentifierParts | None:
    """Return the DOI in the path or the query of a publisher's URL, or None.

    `host` is in lower case; `rest` is the URL after the host. Hosts of code are skipped.
    """
    if any(code in host for code in _CODE_HOSTS):
        return None
    match = compiled(rf"(?i)(?:/|=|:|%2F|%3D|%3A)(?={_DOI})").search(rest)
    if match is None:
        return None
    in_query = "?" in rest[: match.end()]
    value = re.split(r"&(?=[\w-]+=)" if not in_query else "&", rest[match.end() :], maxsplit=1)[0]
    value = percent_decoded(re.split(r"[?#]", value, maxsplit=1)[0])
    # Springer: 10.1007/s11263-021-01491-7/figures/3; DSpace: handle/10.1111/cgf14667/FILE.pdf
    if "springer" in host or "/handle/" in rest[: match.end()]:
        value = "/".join(value.split("/")[:2])
    elif host.startswith(_SILVERCHAIR):
        value = re.sub(r"/\d{4,}(?:/.*)?$", "", value)
    return doi_parts(value)


# --- the identifier of a match -----------------------------------------------------------------


def _arxiv(match: re.Match[str]) -> IdentifierParts | None:
    return arxiv_parts(match["id"], match["version"])


def _arxiv_cache(match: re.Match[str]) -> IdentifierParts | None:
    return arxiv_parts(f"{match['archive']}/{match['number']}", match["version"])


def _plain(scheme: str) -> _UrlReader:
    return lambda match: (scheme, match["id"], None)


def _lower(scheme: str) -> _UrlReader:
    return lambda match: (scheme, match["id"].lower(), None)


def _number(scheme: str) -> _UrlReader:
    return lambda match: (scheme, str(int(match["id"])), None)


def _pmcid(match: re.Match[str]) -> IdentifierParts:
    return ("pmcid", match["id"].upper(), None)


def _corpus(match: re.Match[str]) -> IdentifierParts:
    return ("s2", f"CorpusID:{int(match['id'])}", None)


def _neurips(match: re.Match[str]) -> IdentifierParts:
    return ("neurips", f"{match['year']}/{match['id'].lower()}", None)


def _camera_ready(match: re.Match[str]) -> IdentifierParts:
    return ("cvf", f"{match['venue'].upper()}_{match['year']}/{match['id']}", None)


def _pmlr(match: re.Match[str]) -> IdentifierParts:
    name = match["id"].lower().removesuffix("-supp")
    return ("pmlr", f"{match['volume'].lower()}/{name}", None)


def _dblp(match: re.Match[str]) -> IdentifierParts:
    return ("dblp", f"{match['where']}/{match['id']}", None)


def normalize_acl(value: str) -> str:
    """Return an ACL Anthology id in the letter case of its form: `P18-1001`, `2020.acl-main.1`."""
    return value.upper() if "-" in value[:4] else value.lower()


def _acl(match: re.Match[str]) -> IdentifierParts:
    return ("acl", normalize_acl(match["id"]), None)


def _nature(match: re.Match[str]) -> IdentifierParts:
    """The DOI of an article of Nature: its number is the suffix of the DOI.

    The prefix is 10.1038, except for the journal s41599.
    """
    value = match["id"].lower()
    prefix = "10.1057" if value.startswith("s41599-") else "10.1038"
    return ("doi", f"{prefix}/{value}", None)


_QUERY = r"\?(?:[^#\s]*&)?"  # the start of a query, up to the parameter that comes next
_ARXIV_PATHS = (
    r"(?:abs|pdf|html|ps|format|src|e-print|apdf|overview|papers|tex|dvi|other|zh|en|chat|audio|resources|tb|show-email|bibtex"
    r"|ftp/arxiv/papers/\d{4}|ftp/[a-z-]+/papers/\d{4})"
)
DBLP_KINDS = r"(?:conf|journals|books|phd|series|reference|tr|ms|persons|data)"
OLD_ACL = r"[A-Za-z]\d{2}-\d{4,5}"
NEW_ACL = r"\d{4}\.[A-Za-z0-9_]+-[A-Za-z0-9_]+\.\d+"
CVF_NAME = r"[^/\s?#]+_(?:(?:19|20)\d{2}_[A-Z]{3,6}|(?:19|20)\d{2})"

_UrlForm = tuple[_UrlReader, str]
"""The function that reads a match, and the source of the pattern of a URL after its host."""

_ARXIV: tuple[_UrlForm, ...] = (
    (
        _arxiv,
        rf"(?i)/+(?:{_ARXIV_PATHS}/+){{0,3}}(?:arxiv:\s?)?(?P<id>{NEW_ARXIV}|{OLD_ARXIV})(?!\d){ARXIV_VERSION}",
    ),
    (
        _arxiv_cache,
        (
            rf"(?i)/(?:PS_cache|ftp)/(?P<archive>[a-z-]+)/(?:pdf|ps|papers)/\d{{4}}"
            rf"/(?P<number>\d{{7}})(?!\d){ARXIV_VERSION}"
        ),
    ),
)
_ARXIV_READERS: tuple[_UrlForm, ...] = (
    (_arxiv, rf"(?i)/+(?:\w+/)?(?:papers|arxiv)/(?P<id>{NEW_ARXIV})(?!\d){ARXIV_VERSION}"),
)
_NEURIPS: tuple[_UrlForm, ...] = (
    (
        _neurips,
        r"(?i)/+paper(?:_files/+paper)?/+(?P<year>\d{4})/+(?:hash|file)/+(?P<id>[0-9a-f]{32})(?![0-9a-f])",
    ),
    # Before 2020 the URL has a number and the title, but no year.
    (_number("neurips"), r"(?i)/+paper/+(?P<id>\d{1,5})-[a-z0-9]"),
)
_ACL: tuple[_UrlForm, ...] = (
    (
        _acl,
        (
            r"(?i)/+(?:anthology(?:-new)?/+)?(?:papers/+|attachments/+)?(?:[A-Z]/[A-Z]\d\d/+)?"
            rf"(?P<id>{OLD_ACL}|{NEW_ACL})(?=v\d|[^\w-]|$)"
        ),
    ),
)
_DBLP: tuple[_UrlForm, ...] = (
    (
        _dblp,
        rf"/+rec/(?:html/|bibtex\d?/|xml/|rdf/|ris/)?(?P<where>{DBLP_KINDS}/[\w-]+)/(?P<id>[\w:-]+)",
    ),
    (
        _dblp,
        rf"/+db/(?P<where>{DBLP_KINDS}/[\w-]+)/[\w.-]+\.html#(?P<id>[A-Za-z][\w:-]*)",
    ),
)
_URL_FORMS: dict[str, tuple[_UrlForm, ...]] = {
    "arxiv.org": _ARXIV,
    "alphaxiv.org": _ARXIV,
    "ar5iv.org": _ARXIV,
    "arxiv.vanity.com": _ARXIV,
    "xxx.lanl.gov": _ARXIV,
    "xxx.itp.ac.cn": _ARXIV,
    "huggingface.co": _ARXIV_READERS,
    "hf.co": _ARXIV_READERS,
    "papers.cool": _ARXIV_READERS,
    "scirate.com": _ARXIV_READERS,
    "ieeexplore.ieee.org": (
        (
            _number("ieee"),
            r"(?i)/+(?:(?:abstract|mobile|rest|author|xpl|iel\d*)/+){0,3}document/+(?P<id>\d{3,9})(?![\d])",
        ),
        (_number("ieee"), rf"(?i)/[^?#\s]*{_QUERY}arnumber=(?P<id>\d{{3,9}})(?!\d)"),
        (_number("ieee"), r"(?i)/+ielx?\d*/(?:[\w-]+/+){1,4}(?P<id>\d{5,9})\.pdf"),
        (_number("ieee"), rf"(?i)/[^?#\s]*{_QUERY}recordIds=(?P<id>\d{{3,9}})(?![\d,])"),
        (_number("ieee"), r"/+(?P<id>\d{7,9})/?(?:$|[?#])"),
    ),
    "openreview.net": (
        (
            _plain("openreview"),
            rf"/+(?:forum|pdf|attachment|revisions)/?{_QUERY}id=(?P<id>[A-Za-z0-9_-]{{7,14}})(?![A-Za-z0-9_.-])",
        ),
    ),
    "openaccess.thecvf.com": (
        (
            _plain("cvf"),
            rf"/+content[\w/.-]*/(?P<id>{CVF_NAME})_(?:paper|supplemental|supp)[\w-]*\.\w+",
        ),
        (
            _camera_ready,
            r"(?i)/+content_(?P<venue>[a-z]+)_(?P<year>\d{4})/CameraReady/(?P<id>\d{1,5})\.pdf",
        ),
    ),
    "cv.foundation.org": (
        (
            _plain("cvf"),
            rf"/+openaccess/content[\w/.-]*/(?P<id>{CVF_NAME})_(?:paper|supplemental|supp)[\w-]*\.\w+",
        ),
    ),
    "papers.nips.cc": _NEURIPS,
    "papers.neurips.cc": _NEURIPS,
    "proceedings.neurips.cc": _NEURIPS,
    "aclanthology.org": _ACL,
    "aclanthology.info": _ACL,
    "aclanthology.coli.uni.saarland.de": _ACL,
    "aclweb.org": _ACL,
    "proceedings.mlr.press": (
        (_pmlr, r"(?i)/+(?P<volume>[vr]\d{1,4})/+(?P<id>[a-z0-9_-]+)(?=\.\w|/|[?#]|$)"),
    ),
    "jmlr.org": (  # PMLR was JMLR's Workshop and Conference Proceedings
        (
            _pmlr,
            r"(?i)/+proceedings/+papers/+(?P<volume>v\d{1,4})/+(?P<id>[a-z]+\d\d[a-z0-9_-]*)(?=\.\w|/)",
        ),
    ),
    "raw.githubusercontent.com": (
        (
            _pmlr,
            r"(?i)/mlresearch/(?P<volume>[vr]\d{1,4})/(?:[\w-]+/){1,4}assets/(?P<id>[a-z0-9_-]+)/",
        ),
    ),
    "dblp.org": _DBLP,
    "dblp.uni.trier.de": _DBLP,
    "dblp.dagstuhl.de": _DBLP,
    "ncbi.nlm.nih.gov": (
        (_pmcid, r"(?i)/+(?:pmc/+)?articles/+(?P<id>PMC\d{1,9})(?!\d)"),
        (
            _number("pmid"),
            r"(?i)/+(?:m/+)?(?:pubmed/+|pmc/articles/pmid/)?(?P<id>\d{1,8})(?=[/?#.,;)]|$)",
        ),
    ),
    "europepmc.org": (
        (_pmcid, r"(?i)/+(?:articles?|abstract)/+(?:PMC/+)?(?P<id>PMC\d{1,9})(?!\d)"),
        (_number("pmid"), r"(?i)/+(?:article|abstract)/+MED/+(?P<id>\d{1,8})(?!\d)"),
    ),
    "semanticscholar.org": (
        (
            _lower("s2"),
            r"(?i)/+(?:paper|reader|graph/v1/paper)/(?:[^/\s]+/)?(?P<id>[0-9a-f]{40})(?![0-9a-f])",
        ),
        (_lower("s2"), r"(?i)/+(?P<id>[0-9a-f]{40})(?![0-9a-f])"),
        (_corpus, r"(?i)/+(?:[\w/]+/)?CorpusID:(?P<id>\d{1,12})"),
        (_arxiv, rf"(?i)/+(?:[\w/]+/)?arxiv[:/](?P<id>{NEW_ARXIV})(?!\d){ARXIV_VERSION}"),
    ),
    "nature.com": (
        (
            _nature,
            (r"(?i)/+(?:articles|(?:\w+/)?journal/[\w.]+/[\w.-]+/(?:full|abs|pdf))/"
            r"(?P<id>[sd]4[1-4]\d{3}-\d{3}-\d{4,5}-[\dwxyz]"
            r"|(?:nature|ncomms|srep|nmeth|nbt|ng|nn|nm|nphys|nphoton|nmat|nnano|nchem|nrg|nrn|nrd)"
            r"\.?\d[\d.]*\d|\d{5,6}[a-z]0)(?![\w-])"),
        ),
    ),
}  # fmt: skip

# The longest part of each host: a text without it does not contain the host.
_HOST_HINTS = {host: max(host.split("."), key=len) for host in _URL_FORMS}


# For a text with at most this number of hosts, a pattern of these hosts alone is compiled.
_FEW_HOSTS = 2


@cache
def _host_pattern(hosts: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of the hosts, also in the form with hyphens that proxies use."""
    named = "|".join(re.escape(host).replace(r"\.", "[.-]") for host in hosts)
    return re.compile(
        rf"(?i)(?:(?<![^\W_])|(?<=%2F))(?P<host>{named})(?:\.[\w.-]{{0,80}})?(?::\d{{1,5}})?(?=/|%2F)"
    )


_ANY_HOST = r"(?i)(?<![\w./-])(?:https?://)?(?P<host>(?:[a-z0-9_-]{1,63}\.){1,8}[a-z]{2,12})(?::\d{1,5})?(?=/)"


def _rest_of_url(text: str, start: int) -> str:
    """The rest of the URL from `start`, without the punctuation of the sentence around it."""
    match = compiled(URL_REST).match(text, start, start + 2000)
    rest = match.group() if match is not None else ""
    for mark in ("http://", "https://"):  # two URLs with no blank between them
        if (at := rest.find(mark)) > 0 and rest[at - 1] in ",;|)":
            rest = rest[:at]
    depth = 0
    for at, char in enumerate(rest):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            rest = rest[:at]
            break
    return trimmed_doi(rest)


def url_identifiers(text: str) -> list[tuple[IdentifierParts, int, int]]:
    """Return the identifiers in the URLs of `text`, each with its start and end."""
    found: list[tuple[IdentifierParts, int, int]] = []
    if "/" not in text and "%2" not in text:
        return found
    for match in _find_hosts(text):
        host = match["host"].lower().replace("-", ".")
        tail = _rest_of_url(text, match.end())
        rest = without_escapes(tail)
        if rest[:3].upper() == "%2F":
            rest = percent_decoded(rest)
        parts = _match_forms(_URL_FORMS[host], rest)
        if parts is not None:
            start = _url_start(text, match.start())
            found.append((parts, start, match.end() + len(tail)))
    if "10" not in text:  # every DOI begins with 10
        return found
    end = 0
    for match in compiled(_ANY_HOST).finditer(text):
        if match.start() < end:
            continue
        tail = _rest_of_url(text, match.end())
        parts = doi_in_url(match["host"].lower().replace("-", "."), without_escapes(tail))
        if parts is not None:
            end = match.end() + len(tail)
            found.append((parts, match.start(), end))
    return found


def _find_hosts(text: str) -> Iterator[re.Match[str]]:
    """Find the hosts of _URL_FORMS in `text`."""
    hosts = tuple(_URL_FORMS)
    if text.isascii():  # else a letter such as the Kelvin sign can match a letter of a host
        low = text.lower()
        named = tuple(host for host, sign in _HOST_HINTS.items() if sign in low)
        hosts = named if len(named) <= _FEW_HOSTS else hosts
    return _host_pattern(hosts).finditer(text) if hosts else iter(())


def _match_forms(forms: tuple[_UrlForm, ...], rest: str) -> IdentifierParts | None:
    """The identifier of the first form that matches `rest`."""
    for reader, source in forms:
        match = compiled(source).match(rest)
        if match is not None and (parts := reader(match)) is not None:
            return parts
    return None


def _url_start(text: str, at: int) -> int:
    """The index at which the URL begins whose host is at `at`."""
    low = max(0, at - 100)
    while at > low and (text[at - 1].isalnum() or text[at - 1] in "._-%"):
        at -= 1
    for scheme in ("https://", "http://"):
        if text[max(0, at - len(scheme)) : at].lower() == scheme:
            return at - len(scheme)
    return at
