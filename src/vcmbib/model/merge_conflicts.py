"""What two sides of a merge changed differently, so that a person can decide."""

from __future__ import annotations

from dataclasses import dataclass

from vcmbib.model.dump.jsonl import Json, Object, encode


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both sides changed. Ours stands in the library until it is decided.

    `field` is as `vcmbib edit` names it, or `paper` (removed on one side), `category` or a
    category's `title` or `parent`, then `key` is `category:SLUG`. `ours` and `theirs` are parts of
    a line of a dump: `{"year": 2021}`.
    """

    key: str
    field: str
    ours: Object
    theirs: Object
    why: str = "both sides changed it"

    def said(self) -> Object:
        """As a JSON object."""
        return {
            "key": self.key, "field": self.field, "ours": self.ours, "theirs": self.theirs,
            "why": self.why,
        }  # fmt: skip


def clash_from(found: Json) -> Clash:
    """The clash that `said` described. Raises ValueError."""
    match found:
        case {"key": str(key), "field": str(field), "ours": dict(ours), "theirs": dict(theirs),
              "why": str(why)}:  # fmt: skip
            return Clash(key, field, ours, theirs, why)
        case _:
            raise ValueError(f"no conflict: {encode(found)}")
