"""The errors that a user can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vcmbib import errors


def all_errors(base: type[errors.VcmbibError] = errors.VcmbibError) -> Iterator[type]:
    """The classes of all errors."""
    for found in base.__subclasses__():
        if found.__module__ == errors.__name__:
            yield found
            yield from all_errors(found)


def test_every_error_has_a_code_of_its_own_and_a_known_status() -> None:
    """Programs distinguish errors by their codes; statuses are those of docs/errors.md."""
    classes = {c for c in all_errors() if "code" in vars(c)}
    codes = [vars(c)["code"] for c in classes]
    assert len(classes) > 30
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
    assert {c.__dict__.get("status", 1) for c in classes} == {1, 2, 3, 4, 5, 6, 129, 130, 143}


def test_message_and_hint_are_kept_apart() -> None:
    """The message names what is wrong, the hint what to do."""
    error = errors.VcmbibError("it is wrong", "mend it")
    assert (str(error), error.message, error.hint) == ("it is wrong", "it is wrong", "mend it")
    assert errors.VcmbibError("it is wrong").hint == ""
