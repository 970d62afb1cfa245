"""Patterns of citation keys: JabRef's `[auth][year]` and Better BibTeX's `auth.lower + year`, both
read into one small tree, and the tree applied to a paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vcmbib.model.keys.citekey import is_valid_key, suffixed_keys
from vcmbib.model.keys.pattern_fields import FIELDS, extra_field
from vcmbib.model.keys.pattern_modifiers import GIVEN, PLAIN, ascii_text
from vcmbib.model.keys.pattern_parser import parse
from vcmbib.model.keys.pattern_tree import (
    PRESETS,
    Group,
    Literal,
    Longer,
    Modifier,
    Sequence,
    Value,
)
from vcmbib.model.paper import Paper


@dataclass(frozen=True, slots=True)
class KeyPattern:
    """A pattern as it was written, and what it says."""

    source: str
    tree: Group


def parse_pattern(text: str) -> KeyPattern:
    """The pattern in `text`, or of that name. Raises BadPattern with the place of the mistake."""
    name = text.strip()
    return KeyPattern(text, parse(PRESETS.get(name.lower(), text)))


# --- application ----------------------------------------------------------------------------------


def key_from_pattern(pattern: KeyPattern, paper: Paper) -> str | None:
    """The key that the pattern gives the paper, before clashes; None if it gives none.

    ASCII without blanks and without what cannot stand in a key. A key to which no field
    contributed is none.
    """
    said, told = _group(pattern.tree, paper)
    key = _KEPT.sub("", ascii_text(said)).lstrip("-")
    return key if told and is_valid_key(key) else None


_KEPT = re.compile(r"[^\w.+:/@*-]|\s", re.ASCII)


def _group(group: Group, paper: Paper) -> tuple[str, bool]:
    """The text, and whether a field gave any of it."""
    said, told = "", False
    for alternative in group.alternatives:
        found = _sequence(alternative, paper)
        if found is not None and found[1]:
            said, told = found
            break
    changed = _changed(said, group.modifiers)
    return changed, told or (bool(changed) and bool(group.modifiers) and not said)


def _sequence(parts: Sequence, paper: Paper) -> tuple[str, bool] | None:
    said, told = "", False
    for part in parts:
        match part:
            case Literal(text=text):
                said += text
            case Longer(length=length):
                if len(_KEPT.sub("", ascii_text(said))) <= length:
                    return None
            case Group():
                more, gave = _group(part, paper)
                said, told = said + more, told or gave
            case Value():
                more = _value(part, paper)
                said, told = said + more, told or bool(more)
    return said, told


def _value(value: Value, paper: Paper) -> str:
    field = FIELDS.get(value.name) or extra_field(value.name)
    return _changed(field(paper, value.how), value.modifiers)


def _changed(text: str, modifiers: Iterable[Modifier]) -> str:
    for modifier in modifiers:
        plain = PLAIN.get(modifier.name)
        if plain is not None:
            text = plain(text)
        else:
            text = GIVEN[modifier.name][2](text, modifier.args)
    return text


# --- clashes --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyProposal:
    """A paper's key by a pattern: the one it has, another, or None if the pattern gives none."""

    paper: Paper
    key: str | None

    @property
    def changes(self) -> bool:
        """Whether the paper gets another key."""
        return self.key is not None and self.key != self.paper.key


def key_owners(papers: Iterable[Paper]) -> dict[str, frozenset[int]]:
    """The folded keys that are or were in use, and the papers that they belong to."""
    found: dict[str, frozenset[int]] = {}
    for paper in papers:
        for key in (paper.key, *paper.former_keys):
            folded = key.casefold()
            found[folded] = found.get(folded, frozenset()) | {paper.id}
    return found


def propose_keys(
    pattern: KeyPattern, papers: Iterable[Paper], owners: Mapping[str, frozenset[int]]
) -> tuple[KeyProposal, ...]:
    """A key for each paper; no key that another paper has or had, in any letter case.

    Who has a key that the pattern gives, with a suffix or without, keeps it; the others get the
    first free suffix, in the order of their present keys.
    """
    wanted = [(p, key_from_pattern(pattern, p)) for p in sorted(papers, key=lambda p: p.key)]
    taken: dict[str, set[int]] = {k: set(ids) for k, ids in owners.items()}
    keys: dict[int, str | None] = {}
    for paper, base in wanted:
        if base is None:
            keys[paper.id] = None
        elif _keeps(paper.key, base, taken):
            keys[paper.id] = paper.key
    following: dict[str, int] = {}
    for paper, base in wanted:
        if base is not None and paper.id not in keys:
            key = _free(paper, base, taken, following)
            taken.setdefault(key.casefold(), set()).add(paper.id)
            keys[paper.id] = key if is_valid_key(key) else None
    return tuple(KeyProposal(p, keys[p.id]) for p, _ in wanted)


def _keeps(key: str, base: str, taken: Mapping[str, set[int]]) -> bool:
    """Whether `key` is `base`, or `base` with a suffix that clashes can have given it."""
    if not key.startswith(base) or len(taken.get(key.casefold(), ())) > 1:
        return False
    tail = key[len(base) :]
    if not re.fullmatch("[a-z]*", tail):
        return False
    # Longer suffixes are given when the shorter ones are used up; `doe2020rl` alone is no suffix.
    return len(tail) <= 1 or (base + "z" * (len(tail) - 1)).casefold() in taken


def _free(paper: Paper, base: str, taken: Mapping[str, set[int]], following: dict[str, int]) -> str:
    """The first key of the family that no other paper has or had; one of its own comes first."""
    for former in paper.former_keys:
        if _keeps(former, base, taken) and taken.get(former.casefold()) == {paper.id}:
            return former
    nth, folded = suffixed_keys(base), base.casefold()
    n = following.get(folded, 0)
    while taken.get(nth(n).casefold(), {paper.id}) - {paper.id}:
        n += 1
    following[folded] = n + 1
    return nth(n)
