"""The library: one SQLite file, read through methods that answer one question each, and written
through `apply` alone.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib import errors
from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.paper import Category, Paper, Record
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.model.plan import Plan, Undo
from vcmbib.model.snapshot import LibrarySnapshot
from vcmbib.store import connect, search
from vcmbib.store import counts as store_counts
from vcmbib.store.apply_plan import PlanWriter, summary
from vcmbib.store.journal import Journal, LogEntry, papers_that_lost, read_log
from vcmbib.store.load_papers import load_outlines, load_papers, read_categories
from vcmbib.store.reader import LibraryReader
from vcmbib.store.record_json import load_record
from vcmbib.store.snapshot import snapshot_for
from vcmbib.store.undo import ChangeReverter, UndoneItem, undone_items

if TYPE_CHECKING:
    from vcmbib.model.dump.jsonl import Line
    from vcmbib.model.dump.values import Dump


def now() -> str:
    """The present moment in UTC to the second; `SOURCE_DATE_EPOCH` sets it for rebuilds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """What `apply` did: the change's number in the log (None if there was nothing to do)."""

    change: int | None
    summary: str = ""


class Library(LibraryReader):
    """An open library file. Use as a context manager.

    `made` are the numbers of the changes that were made through it and stand.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        super().__init__(path, db)
        self.changes_made: tuple[int, ...] = ()
        self._pending: tuple[int, ...] = ()

    @classmethod
    def writing(cls, path: Path) -> Library:
        """Open for writing, made where it is not there. Raises as `connect.open_write` does."""
        return cls(path, connect.open_write(path))

    @classmethod
    def empty(cls) -> Library:
        """A library without papers, in memory: what a dry run works on where there is no file."""
        return cls._in_memory(Path(":memory:"), connect.open_memory())

    @classmethod
    def _in_memory(cls, path: Path, db: sqlite3.Connection) -> Library:
        """A library that goes, file and all, when nobody holds it any more."""
        library = cls(path, db)
        weakref.finalize(library, db.close)
        return library

    def copy(self) -> Library:
        """The same library in memory, to try things on."""
        with self._translated_errors():
            db = connect.open_copy(self.db)
        return self._in_memory(self.path, db)

    # --- reading -----------------------------------------------------------------------------

    def papers(self, ids: Sequence[int]) -> Iterator[Paper]:
        """The papers with these ids, in this order."""
        with self._checked_read():
            yield from load_papers(self.db, ids)

    def outlines(self, ids: Sequence[int], fields: Sequence[str] = ()) -> Iterator[Paper]:
        """The papers with these ids, in this order, with nothing but keys and these extra fields.

        Cheap: to lay out work on very many papers.
        """
        with self._checked_read():
            yield from load_outlines(self.db, ids, fields)

    def all_papers(self) -> Iterator[Paper]:
        """Every paper, by citation key."""
        with self._checked_read():
            ids = [
                r[0]
                for r in self.db.execute(
                    "SELECT paper_id FROM citation_keys WHERE current = 1 ORDER BY key"
                )
            ]
            yield from load_papers(self.db, ids)

    def paper(self, key: str) -> Paper:
        """The paper with this citation key, former key or identifier.

        Raises NoSuchPaper with the nearest keys, or AmbiguousKey for an identifier that stands on
        several papers.
        """
        with self._checked_read():
            ids = self._find_ids(key)
            if len(ids) > 1:
                raise errors.AmbiguousKey(key, [p.key for p in load_papers(self.db, ids)])
            for paper in load_papers(self.db, ids):
                return paper
            raise errors.NoSuchPaper(key, self._similar_keys(key))

    def _find_ids(self, key: str) -> list[int]:
        row = self.db.execute("SELECT paper_id FROM citation_keys WHERE key = ?", (key,)).fetchone()
        if row is not None:
            return [row[0]]
        folded = self.db.execute(
            "SELECT DISTINCT paper_id FROM citation_keys WHERE folded = ?", (key.casefold(),)
        ).fetchall()
        if folded:
            return [r[0] for r in folded]
        identifier = parse_identifier(key)
        found: list[int] = []
        if identifier is not None:
            scheme, value = identifier.comparison_key
            found = [
                r[0]
                for r in self.db.execute(
                    "SELECT paper_id FROM identifiers WHERE compared = ? AND scheme = ?"
                    " ORDER BY paper_id",
                    (value, scheme),
                )
            ]
        if not found and "://" in key:
            found = [
                r[0]
                for r in self.db.execute(
                    "SELECT DISTINCT paper_id FROM links WHERE url = ? ORDER BY paper_id", (key,)
                )
            ]
        return found

    def _similar_keys(self, key: str) -> list[str]:
        start = key[:2].casefold()
        keys = [
            r[0]
            for r in self.db.execute(
                "SELECT key FROM citation_keys WHERE folded >= ? AND folded < ? LIMIT 5000",
                (start, start + "\U0010ffff"),
            )
        ]
        return get_close_matches(key, keys, 3, 0.6)

    def categories(self) -> tuple[Category, ...]:
        """The categories, parents before children, in the list's order."""
        with self._checked_read():
            return read_categories(self.db)

    def count(self) -> int:
        """How many papers there are."""
        with self._checked_read():
            number: int = self.db.execute("SELECT count(*) FROM papers").fetchone()[0]
            return number

    def counts(self, noun: str) -> list[tuple[str, int]]:
        """(name, papers) for tags, topics, types, venues, authors or years."""
        with self._checked_read():
            return store_counts.counts(self.db, noun)

    def category_counts(self) -> list[tuple[str, str, str | None, int, int]]:
        """(slug, title, parent, depth, papers in it) of each category, in the list's order."""
        with self._checked_read():
            numbers = store_counts.papers_in_categories(self.db)
            depth: dict[str | None, int] = {None: -1}
            found = []
            for category in read_categories(self.db):
                depth[category.slug] = depth[category.parent] + 1
                found.append(
                    (
                        category.slug,
                        category.title,
                        category.parent,
                        depth[category.slug],
                        numbers.get(category.slug, 0),
                    )
                )
            return found

    def completeness(self) -> dict[str, int]:
        """How many papers have authors, a venue, an identifier, an abstract, code."""
        with self._checked_read():
            return store_counts.completeness(self.db)

    def records(self, paper: Paper) -> list[tuple[Record, str]]:
        """What each source said of a paper, and when: (record, time), oldest first."""
        with self._checked_read():
            return [
                (load_record(source, origin, ref, payload), retrieved)
                for source, origin, ref, retrieved, payload in self.db.execute(
                    "SELECT source, origin, ref, retrieved, payload FROM records"
                    " WHERE paper_id = ? ORDER BY id",
                    (paper.id,),
                )
            ]

    def log(self, paper: Paper | None = None) -> list[LogEntry]:
        """The changes, newest first; those of one paper only, if it is given."""
        with self._checked_read():
            return read_log(self.db, None if paper is None else (paper.id,))

    def log_of(self, name: str) -> tuple[list[LogEntry], bool]:
        """The changes of whatever has or had this key or identifier, and whether it is there still.

        Papers that were removed or merged are found too. Raises NoSuchPaper or AmbiguousKey.
        """
        with self._checked_read():
            papers = papers_that_lost(self.db, name)
            found = self._find_ids(name)
        if found or not papers:
            papers.add(self.paper(name).id)
        with self._checked_read():
            there = any(True for _ in load_outlines(self.db, sorted(papers), ()))
            return read_log(self.db, papers), there

    def dump_lines(self, *, history: bool = False) -> Iterator[Line]:
        """Everything that the library holds, line by line, in the order of a dump."""
        from vcmbib.store import dump

        with self._checked_read():
            yield from dump.dump_lines(self.db, history=history)

    def read_dump(self) -> Dump:
        """Everything that the library holds, at once; papers with their ids, without the log."""
        from vcmbib.store import dump

        with self._checked_read():
            return dump.read_dump(self.db)

    def pairs_marked_different(self) -> frozenset[tuple[int, int]]:
        """The pairs of papers, by id, the lower first, that a person told apart."""
        with self._checked_read():
            return frozenset(self.db.execute("SELECT paper_id, other_id FROM not_duplicates"))

    def snapshot_for(self, records: Sequence[Record]) -> LibrarySnapshot:
        """What the library holds that these records may speak of."""
        with self._checked_read():
            return snapshot_for(self.db, records)

    # --- writing -----------------------------------------------------------------------------

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the write lock, so that what is read inside still holds when `apply` is called.

        Raises LibraryLocked when another process keeps it too long, and LibraryReplaced when the
        file is another one at the end. Without an `apply` inside, nothing is written.
        """
        with self._translated_errors():
            self.db.execute("BEGIN IMMEDIATE")
            file = connect.file_identity(self.path)
            try:
                yield
                if self.db.in_transaction:
                    if self._pending and connect.file_identity(self.path) != file:
                        raise errors.LibraryReplaced(str(self.path))
                    self.db.execute("COMMIT")
            except Exception:
                self._pending = ()  # SQLite may have rolled back by itself
                raise
            finally:
                # An interrupt may come when the commit is done: only SQLite knows.
                if self.db.in_transaction:
                    self._pending = ()
                    self.db.execute("ROLLBACK")
                self.changes_made += self._pending
                self._pending = ()

    def apply(
        self,
        plan: Plan,
        command: str,
        on_progress: Callable[[int], None] | None = None,
        parallel_map: ParallelMap = map,
    ) -> AppliedChange:
        """Carry a plan out: one transaction, one entry of the log, the search index in step.

        `command` is what the user typed. `on_progress(n)`: number of papers processed since the
        last call. `parallel_map` prepares the rows of new papers, maybe in another process.
        Within `locked` it joins that transaction. Raises what the actions can: UndoForbidden,
        NoSuchThing, DiskFull, LibraryReadOnly, LibraryLocked.
        """
        if not plan.actions:
            return AppliedChange(None)
        if self.db.in_transaction:
            return self._apply(plan, command, on_progress, parallel_map)
        with self.locked():
            return self._apply(plan, command, on_progress, parallel_map)

    def _apply(
        self,
        plan: Plan,
        command: str,
        on_progress: Callable[[int], None] | None,
        parallel_map: ParallelMap,
    ) -> AppliedChange:
        self.db.execute("PRAGMA defer_foreign_keys = ON")
        moment = now()
        undoes = next((a.change for a in plan.actions if isinstance(a, Undo)), None)
        cursor = self.db.execute(
            "INSERT INTO changes (made, command, summary, undoes) VALUES (?, ?, '', ?)",
            (moment, command, undoes),
        )
        change = int(cursor.lastrowid or 0)
        journal = Journal(self.db, change)
        if undoes is not None:
            ChangeReverter(journal, undoes).revert()
        else:
            PlanWriter(journal, moment, parallel_map).apply(plan.actions, on_progress)
        journal.delete_unused()
        search.index_papers(self.db, journal.changed_papers)
        text = summary(plan.actions)
        self.db.execute("UPDATE changes SET summary = ? WHERE id = ?", (text, change))
        self._pending += (change,)
        return AppliedChange(change, text)

    def undone_items(self, applied: AppliedChange) -> tuple[UndoneItem, ...]:
        """What an undo that was just applied brought back, changed or took away."""
        with self._translated_errors():
            return undone_items(self.db, applied.change or 0)

    def last_change(self) -> int:
        """The newest change that an undo would take back. Raises NothingToUndo."""
        for logged in self.log():
            if logged.undoes is None and logged.undone_by is None:
                return logged.id
        raise errors.NothingToUndo


@contextmanager
def open_any_version(path: Path) -> Iterator[Library]:
    """The library at `path`, read-only. Raises what `connect.open_read` does, but LibraryOlder."""
    try:
        library = Library.reading(path)
    except errors.LibraryOlder:
        import shutil
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            copied = Path(folder) / "library.db"
            shutil.copyfile(path, copied)
            with Library.writing(copied) as upgraded:
                yield upgraded
        return
    with library:
        yield library
