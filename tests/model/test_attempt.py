"""A failure of one call becomes a value with a reason."""

from __future__ import annotations

import pytest

from vcmbib.errors import Usage
from vcmbib.model.attempt import BadItem, Failure, attempt


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BadItem("no title"), "no title"),
        (ValueError("it\n is  odd"), "unexpected content (ValueError: it is odd)"),
        (KeyError(), "unexpected content (KeyError)"),
        (RecursionError("maximum recursion depth"), "nested too deeply"),
    ],
)
def test_an_exception_becomes_a_failure(error: Exception, reason: str) -> None:
    """The reason of a bad item is its own text; another exception is named."""
    found = attempt(_raise, error)
    assert isinstance(found, Failure)
    assert (found.error, found.reason) == (error, reason)


@pytest.mark.parametrize("error", [Usage("wrong"), MemoryError(), KeyboardInterrupt()])
def test_what_concerns_the_whole_command_is_raised(error: BaseException) -> None:
    """An error for the user, a lack of memory and an interrupt end the command."""
    with pytest.raises(type(error)):
        attempt(_raise, error)


def test_a_result_is_returned() -> None:
    """A call that succeeds gives its result."""
    assert attempt(int, "7") == 7
