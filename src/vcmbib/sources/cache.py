"""Answers kept on disk, so that the same question is not asked twice a day.

One file an answer: a line of JSON (what was asked, when, for how long it holds, a digest), then
the body as it came. Nothing that goes wrong here is an error: a file that cannot be read back
whole is a miss, a folder that cannot be written keeps nothing. The folder may be deleted at any
time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_FORMAT = 1


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """`$XDG_CACHE_HOME/vcmbib`, else the platform's usual place; None without a home folder.

    A relative XDG_CACHE_HOME is ignored, as the XDG Base Directory Specification asks.
    """
    stated = environ.get("XDG_CACHE_HOME", "")
    if stated and Path(stated).is_absolute():
        return Path(stated) / "vcmbib"
    local = environ.get("LOCALAPPDATA", "")
    if sys.platform == "win32" and local:
        return Path(local) / "vcmbib" / "cache"
    home = environ.get("HOME") or environ.get("USERPROFILE") or ""
    return Path(home) / ".cache" / "vcmbib" if home else None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was stored: when (seconds since 1970), and for how many seconds it holds."""

    status: int
    content_type: str
    body: bytes
    stored: float
    seconds: float

    def fresh(self, now: float) -> bool:
        """Whether it still holds; one from the future (the clock was set back) does not."""
        return 0 <= now - self.stored < self.seconds


@dataclass(frozen=True, slots=True)
class Cache:
    """The answers under `folder`; without a folder, none."""

    folder: Path | None

    def read(self, question: str) -> Kept | None:
        """The answer to `question` (method and address), of any age; None if there is none."""
        path = self._path(question)
        if path is None:
            return None
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            stated = json.loads(head)
            kept = Kept(
                int(stated["status"]),
                str(stated["type"]),
                body,
                float(stated["stored"]),
                float(stated["seconds"]),
            )
            whole = (
                stated["format"] == _FORMAT
                and stated["question"] == question
                and 100 <= kept.status <= 599
                and stated["digest"] == hashlib.sha256(body).hexdigest()
            )
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None
        return kept if whole else None

    def write(self, question: str, kept: Kept) -> bool:
        """Store an answer, whole or not at all; False where that was not possible."""
        path = self._path(question)
        if path is None:
            return False
        head = {
            "format": _FORMAT,
            "question": question,
            "status": kept.status,
            "type": kept.content_type,
            "stored": kept.stored,
            "seconds": kept.seconds,
            "digest": hashlib.sha256(kept.body).hexdigest(),
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, json.dumps(head).encode() + b"\n" + kept.body)
        except OSError:
            return False
        return True

    def _path(self, question: str) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return self.folder / "answers" / name


def _replace(path: Path, content: bytes) -> None:
    """Write beside `path`, then move over it: no reader ever sees half of a file."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
