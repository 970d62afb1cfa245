"""The identifiers that an entry's fields name.

Some fields are there for nothing else (`doi`, `eprint`); others only mention one (`url`, `note`,
a journal called `arXiv preprint arXiv:2405.03500`). Reader and writer both ask here, so that what
one field says is not said again by another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vcmbib.formats.bibtex import field_parsing
from vcmbib.formats.bibtex.verbatim import read_verbatim
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier

ARXIV_NAMES = ("arxivid", "arxiv")
"""Fields of programs that hold arXiv's number; they come out under the names they came in with."""
OWN = ("doi", "eprint", "pmid", "pmcid", "isbn", "identifiers", *ARXIV_NAMES)
"""Fields that hold identifiers and nothing else."""
MENTIONING = ("volume", "biburl", "note", "url", "pdf", "journal", "journaltitle", "booktitle",
              "howpublished")  # fmt: skip
"""Fields that may mention one."""
ARCHIVE = ("archiveprefix", "eprinttype")
"""Fields that say whose number `eprint` is."""

_ADDRESS = re.compile(r"(?i)(?:https?|ftp)://[^\s{}]+")
_CLEAN_DOI = re.compile(
    r"(?!.*[./](?:e?pdf|full|html?|abstract|meta)$)10\.(?!48550/)\d{4,9}/[\w./:;()-]*[A-Za-z0-9]"
)
_MAY_IDENTIFY = re.compile(r"(?i)arxiv|abs/|10\.\d{4}|\d{4}\.\d{4}")
# Addresses as most entries have them: what they name is plain.
_DBLP = re.compile(
    r"https?://dblp\.(?:org|uni-trier\.de)/rec/(?:bib/)?([a-z]+/[\w/-]+?)(?:\.(?:bib|html))?"
)
_CORR = re.compile(r"journals/corr/abs-(?:(\d{4})-(\d{4,5})|([a-z-]+)-(\d{7}))")
_DBLP_KEY = re.compile(r"DBLP:[a-z]+/[\w/-]+")
_DOI_ADDRESS = re.compile(rf"https?://(?:dx\.)?doi\.org/({_CLEAN_DOI.pattern})")
_NUMBER = re.compile(r"\d{4}")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")

Identifiers = tuple[Identifier, ...]


def own(name: str, written: Mapping[str, str]) -> Identifiers:
    """What one of the `OWN` fields names."""
    value = written.get(name, "").strip()
    if not value:
        return ()
    if name == "doi":
        return _doi(value)
    if name == "eprint":
        archive = written.get("archiveprefix") or written.get("eprinttype") or ""
        return _eprint(value, archive)
    if name in ARXIV_NAMES:
        return _eprint(value, "arxiv")
    return _listed(name, value)


@lru_cache(maxsize=16384)
def _doi(value: str) -> Identifiers:
    value = read_verbatim(value)
    if _CLEAN_DOI.fullmatch(value):  # as most are: no need to look for one in it
        return (Identifier(Scheme.DOI, value),)
    found = [i for i in find_identifiers(value) if i.scheme in (Scheme.DOI, Scheme.ARXIV)]
    return tuple(found[:1])


@lru_cache(maxsize=16384)
def _eprint(value: str, archive: str) -> Identifiers:
    """ArXiv's number in the forms of BibTeX, BibLaTeX and DBLP; PubMed's too."""
    value, archive = read_verbatim(value), field_parsing.plain(archive).lower()
    found: Identifier | None = None
    if archive in ("", "arxiv"):
        value = re.sub(r"(?i)^(?:abs/|arxiv:\s*)+", "", value)
        value = re.sub(r"\s*\[.*\]$", "", value)
        found = parse_identifier(f"arxiv:{value}") or only_identifier(value)
        if found is not None and found.scheme is not Scheme.ARXIV:
            found = None
    elif archive == "pubmed":
        found = parse_identifier(f"pmid:{value}")
    return () if found is None else (found,)


@lru_cache(maxsize=16384)
def _listed(name: str, value: str) -> Identifiers:
    value = read_verbatim(value)
    if name == "identifiers":
        read = [parse_identifier(piece.rstrip(",")) for piece in value.split()]
    else:
        pieces = [p for p in re.split(r"\s*[,;]\s*|\s+(?=97[89])", value) if p]
        read = [parse_identifier(f"{name}:{piece}") for piece in pieces]
    return tuple(i for i in read if i is not None)


@lru_cache(maxsize=32768)
def mentioned(name: str, value: str) -> Identifiers:
    """What one of the `MENTIONING` fields names."""
    if name == "volume":
        match = re.fullmatch(r"(?i)(?:abs/|arxiv:\s*+)+(\S+)", value.strip())
        found = None if match is None else parse_identifier(f"arxiv:{match[1]}")
        return () if found is None else (found,)
    if name in ("biburl", "url") and (dblp := _DBLP.fullmatch(value)) is not None:
        return (Identifier(Scheme.DBLP, dblp[1]), *_of_corr(dblp[1]))
    if name == "url" and (doi := _DOI_ADDRESS.fullmatch(value)) is not None:
        return (Identifier(Scheme.DOI, doi[1]),)
    if name in ("biburl", "note"):
        if "/" not in value and _NUMBER.search(value) is None:
            return ()
        only = only_identifier(read_verbatim(value)) if len(value) < 300 else None
        return () if only is None else (only,)
    if name in ("url", "pdf"):
        return tuple(i for a in addresses(value) for i in find_identifiers(a))
    found_all: list[Identifier] = []
    if _MAY_IDENTIFY.search(value):
        schemes = (Scheme.ARXIV, Scheme.DOI)
        found_all += [
            i for i in find_identifiers(field_parsing.plain(value)) if i.scheme in schemes
        ]
    if name == "howpublished":
        found_all += [i for a in addresses(value) for i in find_identifiers(a)]
    return tuple({i.comparison_key: i for i in reversed(found_all)}.values())


def of_key(key: str) -> Identifiers:
    """What DBLP's citation keys name."""
    if not key.startswith(("DBLP:", "dblp:")):
        return ()
    if _DBLP_KEY.fullmatch(key):
        return (Identifier(Scheme.DBLP, key[5:]), *_of_corr(key[5:]))
    found = parse_identifier(key)
    return () if found is None else (found,)


def _of_corr(dblp: str) -> Identifiers:
    """ArXiv's number in DBLP's name of a preprint: `journals/corr/abs-1703-00813`."""
    match = _CORR.fullmatch(dblp)
    if match is None:
        return ()
    found = parse_identifier(
        "arxiv:" + (f"{match[1]}.{match[2]}" if match[1] else f"{match[3]}/{match[4]}")
    )
    return () if found is None else (found,)


@lru_cache(maxsize=16384)
def addresses(value: str) -> tuple[str, ...]:
    """The addresses in `url` or `howpublished`."""
    value = read_verbatim(value)
    found = _ADDRESS.findall(value)
    if not found and _SITE.fullmatch(value):
        return (value,)
    if len(found) > 1:
        found = [a.rstrip(",;") for a in found]
    return tuple(dict.fromkeys(found))


def only_identifier(text: str) -> Identifier | None:
    """The identifier that is all that `text` says, as `arXiv preprint arXiv:2405.03500`."""
    found = find_identifiers(text) if 0 < len(text) < 200 else ()
    if len(found) != 1:
        return None
    rest = re.sub(r"(?i)https?://\S+|arxiv|preprint|e-?print|abs/|[\W_]", "", text)
    rest = rest.replace(re.sub(r"[\W_]", "", found[0].value), "")
    return found[0] if rest in ("", found[0].version or "") else None


# --- writing ----------------------------------------------------------------------------------

_BARE_ADDRESS = re.compile(
    r"(?i)https?://(?:(?:www|dx|export|browse)\.)?(?:doi\.org|arxiv\.org|alphaxiv\.org)/"
)


def repeats(url: str, same: Mapping[tuple[str, str], Identifier]) -> bool:
    """Whether an address is just that of the paper's DOI or arXiv number (`same`: its own)."""
    if not _BARE_ADDRESS.match(url):
        return False
    schemes = (Scheme.DOI, Scheme.ARXIV)
    return any(i.comparison_key in same for i in mentioned("url", url) if i.scheme in schemes)
