"""The library: one SQLite file. `apply` writes it, the other methods read it."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vcmbib import errors
from vcmbib.model.paper import Category, Paper, Record
from vcmbib.model.parallel_map import ParallelMap
from vcmbib.model.plan import Plan, Undo
from vcmbib.model.snapshot import LibrarySnapshot
from vcmbib.store import connect
from vcmbib.store import counts as store_counts
from vcmbib.store.apply_plan import PlanWriter, summary
from vcmbib.store.journal import Journal, LogEntry, papers_that_lost, read_log
from vcmbib.store.load_papers import load_outlines, load_papers, read_categories
from vcmbib.store.reader import LibraryReader
from vcmbib.store.record_json import load_record
from vcmbib.store.search_index import index_papers
from vcmbib.store.snapshot import snapshot_for
from vcmbib.store.undo import ChangeReverter, UndoneItem, undone_items

if TYPE_CHECKING:
    from vcmbib.model.dump.jsonl import DumpLine
    from vcmbib.model.dump.values import Dump
    from vcmbib.store.integrity import Fault


def utc_now() -> str:
    """The current time in UTC, to the second, or the time of `SOURCE_DATE_EPOCH`.

    Source: https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    time = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """The result of `apply`: the number of the change in the log, None for an empty plan."""

    change: int | None
    summary: str = ""


class Library(LibraryReader):
    """An open library file. Use as a context manager.

    `changes_made` are the numbers of the changes that this object committed.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        super().__init__(path, db)
        self.changes_made: tuple[int, ...] = ()
        self._uncommitted_changes: tuple[int, ...] = ()

    @classmethod
    def writing(cls, path: Path) -> Library:
        """Open or create the file for writing. Raises the errors of `connect.open_write`."""
        return cls(path, connect.open_write(path))

    @classmethod
    def empty(cls) -> Library:
        """Create a library in memory, without papers: for a dry run without a file."""
        return cls._in_memory(Path(":memory:"), connect.open_memory())

    @classmethod
    def _in_memory(cls, path: Path, db: sqlite3.Connection) -> Library:
        """A library in memory; its connection is closed when the object is deleted."""
        library = cls(path, db)
        weakref.finalize(library, db.close)
        return library

    def copy(self) -> Library:
        """Copy the library to memory, for dry runs."""
        with self._translated_errors():
            db = connect.open_copy(self.db)
        return self._in_memory(self.path, db)

    # --- reading -----------------------------------------------------------------------------

    def papers(self, ids: Sequence[int]) -> Iterator[Paper]:
        """The papers with these ids, in this order. Raises LibraryDamaged for invalid values."""
        with self._checked_read():
            yield from load_papers(self.db, ids)

    def outlines(self, ids: Sequence[int], fields: Sequence[str] = ()) -> Iterator[Paper]:
        """The papers with these ids, in this order, with their keys and these extra fields only.

        Faster than `papers`. For dividing the work on many papers.
        """
        with self._checked_read():
            yield from load_outlines(self.db, ids, fields)

    def all_papers(self) -> Iterator[Paper]:
        """All papers, sorted by citation key."""
        with self._checked_read():
            ids = [
                r[0]
                for r in self.db.execute(
                    "SELECT paper_id FROM citation_keys WHERE current = 1 ORDER BY key"
                )
            ]
            yield from load_papers(self.db, ids)

    def paper(self, key: str) -> Paper:
        """The paper with this citation key, old key, identifier or link.

        A name with characters that are not visible is also found by its printable form.
        Raises NoSuchPaper with similar keys, and AmbiguousKey if several papers match.
        """
        with self._checked_read():
            ids = self.ids_named(key)
            if len(ids) > 1:
                raise errors.AmbiguousKey(key, [p.key for p in load_papers(self.db, ids)])
            for paper in load_papers(self.db, ids):
                return paper
            raise errors.NoSuchPaper(key, self.similar_keys(key))

    def check_pages(self) -> None:
        """Raise LibraryDamaged if SQLite finds a damaged page in the file."""
        with self._checked_read():
            found = str(self.db.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise errors.LibraryDamaged(str(self.path), found)

    def categories(self) -> tuple[Category, ...]:
        """The categories: parents before their children, siblings by position."""
        with self._checked_read():
            return read_categories(self.db)

    def counts(self, kind: str, ids: Collection[int] | None = None) -> list[tuple[str, int]]:
        """(name, number of papers) of each tag, topic, type, venue, author or year.

        `ids` limits the papers here and in the methods below.
        """
        with self._checked_read():
            return store_counts.counts(self.db, kind, ids)

    def category_counts(
        self, ids: Collection[int] | None = None
    ) -> list[tuple[str, str, str | None, int, int]]:
        """(slug, title, parent, depth, number of papers) of each category, parents first."""
        with self._checked_read():
            numbers = store_counts.papers_in_categories(self.db, ids)
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

    def completeness(self, ids: Collection[int] | None = None) -> dict[str, int]:
        """The number of papers that have all authors, a venue, a year, an identifier …"""
        with self._checked_read():
            return store_counts.completeness(self.db, ids)

    def records(self, paper: Paper) -> list[tuple[Record, str]]:
        """The records of a paper with the time of each, oldest first."""
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
        """The changes, newest first; with `paper` only those of this paper."""
        with self._checked_read():
            return read_log(self.db, None if paper is None else (paper.id,))

    def log_of(self, name: str) -> tuple[list[LogEntry], bool]:
        """The changes of the papers that have or had this key or identifier, newest first.

        Includes removed and merged papers. The second value is true if one of the papers exists.
        Raises NoSuchPaper and AmbiguousKey as `paper` does.
        """
        with self._checked_read():
            papers = papers_that_lost(self.db, name)
            found = self.ids_named(name)
        if found or not papers:
            papers.add(self.paper(name).id)
        with self._checked_read():
            exists = any(True for _ in load_outlines(self.db, sorted(papers), ()))
            return read_log(self.db, papers), exists

    def dump_lines(self, *, history: bool = False) -> Iterator[DumpLine]:
        """The lines of a dump, in order; `history` adds the log."""
        from vcmbib.store import dump

        with self._checked_read():
            yield from dump.dump_lines(self.db, history=history)

    def read_dump(self) -> Dump:
        """The whole library without the log. Papers have their ids."""
        from vcmbib.store import dump

        with self._checked_read():
            return dump.read_dump(self.db)

    def pairs_marked_different(self) -> frozenset[tuple[int, int]]:
        """The pairs of ids of the papers marked as different, the lower id first."""
        with self._checked_read():
            return frozenset(self.db.execute("SELECT paper_id, other_id FROM not_duplicates"))

    def snapshot_for(
        self, records: Sequence[Record], *, similar_titles: bool = False
    ) -> LibrarySnapshot:
        """The part of the library that these records can match; see `snapshot.snapshot_for`."""
        with self._checked_read():
            return snapshot_for(self.db, records, similar_titles=similar_titles)

    # --- writing -----------------------------------------------------------------------------

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the library for writing, so that no other process changes it in the block.

        Commits the changes of `apply` at the end of the block, or rolls back after an exception.
        Raises LibraryLocked if another process keeps the lock too long, and LibraryReplaced if
        another file has the path at the end.
        """
        with self._translated_errors():
            self.db.execute("BEGIN IMMEDIATE")
            file = connect.file_identity(self.path)
            try:
                yield
                if self.db.in_transaction:
                    if self._uncommitted_changes and connect.file_identity(self.path) != file:
                        raise errors.LibraryReplaced(str(self.path))
                    self.db.execute("COMMIT")
            except Exception:
                self._uncommitted_changes = ()  # SQLite may have rolled back already
                raise
            finally:
                # After an interrupt only SQLite knows if the commit is complete.
                if self.db.in_transaction:
                    self._uncommitted_changes = ()
                    self.db.execute("ROLLBACK")
                self.changes_made += self._uncommitted_changes
                self._uncommitted_changes = ()

    def apply(
        self,
        plan: Plan,
        command: str,
        on_progress: Callable[[int], None] | None = None,
        parallel_map: ParallelMap = map,
    ) -> AppliedChange:
        """Apply a plan in one transaction, with one change in the log; update the search index.

        `command` is what the user typed. `on_progress(n)`: number of papers processed since the
        last call. `parallel_map` prepares the rows of new papers, maybe in another process.
        Within `locked` it uses that transaction. Raises UndoForbidden, NothingToUndo, NoSuchThing,
        NoSuchPaper, DiskFull, LibraryReadOnly, LibraryLocked, LibraryReplaced.
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
        time = utc_now()
        undoes = next((a.change for a in plan.actions if isinstance(a, Undo)), None)
        cursor = self.db.execute(
            "INSERT INTO changes (made, command, summary, undoes) VALUES (?, ?, '', ?)",
            (time, command, undoes),
        )
        change = int(cursor.lastrowid or 0)
        journal = Journal(self.db, change)
        if undoes is not None:
            ChangeReverter(journal, undoes).revert()
        else:
            PlanWriter(journal, time, parallel_map).apply(plan.actions, on_progress)
        journal.delete_unused()
        index_papers(self.db, journal.changed_papers)
        text = summary(plan.actions)
        self.db.execute("UPDATE changes SET summary = ? WHERE id = ?", (text, change))
        self._uncommitted_changes += (change,)
        return AppliedChange(change, text)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what the block wrote if it raises an exception. For use within `locked`."""
        before = self._uncommitted_changes
        self.db.execute("SAVEPOINT block")
        try:
            yield
        except BaseException:
            self._uncommitted_changes = before
            if self.db.in_transaction:
                self.db.execute("ROLLBACK TO block")
            raise
        finally:
            if self.db.in_transaction:
                self.db.execute("RELEASE block")

    def undone_items(self, applied: AppliedChange) -> tuple[UndoneItem, ...]:
        """The effect of an applied undo on papers and categories."""
        with self._translated_errors():
            return undone_items(self.db, applied.change or 0)

    def papers_of_change(self, change: int) -> int:
        """The number of papers that a change touched."""
        with self._checked_read():
            number: int = self.db.execute(
                "SELECT (SELECT coalesce(sum(last_id - first_id + 1), 0) FROM history"
                " WHERE change_id = :c AND tbl = 'papers' AND op = 'insert')"
                " + (SELECT count(DISTINCT paper_id) FROM history h WHERE change_id = :c"
                " AND paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM history i"
                " WHERE i.change_id = :c AND i.tbl = 'papers' AND i.op = 'insert'"
                " AND h.paper_id BETWEEN i.first_id AND i.last_id))",
                {"c": change},
            ).fetchone()[0]
            return number

    def last_change_number(self) -> int:
        """The number of the newest change, of whatever kind; 0 without any."""
        with self._checked_read():
            number: int = self.db.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0]
            return number

    def rebuild_index(self) -> None:
        """Write the search index again, from the papers. This is not a change of the log.

        If that does not repair it, because its pages are damaged, write all tables again. Raises
        LibraryDamaged if they cannot be read.
        """
        from vcmbib.store.integrity import find_faults
        from vcmbib.store.rebuild import rebuild_index, rewrite_tables

        with suppress(errors.LibraryDamaged), self.locked():
            rebuild_index(self.db)
        with self._translated_errors():
            if find_faults(self.db, quick=True):
                rewrite_tables(self.db)

    def last_change(self) -> int:
        """The number of the newest change that can be undone. Raises NothingToUndo."""
        for logged in self.log():
            if logged.undoes is None and logged.undone_by is None:
                return logged.id
        raise errors.NothingToUndo


def find_damage(path: Path, *, quick: bool = False) -> tuple[Fault, ...]:
    """The faults of a library of this version, found in a temporary copy; see `find_faults`.

    Raises the errors of `connect.open_read`, also for a file that cannot be opened at all.
    """
    from vcmbib.store.integrity import find_faults

    Library.reading(path).close()
    with connect.writable_copy(path) as db:
        return tuple(find_faults(db, quick=quick))


@contextmanager
def open_any_version(path: Path) -> Iterator[Library]:
    """Open a library of any supported version for reading, an older one as an upgraded copy.

    Raises the errors of `connect.open_read` except LibraryOlder.
    """
    try:
        library = Library.reading(path)
    except errors.LibraryOlder:
        with connect.finished_copy(path) as copy, Library.writing(copy) as library:
            yield library
        return
    with library:
        yield library
