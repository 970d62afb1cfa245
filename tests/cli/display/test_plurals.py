"""Numbers and nouns."""

from __future__ import annotations

import re

import pytest

from tests.source_files import SOURCE, modules_of
from vcmbib.cli.display.plurals import counted, form


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "paper", "0 papers"), (1, "paper", "1 paper"), (2, "paper", "2 papers"),
        (12345, "paper", "12,345 papers"), (1, "entry", "1 entry"), (2, "entry", "2 entries"),
        (2, "category", "2 categories"), (2, "key", "2 keys"), (1, "conflict", "1 conflict"),
        (2, "conflict", "2 conflicts"), (3, "match", "3 matches"), (2, "old key", "2 old keys"),
    ],
)  # fmt: skip
def test_a_noun_goes_with_its_number(number: int, noun: str, text: str) -> None:
    """One thing is singular, none and several are plural."""
    assert counted(number, noun) == text


def test_verbs_and_given_plurals() -> None:
    """A verb goes with its number, and an unusual plural is given."""
    assert form(1, "is") == "is"
    assert form(2, "is") == "are"
    assert counted(2, "pair of versions", "pairs of versions") == "2 pairs of versions"


_RAW = re.compile(
    r"\{[^{}]*\} (?:papers|entries|keys|conflicts|changes|notes|files|records|rows|pairs|tags"
    r"|categories|groups|links|findings|matches)\b"
)


def test_no_message_counts_without_the_right_form() -> None:
    """`1 conflicts` cannot be written: a number and its noun come from one function."""
    right_in_context = {"commands/key_generate.py", "commands/remove.py", "help_text/overview.py"}
    found = {
        path.relative_to(SOURCE / "cli").as_posix()
        for path, text in modules_of(SOURCE / "cli")
        if _RAW.search(text)
    }

    assert found - right_in_context == set()
