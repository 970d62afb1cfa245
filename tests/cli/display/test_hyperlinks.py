"""Links on a terminal: only where they are known to work, and only to pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.terminal import screen
from tests.papers import paper
from vcmbib.cli.display.hyperlinks import has_hyperlinks, link_target, linked, without_links
from vcmbib.model.paper import Link, LinkKind
from vcmbib.model.plan import Add, Plan
from vcmbib.store.library import Library

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("env", "has_them"),
    [
        ({}, False),
        (XTERM, False),
        ({"TERM": "dumb", "VTE_VERSION": "7000"}, False),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, False),
        ({"TERM": "linux", "VTE_VERSION": "7000"}, False),
        (XTERM | {"VTE_VERSION": "5000"}, False),
        (XTERM | {"VTE_VERSION": "6800"}, True),
        (XTERM | {"VTE_VERSION": "nonsense"}, False),
        (XTERM | {"VTE_VERSION": "6800", "NO_COLOR": "1"}, True),
        (XTERM | {"KONSOLE_VERSION": "220400"}, True),
        (XTERM | {"TERM_PROGRAM": "Apple_Terminal", "TERM_PROGRAM_VERSION": "450"}, False),
        (XTERM | {"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.0.15"}, False),
        (XTERM | {"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.4.1"}, True),
        (XTERM | {"TERM_PROGRAM": "vscode", "TERM_PROGRAM_VERSION": "1.90.0"}, True),
        (XTERM | {"TERM_PROGRAM": "vscode", "TERM_PROGRAM_VERSION": "1.60.2"}, False),
        (XTERM | {"TERM_PROGRAM": "WezTerm", "TERM_PROGRAM_VERSION": "20240203-110809"}, True),
        (XTERM | {"WT_SESSION": "x"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "foot"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM": "tmux-256color", "TMUX": "x", "VTE_VERSION": "6800"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"}, True),
        (XTERM | {"STY": "1.pts", "VTE_VERSION": "6800"}, False),
        (XTERM | {"INSIDE_EMACS": "29", "VTE_VERSION": "6800"}, False),
        (XTERM | {"FORCE_HYPERLINK": "1"}, True),
        (XTERM | {"FORCE_HYPERLINK": "0", "VTE_VERSION": "6800"}, False),
    ],
)
def test_only_known_terminals_get_links(env: dict[str, str], has_them: bool) -> None:
    """The environment names the terminal."""
    assert has_hyperlinks(env) == has_them


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (None, ""),
        ("", ""),
        ("https://doi.org/10.1/x", "https://doi.org/10.1/x"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("https://example.org/ü x", "https://example.org/%C3%BC%20x"),
        ("https://e.org/\x1b]0;evil\a", "https://e.org/%1B]0;evil%07"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://example.org/", ""),
        ("ssh://x -oProxyCommand=y", ""),
        (" https://example.org", ""),
        ("https://example.org/" + "a" * 3000, ""),
    ],
)
def test_links_lead_to_pages_only(url: str | None, target: str) -> None:
    """Only http and https, in printable ASCII, not too long for a terminal."""
    assert link_target(url) == target


def test_a_pager_without_links_gets_none() -> None:
    """The sequences of links are taken out, with both of their ends."""
    assert without_links(f"a {linked('b', 'https://x.org')} \033]8;id=1;u\ac\033]8;;\a") == "a b c"


@pytest.mark.parametrize("command", [["list"], ["search", "evil"], ["show", "evil2020"]])
def test_titles_and_keys_are_links(
    sample_library: Path, tmp_path: Path, command: list[str]
) -> None:
    """A terminal with links gets them; a bad address and hostile text are never obeyed."""
    shutil.copyfile(sample_library, tmp_path / "papers.db")
    good = Link(LinkKind.PAPER, "https://example.org/paper\u202e")
    evil = paper("evil2020", "Evil \033]8;;https://evil.org\a words", links=(
        Link(LinkKind.CODE, "javascript:x"), good))  # fmt: skip
    with Library.writing(tmp_path / "papers.db") as library:
        library.apply(Plan.of([Add(evil)]), "add")
    with_links = screen(100, tmp_path / "papers.db", *command, env={"FORCE_HYPERLINK": "1"})
    without = screen(100, tmp_path / "papers.db", *command, env={"FORCE_HYPERLINK": "0"})

    targets = set(re.findall(r"\x1b\]8;;([^\x1b\a]+)", with_links))
    assert "https://example.org/paper%E2%80%AE" in targets
    assert all(t.startswith("https://") and "evil.org" not in t for t in targets)
    assert "\x1b]8" not in without
    assert without_links(with_links) == without
