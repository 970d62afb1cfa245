"""The pages that are made from the code, and what the written ones promise."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import typer

from vcmbib import errors

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")] if p.name != "NOTES.md"
)


def _generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generate()


def test_a_stale_page_is_found_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check names what differs with exit status 1 and writes nothing; writing repairs it."""
    assert generate.main([], tmp_path) == 0
    assert generate.main(["--check"], tmp_path) == 0
    page = tmp_path / "errors.md"
    page.write_text(page.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")
    capsys.readouterr()
    assert generate.main(["--check"], tmp_path) == 1
    assert "-by hand" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").endswith("by hand\n")
    assert generate.main([], tmp_path) == 0
    assert generate.main(["--check"], tmp_path) == 0


def test_the_generated_pages_are_what_the_code_gives() -> None:
    """docs/cli.md, errors.md and schema.md are fresh."""
    assert generate.main(["--check"]) == 0


def test_every_error_is_a_row_of_the_page() -> None:
    """The page lists each code once, with a status that it explains."""
    classes = generate.error_classes()
    codes = [c.code for c in classes]
    assert sorted(codes) == sorted(set(codes))
    assert {c.status for c in classes} <= set(generate.STATUSES)
    assert errors.VcmbibError not in classes


def test_a_group_within_the_program_is_walked() -> None:
    """A command below a command gets a section, with arguments, options, defaults and help."""
    app = typer.Typer()
    inner = typer.Typer(help="Lists things.")
    app.add_typer(inner, name="list")

    @inner.command()
    def tags(
        word: str = typer.Argument(..., help="A word | a part."),
        limit: int = typer.Option(10, "--limit", "-n", help="Show at most N papers."),
    ) -> None:
        """Tags."""

    @app.command(hidden=True)
    def secret() -> None:
        """Not to be shown."""

    group = typer.main.get_command(app)
    context = group.context_class(group, info_name="vcmbib")
    sections = {title: (c, inner) for title, c, inner in generate._commands(group, context)}
    assert list(sections) == ["vcmbib list", "vcmbib list tags"]
    text = "\n".join(generate._command(*sections["vcmbib list tags"]))
    assert "A word \\| a part." in text
    assert "`--limit" in text
    assert "Show at most N papers. Default: `10`." in text
    assert "--help" not in text


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {generate._anchor(h.replace("`", "")) for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link of a page is to a file that is there, and to a heading of it."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), target
        if anchor:
            assert anchor in _anchors(path), target


def test_decisions_are_numbered_and_in_the_index() -> None:
    """Each record of a decision is in docs/decisions/README.md under its own number."""
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(p.name for p in folder.glob("0*.md"))
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))
    assert re.findall(r"\]\((\d{4}-[^)]+)\)", index) == records


@pytest.mark.parametrize("mark", ["run", "test"])
def test_the_readme_has_the_set_up_lines(mark: str) -> None:
    """Each marked block of README.md, which continuous integration runs, is one line."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"<!-- set-up: {mark} -->\n```sh\n(.+)\n```", text)
    assert len(found) == 1
    assert "\n" not in found[0]
