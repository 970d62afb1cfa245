"""Run the commands that README.md and docs/ show; fill in their outputs, and draw session.svg.

Usage: python docs/session.py [--check]

A page's block ```sh is run as it is written. In a block ```console the lines after `$ ` are
commands, and the lines below them are replaced by what they print on a terminal of 80 columns.
Of the other pages only the exit status of each command counts: a command that does not exist, or
names a wrong option, fails. Each page has a folder with a copy of the library that ships. Nothing
uses the network.

Exit status: 0 written or up to date; 1 with --check, if a file is out of date, or a command failed.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import os
import pty
import re
import shlex
import shutil
import signal
import struct
import sys
import tempfile
import termios
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGES = ("tutorial.md",)
SVG = "session.svg"
_OTHER = (*PAGES, "cli.md")  # the examples of cli.md have a test of their own
SVG_COMMANDS = (
    "vcmbib search feature-compression --limit 4",
    "vcmbib list author:choi year:2021.. --format '{key}  {title}'",
    "vcmbib show choi2018deep",
)
COLUMNS = 80
BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_NOW = re.compile(r"\b(today) \d\d:\d\d\b")
_AGE = re.compile(r"\(\d+ minutes? ago\)")
_NOT_RUN = re.compile(
    r"^(pip|uv|pipx|apt-get|python3?|VCMBIB_|\.venv|tools/)"
    r"|--watch|--arxiv|add \d|--refresh|\b(KEY|FILE)\b"
)
_WRONG = (2, 3, 5, 6)
# A clone in git with a list, a document, its .bib and a dump; a second paper to merge.
_CLONE = r"""
cat > list.md <<'EOF'
| Paper | Venue |
| --- | --- |
| [A Title](https://arxiv.org/abs/2305.00001) | CVPR 2023 |
EOF
cp list.md README.md
echo '\documentclass{article}\cite{choi2018deep}' > main.tex
vcmbib export author:choi -o refs.bib
vcmbib dump -o papers.jsonl
vcmbib add --title 'Coding Images' --author 'Jane Doe' --year 2020 --key doe2020coding --tag survey
vcmbib add --title 'On Video' --author 'Joe Roe' --year 2021 --key roe2021video
git init -q . && git config user.email a@b.c && git config user.name a
git add -A && git commit -qm 1 && vcmbib git install
"""
_PATIENCE = 60  # seconds
_SHELL_SIGNS = set("|<>&;$`\n(){}*?")


class CommandFailed(Exception):
    """A command of a page ended with an exit status that means a failure."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a command printed, escapes included, and its exit status."""

    text: str
    status: int


class Terminal:
    """A folder with a copy of the library, where commands run on a terminal of 80 x 24."""

    def __init__(self, folder: Path, *, colour: bool, answers: bool = True) -> None:
        self.folder = folder
        self.answers = answers  # whether a question may be asked
        home, bin_ = folder.parent / "home", folder.parent / "bin"
        for new in (folder, home, bin_):
            new.mkdir(exist_ok=True)
        program = bin_ / "vcmbib"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m vcmbib "$@"\n')
        program.chmod(0o755)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("VCMBIB_", "XDG_"))}
        kept.pop("NO_COLOR", None)
        self.environment = {
            **kept,
            "HOME": str(home), "PATH": f"{bin_}:{os.environ['PATH']}", "TERM": "xterm-256color",
            "COLUMNS": str(COLUMNS), "LINES": "24", "PAGER": "cat", "TZ": "UTC",
            "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8",
            "EDITOR": "true", "BROWSER": "true", "GIT_PAGER": "cat",
            **({} if colour else {"NO_COLOR": "1"}),
        }  # fmt: skip

    def run(self, command: str) -> Output:
        """Run a command line. A plain `vcmbib …` is run in a fork, anything else by bash."""
        if command.startswith("cd "):
            self.folder = (self.folder / command.removeprefix("cd ")).resolve(strict=True)
            return Output("", 0)
        process, leader = pty.fork()
        if process == 0:
            self._become(command)
        fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
        shown = b"".join(_pieces(leader))
        os.close(leader)
        _, status = os.waitpid(process, 0)
        if found := re.search(r"&& cd (\S+)$", command):
            self.folder = (self.folder / found[1]).resolve(strict=True)
        text = shown.decode("utf-8").replace("\r\n", "\n")
        return Output(text, os.waitstatus_to_exitcode(status))

    def _become(self, command: str) -> None:
        """Run the command in this process, a child on a new terminal; does not return."""
        os.chdir(self.folder)
        if not self.answers:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        signal.alarm(_PATIENCE)  # a command that asks a question would wait forever
        environment: Mapping[str, str] = self.environment
        words = shlex.split(command) if not _SHELL_SIGNS & set(_unquoted(command)) else []
        if words[:1] != ["vcmbib"]:
            os.execvpe("bash", ["bash", "-ec", command], dict(environment))
        status = 1
        try:
            os.environ.clear()
            os.environ.update(environment)
            sys.stdin, sys.stdout, sys.stderr = (
                open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
                for number, mode in enumerate("rww")
            )
            from vcmbib.cli.boundary import run

            sys.argv = words
            status = run(words[1:])
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)


def _unquoted(command: str) -> str:
    """The command line without its quoted parts."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", command)


def _pieces(leader: int) -> Iterator[bytes]:
    """What is written to a terminal until it is closed."""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux, when the other end is closed
            return
        if not piece:
            return
        yield piece


def commands_of(block: str) -> list[str]:
    """The commands of a block ```console."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def filled(page: str, terminal: Terminal) -> str:
    """The page with the outputs of its commands. Raises CommandFailed."""

    def run_block(match: re.Match[str]) -> str:
        kind, block = match[1], match[2]
        if kind == "sh":
            _accepted(block, terminal.run(block))
            return match[0]
        lines = []
        for command in commands_of(block):
            done = _accepted(command, terminal.run(command))
            text = _NOW.sub(
                r"\1 12:00", _AGE.sub("(just now)", _ESCAPE.sub("", done.text))
            ).rstrip()
            lines += [f"$ {command}", *(line.rstrip() for line in text.splitlines())]
            if done.status:
                lines.append(f"(exit status {done.status})")
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(run_block, page)


def _accepted(command: str, done: Output) -> Output:
    """The output. Status 1 and 4 are results too: a check or an import that found faults."""
    if done.status not in (0, 1, 4) or "Traceback" in done.text:
        raise CommandFailed(f"{command}\nstatus {done.status}\n{done.text}")
    return done


def picture(terminal: Terminal) -> str:
    """A session as SVG."""
    from rich.console import Console
    from rich.text import Text

    console = Console(
        record=True,
        width=COLUMNS,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    for number, command in enumerate(SVG_COMMANDS):
        if number:
            console.print()
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi(_accepted(command, terminal.run(command)).text.rstrip()))
    return console.export_svg(title="vcmbib", unique_id="session")


def lines_of(page: str) -> Iterator[str]:
    """The commands in the blocks ```sh of a page, without comments.

    Left out are commands for the network, for ever, and for installing.
    """
    for match in BLOCK.finditer(page):
        if match[1] == "sh" and "<<" not in match[2]:
            for line in match[2].splitlines():
                command = re.sub(r"(^|\s+)#\s.*", "", line).strip()
                if command and not _NOT_RUN.search(command):
                    yield command


def check_pages(top: Path) -> None:
    """Run the commands of all pages, each page in its own copy of a clone. Raises CommandFailed."""
    pages = [ROOT / "README.md", *(p for p in sorted(HERE.glob("*.md")) if p.name not in _OTHER)]
    clone = Terminal(top / "clone", colour=False, answers=False)
    shutil.copy(ROOT / "papers.db", clone.folder)
    _accepted(_CLONE, clone.run(_CLONE))
    for page in pages:
        if lines := list(lines_of(page.read_text(encoding="utf-8"))):
            here = top / page.stem
            shutil.copytree(clone.folder, here / "clone")
            terminal = Terminal(here / "clone", colour=False, answers=False)
            for command in lines:
                done = terminal.run(command)
                if done.status in _WRONG or done.status < 0 or "Traceback" in done.text:
                    what = f"{page.name}: {command}\nstatus {done.status}\n{done.text}"
                    raise CommandFailed(what)


def files() -> Iterator[tuple[Path, str]]:
    """Each file that has a session, with its new text."""
    import vcmbib.cli.boundary
    import vcmbib.store.library  # noqa: F401  # loaded once, before the forks

    with tempfile.TemporaryDirectory() as folder:
        check_pages(Path(folder))
        for number, name in enumerate((*PAGES, SVG)):
            here = Path(folder) / str(number) / "tutorial"
            here.parent.mkdir()
            terminal = Terminal(here, colour=name == SVG)
            if name == SVG:
                shutil.copy(ROOT / "papers.db", here)
                yield HERE / name, picture(terminal)
            else:
                clone = here.parent / "vcmbib"
                clone.mkdir()
                shutil.copy(ROOT / "papers.db", clone)
                page = (HERE / name).read_text(encoding="utf-8")
                yield HERE / name, filled(page, terminal)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or with --check compare them; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; name stale files")
    check = parser.parse_args(arguments).check
    stale = []
    try:
        for path, text in files():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
                if not check:
                    path.write_text(text, encoding="utf-8", newline="\n")
    except CommandFailed as failure:
        print(f"a command failed: {failure}")
        return 1
    for name in stale:
        print(f"{name} is out of date: python docs/session.py" if check else f"written: {name}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
