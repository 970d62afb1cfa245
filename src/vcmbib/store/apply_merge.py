"""What hangs on a paper goes over to the paper that it is merged into: records, files, and the
pairs that were told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from vcmbib.model.plan import MoveAttachments
from vcmbib.store.journal import RowWriter
from vcmbib.store.rows import Row


def take_over(writer: RowWriter, actions: Sequence[MoveAttachments]) -> None:
    """Carry out before the other papers are removed: what is left on them goes with them."""
    for action in actions:
        kept, other = action.kept.id, action.other.id
        _rows(writer, "records", kept, other)
        have = _paths(writer, kept)
        _rows(writer, "files", kept, other, but=have)
        _apart(writer, kept, other)


def _rows(
    writer: RowWriter, table: str, kept: int, other: int, but: frozenset[int] = frozenset()
) -> None:
    numbers = [
        row[0]
        for row in writer.db.execute(f"SELECT id FROM {table} WHERE paper_id = ?", (other,))
        if row[0] not in but
    ]
    for number in numbers:
        writer.journal.update(table, number, {"paper_id": kept}, kept)


def _paths(writer: RowWriter, kept: int) -> frozenset[int]:
    """The file rows of other papers whose path this one has already."""
    return frozenset(
        row[0]
        for row in writer.db.execute(
            "SELECT id FROM files WHERE paper_id <> ? AND path IN"
            " (SELECT path FROM files WHERE paper_id = ?)",
            (kept, kept),
        )
    )


def _apart(writer: RowWriter, kept: int, other: int) -> None:
    """Whoever was told apart from the other paper is told apart from the one that is kept."""
    told = {
        row[0] if row[0] != other else row[1]
        for row in writer.db.execute(
            "SELECT paper_id, other_id FROM not_duplicates WHERE paper_id = ? OR other_id = ?",
            (other, other),
        )
    } - {kept}
    fresh: list[Row] = []
    for paper in sorted(told):
        pair = (min(kept, paper), max(kept, paper))
        there = writer.db.execute(
            "SELECT 1 FROM not_duplicates WHERE paper_id = ? AND other_id = ?", pair
        ).fetchone()
        if there is None:
            fresh.append(pair)
    writer.journal.insert("not_duplicates", ("paper_id", "other_id"), fresh)
