"""Read and write the name lists of `author` and `editor`.

A name is `First von Last`, `von Last, First` or `von Last, Jr, First`: btxdoc, section 4, and
"Tame the BeaST" (N. Markey). BibLaTeX's extended format is read too:
`family=Lange, given=Thomas, prefix=de`.

Two rules differ from BibTeX. In a name of two words, a first word in lower case is a particle only
if it is a known one: `kim gerdes` has the given name `kim`. A list that separates people by commas
is split where only one reading is possible.
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

# `(?<!\s)` keeps the search linear: a run of blanks is tried once only.
_AND = re.compile(r"(?<!\s)\s+and(?=\s|$)|^and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r",")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_OTHER_SEPARATORS = re.compile(r";|(?<=\s)[|•·](?=\s)")
_BLANK = re.compile(r"[\s~]+")
_TIE = re.compile(r"(?<!\\)~")
_OTHERS = re.compile(r"(?i)^(?:others|et[\s~]+al\.?)$")
_ET_AL = re.compile(r"(?i)(?<=[\s~,])et[\s~]{1,9}al\.?$")
_SUFFIX = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv|2nd|3rd)\.?$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.?[\s-]*){1,4}$")
_EXTENDED = re.compile(r"(?:^|,)\s*(?:family|given)\s*=")
# Options that a BibLaTeX name list may contain, such as `uniquenametemplatename=full`.
_OPTION = re.compile(r"(?:sortingnamekeytemplatename|uniquenametemplatename|nametemplates)=[^,\s]+")
_TILDE_ACCENT = re.compile(r"(?<!\{)\\~\s*(\{\\?[^\W\d_]+\}|\\[ij](?![A-Za-z])|[^\W\d_])")
_LATEX_SPACE = re.compile(r"\\[,;: \t\n]")
_PARTICLES = frozenset(
    """af al auf av bin da dal dalla das de degli dei del della delle den der des di do dos du
    el ibn la las le lo los 't ten ter thoe van vom von y zu zum zur d' ur""".split()
)


@dataclass(frozen=True, slots=True)
class ParsedNames:
    """The names of a field, whether it ends with `and others`, and remarks on odd input."""

    names: tuple[Name, ...] = ()
    others: bool = False
    remarks: tuple[str, ...] = ()


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """Return the pieces of `text` between the separators that are outside braces."""
    if "{" not in text:
        return separator.split(text)
    pieces: list[str] = []
    start = 0
    groups = _brace_groups(text)
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


def _brace_groups(text: str) -> Iterator[tuple[int, int]]:
    """Yield (opening, closing) index of the outermost brace groups, in order.

    The last pair is beyond the end of the text, so that a caller never runs out of pairs.
    """
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
def read_people(value: str) -> ParsedNames:
    """Return the people of an `author` or `editor` field, in order."""
    names: list[Name] = []
    remarks: list[str] = []
    others = False
    if "\\" in value:
        # A tie separates words, a comma the parts of a name. But `\~a` is an accent and `\,` a
        # blank.
        value = _LATEX_SPACE.sub(" ", _TILDE_ACCENT.sub(r"{\\~\1}", value))
    pieces = split_outside_braces(value, _AND)
    if _OTHER_SEPARATORS.search(value):
        pieces = [p for piece in pieces for p in split_outside_braces(piece, _OTHER_SEPARATORS)]
    for piece in (p.strip() for p in pieces):
        simple = _read_plain_name(piece)
        if simple is not None:
            names.append(simple)
            continue
        if _OTHERS.match(piece):
            others = True
            continue
        if _OPTION.fullmatch(piece):
            continue
        et_al = _ET_AL.search(piece, max(0, len(piece) - 20))
        others = others or et_al is not None
        text = piece if et_al is None else piece[: et_al.start()].rstrip(" \t\n~,")
        people = _read_names(text)
        if len(people) > 1:
            remarks.append(f"names joined by commas were divided: {tidy(to_unicode(piece))}")
        names.extend(name for name in people if name.family)
    return ParsedNames(tuple(names), others, tuple(remarks))


# `Maria J. Fox-Smith`: each word begins with a capital and has ASCII letters only.
_PLAIN_WORD = r"[A-Z][A-Za-z.]*+(?:-[A-Za-z.]++)*"
_PLAIN_NAME = re.compile(rf"{_PLAIN_WORD}(?: {_PLAIN_WORD})+")


@lru_cache(maxsize=65536)
def _read_plain_name(piece: str) -> Name | None:
    """Return the name in `piece` if it is `First Last` in plain words, else None.

    Most names are. The last word is the family name; no other rule applies.
    """
    if _PLAIN_NAME.fullmatch(piece) is None or piece.endswith(("Al", "AL", "Al.", "AL.")):
        return None
    given, _, family = piece.rpartition(" ")
    return Name(family, given)


@lru_cache(maxsize=65536)
def _read_names(text: str) -> tuple[Name, ...]:
    """Return the names in a piece between two `and`, normalized."""
    return tuple(_normalized(name) for name in _split_names(text))


def _normalized(name: Name) -> Name:
    """Return the name in the form that is read back after it was written.

    A name of one part is a family name; one of several words is a literal name, such as a group. A
    particle is in lower case.
    """
    family, given, particle = name.family, name.given, name.particle
    if not family:
        family, given, particle = f"{given} {particle}".strip(), "", ""
    if particle and (re.search("[,;=]", particle) or not _is_lower_case(particle.split()[-1])):
        family, particle = f"{particle} {family}", ""
    literal = name.literal or (" " in family and not (given or particle or name.suffix))
    return Name(family, given, particle, name.suffix, literal)


def _split_names(piece: str) -> list[Name]:
    """Return the names in a piece between two `and`: one, or several that commas separate."""
    if not piece or piece.lower() == "and":
        return []
    if _EXTENDED.search(piece):
        return [_read_extended(piece)]
    if _is_group(piece):
        return [Name(_plain_text(piece), literal=True)]
    parts = [p.strip() for p in split_outside_braces(piece, _COMMA)]
    filled = [p for p in parts if p]
    if len(filled) == 3 and _are_three_people(filled):
        return [_read_family_initials(p) or _read_first_last(p) for p in filled]
    if len(filled) == 3 or (len(filled) == 2 and len(parts) == 3 and _SUFFIX.match(filled[1])):
        return [_read_last_first(parts[0], parts[1], parts[2])]
    if len(filled) > 3 or len(filled) < len(parts):
        people = _split_at_commas(filled)
        if people:
            return people
    if len(filled) > 3:
        return [_read_last_first(filled[0], "", " ".join(filled[1:]))]
    if len(filled) == 2:
        if _SUFFIX.match(filled[1]) and " " in filled[0]:  # Sammy Davis, Jr.
            name = _read_first_last(filled[0])
            return [Name(name.family, name.given, name.particle, filled[1])]
        return [_read_last_first(filled[0], "", filled[1])]
    return [_read_first_last(filled[0])] if filled else []


def _split_at_commas(parts: Sequence[str]) -> list[Name] | None:
    """Return several people from parts between commas; None if the reading is not certain.

    Examples: `A. Bee, C. Dee,` and `Bee, A., Dee, C.`.
    """
    if len(parts) > 1 and all(len(_BLANK.split(p)) > 1 for p in parts):
        return [_read_family_initials(p) or _read_first_last(p) for p in parts]
    if len(parts) > 3 and len(parts) % 2 == 0 and _are_family_given_pairs(parts):
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return [_read_last_first(family, "", given) for family, given in pairs]
    return None


def _are_three_people(parts: Sequence[str]) -> bool:
    """Whether three parts are three people and not `von Last, Jr, First`.

    Each has two words or more, and the second contains no suffix such as `Jr`.
    """
    return all(len(_BLANK.split(p)) > 1 for p in parts) and not any(
        _SUFFIX.match(w) for w in _BLANK.split(parts[1])
    )


def _are_family_given_pairs(parts: Sequence[str]) -> bool:
    """Whether family and given names alternate: given names are initials, or all parts one word."""
    return all(_INITIALS.match(p) for p in parts[1::2]) or all(
        len(_BLANK.split(p)) == 1 for p in parts
    )


def _read_family_initials(part: str) -> Name | None:
    """Return the name of `Baumhauer M` or `Güven EO`, the form of MEDLINE; else None."""
    match = re.fullmatch(r"(.*\S)\s+([A-Z]{1,3})\.?", part)
    return None if match is None else _read_last_first(match[1], "", match[2])


def _read_extended(piece: str) -> Name:
    """Return a name in BibLaTeX's extended format."""
    parts: dict[str, str] = {}
    for pair in split_outside_braces(piece, _COMMA):
        name, _, value = pair.partition("=")
        parts[name.strip().lower()] = _plain_text(value.strip().strip('"'))
    get = parts.get
    given = f"{get('given', '')} {get('middle', '')}".strip()
    return Name(get("family", ""), given, get("prefix", ""), get("suffix", ""))


def _read_first_last(text: str) -> Name:
    """Return a name in the form `First von Last`."""
    tokens = _tokens(text)
    if len(tokens) < 2:
        return Name(_plain_text(text), literal=bool(tokens) and _is_group(tokens[0]))
    last = len(tokens) - 1
    lower = [at for at in range(last) if _is_lower_case(tokens[at])]
    if lower and lower[0] == 0 and not _is_particle(tokens[0]) and len(tokens) == 2:
        lower = []
    if not lower:
        return Name(_plain_text(tokens[-1]), _join(tokens[:-1]))
    start, end = lower[0], lower[-1] + 1
    return Name(_join(tokens[end:]), _join(tokens[:start]), _join(tokens[start:end]))


def _read_last_first(last: str, suffix: str, given: str) -> Name:
    """Return a name in the form `von Last, First` or `von Last, Jr, First`."""
    tokens = _tokens(last)
    end = 0
    for at in range(len(tokens) - 1):
        if _is_lower_case(tokens[at]):
            end = at + 1
    family = _join(tokens[end:])
    return Name(family, _join(_tokens(given)), _join(tokens[:end]), _plain_text(suffix))


def _tokens(text: str) -> list[str]:
    """Return the words of a name; a group in braces is one word."""
    return [t for t in split_outside_braces(text.strip(), _BLANK) if t]


def _join(tokens: Iterable[str]) -> str:
    """Return words as plain text with blanks between them."""
    return _plain_text(" ".join(tokens))


def _plain_text(text: str) -> str:
    """Return a text as Unicode; ties (`~`) become blanks."""
    return tidy(to_unicode(_TIE.sub(" ", text)))


def _is_group(text: str) -> bool:
    """Whether braces enclose the whole `text` and contain more than one accented letter."""
    if not text.startswith("{") or not text.endswith("}"):
        return False
    if text.startswith("{\\") and len(_plain_text(text)) == 1:
        return False
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at == len(text) - 1
    return False


def _is_lower_case(token: str) -> bool:
    """Whether the first letter outside braces is in lower case; accent commands are decoded."""
    if token.startswith("{") and not token.startswith("{\\"):
        return False
    first = next((c for c in to_unicode(token) if c.isalpha()), "")
    return first.islower()


def _is_particle(token: str) -> bool:
    """Whether a word is a known particle, such as `von`."""
    return _plain_text(token).lower() in _PARTICLES


# --- writing ---------------------------------------------------------------------------------


def write_people(
    names: Iterable[Name], *, complete: bool, ascii_only: bool = False, ascii_initials: bool = True
) -> str:
    r"""Return the field's value: names joined by `and`, with `and others` if it is not `complete`.

    BibTeX works on bytes, so it would cut a UTF-8 letter in the middle. With `ascii_initials`, the
    letters that BibTeX uses for initials and labels are commands: `{\"O}zyılkan`.
    """
    written = [_write_name(name, ascii_only, ascii_initials) for name in names]
    if written and not complete:
        written.append("others")
    return " and ".join(written)


# `Family|Given` in capitalised ASCII words; but not `and`, `others`, `et`, nor a suffix (`Jr`,
# `II`).
_NEEDS_NO_BRACES = re.compile(
    r"(?!(?i:and|others|et)\b)[A-Z][A-Za-z]*+(?:\|(?! ?(?i:and|others|et|[js]r|i+|iv|v)\b)"
    r"[A-Z][A-Za-z]*+\.?+(?:[ -](?!(?i:and|others|et)\b)[A-Z][A-Za-z]*+\.?+)*+)"
)


def _write_name(name: Name, ascii_only: bool, ascii_initials: bool) -> str:
    """Return one name as `von Last, Jr, First`, with braces where it would be read differently."""
    if (
        not (name.particle or name.suffix or name.literal)
        and _NEEDS_NO_BRACES.fullmatch(f"{name.family}|{name.given}") is not None
    ):
        return f"{name.family}, {name.given}"
    family, given = name.family, name.given
    if ascii_initials and not ascii_only and not (family + given).isascii():
        family = _LABEL_LETTERS.sub(_as_commands, escape(family))
        given = _INITIAL_LETTER.sub(_as_commands, escape(given))
    else:
        family = escape(family, ascii_only=ascii_only)
        given = escape(given, ascii_only=ascii_only)
    if name.literal:
        return f"{{{family}}}"
    given = _braces_if_split(given)
    if _SUFFIX.match(given):
        given = f"{{{given}}}"
    suffix = _braces_if_split(escape(name.suffix, ascii_only=ascii_only))
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


# Label letters: alpha.bst makes labels of the first three letters of a family name. Initial
# letters: abbrv.bst prints the first letter of each given name.
_LABEL_LETTERS = re.compile(r"^[^\W\d_]{1,3}")
_INITIAL_LETTER = re.compile(r"(?<![^\s-])[^\x00-\x7f\W\d_]")


_FIRST_LETTER = re.compile(r"(?<![^\s~{-])(?<!\\)[^\x00-\x7f\W\d_]")


def encode_initials(value: str) -> str:
    """Return a name list as written, with the first letters of names as commands if not ASCII.

    BibTeX takes the first byte of a name as its initial, which is a part of a UTF-8 letter.
    """
    return value if value.isascii() else _FIRST_LETTER.sub(_as_commands, value)


def _as_commands(match: re.Match[str]) -> str:
    """Return letters as LaTeX commands; letters of other scripts than Latin stay."""
    written = to_ascii(match[0])
    not_latin = any(f"\\{name}" in written for name in ("symbol", "CYR", "cyr"))
    return match[0] if not_latin else written


def _needs_braces(family: str) -> bool:
    """Whether a family name would be split: it contains a lower-case word, a comma or `and`.

    BibTeX knows ASCII letters only and treats a hyphen as a blank: without braces it finds a
    particle in `Álvarez Gómez` and `López-de-Ipiña`.
    """
    if "," in family or ";" in family or "=" in family or _SEPARATOR_WORD.search(family):
        return True
    tokens = family.split()
    if any(_is_lower_case(t) for t in tokens[:-1]):
        return True
    words = _BIBTEX_BLANK.split(family)[:-1]
    return any(
        _is_lower_case(w) or _is_lower_case("".join(c for c in w if c.isascii())) for w in words
    )


_SEPARATOR_WORD = re.compile(r"(?i)(?:^|\s)(?:and|others|et al\.?|[|•·])(?:\s|$)")
_BIBTEX_BLANK = re.compile(r"[\s~-]+")


def _braces_if_split(part: str) -> str:
    """Return a given name or suffix, in braces if a comma or `and` in it would split it."""
    if any(c in part for c in ",;=") or _SEPARATOR_WORD.search(part):
        return f"{{{part}}}"
    return part
