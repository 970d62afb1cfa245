"""Names as BibTeX writes them: `First von Last`, `von Last, First`, `von Last, Jr, First`.

The rules are BibTeX's own (btxdoc, section 4, and "Tame the BeaST", section 11), with two mends: a
first word in lower case is a particle only if it is one (`kim gerdes` has a given name), and lists
that join people by commas are taken apart where the commas leave no doubt. BibLaTeX's extended form
(`family=Lange, given=Thomas, prefix=de`) is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vcmbib.formats.bibtex.escape import escape
from vcmbib.model.latex.decode import to_ascii, to_unicode
from vcmbib.model.names import Name
from vcmbib.model.text import tidy

# The look behind keeps a run of blanks from being tried at each of them.
_AND = re.compile(r"(?<!\s)\s+and(?=\s|$)|^and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r",")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_OTHER_JOINTS = re.compile(r";|(?<=\s)[|•·](?=\s)")
_BLANK = re.compile(r"[\s~]+")
_TIE = re.compile(r"(?<!\\)~")
_OTHERS = re.compile(r"(?i)^(?:others|et[\s~]+al\.?)$")
_ET_AL = re.compile(r"(?i)(?<=[\s~,])et[\s~]{1,9}al\.?$")
_SUFFIX = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv|2nd|3rd)\.?$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.?[\s-]*){1,4}$")
_EXTENDED = re.compile(r"(?:^|,)\s*(?:family|given)\s*=")
# What BibLaTeX's lists of names may say beside names.
_OPTION = re.compile(r"(?:sortingnamekeytemplatename|uniquenametemplatename|nametemplates)=[^,\s]+")
_TILDE = re.compile(r"(?<!\{)\\~\s*(\{\\?[^\W\d_]+\}|\\[ij](?![A-Za-z])|[^\W\d_])")
_ROOM = re.compile(r"\\[,;: \t\n]")
_PARTICLES = frozenset(
    """af al auf av bin da dal dalla das de degli dei del della delle den der des di do dos du
    el ibn la las le lo los 't ten ter thoe van vom von y zu zum zur d' ur""".split()
)


@dataclass(frozen=True, slots=True)
class NameList:
    """The people of a field, whether it says that there are more, and what was odd in it."""

    names: tuple[Name, ...] = ()
    others: bool = False
    remarks: tuple[str, ...] = ()


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """The pieces of `text` between the separators that stand in no braces."""
    if "{" not in text:
        return separator.split(text)
    pieces: list[str] = []
    start = 0
    groups = _groups(text)
    opening, closing = next(groups)
    for match in separator.finditer(text):
        at = match.start()
        while closing <= at:
            opening, closing = next(groups)
        if at < opening:
            pieces.append(text[start:at])
            start = match.end()
    pieces.append(text[start:])
    return pieces


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost braces open and close, in order; at last a group beyond the end."""
    depth = opening = 0
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            opening = opening if depth else match.start()
            depth += 1
        elif match[0] == "}" and depth:
            depth -= 1
            if depth == 0:
                yield opening, match.start()
    if depth:
        yield opening, len(text) + 1
    yield len(text) + 1, len(text) + 2


@lru_cache(maxsize=65536)
def read_people(value: str) -> NameList:
    """The people that an `author` or `editor` field names, in order."""
    names: list[Name] = []
    remarks: list[str] = []
    others = False
    if "\\" in value:
        # A tie divides words and a comma the parts of a name, but these are an accent and a blank.
        value = _ROOM.sub(" ", _TILDE.sub(r"{\\~\1}", value))
    pieces = split_outside_braces(value, _AND)
    if _OTHER_JOINTS.search(value):
        pieces = [p for piece in pieces for p in split_outside_braces(piece, _OTHER_JOINTS)]
    for piece in (p.strip() for p in pieces):
        plain = _plainly(piece)
        if plain is not None:
            names.append(plain)
            continue
        if _OTHERS.match(piece):
            others = True
            continue
        if _OPTION.fullmatch(piece):
            continue
        abbreviated = _ET_AL.search(piece, max(0, len(piece) - 20))
        others = others or abbreviated is not None
        stated = piece if abbreviated is None else piece[: abbreviated.start()].rstrip(" \t\n~,")
        found = _people_in(stated)
        if len(found) > 1:
            remarks.append(f"names joined by commas taken apart: {tidy(to_unicode(piece))}")
        names.extend(name for name in found if name.family)
    return NameList(tuple(names), others, tuple(remarks))


# `Maria J. Fox-Smith`: words that begin with a capital, letters of ASCII and nothing else.
_PLAIN_WORD = r"[A-Z][A-Za-z.]*+(?:-[A-Za-z.]++)*"
_PLAIN_NAME = re.compile(rf"{_PLAIN_WORD}(?: {_PLAIN_WORD})+")


@lru_cache(maxsize=65536)
def _plainly(piece: str) -> Name | None:
    """The name in `piece`, as most are, that no rule but one is for: the last word is the family's.

    None where the rules must be asked.
    """
    if _PLAIN_NAME.fullmatch(piece) is None or piece.endswith(("Al", "AL", "Al.", "AL.")):
        return None
    given, _, family = piece.rpartition(" ")
    return Name(family, given)


@lru_cache(maxsize=65536)
def _people_in(stated: str) -> tuple[Name, ...]:
    return tuple(_settled(name) for name in _read_piece(stated))


def _settled(name: Name) -> Name:
    """The same name in the form that is read back from what is written of it.

    A name of one part is the family name, several words of it a group; a particle is in lower case.
    """
    family, given, particle = name.family, name.given, name.particle
    if not family:
        family, given, particle = f"{given} {particle}".strip(), "", ""
    if particle and (re.search("[,;=]", particle) or not _is_low(particle.split()[-1])):
        family, particle = f"{particle} {family}", ""
    literal = name.literal or (" " in family and not (given or particle or name.suffix))
    return Name(family, given, particle, name.suffix, literal)


def _read_piece(piece: str) -> list[Name]:
    """One name as a rule; several where commas join them beyond doubt."""
    if not piece or piece.lower() == "and":
        return []
    if _EXTENDED.search(piece):
        return [_extended(piece)]
    if _is_group(piece):
        return [Name(_plain(piece), literal=True)]
    parts = [p.strip() for p in split_outside_braces(piece, _COMMA)]
    stated = [p for p in parts if p]
    if len(stated) == 3 and _are_three(stated):
        return [_family_and_initials(p) or _natural(p) for p in stated]
    if len(stated) == 3 or (len(stated) == 2 and len(parts) == 3 and _SUFFIX.match(stated[1])):
        return [_inverted(parts[0], parts[1], parts[2])]
    if len(stated) > 3 or len(stated) < len(parts):
        several = _joined_by_commas(stated)
        if several:
            return several
    if len(stated) > 3:
        return [_inverted(stated[0], "", " ".join(stated[1:]))]
    if len(stated) == 2:
        if _SUFFIX.match(stated[1]) and " " in stated[0]:  # Sammy Davis, Jr.
            name = _natural(stated[0])
            return [Name(name.family, name.given, name.particle, stated[1])]
        return [_inverted(stated[0], "", stated[1])]
    return [_natural(stated[0])] if stated else []


def _joined_by_commas(parts: Sequence[str]) -> list[Name] | None:
    """People between whom stand commas: `A. Bee, C. Dee,` or `Bee, A., Dee, C.`; None if unsure."""
    if len(parts) > 1 and all(len(_BLANK.split(p)) > 1 for p in parts):
        return [_family_and_initials(p) or _natural(p) for p in parts]
    if len(parts) > 3 and len(parts) % 2 == 0 and _are_pairs(parts):
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return [_inverted(family, "", given) for family, given in pairs]
    return None


def _are_three(parts: Sequence[str]) -> bool:
    """Whether three parts are three people, not `von Last, Jr, First`: no suffix has two words."""
    return all(len(_BLANK.split(p)) > 1 for p in parts) and not any(
        _SUFFIX.match(w) for w in _BLANK.split(parts[1])
    )


def _are_pairs(parts: Sequence[str]) -> bool:
    """Whether family and given names alternate: initials, or single words throughout."""
    return all(_INITIALS.match(p) for p in parts[1::2]) or all(
        len(_BLANK.split(p)) == 1 for p in parts
    )


def _family_and_initials(part: str) -> Name | None:
    """`Baumhauer M` and `Güven EO`, as medicine writes names."""
    match = re.fullmatch(r"(.*\S)\s+([A-Z]{1,3})\.?", part)
    return None if match is None else _inverted(match[1], "", match[2])


def _extended(piece: str) -> Name:
    parts: dict[str, str] = {}
    for pair in split_outside_braces(piece, _COMMA):
        name, _, value = pair.partition("=")
        parts[name.strip().lower()] = _plain(value.strip().strip('"'))
    get = parts.get
    given = f"{get('given', '')} {get('middle', '')}".strip()
    return Name(get("family", ""), given, get("prefix", ""), get("suffix", ""))


def _natural(text: str) -> Name:
    tokens = _tokens(text)
    if len(tokens) < 2:
        return Name(_plain(text), literal=bool(tokens) and _is_group(tokens[0]))
    last = len(tokens) - 1
    low = [at for at in range(last) if _is_low(tokens[at])]
    if low and low[0] == 0 and not _is_particle(tokens[0]) and len(tokens) == 2:
        low = []
    if not low:
        return Name(_plain(tokens[-1]), _join(tokens[:-1]))
    start, end = low[0], low[-1] + 1
    return Name(_join(tokens[end:]), _join(tokens[:start]), _join(tokens[start:end]))


def _inverted(last: str, suffix: str, given: str) -> Name:
    tokens = _tokens(last)
    end = 0
    for at in range(len(tokens) - 1):
        if _is_low(tokens[at]):
            end = at + 1
    family = _join(tokens[end:])
    return Name(family, _join(_tokens(given)), _join(tokens[:end]), _plain(suffix))


def _tokens(text: str) -> list[str]:
    return [t for t in split_outside_braces(text.strip(), _BLANK) if t]


def _join(tokens: Iterable[str]) -> str:
    return _plain(" ".join(tokens))


def _plain(text: str) -> str:
    return tidy(to_unicode(_TIE.sub(" ", text)))


def _is_group(text: str) -> bool:
    """Whether `text` as a whole stands in braces that hold more than one accented letter."""
    if not text.startswith("{") or not text.endswith("}"):
        return False
    if text.startswith("{\\") and len(_plain(text)) == 1:
        return False
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at == len(text) - 1
    return False


def _is_low(token: str) -> bool:
    """Whether the first letter outside braces, accents read, is in lower case."""
    if token.startswith("{") and not token.startswith("{\\"):
        return False
    first = next((c for c in to_unicode(token) if c.isalpha()), "")
    return first.islower()


def _is_particle(token: str) -> bool:
    return _plain(token).lower() in _PARTICLES


# --- writing ---------------------------------------------------------------------------------


def write_people(
    names: Iterable[Name], *, complete: bool, ascii_only: bool = False, eight_bit: bool = True
) -> str:
    r"""The field's value: names joined by `and`, `and others` where the list is not complete.

    With `eight_bit`, letters outside ASCII from which BibTeX makes initials and labels are
    commands, `{\"O}zyılkan`: it would cut them in the middle, for it takes a byte for a letter.
    """
    written = [_written(name, ascii_only, eight_bit) for name in names]
    if written and not complete:
        written.append("others")
    return " and ".join(written)


# A name of words in ASCII that begin with a capital, but for those that mean something else.
_UNGUARDED = re.compile(
    r"(?!(?i:and|others|et)\b)[A-Z][A-Za-z]*+(?:\|(?! ?(?i:and|others|et|[js]r|i+|iv|v)\b)"
    r"[A-Z][A-Za-z]*+\.?+(?:[ -](?!(?i:and|others|et)\b)[A-Z][A-Za-z]*+\.?+)*+)"
)


def _written(name: Name, ascii_only: bool, eight_bit: bool) -> str:
    if (
        not (name.particle or name.suffix or name.literal)
        and _UNGUARDED.fullmatch(f"{name.family}|{name.given}") is not None
    ):
        return f"{name.family}, {name.given}"
    family, given = name.family, name.given
    if eight_bit and not ascii_only and not (family + given).isascii():
        family = _HEAD.sub(_as_commands, escape(family))
        given = _INITIAL.sub(_as_commands, escape(given))
    else:
        family = escape(family, ascii_only=ascii_only)
        given = escape(given, ascii_only=ascii_only)
    if name.literal:
        return f"{{{family}}}"
    given = _guarded(given)
    if _SUFFIX.match(given):
        given = f"{{{given}}}"
    suffix = _guarded(escape(name.suffix, ascii_only=ascii_only))
    particle = escape(name.particle, ascii_only=ascii_only)
    bare = not name.given and not name.suffix
    braced = _needs_braces(name.family)
    if braced or (bare and " " in name.family):
        family = f"{{{family}}}"
    last = f"{particle} {family}" if particle else family
    if suffix:
        return f"{last}, {suffix}, {given or '{}'}"
    if given or particle or (braced and " " not in name.family):
        return f"{last}, {given or '{}'}"
    return last


# The letters that labels are made of, and those that initials are. A letter of a script for which
# LaTeX has no commands stays.
_HEAD = re.compile(r"^[^\W\d_]{1,3}")
_INITIAL = re.compile(r"(?<![^\s-])[^\x00-\x7f\W\d_]")


_FIRST = re.compile(r"(?<![^\s~{-])(?<!\\)[^\x00-\x7f\W\d_]")


def eight_bit(value: str) -> str:
    """A list of names as it was written, but for letters that begin a name and are not ASCII.

    BibTeX takes the first byte of a name for its initial, which is half a letter of UTF-8.
    """
    return value if value.isascii() else _FIRST.sub(_as_commands, value)


def _as_commands(match: re.Match[str]) -> str:
    """Letters as commands; those of other scripts than Latin stay, BibTeX sorts them anyhow."""
    written = to_ascii(match[0])
    other = any(f"\\{name}" in written for name in ("symbol", "CYR", "cyr"))
    return match[0] if other else written


def _needs_braces(family: str) -> bool:
    """Whether a family name would be read as something else: a particle in it, a comma, `and`.

    BibTeX itself knows no letters but ASCII's, takes a hyphen for a blank, and would find a
    particle in `Álvarez Gómez` and `López-de-Ipiña`.
    """
    if "," in family or ";" in family or "=" in family or _JOINT_WORD.search(family):
        return True
    tokens = family.split()
    if any(_is_low(t) for t in tokens[:-1]):
        return True
    words = _BIBTEX_BLANK.split(family)[:-1]
    return any(_is_low(w) or _is_low("".join(c for c in w if c.isascii())) for w in words)


_JOINT_WORD = re.compile(r"(?i)(?:^|\s)(?:and|others|et al\.?|[|•·])(?:\s|$)")
_BIBTEX_BLANK = re.compile(r"[\s~-]+")


def _guarded(part: str) -> str:
    """A given name or suffix in braces where a comma or `and` in it would divide it."""
    if any(c in part for c in ",;=") or _JOINT_WORD.search(part):
        return f"{{{part}}}"
    return part
