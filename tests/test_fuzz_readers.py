"""A sample of nasty values in the fields of every format keeps all promises on a file."""

from __future__ import annotations

import random

import pytest

from tools.fuzz_readers import FORMATS, OTHERS, is_kept, mutations, run

_COUNT = 2  # files of each format


@pytest.mark.parametrize("name", FORMATS)
def test_a_nasty_value_costs_one_item_at_most(name: str) -> None:
    """No exception; the ledger adds up; the other records are read; reading twice changes nothing.

    What fails has its line, its reason and its text. The dump of the library is read again.
    """
    found = [m for m in mutations() if m[0] == name]
    small = [m for m in found if all(len(str(value)) < 10_000 for value in m[2])]
    for kind, fields, values in random.Random(name).sample(small, _COUNT):
        assert list(run(kind, fields, values)) == [], (kind, fields, values)


NOT_KEPT = {("jsonl", "added"), ("zotero", "version")}
"""Times of another library, and numbers of rows."""
MARK = "Qzmark"


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_of_a_file_is_lost(name: str) -> None:
    """A text in any field is in the library, or in a failed item, whatever its type is."""
    fields, _, values = FORMATS[name]
    typed = [MARK, [MARK], {"x": MARK}, [{"x": MARK}, "a"]] if values[-1] is OTHERS[-1] else [MARK]
    chance = random.Random(name)
    for field in chance.sample([f for f in fields if (name, f) not in NOT_KEPT], 6):
        value = chance.choice(typed)
        assert is_kept(name, field, value, MARK), (field, value)


REREAD = (
    ("ris", ("M1",), ("x",)), ("nbib", ("AD",), ("x",)), ("nbib", ("OT",), ("&amp;",)),
    ("markdown", ("Venue",), ("\t",)), ("sidecar", ("note",), ("a\r\nb",)),
    ("cff", ("date-released",), ("a;b|c,d",)), ("zotero", ("ISSN",), (True,)),
    ("csl-json", ("URL",), ({"": ""},)), ("jsonl", ("type",), ("[]",)),
    ("jsonl", ("title",), (" ",)), ("jsonl", ("extra",), ({"": ""},)),
    ("bibtex", ("honour",), ("{{}}",)), ("bibtex", ("ids",), ("&#0;",)),
    ("mods", ("issued",), ("x",)), ("csv", ("note",), ("a\nb",)),
)  # fmt: skip
"""Values that a format without a field for them writes in another form."""


@pytest.mark.parametrize("case", REREAD, ids=str)
def test_an_export_changes_nothing_in_the_library_it_came_from(
    case: tuple[str, tuple[str, ...], tuple[object, ...]],
) -> None:
    """Each export of the papers is read into their library: no paper is added or filled."""
    assert list(run(*case)) == []
