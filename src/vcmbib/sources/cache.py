"""The cache of responses on disk. It saves repeated requests for the same data.

Each response is one file: a line of JSON (request, time, lifetime, digest), then the body as
received. The cache raises no errors: an incomplete file counts as missing, and a folder that is
not writable stores nothing. The user can delete the folder at any time.
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
    """`$XDG_CACHE_HOME/vcmbib`, or the default of the platform; None without a home folder.

    Ignores a relative path in XDG_CACHE_HOME (XDG Base Directory Specification).
    """
    xdg = environ.get("XDG_CACHE_HOME", "")
    if xdg and Path(xdg).is_absolute():
        return Path(xdg) / "vcmbib"
    app_data = environ.get("LOCALAPPDATA", "")
    if sys.platform == "win32" and app_data:
        return Path(app_data) / "vcmbib" / "cache"
    home = environ.get("HOME") or environ.get("USERPROFILE") or ""
    return Path(home) / ".cache" / "vcmbib" if home else None


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A response in the cache. `stored` is in seconds since 1970, `seconds` is its lifetime."""

    status: int
    content_type: str
    body: bytes
    stored: float
    seconds: float

    def is_fresh(self, now: float) -> bool:
        """Whether its lifetime is not over. False if `stored` is in the future (wrong clock)."""
        return 0 <= now - self.stored < self.seconds


@dataclass(frozen=True, slots=True)
class Cache:
    """The cached responses in `folder`. With None it stores nothing."""

    folder: Path | None

    def read(self, request: str) -> CachedResponse | None:
        """The response for a request, of any age; None if there is none.

        `request` is the method and the URL.
        """
        path = self._path(request)
        if path is None:
            return None
        try:
            if not path.is_file():
                return None  # a pipe would block
            head, _, body = path.read_bytes().partition(b"\n")
            header = json.loads(head)
            cached = CachedResponse(
                int(header["status"]),
                str(header["type"]),
                body,
                float(header["stored"]),
                float(header["seconds"]),
            )
            is_complete = (
                header["format"] == _FORMAT
                and header["question"] == request
                and 100 <= cached.status <= 599
                and header["digest"] == hashlib.sha256(body).hexdigest()
            )
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None
        return cached if is_complete else None

    def write(self, request: str, cached: CachedResponse) -> bool:
        """Store a response as a whole. Returns False if that is not possible."""
        path = self._path(request)
        if path is None:
            return False
        header = {
            "format": _FORMAT,
            "question": request,
            "status": cached.status,
            "type": cached.content_type,
            "stored": cached.stored,
            "seconds": cached.seconds,
            "digest": hashlib.sha256(cached.body).hexdigest(),
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_atomically(path, json.dumps(header).encode() + b"\n" + cached.body)
        except OSError:
            return False
        return True

    def _path(self, request: str) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256(request.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return self.folder / "answers" / name


def _write_atomically(path: Path, content: bytes) -> None:
    """Write a temporary file and rename it to `path`, so that no reader sees a partial file."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
