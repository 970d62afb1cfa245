"""The conflicts of a merge, in a file until all are resolved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from vcmbib.cli import text_files
from vcmbib.cli.commands.git_process import git_paths
from vcmbib.errors import NotUnderstood, Usage
from vcmbib.logic.edit.set_fields import edit_paper, with_key
from vcmbib.model.dump.jsonl import BadDumpLine, Object, encode, paper_object, read_paper
from vcmbib.model.dump.values import DumpedPaper, settled
from vcmbib.model.merge_conflicts import MergeConflict, conflict_from_json
from vcmbib.model.paper import Category, Paper
from vcmbib.model.plan import Action, Change, ChangeCategory, Remove, RemoveCategory

if TYPE_CHECKING:
    from vcmbib.store.journal import LogEntry

ENDING = ".conflicts.jsonl"


def conflicts_path(library: Path) -> Path:
    """The path of the file with the library's conflicts.

    In a clone it is in git's folder: there no branch can replace it or put a link in its place.
    Else it is next to the library.
    """
    found = git_paths(library, "vcmbib")
    if found is None:
        return library.with_name(library.name + ENDING)
    folder, in_tree = found
    name = quote(in_tree, safe=" ", errors="surrogateescape")
    if len(name) > _LONGEST_NAME:
        digest = hashlib.sha256(in_tree.encode("utf-8", "surrogateescape")).hexdigest()
        name = f"{digest[:16]}-{name[-_LONGEST_NAME:]}"
    return folder / (name + ENDING)


_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class PendingConflicts:
    """The unresolved conflicts of a merge.

    `change` and `made` (its time) name the merge in the log; empty if it changed nothing.
    """

    conflicts: tuple[MergeConflict, ...] = ()
    change: int | None = None
    made: str = ""

    def still_applies(self, log: Sequence[LogEntry]) -> bool:
        """Whether the log has the merge, not undone. `git merge --abort` removes it."""
        return self.change is None or any(
            (c.id, c.made, c.undone_by) == (self.change, self.made, None) for c in log
        )


def read_conflicts(library: Path) -> PendingConflicts:
    """Read the conflicts of a library; none without a file. Raises NotUnderstood."""
    path = conflicts_path(library)
    if path.is_symlink() or not path.exists():  # `write_conflicts` writes no link
        return PendingConflicts()
    conflicts: list[MergeConflict] = []
    merge: tuple[int | None, str] = (None, "")
    for number, line in enumerate(text_files.read_found_text(str(path)).split("\n"), 1):
        try:
            match json.loads(line or "null"):
                case None:
                    continue
                case {"change": int(change), "made": str(made)}:
                    merge = (change, made)
                case found:
                    conflicts.append(conflict_from_json(found))
        except ValueError as error:
            raise NotUnderstood(
                f"{path}:{number}: {error}", "merge again, or delete the file"
            ) from error
    return PendingConflicts(tuple(conflicts), *merge)


def write_conflicts(library: Path, pending: PendingConflicts) -> None:
    """Write the conflicts of a library; without any, delete the file. Raises CannotWrite."""
    path = conflicts_path(library)
    if not pending.conflicts:
        if not path.is_symlink():
            path.unlink(missing_ok=True)
        return
    lines = [encode(c.to_json()) for c in pending.conflicts]
    if pending.change is not None:
        lines.insert(0, encode({"change": pending.change, "made": pending.made}))
    text = "".join(f"{line}\n" for line in lines)
    text_files.write_texts([(str(path), text)], make_folders=True, follow_links=False)


def value_text(part: Object) -> str:
    """One side's value as text."""
    match part:
        case {"removed": bool(removed)}:
            return "removed" if removed else "changed"
        case {"authors": list(people)}:
            names = [p for p in people if isinstance(p, dict)]
            return "; ".join(f"{p.get('given', '')} {p['family']}".strip() for p in names)
        case {"venue": {"acronym": str(name)}} | {"venue": {"name": str(name)}}:
            return name
        case {"kind": "category"}:
            return "changed"
        case _:
            pass
    values = [v for v in part.values() if v is not None]
    return "; ".join(v if isinstance(v, str) else encode(v) for v in values) or "(none)"


# --- resolving -----------------------------------------------------------------------------------


def decision_actions(
    conflict: MergeConflict, paper: Paper, side: str | None, value: str | None
) -> list[Action]:
    """The actions that resolve a conflict of a paper. `side` is `ours` or `theirs`, else `value`.

    Raises Usage for a value on a removed paper, and what `edit` raises.
    """
    if conflict.field == "paper":
        if value is not None:
            raise Usage("a removed paper has no value", "use --ours or --theirs")
        chosen = conflict.ours if side == "ours" else conflict.theirs
        return [Remove(paper)] if chosen.get("removed") else []
    if value is not None:
        after = edit_paper(paper, [(conflict.field, value)]).paper
    else:
        after = _set(paper, conflict, conflict.ours if side == "ours" else conflict.theirs)
    same = settled(DumpedPaper(after)) == settled(DumpedPaper(paper))
    return [] if same else [Change(paper, after)]


def _set(paper: Paper, conflict: MergeConflict, part: Object) -> Paper:
    """The paper with `part`, one side's value of the field."""
    if conflict.field == "key":
        return with_key(paper, str(part["key"]))
    fields_now = paper_object(DumpedPaper(paper))
    if conflict.field.startswith("extra."):
        name = conflict.field.removeprefix("extra.")
        given = dict(read_paper({**_BARE, "fields": part["fields"]}).paper.extra)
        fields = {**dict(paper.extra), **given}
        return replace(
            paper, extra=tuple(e for e in fields.items() if e[0] in given or e[0] != name)
        )
    if conflict.field.startswith("link "):
        url = conflict.field.removeprefix("link ")
        new = read_paper({**_BARE, "links": part["links"]}).paper.links
        links = {k.url: k for k in paper.links} | {k.url: k for k in new}
        return replace(paper, links=tuple(k for k in links.values() if new or k.url != url))
    try:
        after = read_paper({k: v for k, v in (fields_now | part).items() if v is not None}).paper
    except BadDumpLine as error:
        raise NotUnderstood(f"{conflict.key} {conflict.field}: {error}") from error
    return replace(after, id=paper.id)


_BARE: Object = {"key": "x", "title": "", "type": "misc"}


def category_decision_actions(
    conflict: MergeConflict, tree: Sequence[Category], side: str | None, value: str | None
) -> list[Action]:
    """The actions that resolve a conflict of a category. Raises Usage if they are impossible."""
    slug = conflict.key.removeprefix("category:")
    category = next((c for c in tree if c.slug == slug), None)
    if category is None:
        return []
    chosen = conflict.ours if side == "ours" else conflict.theirs
    if conflict.field == "category":
        if value is not None:
            raise Usage("a removed category has no value", "use --ours or --theirs")
        if chosen.get("removed") and any(c.parent == slug for c in tree):
            raise Usage(f"{slug} has categories below it", "move or delete those categories first")
        return [RemoveCategory(slug)] if chosen.get("removed") else []
    new = value if value is not None else chosen.get(conflict.field)
    if conflict.field == "title":
        after = replace(category, title=str(new))
    else:
        parent = None if new in (None, "") else str(new)
        _check_parent(slug, parent, tree)
        after = replace(category, parent=parent)
    return [] if after == category else [ChangeCategory(slug, after)]


def _check_parent(slug: str, parent: str | None, tree: Sequence[Category]) -> None:
    """Raise Usage if `parent` does not exist or is below the category."""
    above = {c.slug: c.parent for c in tree}
    at = parent
    while at is not None:
        if at not in above:
            raise Usage(f"there is no category {at}")
        if at == slug:
            raise Usage(
                f"{slug} cannot be below itself", "use the other side, or move the category"
            )
        at = above[at]
