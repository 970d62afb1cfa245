"""Names of people and groups: the four parts that BibTeX knows, read from any form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vcmbib.model.latex.decode import to_unicode
from vcmbib.model.text import fold, tidy

_SUFFIX = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv|v|2nd|3rd|ph\.?d)\.?$")
_PARTICLES = frozenset(
    """af al ap av d da dal dalla das de degli dei del dela della delle den der des di do dos du el
    e la las le lo los op 't ten ter tho thoe van vande vander vom von vonder y zu zum zur
    bin ibn ben""".split()
)
# Last words of names that are no person's: `ATLAS Collaboration`, `Gemini Team`.
_GROUP_WORDS = frozenset(
    "team collaboration consortium committee initiative contributors community".split()
)
# Names in Han characters, kana or hangul: the family name leads, and no blank divides.
_HAN = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s]+")
_DBLP_NUMBER = re.compile(r"(?<=\w\w)\s\d{4}$")


@dataclass(frozen=True, slots=True)
class Name:
    """A person, or a group whose name is all in `family` (`literal`).

    The parts are BibTeX's: First, von, Last, Jr. Nothing is invented: a part that is not stated
    is empty.
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: bool = False

    @property
    def natural(self) -> str:
        """As one says it: `Ludwig van Beethoven, Jr.`, and Han characters without a blank."""
        if self.given and _HAN.fullmatch(self.family) and _HAN.fullmatch(self.given):
            return self.family + self.given
        said = " ".join(p for p in (self.given, self.particle, self.family) if p)
        return f"{said}, {self.suffix}" if self.suffix else said

    @property
    def inverted(self) -> str:
        """As an index has it: `van Beethoven, Jr., Ludwig`."""
        last = " ".join(p for p in (self.particle, self.family) if p)
        return ", ".join(p for p in (last, self.suffix, self.given) if p)

    @property
    def last(self) -> str:
        """Particle and family name: `van Beethoven`."""
        return f"{self.particle} {self.family}" if self.particle else self.family


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name, and whether BibTeX takes it for a part of the particle."""

    text: str
    lower: bool


def _plain_words(text: str) -> list[_Word]:
    return [_Word(token, _begins_lower(token)) for token in text.split()]


def _begins_lower(token: str) -> bool:
    first = next((c for c in token if c.isalpha()), "")
    return bool(first) and first.islower() and (len(token) > 1 or token in _PARTICLES)


def _said(words: Sequence[_Word]) -> str:
    return " ".join(w.text for w in words)


@lru_cache(maxsize=65536)
def parse_name(text: str) -> Name:
    """The name in `text`: `Given von Family`, `von Family, Given` or `von Family, Jr, Given`.

    `text` is plain (no LaTeX). The parts are found by BibTeX's rules (Markey, Tame the BeaST,
    section 11), but a hyphen divides no words (`Ken-ichi` is one) and a first word in lower case
    is a given name unless it is a known particle. The number by which DBLP tells namesakes apart
    is dropped. An empty text gives an empty family name.
    """
    text = _DBLP_NUMBER.sub("", tidy(text).strip(" ,;"))
    if _HAN.fullmatch(text):
        return Name("".join(text.split()))
    return _assemble([_plain_words(part) for part in text.split(",")])


def _assemble(parts: Sequence[list[_Word]]) -> Name:
    """The name whose parts, between commas, are these words."""
    if len(parts) == 1:
        return _natural(parts[0])
    suffix = ""
    if len(parts) >= 3:
        middle, given = _said(parts[1]), " ".join(_said(p) for p in parts[2:] if p)
        if _SUFFIX.match(given) and not _SUFFIX.match(middle):  # King, Martin Luther, Jr.
            middle, given = given, middle
        suffix = middle
    elif _SUFFIX.match(_said(parts[1])) and len(parts[0]) > 1:  # Sammy Davis, Jr.
        name = _natural(parts[0])
        return Name(name.family, name.given, name.particle, _said(parts[1]))
    else:
        given = _said(parts[1])
    particle, family = _split_particle(parts[0])
    if not family:
        return Name(given, "", "", suffix)
    return Name(family, given, particle, suffix)


def _natural(words: list[_Word]) -> Name:
    suffix = ""
    if len(words) > 1 and (
        words[0].text.lower() == "the" or words[-1].text.lower() in _GROUP_WORDS
    ):
        return Name(_said(words), literal=True)
    if len(words) > 2 and _SUFFIX.match(words[-1].text) and words[-1].text.lower() != "v":
        suffix, words = words[-1].text, words[:-1]
    if len(words) < 2:
        return Name(_said(words), "", "", suffix)
    start = _particle_start(words)
    if start is None:
        return Name(words[-1].text, _said(words[:-1]), "", suffix)
    particle, family = _split_particle(words[start:])
    return Name(family, _said(words[:start]), particle, suffix)


def _particle_start(words: list[_Word]) -> int | None:
    """Where the particle begins: BibTeX's first word in lower case that is not the last word.

    A known particle before it belongs to it whatever its case: `Laurens Van der Maaten`.
    """
    for at, word in enumerate(words[:-1]):
        if word.lower and (at or word.text in _PARTICLES):
            first = at
            while first > 1 and words[first - 1].text.lower() in _PARTICLES:
                first -= 1
            return first
    return None


def _split_particle(words: Sequence[_Word]) -> tuple[str, str]:
    """(`van der`, `Berg`): the particle ends at its last word in lower case (BibTeX).

    A family name that only holds such a word, `Aguado de Cea`, stays whole.
    """
    end = 0
    for at, word in enumerate(words[:-1]):
        if word.lower:
            end = at + 1
        elif end == 0 and word.text.lower() not in _PARTICLES:
            break
    return _said(words[:end]), _said(words[end:])


@dataclass(frozen=True, slots=True)
class Authors:
    """The people that a text names, and whether it says that there are more."""

    names: tuple[Name, ...] = ()
    others: bool = False


# --- as lists write them -------------------------------------------------------------------------

_AND = re.compile(
    r"(?:\s+|(?<=,))(?:and|&|und|et)\s+|\s*;\s*|\s*[、，；]\s*|\s+[|•·]\s+", re.IGNORECASE
)
_ET_AL = re.compile(
    r"(?i)(?:[,;&]|\band\b)?\s*(?:\bothers\b|\bet[\s.]*al(?:ii|iae|\.|\b)|\bet\s+coll?\b"
    r"|\b(?:and|plus)\s+\d+\s+(?:more|other)(?:\s+\w+)?|\+\s*\d+(?:\s+\w+)?|…|\.\.\.|等人?)\s*[.。]?\s*$"
)
_TAGS = re.compile(
    r"(?i)<sup>[^<]*</sup>|<su[bp]>|</?(?:b|i|u|em|strong|span|a|small|sub|sup)\b[^<>]*>"
)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"\\(?=[*_])|[*†‡§¶#^✉📧⁰¹²³⁴-⁹]+|\([^()]*\)|（[^（）]*）")
_LEAD = re.compile(r"(?i)^(?:authors?\s*[:：]|by\s+|作者\s*[:：])\s*")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}$")
# The end of a sentence, not of an initial or of `Jr.`
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})(?<![JjSs][Rr])[.。]+[_\s]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+")
# PubMed's form: a family name and one to three initials without dots.
_VANCOUVER = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)* [A-Z]{1,3}")


def parse_authors(text: str) -> Authors:
    """The people in running text, as lists write them: `A B, C D and E F`, `A B & C D et al.`.

    One `Family, Given` alone is told from two people by the words on each side: two people have
    both a given name. Marks of footnotes, emphasis, links and what stands in parentheses go.
    """
    text = to_unicode(text) if "{" in text else text
    text = _LINK.sub(r"\1", tidy(text).replace("&amp;", "&"))
    text = _LEAD.sub("", _MARKS.sub("", _TAGS.sub("", text)).strip(" _,;:"))
    others = False
    while (found := _ET_AL.search(text)) is not None:
        text, others = text[: found.start()].rstrip(" _,;&"), True
    text = _FULL_STOP.sub("", text).strip(" _,;:")
    parts = [p for p in _AND.split(text) if p]
    lone = any(" " not in p.strip(" ,") and "," not in p and not _HAN.fullmatch(p) for p in parts)
    names: list[Name] = []
    for part in parts:
        names.extend(_listed(part, family_only=lone))
    return Authors(tuple(n for n in names if n.family), others)


def _listed(part: str, *, family_only: bool = False) -> list[Name]:
    """The people in a piece without `and`: commas divide people, unless they invert names.

    With `family_only` the text names people by their family names: `Zhang, Li and Wang`.
    """
    pieces = [_FOOTNOTE.sub("", p.strip(" _")) for p in part.split(",")]
    pieces = [re.sub(r"(?i)^(?:and|&)\s+", "", p) for p in pieces if any(c.isalpha() for c in p)]
    if len(pieces) <= 1:
        return [parse_name(p) for p in pieces]
    if len(pieces) > 1 and all(_VANCOUVER.fullmatch(p) for p in pieces):
        return [parse_name(", ".join(p.rsplit(" ", 1))) for p in pieces]
    if _inverted(pieces, family_only=family_only):
        return [parse_name(f"{pieces[i]}, {pieces[i + 1]}") for i in range(0, len(pieces), 2)]
    names: list[Name] = []
    for piece in pieces:
        if names and _SUFFIX.match(piece):
            before = names.pop()
            names.append(Name(before.family, before.given, before.particle, piece))
        else:
            names.append(parse_name(piece))
    return names


def _inverted(pieces: list[str], *, family_only: bool) -> bool:
    """Whether the pieces are `Family, Given` in turn."""
    if len(pieces) % 2:
        return False
    families, givens = pieces[::2], pieces[1::2]
    if all(map(_initials, givens)) and not any(map(_initials, families)):
        return not any(_initials(f.split()[0]) for f in families)  # J. Doe, A. is none
    if len(pieces) > 2 or family_only or _SUFFIX.match(givens[0]):
        return False
    if any(_HAN.fullmatch(p) for p in pieces):
        return False
    words = families[0].split()
    return all(w.lower() in _PARTICLES for w in words[:-1])


def _initials(text: str) -> bool:
    """Whether `text` is nothing but initials: `A.`, `A. B.`, `J.-P.`"""
    return _INITIALS.fullmatch(text) is not None


# --- as BibTeX writes them -----------------------------------------------------------------------


@lru_cache(maxsize=65536)
def surname_key(name: Name) -> str:
    """The family name as it is compared: folded letters only, without particle."""
    return "".join(c for c in fold(name.family) if c.isalnum())


_WORDS = re.compile(r"[^\W\d_]+")


def expand_given_names(names: Sequence[Name], others: Sequence[Name]) -> tuple[Name, ...]:
    """`names` with the given names in full that others have of the same people.

    The same are those whose family names agree and whose initials do not contradict: `A. Bee` and
    `Ada Maria Bee`. Each of the others counts once.
    """
    left = list(others)
    found = []
    for name in names:
        other = next((o for o in left if _spelt_out(name, o)), None)
        if other is not None:
            left.remove(other)
        found.append(name if other is None else replace(name, given=other.given))
    return tuple(found)


def _spelt_out(name: Name, other: Name) -> bool:
    short, long = _WORDS.findall(fold(name.given)), _WORDS.findall(fold(other.given))
    if not short or len(short) > len(long) or surname_key(name) != surname_key(other):
        return False
    if name.given.isupper() and len(short) == 1 and 1 < len(short[0]) <= 3:
        short = list(short[0])  # Bee, AM
    pairs = list(zip(short, long, strict=False))
    return all(len(s) == 1 and v.startswith(s) for s, v in pairs) and any(
        len(v) > len(s) for s, v in pairs
    )


_CAPITALS = re.compile(r"[A-ZÀ-Þ](?:[.-]{0,2}[A-ZÀ-Þ]){0,2}\.?")
# Capitals that may be a family name: LI, WU, KIM, AN, NG.
_SHORT_FAMILY = re.compile(r"[^AEIOUY]{1,2}[AEIOUY]{1,2}[A-Z]?|[AEIOUY](?:NG?|H|TO|BE|NO)|NG")


def fix_trailing_initials(names: Sequence[Name]) -> list[Name]:
    """The names, put right where all were written as `Ormerod MG`, with no comma.

    Left as they are where the capitals may be family names (`Wei LI`): one at least must be
    letters of which no family name is made.
    """
    people = [n for n in names if n.given and not n.literal]
    if not people or not all(_CAPITALS.fullmatch(n.family) for n in people):
        return list(names)
    sure = any(_SHORT_FAMILY.fullmatch(n.family) is None for n in people)
    whole = all(len(n.given) > 1 and not _CAPITALS.fullmatch(n.given) for n in people)
    if not sure or not whole:
        return list(names)
    return [replace(n, family=n.given, given=n.family) if n in people else n for n in names]
