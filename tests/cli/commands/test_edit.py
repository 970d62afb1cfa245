"""`vcmbib edit`: fields are set by options or in an editor."""

from __future__ import annotations

from tests.cli.conftest import Editor, Program
from tests.cli.terminal import end, spawn
from tests.papers import ICIP


def test_edit_sets_fields_and_tells_them(program: Program) -> None:
    """Each change is a line: key, field, old and new; the person is the source from then on."""
    result = program("edit", "arxiv:2005.00001", "--set", "year=2021", "--set", "title=New")

    assert result.out.splitlines() == [
        "doe2020coding\ttitle\tCoding of Features → New",
        "doe2020coding\tyear\t2020 → 2021",
    ]
    sources = program("show", "--sources", "doe2020coding").out
    assert "year\t2021\tedit" in sources
    assert "year\tnot: 2020\tlist.md" in sources


def test_edit_warns_of_the_unknown_and_keeps_it(program: Program) -> None:
    """An unknown venue and type are kept as written, with a word on standard error."""
    result = program("edit", "poe2022x", "--set", "venue=Annals of Nowhere", "--set", "type=zine")

    assert result.status == 0
    assert "Annals of Nowhere" in result.err
    assert "zine" in result.err
    found = program.paper("poe2022x")
    assert found.venue is not None
    assert (found.venue.name, found.entry_type) == ("Annals of Nowhere", "zine")


def test_the_editor_changes_what_it_changes(program: Program, editor: Editor) -> None:
    """The form goes to $EDITOR; what it leaves is read back, and no draft stays behind."""
    env = editor("text = text.replace('year: 2020', 'year: 1999').replace('  others\\n', '')")
    result = program("edit", "doe2020coding", env=env)

    assert (result.status, result.err) == (0, "")
    assert "year\t2020 → 1999" in result.out
    found = program.paper("doe2020coding")
    assert (found.year, found.authors_complete, found.venue) == (1999, True, ICIP)
    assert not list(program.path.parent.glob("vcmbib-*"))


def test_an_untouched_form_changes_nothing(program: Program, editor: Editor) -> None:
    """Leaving the editor without a change writes nothing and reports it."""
    result = program("edit", "doe2020coding", env=editor(""))

    assert (result.status, result.out) == (0, "")
    assert "no change" in result.err
    assert program.changes() == 1


def test_a_bad_form_keeps_the_draft(program: Program, editor: Editor) -> None:
    """Status 4 with the line; nothing is written, and the edited text is kept in a named file."""
    result = program(
        "edit", "doe2020coding", env=editor("text = text.replace('year: 2020', 'year: soon')")
    )

    assert result.status == 4
    assert "'soon'" in result.err
    (draft,) = program.path.parent.glob("vcmbib-*")
    assert str(draft) in result.err
    assert "year: soon" in draft.read_text("utf-8")
    assert program.changes() == 1


def test_what_changed_meanwhile_is_not_overwritten(program: Program, editor: Editor) -> None:
    """The library is free while the editor runs; a paper changed in between is left alone."""
    env = editor(
        "import subprocess\n"
        f"subprocess.run([sys.executable, '-m', 'vcmbib', '--db', {str(program.path)!r},"
        " 'edit', 'doe2020coding', '--set', 'year=1990'], check=True)\n"
        "text = text.replace('title: Coding', 'title: Recoding')"
    )
    result = program("edit", "doe2020coding", env=env)

    assert result.status == 1
    assert "meanwhile" in result.err
    assert "your text is saved" in result.err
    assert (program.paper("doe2020coding").year, program.changes()) == (1990, 2)


def test_a_bad_form_may_be_edited_again(program: Program, editor: Editor) -> None:
    """On a terminal the error is shown and the same text comes back to the editor."""
    env = editor("text = text.replace('soon', '1999').replace('year: 2020', 'year: soon')")
    child = spawn(program.path, "edit", "doe2020coding", env=env)
    child.expect("Edit again")
    child.sendline("y")
    child.expect("to undo it: vcmbib .* undo")

    assert end(child) == 0
    assert program.paper("doe2020coding").year == 1999


def test_award_is_the_plain_name_of_a_field(program: Program) -> None:
    """`--set award=…` sets the field that programs know as `honour`."""
    assert program("edit", "doe2020coding", "--set", "award=Best Paper").status == 0
    assert program.paper("doe2020coding").honour == "Best Paper"
    assert "doe2020coding" in program("list", "has:award", "--keys").out
