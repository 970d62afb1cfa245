"""The errors that a user can see."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

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


def with_optional_parts() -> list[tuple[type, str]]:
    """Each error and each part of it that may be left out."""
    return [
        (error, name)
        for error in all_errors()
        if "__init__" in vars(error)
        for name, part in inspect.signature(error).parameters.items()
        if part.default is not part.empty and part.annotation != "bool"
    ]


def sample(annotation: str, *, empty: bool = False) -> object:
    """A value of an annotated type."""
    values: dict[str, object] = {"str": "qx7", "int": 2, "Sequence[str]": ("qx7", "qx8"),
                                 "Sequence[int]": (417, 418)}  # fmt: skip
    return type(values[annotation])() if empty else values[annotation]


@pytest.mark.parametrize(("error", "name"), with_optional_parts())
def test_what_is_known_is_shown(error: type[errors.VcmbibError], name: str) -> None:
    """Each part that an error is made from is in its message or its hint, and only then."""
    parameters = inspect.signature(error).parameters
    given = {n: sample(p.annotation) for n, p in parameters.items() if p.default is p.empty}
    given |= {"key": "a key"} if "key" in given else {}
    given |= {n: "a part" for n in given if isinstance(given[n], str)}
    annotation = parameters[name].annotation
    shown = []
    for value in (sample(annotation), sample(annotation, empty=True)):
        found = error(**given, **{name: value})  # type: ignore[arg-type]
        shown.append(f"{found.message}\n{found.hint}")
    part = {"str": "qx7", "Sequence[str]": "qx7", "Sequence[int]": "417"}[annotation]
    assert part in shown[0]
    assert part not in shown[1]
    assert "None" not in shown[1]
