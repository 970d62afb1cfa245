"""Dumps that cannot be read: the fault and its line."""

from __future__ import annotations

import pytest

from tests.dumps import lines_written, small_dump
from vcmbib.model.dump.reader import read_dump


@pytest.mark.parametrize("lost", [1, 2, 3, 4, 5])
def test_a_dump_with_a_line_lost_is_refused(lost: int) -> None:
    """Whichever line is missing, the header and the end among them, it is noticed."""
    lines = lines_written(small_dump())
    assert len(lines) == 6
    del lines[lost]
    assert read_dump("".join(lines)).faults


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_half_a_file_is_refused(part: float) -> None:
    """A file that is cut off anywhere has a fault with this reason."""
    text = "".join(lines_written(small_dump()))
    assert read_dump(text[: int(len(text) * part)]).faults


def test_every_wrong_line_is_named_with_its_number() -> None:
    """A line that is no JSON and one with a wrong value are both reported."""
    lines = lines_written(small_dump())
    lines[1] = "{broken\n"
    lines[3] = lines[3].replace('"title":"B"', '"title":7')
    faults = read_dump("".join(lines)).faults
    assert [(f.line, f.reason) for f in faults if f.line] == [
        (2, "it is not JSON"),
        (4, "'title' must be a text"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"key":"b1"', '"key":"a0"', "the key 'a0' is already in line 3"),
        ('"categories":{"coding":1}', '"categories":{"other":1}', "'other' is not in the file"),
        ('"keys":["a1","b1"]', '"keys":["a1","c1"]', "'c1' is not in the file"),
        ('"parent":null', '"parent":"coding"', "is below itself"),
        ('"title":"A"', '"title":"A","year":99', "'year' must be between 1000 and 2100"),
        ('"title":"A"', '"title":"A","colour":"red"', "the unknown 'colour'"),
        ('"title":"A"', '"title":"A","tags":["x","X"]', "the tag 'x' occurs twice"),
        ('"title":"A"', '"title":"\\ud800"', "it is not JSON"),
        ('"kind":"paper"', '"kind":"pages"', "the kind 'pages' is unknown"),
    ],
)
def test_what_a_library_cannot_hold_is_named(old: str, new: str, said: str) -> None:
    """A dump that was changed by hand is checked as a whole before anything is written."""
    text = "".join(lines_written(small_dump())).replace(old, new, 1)
    faults = read_dump(text).faults
    assert any(said in f.reason for f in faults), faults


def test_a_newer_format_is_told_from_a_broken_file() -> None:
    """The header names the format; a program that is too old reports it and reads nothing."""
    text = "".join(lines_written(small_dump())).replace('"format":2', '"format":3')
    assert read_dump(text).newer == 3


def test_another_file_is_no_dump() -> None:
    """A text that does not begin with a header is no dump, an empty one neither."""
    for text in ("", "\n", "@article{x,\n}\n", '{"kind":"paper"}\n', "[]\n"):
        assert "not a dump" in read_dump(text).faults[0].reason
