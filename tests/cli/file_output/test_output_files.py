"""Files of the user: what the library does not contain is not overwritten, in no format."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.file_output.hand_edits import EDITS, ENDINGS
from vcmbib.cli.commands import export
from vcmbib.cli.file_output import written_files

CASES = [(kind, name) for kind, edits in EDITS.items() for name in edits]


@pytest.fixture(autouse=True)
def no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own, so that no test knows the files of another."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "vcmbib" / "written.jsonl"


def exported(program: Program, kind: str) -> Path:
    """An export of the whole library, of which the program has no memory."""
    path = program.path.with_name(f"out.{ENDINGS[kind]}")
    ran = program("export", "--format", kind, "-o", str(path))
    assert ran.status == 0, ran.err
    forget()
    return path


def forget() -> None:
    """Delete the list of written files, as on another machine."""
    path = written_files.state_file()
    assert path is not None
    path.unlink(missing_ok=True)


def test_each_format_has_its_edits() -> None:
    """The table has each format that `export` writes, and no cell of it is empty."""
    assert set(EDITS) == set(ENDINGS) == set(export._WRITERS)
    for kind, edits in EDITS.items():
        assert "entry" in edits, kind
        assert {"text", "comment"} & set(edits), kind
        assert {"field", "cell"} & set(edits), kind
        assert "value" in edits, kind


@pytest.fixture(scope="module")
def exports(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The export of the sample library in each format."""
    folder = tmp_path_factory.mktemp("exports")
    library = Path(shutil.copyfile(sample_library, folder / "papers.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        return {kind: exported(Program(library), kind).read_text("utf-8") for kind in EDITS}


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_what_a_person_wrote_is_not_overwritten(
    program: Program, exports: dict[str, str], kind: str, name: str
) -> None:
    """Refused with status 1 and by name; --dry-run refuses too, --force overwrites."""
    path = program.path.with_name(f"out.{ENDINGS[kind]}")
    before = exports[kind]
    text = EDITS[kind][name](before)
    assert text != before
    path.write_text(text, "utf-8")
    for option in ([], ["--dry-run"]):
        ran = program("export", "--format", kind, "-o", str(path), *option)
        assert ran.status == 1, ran.err
        assert "does not contain: " in ran.err
        assert "--force" in ran.err
        assert path.read_text("utf-8") == text
    assert program("export", "--format", kind, "-o", str(path), "--force").status == 0
    assert path.read_text("utf-8") == before


@pytest.mark.parametrize("kind", EDITS)
def test_its_own_file_is_replaced_without_a_word(program: Program, kind: str) -> None:
    """A file that the program wrote, under any name, also with papers that were removed."""
    path = program.path.with_name(f"out.{ENDINGS[kind]}")
    assert program("export", "--format", kind, "-o", str(path)).status == 0
    moved = path.with_name(f"moved.{ENDINGS[kind]}")
    moved.write_bytes(path.read_bytes())
    library = program.path.read_bytes()
    program("remove", "roe2021video", "--yes")
    for file in (path, moved):
        ran = program("export", "--format", kind, "-o", str(file), "title:coding")
        assert ran.err == f"{file}: written, 1 paper\n"
        assert "Roe" not in file.read_text("utf-8")
    assert program.path.read_bytes() != library


@pytest.mark.parametrize("kind", EDITS)
def test_an_older_export_is_replaced(program: Program, kind: str) -> None:
    """What the library contained before is in its log: a clone may write its exports again."""
    path = exported(program, kind)
    program("edit", "doe2020coding", "--set", "title=Another Title", "--set", "year=1999")
    program("edit", "doe2020coding", "--set", "author=Emmy Noether", "--set", "arxiv=2005.00009")
    program("tag", "doe2020coding", "--remove", "survey")
    program("note", "doe2020coding", "--remove", "1")
    program("category", "--rename", "learned=Other")
    program("key", "roe2021video", "roe2021")
    program("remove", "poe2022x", "--yes")
    forget()
    ran = program("export", "--format", kind, "-o", str(path))
    assert ran.status == 0, ran.err


def test_what_was_imported_is_replaced(program: Program) -> None:
    """A hand-written file whose entries the library has by now, under whatever keys."""
    path = program.path.with_name("mine.bib")
    path.write_text(
        '@article{own, title = {Something New}, author = {N{\\"o}ther, E.}, annote = {mine}}\n'
        "@misc{d, title = {Coding of features}, author = {Doe, J.}, year = 2020,\n"
        "  eprint = {2005.00001}, archiveprefix = {arXiv}}\n",
        "utf-8",
    )
    assert program("export", "-o", str(path)).status == 1
    assert program("import", str(path)).status == 0
    ran = program("export", "-o", str(path))
    assert ran.status == 0, ran.err
    assert "annote = {mine}" in path.read_text("utf-8")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_nothing_to_lose(program: Program, content: bytes) -> None:
    """Nothing, blanks, a byte order mark."""
    path = program.path.with_name("out.bib")
    path.write_bytes(content)
    assert program("export", "-o", str(path)).status == 0


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x01",
        "my words".encode("utf-16"),
        b"my words \xff",
        b'{"a": ',
        b"\\section",
    ],
)
def test_any_other_file_is_not_overwritten(program: Program, content: bytes) -> None:
    """An image, other encodings, a text of another kind, under the name of each format."""
    for kind, ending in ENDINGS.items():
        path = program.path.with_name(f"other.{ending}")
        path.write_bytes(content)
        assert program("export", "--format", kind, "-o", str(path)).status == 1
        assert path.read_bytes() == content


def test_one_hand_written_file_of_a_folder_stops_all(program: Program, tmp_path: Path) -> None:
    """`export --all` writes all files or none, and makes no folder for nothing."""
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "README.md").write_text("# My project\n\nMy words.\n", "utf-8")
    ran = program("export", "--all", "-o", str(folder))
    assert ran.status == 1
    assert "README.md was not written" in ran.err
    assert [p.name for p in folder.iterdir()] == ["README.md"]
    assert program("export", "--all", "-o", str(folder), "--force").status == 0
    assert len(list(folder.iterdir())) == len(export.SET)


def test_a_dump_is_not_written_over_other_text(program: Program, tmp_path: Path) -> None:
    """A diary, a dump with a line of one's own or of another library; not its own, nor an older."""
    path = tmp_path / "dump.jsonl"
    assert program("dump", "-o", str(path)).status == 0
    good = path.read_text("utf-8")
    lines = good.splitlines(keepends=True)
    foreign = [re.sub(r'"key":"poe2022x"', '"key":"mine"', x) for x in lines if "poe2022x" in x]
    foreign = [re.sub("Über", "Mine", x) for x in foreign]
    for text in ("my words\n", good.replace("first note", "my note"), good + "my words\n",
                 "".join([*lines[:-1], *foreign, lines[-1]])):  # fmt: skip
        path.write_text(text, "utf-8")
        assert program("dump", "-o", str(path)).status == 1
        assert path.read_text("utf-8") == text
    assert program("dump", "-o", str(path), "--force").status == 0
    program("tag", "poe2022x", "new")
    assert program("dump", "-o", str(path)).status == 0
    program("edit", "poe2022x", "--set", "title=Another")
    forget()
    assert program("dump", "-o", str(path)).status == 0


def test_the_bib_of_a_document_keeps_all_text(program: Program, tmp_path: Path) -> None:
    """Not only entries: comments and fields of a .bib are not overwritten by `tex -o` either."""
    main, refs = tmp_path / "main.tex", tmp_path / "refs.bib"
    main.write_text("\\documentclass{article} \\cite{doe2020coding}", "utf-8")
    assert program("tex", str(main), "-o", str(refs)).status == 0
    good = refs.read_text("utf-8")
    for name in ("entry", "comment", "field", "value"):
        refs.write_text(EDITS["bibtex"][name](good), "utf-8")
        text = refs.read_text("utf-8")
        assert program("tex", str(main), "-o", str(refs)).status == 1, name
        assert refs.read_text("utf-8") == text
    assert program("tex", str(main), "-o", str(refs), "--force").status == 0
    assert refs.read_text("utf-8") == good


def test_the_library_is_only_read(program: Program, no_memory: Path) -> None:
    """Neither an export nor a refused one changes a byte in its folder; the memory is elsewhere."""
    before = {p.name: p.read_bytes() for p in program.path.parent.iterdir() if p.is_file()}
    path = exported(program, "bibtex")
    path.write_text("my words", "utf-8")
    assert program("export", "-o", str(path)).status == 1
    path.unlink()
    assert {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before
    assert not no_memory.exists()


def test_without_a_place_for_the_memory_all_works(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the place of the folder, no home: the contents are compared."""
    (tmp_path / "state").write_text("", "utf-8")
    path = tmp_path / "out.bib"
    for _ in range(2):
        assert program("export", "-o", str(path)).status == 0
        program("edit", "doe2020coding", "--set", "year=1999")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "")
    program("edit", "doe2020coding", "--set", "year=1998")
    monkeypatch.chdir(tmp_path)
    assert program("export", "-o", str(path)).status == 0
    assert not (tmp_path / "~").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_the_right_to_read_is_not_overwritten(program: Program) -> None:
    """Its text is not known, so it may be lost."""
    path = program.path.with_name("out.bib")
    path.write_text("my words", "utf-8")
    path.chmod(0o200)
    assert program("export", "-o", str(path)).status == 1


# --- all places that write ----------------------------------------------------------------------

SOURCE = Path(export.__file__).parents[2]
WRITERS = {
    "cli/text_files.py": "the one function for files of the user",
    "cli/file_output/written_files.py": "the list, in the user's state folder; no link",
    "cli/editor.py": "a temporary file with a random name",
    "cli/file_input/input_file.py": "opens for reading only",
    "cli/output.py": "the null device",
    "cli/parallel.py": "pipes between processes",
    "cli/picker/choose.py": "the terminal of the process",
    "sources/cache.py": "answers in the user's cache folder",
    "sources/rate_limit.py": "times in the user's cache folder",
    "store/connect.py": "the library; opened to read its header",
    "store/library_file/inspect.py": "the library; opened to read its header",
    "store/unfinished.py": "a copy of a library in a temporary folder",
}
CALLS = re.compile(
    r"(?<!formatter)\.write_(?:text|bytes)\(|\bos\.(?:f?d?open|replace|rename|link|symlink|truncate)\(|mkstemp"
    r"|NamedTemporary|\.open\(\s*[\"'][rwax]|(?<!browser\.)\bopen\(|\.touch\("
    r"|(?:symlink|hardlink)_to\(|copyfile|copy2"
)
USES = re.compile(r"text_files\.write_texts?\(")
USERS = {
    "cli/file_output/output_files.py": "-o FILE of every command, after the comparison",
    "cli/file_output/written_files.py": "its own list, without links",
    "cli/commands/git_setup.py": "one line of .gitattributes, without links",
    "cli/commands/git_conflicts.py": "the conflicts of a merge, without links",
}


def test_files_are_written_in_one_place() -> None:
    """A module that writes a file is in a table with its reason; so is each user of the one."""
    found, users = set(), set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        text = path.read_text("utf-8")
        without = USES.sub("", text)
        if name.startswith(("cli/", "store/", "sources/")) and CALLS.search(without):
            found.add(name)
        if USES.search(text):
            users.add(name)
    assert found == set(WRITERS)
    assert users == set(USERS)
