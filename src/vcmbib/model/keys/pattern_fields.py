"""The fields that a citation key pattern can name: each gives a text for a paper.

The names are those of JabRef (https://docs.jabref.org/setup/citationkeypatterns) and of Better
BibTeX (https://retorque.re/zotero-better-bibtex/citing/).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vcmbib.model.keys import pattern_modifiers as modifiers
from vcmbib.model.keys.citekey import default_key
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper
from vcmbib.model.text import significant_word

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FieldOptions:
    """The numbers of a field, such as 3 in `auth3`, and the settings of its pattern language."""

    numbers: Numbers = ()
    particle: bool = False  # Better BibTeX: the particle belongs to the family name
    initials: bool = False  # Better BibTeX: the flag +initials
    skipped: frozenset[str] = modifiers.FUNCTION_WORDS  # words that a short title leaves out
    capitals: int | None = None  # the first N words of a short title get a capital; None: all

    def number(self, at: int, default: int) -> int:
        """The number with the index `at`, or `default` if the pattern gives none."""
        return self.numbers[at] if at < len(self.numbers) else default


@dataclass(frozen=True, slots=True)
class _KeyNames:
    """The authors or editors of a paper. `families` are the family names in ASCII letters."""

    names: tuple[Name, ...]
    families: tuple[str, ...]
    others: bool
    options: FieldOptions


# --- people ---------------------------------------------------------------------------------------


def _one_author(people: _KeyNames) -> str:
    """`authN_M`: the first N letters of author M; `auth` is the first author in full."""
    at = max(people.options.number(1, 1), 1) - 1
    family = people.families[at] if at < len(people.families) else ""
    length = people.options.number(0, 0)
    return family[:length] if length > 0 else family


def _first_author_in_full(people: _KeyNames) -> str:
    return modifiers.family_letters(people.names[0], particle=True)


def _all_authors(people: _KeyNames) -> str:
    """`authorsN`: all family names, or the first N and `EtAl`."""
    shown = people.options.number(0, 0)
    if shown <= 0:
        return "".join(people.families)
    return modifiers.et_al(people.families, shown, shown, "", "EtAl", others=people.others)


def _et_al(between: str, tail: str) -> Callable[[_KeyNames], str]:
    return lambda p: modifiers.et_al(p.families, 2, 1, between, tail, others=p.others)


def _name_beginnings(people: _KeyNames) -> str:
    """`authIniN`: the first letters of each name, N letters in all.

    The first names get one letter more if N is not a multiple of their number (JabRef).
    """
    length, count = people.options.number(0, 0), len(people.families)
    if length <= 0:
        return "".join(f[:1] for f in people.families)
    share, rest = divmod(length, count)
    return "".join(f[: share + (at < rest)] for at, f in enumerate(people.families))


_NAME_FIELDS: dict[str, Callable[[_KeyNames], str]] = {
    "auth": _one_author,
    "authfirstfull": _first_author_in_full,
    "authforeini": lambda p: modifiers.given_initial(p.names[0]),
    "authini": _name_beginnings,
    "authorini": lambda p: p.families[0][:5] + "".join(f[:1] for f in p.families[1:]),
    "authrestini": lambda p: p.families[0] + "".join(f[:1] for f in p.families[1:]),
    "authorlast": lambda p: p.families[-1],
    "authorlastforeini": lambda p: modifiers.given_initial(p.names[-1]),
    "authors": _all_authors,
    "authorsn": _all_authors,
    "authorsalpha": lambda p: modifiers.alpha_label(p.families, others=p.others),
    "authalpha": lambda p: modifiers.alpha_label(p.families, others=p.others),
    "authshort": lambda p: modifiers.short_label(p.families, others=p.others),
    "auth.etal": _et_al(".", ".etal"),
    "authetal": _et_al("", "EtAl"),
    "authetal2": _et_al("", "EtAl"),
    "auth.auth.ea": lambda p: modifiers.et_al(p.families, 2, 2, ".", ".ea", others=p.others),
    "authauthea": lambda p: modifiers.et_al(p.families, 2, 2, ".", ".ea", others=p.others),
}


def _name_field(
    value_of: Callable[[_KeyNames], str], kind: str
) -> Callable[[Paper, FieldOptions], str]:
    """Return the field that applies `value_of` to the people of a paper.

    `kind` is `author`, `editor`, or `any` for the authors or, without authors, the editors.
    """

    def value(paper: Paper, options: FieldOptions) -> str:
        names, others = paper.authors, not paper.authors_complete
        if kind == "editor" or (kind == "any" and not names):
            names, others = paper.editors, False
        pairs = [(n, _with_initials(n, options)) for n in names]
        pairs = [(n, f) for n, f in pairs if f]
        if not pairs:
            return ""
        families = tuple(f for _, f in pairs)
        return value_of(_KeyNames(tuple(n for n, _ in pairs), families, others, options))

    return value


def _with_initials(name: Name, options: FieldOptions) -> str:
    """The letters of the family name, with the initials of the given names if asked for."""
    family = modifiers.family_letters(name, particle=options.particle)
    if family and options.initials:
        family += "".join(modifiers.letters(g)[:1] for g in re.split(r"[\s.-]+", name.given) if g)
    return family


# --- titles ---------------------------------------------------------------------------------------


def _short_title(count: int) -> Callable[[Paper, FieldOptions], str]:
    """Return the field that gives the first significant words of the title, by default `count`."""

    def value(paper: Paper, options: FieldOptions) -> str:
        shown = options.number(0, count)
        words = modifiers.significant_words(paper.title, options.skipped)[
            : shown if shown > 0 else None
        ]
        capitals = len(words) if options.capitals is None else options.number(1, options.capitals)
        return " ".join(
            modifiers.capitalized(x) if at < capitals else x for at, x in enumerate(words)
        )

    return value


def _title(paper: Paper, options: FieldOptions) -> str:
    """The title with capital letters except for function words: `AnAwesomePaperonJabRef`."""
    words = modifiers.title_words(paper.title)
    return " ".join(
        x.lower() if at and x.lower() in options.skipped else modifiers.capitalized(x)
        for at, x in enumerate(words)
    )


def _camel(paper: Paper, options: FieldOptions) -> str:
    return " ".join(modifiers.capitalized(x) for x in modifiers.title_words(paper.title))


def _title_initials(paper: Paper, options: FieldOptions) -> str:
    return "".join(x[:1] for x in _short_title(3)(paper, options).split())


# --- other fields ---------------------------------------------------------------------------------


def _year(paper: Paper) -> str:
    return "" if paper.year is None else str(paper.year)


def _venue(paper: Paper) -> str:
    return paper.venue.name if paper.venue is not None else ""


def _acronym(paper: Paper) -> str:
    return (paper.venue.acronym or paper.venue.name) if paper.venue is not None else ""


def _page(paper: Paper, choose: Callable[[list[int]], int]) -> str:
    numbers = [int(n) for n in re.findall(r"\d{1,9}", paper.pages or "")]
    return str(choose(numbers)) if numbers else ""


def _keywords(paper: Paper) -> list[str]:
    """The tags of the paper, or else the keywords of its BibTeX field `keywords`."""
    value = {k.lower(): v for k, v in paper.extra}.get("keywords", "")
    return list(paper.tags) or [k.strip() for k in re.split(r"[,;]", value) if k.strip()]


def _keyword(paper: Paper, options: FieldOptions) -> str:
    """`keywordN`: the keyword with the number N."""
    keywords, at = _keywords(paper), max(options.number(0, 1), 1) - 1
    return keywords[at] if at < len(keywords) else ""


def _keyword_list(paper: Paper, options: FieldOptions) -> str:
    return " ".join(_keywords(paper)[: options.number(0, 0) or None])


_MONTHS = (
    "January February March April May June July August September October November December".split()
)

_TYPES = {"inproceedings": "InProceedings", "incollection": "InCollection", "inbook": "InBook"}

_SIMPLE_FIELDS: dict[str, Callable[[Paper], str]] = {
    "basekey": lambda p: default_key(p.authors, p.year, p.title),
    "firstword": lambda p: significant_word(p.title),
    "fulltitle": lambda p: p.title,
    "year": _year,
    "shortyear": lambda p: _year(p)[-2:],
    "date": lambda p: _year(p) + (f"-{p.month:02}" if p.year and p.month else ""),
    "month": lambda p: _MONTHS[p.month - 1] if p.month else "",
    "entrytype": lambda p: _TYPES.get(p.entry_type, modifiers.capitalized(p.entry_type)),
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


def _without_options(value_of: Callable[[Paper], str]) -> Callable[[Paper, FieldOptions], str]:
    return lambda paper, _: value_of(paper)


FIELDS: dict[str, Callable[[Paper, FieldOptions], str]] = {
    n: _without_options(s) for n, s in _SIMPLE_FIELDS.items()
}
FIELDS |= {
    "title": _title,
    "camel": _camel,
    "shorttitle": _short_title(3),
    "veryshorttitle": _short_title(1),
    "shorttitleini": _title_initials,
    "keyword": _keyword,
    "keywords": _keyword_list,
}
for _name, _value_of in _NAME_FIELDS.items():
    FIELDS[_name] = _name_field(_value_of, "any")
    FIELDS[f"pure{_name}"] = _name_field(_value_of, "author")
    FIELDS[_name.replace("author", "editor").replace("auth", "edtr")] = _name_field(
        _value_of, "editor"
    )

FIELDS_WITH_NUMBERS = frozenset(
    n for n in FIELDS
    if re.fullmatch(r"(?:pureauth|auth|edtr|pureauthors|authors|editors|keywords?|authorsn)"
                    r"|(?:pure)?authini|edtrini|(?:very)?shorttitle|(?:pure)?authorsn|editorsn", n)
)  # fmt: skip
"""The fields that take numbers: `auth3`, `authors(2)`."""


def extra_field(name: str) -> Callable[[Paper, FieldOptions], str]:
    """Return a field that the library has no column for, or an identifier such as `doi`.

    `name` is in lower case.
    """

    def value(paper: Paper, options: FieldOptions) -> str:
        for identifier in paper.identifiers:
            if identifier.scheme.value == name:
                return identifier.value
        return next((v for k, v in paper.extra if k.lower() == name), "")

    return value


def field_names() -> list[str]:
    """The sorted names of all fields, for a message; the `pure…` forms are left out."""
    return sorted(n for n in FIELDS if not n.startswith("pure"))
