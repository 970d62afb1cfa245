"""Failed rows are handed back so that they can be corrected and read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.markdown import read, write_failed
from vcmbib.formats.markdown.document import read_document
from vcmbib.model.paper import Problem

HEADER = "| Paper | Venue |\n|---|---|"


def test_nothing_failed_gives_nothing() -> None:
    """Without problems there is no document."""
    assert write_failed(()) == ""


def test_rows_stand_under_their_headings_and_header() -> None:
    """Each group once, the reason above each row, the row verbatim."""
    problems = (
        Problem(5, "the title is missing", "| | CVPR |", ("A", "B"), HEADER),
        Problem(6, "odd --> reason", "| | ICCV |", ("A", "B"), HEADER),
        Problem(9, "the title is missing", "| | TIP |", ("A",), HEADER),
    )
    assert write_failed(problems) == (
        "# A\n\n## B\n\n| Paper | Venue |\n|---|---|\n<!-- line 5: the title is missing -->\n"
        "| | CVPR |\n<!-- line 6: odd - -> reason -->\n| | ICCV |\n\n# A\n\n| Paper | Venue |\n"
        "|---|---|\n<!-- line 9: the title is missing -->\n| | TIP |\n"
    )


def test_corrected_rows_are_read() -> None:
    """The document is a list again once its rows are put right."""
    text = f"# A\n\n{HEADER}\n| | CVPR 2020 |\n| [Good Title](https://x.org) | TIP |\n| | ICCV |\n"
    problems = read(text, "list.md").problems
    corrected = write_failed(problems).replace("| |", "| [Put Right](https://x.org/2) |")
    reading = read(corrected, "failed.md")
    assert [r.title for r in reading.records] == ["Put Right", "Put Right"]
    assert [r.places[0].path for r in reading.records] == [("A",), ("A",)]
    assert (reading.problems, reading.skipped) == ((), ())


_TITLE = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
).filter(lambda t: any(c.isalnum() for c in t) and ":" not in t)


@given(st.lists(_TITLE, min_size=1, max_size=4))
def test_headings_come_back(path: list[str]) -> None:
    """Whatever characters a heading has, its path is read as it was."""
    from vcmbib.model.text import tidy

    titles = tuple(tidy(t) for t in path)
    written = write_failed([Problem(1, "why", "x", titles, "")])
    assert read_document(written).lines[-1].path == titles
