"""Call a function so that one odd item ends as a failure of this item, not of the whole run.

This is the only place below the command line that catches every exception. Readers, the planning
of an import and the storing of papers use it for each item.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from vcmbib.errors import VcmbibError

P = ParamSpec("P")
T = TypeVar("T")


class BadItem(ValueError):
    """An item that cannot be read. Its text is the reason, written for the user."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The exception that ended a call."""

    error: Exception

    @property
    def reason(self) -> str:
        """The reason in words."""
        if isinstance(self.error, BadItem):
            return str(self.error)
        if isinstance(self.error, RecursionError):
            return "nested too deeply"
        text = " ".join(str(self.error).split())[:200]
        name = type(self.error).__name__
        return f"unexpected content ({name}: {text})" if text else f"unexpected content ({name})"


def attempt(work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T | Failure:
    """Return the result of `work`, or a Failure if it raises an exception.

    An error for the whole command (`VcmbibError`, out of memory) is raised again.
    """
    try:
        return work(*args, **options)
    except (VcmbibError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001  # whatever goes wrong costs one item
        return Failure(error)
