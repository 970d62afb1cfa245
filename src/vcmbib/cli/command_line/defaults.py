"""Defaults of options, from a file in the folder of the library: `vcmbib.toml` or `pyproject.toml`.

The names are those of `SETTINGS`. An option on the command line wins over the file, and so does an
environment variable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vcmbib.errors import BadDefaults, VcmbibError

FILE_NAME = "vcmbib.toml"
PROJECT_FILE = "pyproject.toml"
_MAX_BYTES = 1_000_000

VENUE_FORMS = ("as-written", "full", "abbrev", "acronym")
"""The values of `--venues`."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """The defaults in force. A setting that no file gives is None.

    `path` is the file that gives them, or None. `unused` is a second file that also has settings.
    """

    path: Path | None = None
    unused: Path | None = None
    style: str | None = None
    venues: str | None = None
    sort: str | None = None
    key_pattern: str | None = None
    mailto: str | None = None
    columns: tuple[str, ...] | None = None

    def settings(self) -> list[tuple[str, str]]:
        """(name, value) of each setting that the file gives, in the order of `SETTINGS`."""
        given = {
            "style": self.style,
            "venues": self.venues,
            "sort": self.sort,
            "key-pattern": self.key_pattern,
            "mailto": self.mailto,
            "columns": None if self.columns is None else ", ".join(self.columns),
        }
        return [(name, value) for name, value in given.items() if value is not None]


def read_defaults(folder: Path) -> Defaults:
    """Return the defaults for the library in `folder`.

    `vcmbib.toml` counts, else the table `[tool.vcmbib]` of `pyproject.toml`. Raises BadDefaults
    for a file that cannot be read, an unknown name or a wrong value.
    """
    own, project = folder / FILE_NAME, folder / PROJECT_FILE
    has_project = _has_table(project)
    if _exists(own):
        settings = _parse(own)
        return _checked(own, settings, project if has_project else None)
    if not has_project:
        return Defaults()
    tool = _parse(project).get("tool")
    table = tool.get("vcmbib") if isinstance(tool, dict) else None
    if table is None:  # the text is inside a string
        return Defaults()
    if not isinstance(table, dict):
        raise BadDefaults(str(project), "tool.vcmbib is not a table", "write [tool.vcmbib]")
    return _checked(project, table, None)


def _exists(path: Path) -> bool:
    """Whether there is something of this name; False without the permission to look."""
    try:
        return path.exists()
    except OSError:
        return False


_TABLE = rb"""(?m)^\s*(?:\[\s*)?["']?tool["']?\s*\.\s*["']?vcmbib\b"""


def _has_table(project: Path) -> bool:
    """Whether a `pyproject.toml` has our table. Most have not, so that TOML is not parsed.

    A file that cannot be read has none: it belongs to other programs.
    """
    import re

    try:
        return _exists(project) and re.search(_TABLE, _bytes(project)) is not None
    except BadDefaults:
        return False


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file. Raises BadDefaults."""
    try:
        if not path.is_file():
            raise BadDefaults(str(path), "it is not a file", "move it away, or write a file")
        if path.stat().st_size > _MAX_BYTES:
            raise BadDefaults(str(path), "it is larger than 1 MB", "a file of settings is short")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadDefaults(str(path), f"it cannot be read: {reason}", "check the path") from None


def _parse(path: Path) -> dict[str, object]:
    """The content of a TOML file. Raises BadDefaults."""
    import tomllib

    try:
        content: dict[str, object] = tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadDefaults(str(path), f"it is not TOML: {error}", _EXAMPLE) from None
    return content


_EXAMPLE = 'a line is a name, "=" and a value, such as: style = "ieee"'


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text in quotation marks")
    return value.strip()


def _venue_form(value: object) -> str:
    if value not in VENUE_FORMS:
        raise ValueError(f"one of {', '.join(VENUE_FORMS)}")
    return str(value)


def _sort(value: object) -> str:
    from vcmbib.store.search import parse_sort

    text = _text(value)
    parse_sort(text)
    return text


def _key_pattern(value: object) -> str:
    from vcmbib.model.keys.patterns import parse_pattern

    text = _text(value)
    parse_pattern(text)
    return text


def _mailto(value: object) -> str:
    text = _text(value).removeprefix("mailto:")
    if "@" not in text or any(c.isspace() for c in text):
        raise ValueError("an email address")
    return text


PAPER_COLUMNS = ("key", "year", "venue", "authors", "title")
"""The columns of a list of papers on a terminal."""


def _columns(value: object) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    chosen = [str(name).strip() for name in names] if isinstance(names, list) else []
    if not chosen or len(set(chosen)) < len(chosen) or not set(chosen) <= set(PAPER_COLUMNS):
        raise ValueError(f"a list of {', '.join(PAPER_COLUMNS)}, each once at most")
    return tuple(chosen)


SETTINGS: dict[str, Callable[[object], object]] = {
    "style": _text,
    "venues": _venue_form,
    "sort": _sort,
    "key-pattern": _key_pattern,
    "mailto": _mailto,
    "columns": _columns,
}
"""The check of each setting: it returns the value, or raises ValueError with what is expected."""


def _checked(path: Path, given: dict[str, object], unused: Path | None) -> Defaults:
    """The defaults of a file. Raises BadDefaults for an unknown name or a wrong value."""
    values: dict[str, object] = {}
    for written, value in given.items():
        name = written.replace("_", "-").lower()
        if name not in SETTINGS:
            raise BadDefaults(str(path), f"{written!r} is not a setting", _similar(name))
        try:
            values[name.replace("-", "_")] = SETTINGS[name](value)
        except ValueError as expected:
            raise BadDefaults(
                str(path), f"{written} = {value!r} is not a value for it", f"write {expected}"
            ) from None
        except VcmbibError as error:
            raise BadDefaults(str(path), f"{written}: {error.message}", error.hint) from None
    return Defaults(path, unused, **values)  # type: ignore[arg-type]  # SETTINGS checks the types


def _similar(name: str) -> str:
    """The hint for an unknown name: the most similar one, and all."""
    from difflib import get_close_matches

    similar = get_close_matches(name, SETTINGS, 1, 0.5)
    every = f"the settings are: {', '.join(SETTINGS)}"
    return f"did you mean {similar[0]!r}? {every}" if similar else every
