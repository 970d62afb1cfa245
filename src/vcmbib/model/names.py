"""Names of people and groups, with the four parts of a name in BibTeX: First, von, Last, Jr."""

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
# The last word of the name of a group: `ATLAS Collaboration`, `Gemini Team`.
_GROUP_WORDS = frozenset(
    "team collaboration consortium committee initiative contributors community".split()
)
# Names in Han characters, kana or hangul have the family name first and no blank after it.
_HAN = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\s]+")
_DBLP_NUMBER = re.compile(r"(?<=\w\w)\s\d{4}$")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a person, or of a group (`literal`), which is all in `family`.

    `given`, `particle`, `family` and `suffix` are BibTeX's First, von, Last and Jr. A part that
    the source does not state is empty.
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: bool = False

    @property
    def natural(self) -> str:
        """The name in its natural order: `Ludwig van Beethoven, Jr.`

        A name in Han characters has the family name first and no blank.
        """
        if self.given and _HAN.fullmatch(self.family) and _HAN.fullmatch(self.given):
            return self.family + self.given
        name = " ".join(p for p in (self.given, self.particle, self.family) if p)
        return f"{name}, {self.suffix}" if self.suffix else name

    @property
    def inverted(self) -> str:
        """The name in BibTeX's order with commas: `van Beethoven, Jr., Ludwig`."""
        last = " ".join(p for p in (self.particle, self.family) if p)
        return ", ".join(p for p in (last, self.suffix, self.given) if p)

    @property
    def last(self) -> str:
        """Particle and family name: `van Beethoven`."""
        return f"{self.particle} {self.family}" if self.particle else self.family


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name. `lower` is true if BibTeX counts the word as part of the particle."""

    text: str
    lower: bool


def _plain_words(text: str) -> list[_Word]:
    return [_Word(token, _begins_lower(token)) for token in text.split()]


def _begins_lower(token: str) -> bool:
    first = next((c for c in token if c.isalpha()), "")
    return bool(first) and first.islower() and (len(token) > 1 or token in _PARTICLES)


def _join(words: Sequence[_Word]) -> str:
    return " ".join(w.text for w in words)


@lru_cache(maxsize=65536)
def parse_name(text: str) -> Name:
    """Return the name in `text`, which is plain text without LaTeX.

    The forms are `Given von Family`, `von Family, Given` and `von Family, Jr, Given`. The parts
    follow BibTeX's rules (N. Markey, "Tame the BeaST", section 11), with two exceptions. A hyphen
    does not split a word: `Ken-ichi` is one. A first word in lower case is a given name unless it
    is a known particle. The number that DBLP adds to equal names, as in `Wei Wang 0001`, is
    dropped. An empty text gives an empty family name.
    """
    text = _DBLP_NUMBER.sub("", tidy(text).strip(" ,;"))
    if _HAN.fullmatch(text):
        return Name("".join(text.split()))
    return _assemble([_plain_words(part) for part in text.split(",")])


def _assemble(parts: Sequence[list[_Word]]) -> Name:
    """Return the name whose parts between commas are `parts`."""
    if len(parts) == 1:
        return _from_natural_order(parts[0])
    suffix = ""
    if len(parts) >= 3:
        middle, given = _join(parts[1]), " ".join(_join(p) for p in parts[2:] if p)
        if _SUFFIX.match(given) and not _SUFFIX.match(middle):  # King, Martin Luther, Jr.
            middle, given = given, middle
        suffix = middle
    elif _SUFFIX.match(_join(parts[1])) and len(parts[0]) > 1:  # Sammy Davis, Jr.
        name = _from_natural_order(parts[0])
        return Name(name.family, name.given, name.particle, _join(parts[1]))
    else:
        given = _join(parts[1])
    particle, family = _split_particle(parts[0])
    if not family:
        return Name(given, "", "", suffix)
    return Name(family, given, particle, suffix)


def _from_natural_order(words: list[_Word]) -> Name:
    """Return the name that `words` give in natural order, without commas."""
    suffix = ""
    if len(words) > 1 and (
        words[0].text.lower() == "the" or words[-1].text.lower() in _GROUP_WORDS
    ):
        return Name(_join(words), literal=True)
    if len(words) > 2 and _SUFFIX.match(words[-1].text) and words[-1].text.lower() != "v":
        suffix, words = words[-1].text, words[:-1]
    if len(words) < 2:
        return Name(_join(words), "", "", suffix)
    start = _particle_start(words)
    if start is None:
        return Name(words[-1].text, _join(words[:-1]), "", suffix)
    particle, family = _split_particle(words[start:])
    return Name(family, _join(words[:start]), particle, suffix)


def _particle_start(words: list[_Word]) -> int | None:
    """The index at which the particle begins, or None without a particle.

    BibTeX's rule: the particle begins at the first word in lower case that is not the last word.
    Known particles before it belong to it in any letter case: `Laurens Van der Maaten`.
    """
    for at, word in enumerate(words[:-1]):
        if word.lower and (at or word.text in _PARTICLES):
            first = at
            while first > 1 and words[first - 1].text.lower() in _PARTICLES:
                first -= 1
            return first
    return None


def _split_particle(words: Sequence[_Word]) -> tuple[str, str]:
    """Split `words` into particle and family name: `van der` and `Berg`.

    BibTeX's rule: the particle ends at its last word in lower case. A family name that only
    contains such a word, such as `Aguado de Cea`, stays whole.
    """
    end = 0
    for at, word in enumerate(words[:-1]):
        if word.lower:
            end = at + 1
        elif end == 0 and word.text.lower() not in _PARTICLES:
            break
    return _join(words[:end]), _join(words[end:])


@dataclass(frozen=True, slots=True)
class Authors:
    """The names in a text. `others` is true if it ends with `et al.` or `and others`."""

    names: tuple[Name, ...] = ()
    others: bool = False


# --- names in running text -----------------------------------------------------------------------

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
# A full stop at the end of a sentence, not after an initial or `Jr`.
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})(?<![JjSs][Rr])[.。]+[_\s]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+")
# The form of PubMed and of the Vancouver style: a family name and one to three initials without
# dots, such as `Doe JA`.
_VANCOUVER = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)* [A-Z]{1,3}")


def parse_authors(text: str) -> Authors:
    """Return the names in running text, such as `A B, C D and E F` or `A B & C D et al.`

    A text `X, Y` is one inverted name if `X` is one word or a particle and a word, else two names.
    Footnote marks, emphasis, links and parentheses are removed.
    """
    text = to_unicode(text) if "{" in text else text
    text = _LINK.sub(r"\1", tidy(text).replace("&amp;", "&"))
    text = _LEAD.sub("", _MARKS.sub("", _TAGS.sub("", text)).strip(" _,;:"))
    others = False
    while (et_al := _ET_AL.search(text)) is not None:
        text, others = text[: et_al.start()].rstrip(" _,;&"), True
    text = _FULL_STOP.sub("", text).strip(" _,;:")
    parts = [p for p in _AND.split(text) if p]
    # `Zhang, Li and Wang`: one name without a given name means that all lack it.
    family_only = any(
        " " not in p.strip(" ,") and "," not in p and not _HAN.fullmatch(p) for p in parts
    )
    names: list[Name] = []
    for part in parts:
        names.extend(_comma_separated(part, family_only=family_only))
    return Authors(tuple(n for n in names if n.family), others)


def _comma_separated(part: str, *, family_only: bool = False) -> list[Name]:
    """The names in a text without `and`: a comma separates two names or inverts one.

    With `family_only` the text gives family names only: `Zhang, Li and Wang`.
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
            previous = names.pop()
            names.append(Name(previous.family, previous.given, previous.particle, piece))
        else:
            names.append(parse_name(piece))
    return names


def _inverted(pieces: list[str], *, family_only: bool) -> bool:
    """Whether the pieces are family and given names in turn: `Doe, J., Roe, A.`"""
    if len(pieces) % 2:
        return False
    families, givens = pieces[::2], pieces[1::2]
    if all(map(_is_initials, givens)) and not any(map(_is_initials, families)):
        # `J. Doe, A.` is not inverted.
        return not any(_is_initials(f.split()[0]) for f in families)
    if len(pieces) > 2 or family_only or _SUFFIX.match(givens[0]):
        return False
    if any(_HAN.fullmatch(p) for p in pieces):
        return False
    words = families[0].split()
    return all(w.lower() in _PARTICLES for w in words[:-1])


def _is_initials(text: str) -> bool:
    """Whether `text` consists of initials: `A.`, `A. B.`, `J.-P.`"""
    return _INITIALS.fullmatch(text) is not None


# --- comparing and repairing names ---------------------------------------------------------------


@lru_cache(maxsize=65536)
def surname_key(name: Name) -> str:
    """The form in which family names are compared: folded letters, without the particle."""
    return "".join(c for c in fold(name.family) if c.isalnum())


_WORDS = re.compile(r"[^\W\d_]+")


def expand_given_names(names: Sequence[Name], others: Sequence[Name]) -> tuple[Name, ...]:
    """Return `names` with the full given names that `others` have for the same people.

    Two names belong to one person if the family names agree and the initials fit: `A. Bee` and
    `Ada Maria Bee`. Each name of `others` is used once.
    """
    unused = list(others)
    expanded = []
    for name in names:
        other = next((o for o in unused if _is_expansion(name, o)), None)
        if other is not None:
            unused.remove(other)
        expanded.append(name if other is None else replace(name, given=other.given))
    return tuple(expanded)


def _is_expansion(name: Name, other: Name) -> bool:
    """Whether `other` is `name` with at least one initial written in full."""
    short, long = _WORDS.findall(fold(name.given)), _WORDS.findall(fold(other.given))
    if not short or len(short) > len(long) or surname_key(name) != surname_key(other):
        return False
    if name.given.isupper() and len(short) == 1 and 1 < len(short[0]) <= 3:
        short = list(short[0])  # `Bee, AM` has two initials
    pairs = list(zip(short, long, strict=False))
    return all(len(s) == 1 and v.startswith(s) for s, v in pairs) and any(
        len(v) > len(s) for s, v in pairs
    )


_CAPITALS = re.compile(r"[A-ZÀ-Þ](?:[.-]{0,2}[A-ZÀ-Þ]){0,2}\.?")
# Capitals that can be a family name: LI, WU, KIM, AN, NG.
_SHORT_FAMILY = re.compile(r"[^AEIOUY]{1,2}[AEIOUY]{1,2}[A-Z]?|[AEIOUY](?:NG?|H|TO|BE|NO)|NG")


def fix_trailing_initials(names: Sequence[Name]) -> list[Name]:
    """Swap family and given names if all names were written as `Ormerod MG`, without a comma.

    The names stay as they are if the capitals can be family names, as in `Wei LI`. At least one of
    them must consist of letters that form no family name, such as `MG`.
    """
    people = [n for n in names if n.given and not n.literal]
    if not people or not all(_CAPITALS.fullmatch(n.family) for n in people):
        return list(names)
    some_initials = any(_SHORT_FAMILY.fullmatch(n.family) is None for n in people)
    no_given_initials = all(len(n.given) > 1 and not _CAPITALS.fullmatch(n.given) for n in people)
    if not some_initials or not no_given_initials:
        return list(names)
    return [replace(n, family=n.given, given=n.family) if n in people else n for n in names]
