"""Find the identifiers that the fields of an entry contain.

Some fields contain nothing else (`doi`, `eprint`). Others may mention an identifier: `url`, `note`,
or a journal `arXiv preprint arXiv:2405.03500`. The reader and the writer both use this module, so
the writer does not repeat an identifier that a field mentions already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vcmbib.formats.bibtex import parse_fields
from vcmbib.formats.bibtex.verbatim import read_verbatim
from vcmbib.model.identifiers import Identifier, Scheme, find_identifiers, parse_identifier

ARXIV_FIELDS = ("arxivid", "arxiv")
"""Fields of reference managers with an arXiv identifier; written under the same names."""
IDENTIFIER_FIELDS = ("doi", "eprint", "pmid", "pmcid", "isbn", "identifiers", *ARXIV_FIELDS)
"""Fields that contain identifiers only."""
MENTIONING_FIELDS = ("volume", "biburl", "note", "url", "pdf", "journal", "journaltitle",
                     "booktitle", "howpublished")  # fmt: skip
"""Fields that may mention an identifier."""
ARCHIVE_FIELDS = ("archiveprefix", "eprinttype")
"""Fields that name the archive of `eprint` (BibTeX's and BibLaTeX's name)."""

_URL = re.compile(r"(?i)(?:https?|ftp)://[^\s{}]+")
_CLEAN_DOI = re.compile(
    r"(?!.*[./](?:e?pdf|full|html?|abstract|meta)$)10\.(?!48550/)\d{4,9}/[\w./:;()-]*[A-Za-z0-9]"
)
_MAY_IDENTIFY = re.compile(r"(?i)arxiv|abs/|10\.\d{4}|\d{4}\.\d{4}")
# The usual forms of URLs and keys, for a quick match.
_DBLP = re.compile(
    r"https?://dblp\.(?:org|uni-trier\.de)/rec/(?:bib/)?([a-z]+/[\w/-]+?)(?:\.(?:bib|html))?"
)
_DBLP_ARXIV = re.compile(r"journals/corr/abs-(?:(\d{4})-(\d{4,5})|([a-z-]+)-(\d{7}))")
_DBLP_KEY = re.compile(r"DBLP:[a-z]+/[\w/-]+")
_DOI_URL = re.compile(rf"https?://(?:dx\.)?doi\.org/({_CLEAN_DOI.pattern})")
_FOUR_DIGITS = re.compile(r"\d{4}")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")

Identifiers = tuple[Identifier, ...]


def stated_in(name: str, fields: Mapping[str, str]) -> Identifiers:
    """Return the identifiers in one of the `IDENTIFIER_FIELDS`."""
    value = fields.get(name, "").strip()
    if not value:
        return ()
    if name == "doi":
        return _read_doi(value)
    if name == "eprint":
        archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
        return _read_eprint(value, archive)
    if name in ARXIV_FIELDS:
        return _read_eprint(value, "arxiv")
    return _read_list(name, value)


@lru_cache(maxsize=16384)
def _read_doi(value: str) -> Identifiers:
    """Return the DOI in a field; an arXiv DOI (`10.48550/…`) gives the arXiv identifier."""
    value = read_verbatim(value)
    if _CLEAN_DOI.fullmatch(value):  # the usual case
        return (Identifier(Scheme.DOI, value),)
    found = [i for i in find_identifiers(value) if i.scheme in (Scheme.DOI, Scheme.ARXIV)]
    return tuple(found[:1])


@lru_cache(maxsize=16384)
def _read_eprint(value: str, archive: str) -> Identifiers:
    """Return the arXiv or PubMed identifier in `eprint`, in the forms of arXiv, BibLaTeX and DBLP.

    archive: the value of `archiveprefix` or `eprinttype`; empty means arXiv.
    """
    value, archive = read_verbatim(value), parse_fields.plain(archive).lower()
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
def _read_list(name: str, value: str) -> Identifiers:
    """Return the identifiers in a field that may list several, such as `isbn`."""
    value = read_verbatim(value)
    if name == "identifiers":
        parsed = [parse_identifier(piece.rstrip(",")) for piece in value.split()]
    else:
        pieces = [p for p in re.split(r"\s*[,;]\s*|\s+(?=97[89])", value) if p]
        parsed = [parse_identifier(f"{name}:{piece}") for piece in pieces]
    return tuple(i for i in parsed if i is not None)


@lru_cache(maxsize=32768)
def mentioned_in(name: str, value: str) -> Identifiers:
    """Return the identifiers in one of the `MENTIONING_FIELDS`."""
    if name == "volume":
        match = re.fullmatch(r"(?i)(?:abs/|arxiv:\s*+)+(\S+)", value.strip())
        found = None if match is None else parse_identifier(f"arxiv:{match[1]}")
        return () if found is None else (found,)
    if name in ("biburl", "url") and (dblp := _DBLP.fullmatch(value)) is not None:
        return (Identifier(Scheme.DBLP, dblp[1]), *_arxiv_of_dblp(dblp[1]))
    if name == "url" and (doi := _DOI_URL.fullmatch(value)) is not None:
        return (Identifier(Scheme.DOI, doi[1]),)
    if name in ("biburl", "note"):
        if "/" not in value and _FOUR_DIGITS.search(value) is None:
            return ()
        only = only_identifier(read_verbatim(value)) if len(value) < 300 else None
        return () if only is None else (only,)
    if name in ("url", "pdf"):
        return tuple(i for a in urls_in(value) for i in find_identifiers(a))
    all_found: list[Identifier] = []
    if _MAY_IDENTIFY.search(value):
        schemes = (Scheme.ARXIV, Scheme.DOI)
        all_found += [i for i in find_identifiers(parse_fields.plain(value)) if i.scheme in schemes]
    if name == "howpublished":
        all_found += [i for a in urls_in(value) for i in find_identifiers(a)]
    return tuple({i.comparison_key: i for i in reversed(all_found)}.values())


def identifiers_of_key(key: str) -> Identifiers:
    """Return the identifiers in a citation key from DBLP: `DBLP:conf/cvpr/HeZRS16`."""
    if not key.startswith(("DBLP:", "dblp:")):
        return ()
    if _DBLP_KEY.fullmatch(key):
        return (Identifier(Scheme.DBLP, key[5:]), *_arxiv_of_dblp(key[5:]))
    found = parse_identifier(key)
    return () if found is None else (found,)


def _arxiv_of_dblp(dblp: str) -> Identifiers:
    """Return the arXiv identifier in DBLP's name of a preprint: `journals/corr/abs-1703-00813`."""
    match = _DBLP_ARXIV.fullmatch(dblp)
    if match is None:
        return ()
    found = parse_identifier(
        "arxiv:" + (f"{match[1]}.{match[2]}" if match[1] else f"{match[3]}/{match[4]}")
    )
    return () if found is None else (found,)


@lru_cache(maxsize=16384)
def urls_in(value: str) -> tuple[str, ...]:
    """Return the URLs in `url` or `howpublished`."""
    value = read_verbatim(value)
    found = _URL.findall(value)
    if not found and _SITE.fullmatch(value):
        return (value,)
    if len(found) > 1:
        found = [a.rstrip(",;") for a in found]
    return tuple(dict.fromkeys(found))


def only_identifier(text: str) -> Identifier | None:
    """Return the identifier if the text is only that: `arXiv preprint arXiv:2405.03500`."""
    found = find_identifiers(text) if 0 < len(text) < 200 else ()
    if len(found) != 1:
        return None
    rest = re.sub(r"(?i)https?://\S+|arxiv|preprint|e-?print|abs/|[\W_]", "", text)
    rest = rest.replace(re.sub(r"[\W_]", "", found[0].value), "")
    return found[0] if rest in ("", found[0].version or "") else None


# --- writing ----------------------------------------------------------------------------------

_DOI_OR_ARXIV_URL = re.compile(
    r"(?i)https?://(?:(?:www|dx|export|browse)\.)?(?:doi\.org|arxiv\.org|alphaxiv\.org)/"
)


def repeats_identifier(url: str, known: Mapping[tuple[str, str], Identifier]) -> bool:
    """Whether a URL only repeats the paper's DOI or arXiv identifier.

    known: the paper's identifiers by their comparison key (`Identifier.same`).
    """
    if not _DOI_OR_ARXIV_URL.match(url):
        return False
    schemes = (Scheme.DOI, Scheme.ARXIV)
    return any(i.comparison_key in known for i in mentioned_in("url", url) if i.scheme in schemes)
