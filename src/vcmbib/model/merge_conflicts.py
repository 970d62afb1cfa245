"""A conflict of a merge: a field that both sides changed, for a person to decide."""

from __future__ import annotations

from dataclasses import dataclass

from vcmbib.model.dump.jsonl import Json, Object, encode


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A field that both sides changed. The library keeps `ours` until a person decides.

    `field` has the name that `vcmbib edit` uses, or it is `paper` for a paper that one side
    removed. For a category, `key` is `category:SLUG` and `field` is `category`, `title` or
    `parent`. `ours` and `theirs` are parts of a line of a dump, such as `{"year": 2021}`.
    """

    key: str
    field: str
    ours: Object
    theirs: Object
    why: str = "both sides changed it"

    def to_json(self) -> Object:
        """Return the conflict as a JSON object."""
        return {
            "key": self.key, "field": self.field, "ours": self.ours, "theirs": self.theirs,
            "why": self.why,
        }  # fmt: skip


def conflict_from_json(value: Json) -> MergeConflict:
    """Return the conflict that `MergeConflict.to_json` wrote.

    Raises ValueError if `value` is no such object.
    """
    match value:
        case {"key": str(key), "field": str(field), "ours": dict(ours), "theirs": dict(theirs),
              "why": str(why)}:  # fmt: skip
            return MergeConflict(key, field, ours, theirs, why)
        case _:
            raise ValueError(f"no conflict: {encode(value)}")
