"""Pages of the documentation: in the wheel, in a checkout, on a terminal and in a pipe."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.terminal import screens
from tests.conftest import ROOT
from vcmbib.cli.command_table import COMMANDS
from vcmbib.cli.help_text import topics
from vcmbib.cli.help_text.topics import PAGES_OF_COMMANDS, TOPICS, for_terminal, page_named
from vcmbib.errors import NoSuchFile

PAGES = (*TOPICS, *PAGES_OF_COMMANDS)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout, built by its build backend without a network."""
    pytest.importorskip("hatchling", reason="the extra dev has it")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


NO_TOPICS = {
    "cli": "`vcmbib COMMAND --help`",
    "schema": "for developers",
    "weights": "for developers",
}


def test_every_page_for_users_is_a_topic() -> None:
    """A new page of docs/ is a topic, the page of a command, or left out with a reason."""
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert pages == {*PAGES, *NO_TOPICS}


def test_the_wheel_installs_the_manual_pages(wheel: zipfile.ZipFile) -> None:
    """`man vcmbib-search` finds the page next to the program."""
    found = {n.rpartition("/share/man/man1/")[2] for n in wheel.namelist() if "/man1/" in n}
    assert found == {"vcmbib.1", *(f"vcmbib-{name}.1" for name in COMMANDS)}


def test_the_wheel_has_each_page_and_no_other(wheel: zipfile.ZipFile) -> None:
    """Pages in the wheel are the files of docs/, each of them a topic."""
    inside = "vcmbib/cli/help_text/pages/"
    found = {n.removeprefix(inside) for n in wheel.namelist() if n.startswith(inside)}
    assert found == {f"{name}.md" for name in PAGES}
    for name in PAGES:
        page = wheel.read(f"{inside}{name}.md")
        assert page == (ROOT / "docs" / f"{name}.md").read_bytes(), name


def test_the_installed_program_reads_each_page(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """`vcmbib help TOPIC` works for an unpacked wheel, without the checkout."""
    wheel.extractall(tmp_path)
    script = (
        "import sys\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "from vcmbib.cli.boundary import run\n"
        "from vcmbib.cli.help_text import topics\n"
        f"assert topics.__file__.startswith({str(tmp_path)!r}), topics.__file__\n"
        "for name in topics.TOPICS: assert run(['help', name]) == 0, name\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    expected = b"".join((ROOT / "docs" / f"{name}.md").read_bytes() for name in TOPICS)
    assert done.stdout == expected


def test_a_page_that_is_not_installed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the pages is reported."""
    monkeypatch.setattr(topics, "__file__", "/nowhere/a/b/c/d/topics.py")
    with pytest.raises(NoSuchFile, match="not installed"):
        topics.page_text("query")


def test_names_of_topics_are_no_commands_but_one() -> None:
    """`vcmbib help git` is the page; every other topic has a name of its own."""
    assert TOPICS.keys() & COMMANDS.keys() == {"git"}
    assert all(name in COMMANDS for name in PAGES_OF_COMMANDS)


@pytest.mark.parametrize("word", ["query", "QUERY", "query.md", "docs/query.md"])
def test_a_page_has_several_names(word: str) -> None:
    """The topic, and the file as the documentation names it."""
    assert page_named(word) == "query"


@pytest.mark.parametrize("word", ["quary", "generate.py", "../errors", "cite", "", ".md"])
def test_other_words_are_no_pages(word: str) -> None:
    """A page is found by its name, never by a path to another file."""
    assert page_named(word) is None


def test_links_are_commands_on_a_terminal() -> None:
    """A link to a page is the command that prints it; code stays as it is."""
    text = (
        "<!-- made -->\n[lists](lists.md#x), [cite.md](cite.md) [search](cli.md#vcmbib-search)"
        " [x](https://a.org) [d](decisions/0001.md)\n```\n[a](lists.md)\n```\n"
    )
    assert for_terminal(text) == (
        "lists (`vcmbib help lists`), cite (`vcmbib help cite.md`) search (`vcmbib help search`)"
        " x (https://a.org) d\n```\n[a](lists.md)\n```\n"
    )


def test_a_terminal_gets_each_page_drawn(tmp_path: Path) -> None:
    """No mark of Markdown remains, no line is too long, and no colour carries text."""
    names = list(TOPICS)
    for name, shown in zip(
        names,
        screens(80, tmp_path / "none.db", [["help", name] for name in names]),
        strict=True,
    ):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
        assert not re.search(r"^(#+ [A-Z]|```)", plain, re.MULTILINE), name
        assert "<!--" not in plain, name
        assert set(re.findall(r"\x1b\[([0-9;]*)m", shown)) <= {"", "0", "1", "3", "1;3"}, name
        page = plain.partition("the command: ")[0]
        assert max(len(line.rstrip()) for line in page.splitlines()) <= 80, name
