"""The fields that a pattern of citation keys can name, each a function of a paper to text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vcmbib.model.keys import pattern_modifiers as w
from vcmbib.model.keys.citekey import default_key
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper
from vcmbib.model.text import significant_word

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a field is read: the numbers it was given, and what the two languages do differently."""

    numbers: Numbers = ()
    particle: bool = False  # Better BibTeX: the particle belongs to the family name
    initials: bool = False  # Better BibTeX's flag +initials
    skipped: frozenset[str] = w.FUNCTION_WORDS
    capitals: int | None = None  # how many words of a short title are capitalised; None: all

    def number(self, at: int, default: int) -> int:
        """The number at this place."""
        return self.numbers[at] if at < len(self.numbers) else default


@dataclass(frozen=True, slots=True)
class _People:
    names: tuple[Name, ...]
    families: tuple[str, ...]
    others: bool
    how: Reading


# --- people ---------------------------------------------------------------------------------------


def _one(p: _People) -> str:
    """The first author, or letters of one: `auth3`, `auth3_2`."""
    at = max(p.how.number(1, 1), 1) - 1
    found = p.families[at] if at < len(p.families) else ""
    length = p.how.number(0, 0)
    return found[:length] if length > 0 else found


def _full(p: _People) -> str:
    return w.family(p.names[0], particle=True)


def _all(p: _People) -> str:
    shown = p.how.number(0, 0)
    if shown <= 0:
        return "".join(p.families)
    return w.et_al(p.families, shown, shown, "", "EtAl", others=p.others)


def _et_al(between: str, tail: str) -> Callable[[_People], str]:
    return lambda p: w.et_al(p.families, 2, 1, between, tail, others=p.others)


def _beginnings(p: _People) -> str:
    """`authIni6`: the beginning of each name, the longest first, N letters in all (JabRef)."""
    length, count = p.how.number(0, 0), len(p.families)
    if length <= 0:
        return "".join(f[:1] for f in p.families)
    each, rest = divmod(length, count)
    return "".join(f[: each + (at < rest)] for at, f in enumerate(p.families))


_PEOPLE: dict[str, Callable[[_People], str]] = {
    "auth": _one,
    "authfirstfull": _full,
    "authforeini": lambda p: w.initial(p.names[0]),
    "authini": _beginnings,
    "authorini": lambda p: p.families[0][:5] + "".join(f[:1] for f in p.families[1:]),
    "authrestini": lambda p: p.families[0] + "".join(f[:1] for f in p.families[1:]),
    "authorlast": lambda p: p.families[-1],
    "authorlastforeini": lambda p: w.initial(p.names[-1]),
    "authors": _all,
    "authorsn": _all,
    "authorsalpha": lambda p: w.alpha(p.families, others=p.others),
    "authalpha": lambda p: w.alpha(p.families, others=p.others),
    "authshort": lambda p: w.short(p.families, others=p.others),
    "auth.etal": _et_al(".", ".etal"),
    "authetal": _et_al("", "EtAl"),
    "authetal2": _et_al("", "EtAl"),
    "auth.auth.ea": lambda p: w.et_al(p.families, 2, 2, ".", ".ea", others=p.others),
    "authauthea": lambda p: w.et_al(p.families, 2, 2, ".", ".ea", others=p.others),
}


def _people(said: Callable[[_People], str], kind: str) -> Callable[[Paper, Reading], str]:
    def value(paper: Paper, how: Reading) -> str:
        names, others = paper.authors, not paper.authors_complete
        if kind == "editor" or (kind == "any" and not names):
            names, others = paper.editors, False
        pairs = [(n, _with_initials(n, how)) for n in names]
        pairs = [(n, f) for n, f in pairs if f]
        if not pairs:
            return ""
        families = tuple(f for _, f in pairs)
        return said(_People(tuple(n for n, _ in pairs), families, others, how))

    return value


def _with_initials(name: Name, how: Reading) -> str:
    found = w.family(name, particle=how.particle)
    if found and how.initials:
        found += "".join(w.letters(g)[:1] for g in re.split(r"[\s.-]+", name.given) if g)
    return found


# --- titles ---------------------------------------------------------------------------------------


def _short_title(count: int) -> Callable[[Paper, Reading], str]:
    def value(paper: Paper, how: Reading) -> str:
        shown = how.number(0, count)
        words = w.telling_words(paper.title, how.skipped)[: shown if shown > 0 else None]
        capitals = len(words) if how.capitals is None else how.number(1, how.capitals)
        return " ".join(w.raised(x) if at < capitals else x for at, x in enumerate(words))

    return value


def _title(paper: Paper, how: Reading) -> str:
    """The words, the significant ones with a capital letter: `AnAwesomePaperonJabRef`."""
    words = w.title_words(paper.title)
    return " ".join(
        x.lower() if at and x.lower() in how.skipped else w.raised(x) for at, x in enumerate(words)
    )


def _camel(paper: Paper, how: Reading) -> str:
    return " ".join(w.raised(x) for x in w.title_words(paper.title))


def _title_initials(paper: Paper, how: Reading) -> str:
    return "".join(x[:1] for x in _short_title(3)(paper, how).split())


# --- other fields ---------------------------------------------------------------------------------


def _year(paper: Paper) -> str:
    return "" if paper.year is None else str(paper.year)


def _venue(paper: Paper) -> str:
    return paper.venue.name if paper.venue is not None else ""


def _acronym(paper: Paper) -> str:
    return (paper.venue.acronym or paper.venue.name) if paper.venue is not None else ""


def _page(paper: Paper, which: Callable[[list[int]], int]) -> str:
    found = [int(n) for n in re.findall(r"\d{1,9}", paper.pages or "")]
    return str(which(found)) if found else ""


def _keywords(paper: Paper) -> list[str]:
    said = {k.lower(): v for k, v in paper.extra}.get("keywords", "")
    return list(paper.tags) or [k.strip() for k in re.split(r"[,;]", said) if k.strip()]


def _keyword(paper: Paper, how: Reading) -> str:
    found, at = _keywords(paper), max(how.number(0, 1), 1) - 1
    return found[at] if at < len(found) else ""


def _keyword_list(paper: Paper, how: Reading) -> str:
    return " ".join(_keywords(paper)[: how.number(0, 0) or None])


_MONTHS = (
    "January February March April May June July August September October November December".split()
)

_TYPES = {"inproceedings": "InProceedings", "incollection": "InCollection", "inbook": "InBook"}

_PLAIN: dict[str, Callable[[Paper], str]] = {
    "basekey": lambda p: default_key(p.authors, p.year, p.title),
    "firstword": lambda p: significant_word(p.title),
    "fulltitle": lambda p: p.title,
    "year": _year,
    "shortyear": lambda p: _year(p)[-2:],
    "date": lambda p: _year(p) + (f"-{p.month:02}" if p.year and p.month else ""),
    "month": lambda p: _MONTHS[p.month - 1] if p.month else "",
    "entrytype": lambda p: _TYPES.get(p.entry_type, w.raised(p.entry_type)),
    "type": lambda p: p.entry_type,
    "journal": _venue,
    "journaltitle": _venue,
    "booktitle": _venue,
    "publicationtitle": _venue,
    "venue": _venue,
    "acronym": _acronym,
    "volume": lambda p: p.volume or "",
    "number": lambda p: p.number or "",
    "issue": lambda p: p.number or "",
    "pages": lambda p: p.pages or "",
    "firstpage": lambda p: _page(p, min),
    "lastpage": lambda p: _page(p, max),
    "pageprefix": lambda p: re.match(r"\D*", (p.pages or "").strip()).group(),  # type: ignore[union-attr]
    "publisher": lambda p: p.publisher or "",
    "model": lambda p: p.model or "",
    "author": lambda p: " ".join(n.natural for n in p.authors),
    "editor": lambda p: " ".join(n.natural for n in p.editors),
}


def _alone(said: Callable[[Paper], str]) -> Callable[[Paper, Reading], str]:
    return lambda paper, _: said(paper)


FIELDS: dict[str, Callable[[Paper, Reading], str]] = {n: _alone(s) for n, s in _PLAIN.items()}
FIELDS |= {
    "title": _title,
    "camel": _camel,
    "shorttitle": _short_title(3),
    "veryshorttitle": _short_title(1),
    "shorttitleini": _title_initials,
    "keyword": _keyword,
    "keywords": _keyword_list,
}
for _name, _said in _PEOPLE.items():
    FIELDS[_name] = _people(_said, "any")
    FIELDS[f"pure{_name}"] = _people(_said, "author")
    FIELDS[_name.replace("author", "editor").replace("auth", "edtr")] = _people(_said, "editor")

NUMBERED = frozenset(
    n for n in FIELDS
    if re.fullmatch(r"(?:pureauth|auth|edtr|pureauthors|authors|editors|keywords?|authorsn)"
                    r"|(?:pure)?authini|edtrini|(?:very)?shorttitle|(?:pure)?authorsn|editorsn", n)
)  # fmt: skip
"""The fields that take numbers: `auth3`, `authors(2)`."""


def extra_field(name: str) -> Callable[[Paper, Reading], str]:
    """A field of the entry that has no column of its own, by its name in any case; or an
    identifier (`doi`, `arxiv`).
    """

    def value(paper: Paper, how: Reading) -> str:
        for scheme_value in paper.identifiers:
            if scheme_value.scheme.value == name:
                return scheme_value.value
        return next((v for k, v in paper.extra if k.lower() == name), "")

    return value


def known_fields() -> list[str]:
    """The names of all fields, for a message."""
    return sorted(n for n in FIELDS if not n.startswith("pure"))
