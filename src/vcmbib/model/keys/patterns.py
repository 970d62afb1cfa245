"""Citation key patterns: read a pattern, apply it to a paper, and propose keys for many papers.

A pattern is written as in JabRef (`[auth][year]`) or as a formula of Better BibTeX
(`auth.lower + year`). Both are read into the tree of `pattern_tree`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vcmbib.model.keys.citekey import is_valid_key, suffixed_keys
from vcmbib.model.keys.pattern_fields import FIELDS, extra_field
from vcmbib.model.keys.pattern_modifiers import (
    MODIFIERS_WITH_ARGUMENTS,
    SIMPLE_MODIFIERS,
    ascii_text,
)
from vcmbib.model.keys.pattern_parser import parse_pattern_tree
from vcmbib.model.keys.pattern_tree import (
    PRESETS,
    Alternatives,
    FieldReference,
    Literal,
    MinimumLength,
    Modifier,
    PatternSequence,
)
from vcmbib.model.paper import Paper
from vcmbib.model.text import fold_key


@dataclass(frozen=True, slots=True)
class KeyPattern:
    """A pattern: its text as written, or its name, and its tree."""

    source: str
    tree: Alternatives


def parse_pattern(text: str) -> KeyPattern:
    """Return the pattern that `text` is or names. `text` may be a name of PRESETS.

    Raises BadPattern, with the position of the mistake, if it cannot be understood.
    """
    name = text.strip()
    return KeyPattern(text, parse_pattern_tree(PRESETS.get(name.lower(), text)))


# --- application ----------------------------------------------------------------------------------


def key_from_pattern(pattern: KeyPattern, paper: Paper) -> str | None:
    """Return the key that the pattern gives for the paper, whether or not it is free.

    The key is ASCII, without the characters that a key cannot contain. Return None if that leaves
    no valid key, or if no field of the paper gives a part of it.
    """
    text, has_field = _alternatives_text(pattern.tree, paper)
    key = _NOT_IN_KEYS.sub("", ascii_text(text)).lstrip("-")
    return key if has_field and is_valid_key(key) else None


_NOT_IN_KEYS = re.compile(r"[^\w.+:/@*-]|\s", re.ASCII)


def _alternatives_text(group: Alternatives, paper: Paper) -> tuple[str, bool]:
    """The text of the first alternative to which a field contributes, and whether one does.

    A modifier such as `default` can give a text where no alternative does; that counts too.
    """
    text, has_field = "", False
    for alternative in group.alternatives:
        found = _sequence_text(alternative, paper)
        if found is not None and found[1]:
            text, has_field = found
            break
    changed = _apply_modifiers(text, group.modifiers)
    return changed, has_field or (bool(changed) and bool(group.modifiers) and not text)


def _sequence_text(parts: PatternSequence, paper: Paper) -> tuple[str, bool] | None:
    """The text of the parts, and whether a field contributes to it.

    Return None if the text before a MinimumLength is too short.
    """
    text, has_field = "", False
    for part in parts:
        match part:
            case Literal(text=literal):
                text += literal
            case MinimumLength(length=length):
                if len(_NOT_IN_KEYS.sub("", ascii_text(text))) <= length:
                    return None
            case Alternatives():
                more, from_field = _alternatives_text(part, paper)
                text, has_field = text + more, has_field or from_field
            case FieldReference():
                more = _field_text(part, paper)
                text, has_field = text + more, has_field or bool(more)
    return text, has_field


def _field_text(reference: FieldReference, paper: Paper) -> str:
    field = FIELDS.get(reference.name) or extra_field(reference.name)
    return _apply_modifiers(field(paper, reference.options), reference.modifiers)


def _apply_modifiers(text: str, modifiers: Iterable[Modifier]) -> str:
    for modifier in modifiers:
        plain = SIMPLE_MODIFIERS.get(modifier.name)
        if plain is not None:
            text = plain(text)
        else:
            text = MODIFIERS_WITH_ARGUMENTS[modifier.name][2](text, modifier.args)
    return text


# --- keys of many papers --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyProposal:
    """The key that a pattern gives for a paper; None if it gives none that is free."""

    paper: Paper
    key: str | None

    @property
    def changes(self) -> bool:
        """Whether the proposed key differs from the present one."""
        return self.key is not None and self.key != self.paper.key


def key_owners(papers: Iterable[Paper]) -> dict[str, frozenset[int]]:
    """Map the folded keys that are or were in use to the ids of their papers."""
    owners: dict[str, frozenset[int]] = {}
    for paper in papers:
        for key in (paper.key, *paper.former_keys):
            folded = fold_key(key)
            owners[folded] = owners.get(folded, frozenset()) | {paper.id}
    return owners


def propose_keys(
    pattern: KeyPattern, papers: Iterable[Paper], owners: Mapping[str, frozenset[int]]
) -> tuple[KeyProposal, ...]:
    """Propose a key for each paper that no other paper has or had, in any letter case.

    A paper whose key is already the key of the pattern, with or without a suffix, keeps it. The
    other papers get the first free suffix, in the order of their present keys. `owners` is what
    `key_owners` gives for all papers of the library.
    """
    wanted = [(p, key_from_pattern(pattern, p)) for p in sorted(papers, key=lambda p: p.key)]
    taken: dict[str, set[int]] = {k: set(ids) for k, ids in owners.items()}
    keys: dict[int, str | None] = {}
    for paper, base in wanted:
        if base is None:
            keys[paper.id] = None
        elif _is_own_key(paper.key, base, taken):
            keys[paper.id] = paper.key
    next_numbers: dict[str, int] = {}
    for paper, base in wanted:
        if base is not None and paper.id not in keys:
            key = _free_key(paper, base, taken, next_numbers)
            taken.setdefault(fold_key(key), set()).add(paper.id)
            keys[paper.id] = key if is_valid_key(key) else None
    return tuple(KeyProposal(p, keys[p.id]) for p, _ in wanted)


def _is_own_key(key: str, base: str, taken: Mapping[str, set[int]]) -> bool:
    """Whether `key` is `base`, or `base` with a suffix that `propose_keys` can have added."""
    if not key.startswith(base) or len(taken.get(fold_key(key), ())) > 1:
        return False
    suffix = key[len(base) :]
    if not re.fullmatch("[a-z]*", suffix):
        return False
    # A longer suffix is used only after all shorter ones. So `rl` in `doe2020rl` is a suffix only
    # if `doe2020z` is or was in use.
    return len(suffix) <= 1 or fold_key(base + "z" * (len(suffix) - 1)) in taken


def _free_key(
    paper: Paper, base: str, taken: Mapping[str, set[int]], next_numbers: dict[str, int]
) -> str:
    """Return the first key of `base` and a suffix that no other paper has or had.

    An old key of the paper itself comes first. `next_numbers` gives the next suffix to try.
    """
    for former in paper.former_keys:
        if _is_own_key(former, base, taken) and taken.get(fold_key(former)) == {paper.id}:
            return former
    nth, folded = suffixed_keys(base), fold_key(base)
    n = next_numbers.get(folded, 0)
    while taken.get(fold_key(nth(n)), {paper.id}) - {paper.id}:
        n += 1
    next_numbers[folded] = n + 1
    return nth(n)
