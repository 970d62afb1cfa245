"""The tests lie as the source does: each module has a test file of its name at the same place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from tests.conftest import ROOT
from tests.source_files import SOURCE, TESTS, modules_of, nodes_of, tree_of

# Modules without a test file of their own: the reason, and the file that tests them.
UNTESTED_BY_NAME = {
    "__main__.py": "two lines, run by every test of a process: cli/test_boundary.py",
    "cli/__init__.py": "the entry point: cli/test_boundary.py",
    "cli/commands/dedupe_output.py": "the output of dedupe: cli/commands/test_dedupe.py",
    "formats/bibtex/writer/fields.py": "parts of an entry: formats/bibtex/writer/test_entry.py",
    "formats/cff/tables.py": "a table for reader and writer: formats/cff/test_roundtrip.py",
    "formats/csljson/tables.py": "a table for reader and writer: formats/csljson/test_roundtrip.py",
    "cli/slips/format_words.py": "a row of the table of slips: cli/slips/test_advice.py",
    "cli/slips/key_words.py": "a row of the table of slips: cli/slips/test_advice.py",
    "cli/slips/list_subjects.py": "a row of the table of slips: cli/slips/test_advice.py",
    "cli/slips/nothing_found.py": "a row of the table of slips: cli/slips/test_advice.py",
    "cli/slips/option_words.py": "a row of the table of slips: cli/slips/test_advice.py",
    "cli/slips/verb_words.py": "a row of the table of slips: cli/slips/test_advice.py",
    "model/field_types.py": "the types of the table of fields: model/test_fields.py",
    "formats/private_notes.py": "notes in exports: cli/commands/test_export_notes.py",
    "model/latex/symbols.py": "a table of commands: model/latex/test_decode.py",
    "model/manuscript.py": "values without code: formats/manuscript/test_collector.py",
    "model/parallel_map.py": "a protocol: cli/test_parallel.py",
    "model/snapshot.py": "a value without code: store/test_snapshot.py",
    "model/venues/venue.py": "values without code: model/venues/test_lookup.py",
    "sources/crossref/tables.py": "a table of types: sources/crossref/test_record.py",
    "store/journal.py": "what undo reads: store/test_undo.py",
    "store/migrations.py": "the first migration makes every library: store/test_connect.py",
    "store/rebuild.py": "`check --rebuild-index`: cli/commands/test_check_library.py",
    "store/reader.py": "the library for searching: store/test_search.py",
    "store/schema.py": "tables without code: store/test_connect.py",
}

# Test files that are about several modules: their subject.
ACROSS_MODULES = {
    "cli/test_damaged_library.py": "every command on a damaged library",
    "formats/test_hash_seeds.py": "the order of what every reader and writer makes",
    "cli/test_hostile_text.py": "every command with text of strangers",
    "sources/test_recorded_answers.py": "recorded answers of several services",
    "latex/test_compile.py": "exported files, set by LaTeX",
}


def modules(folder: Path) -> Iterator[str]:
    """The modules of a folder; packages only if they define a function or a class."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if path.name != "__init__.py":
            yield name
        else:
            body = tree_of(path.read_text(encoding="utf-8")).body
            if any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in body):
                yield name


def test_file_of(module: str) -> str:
    """The place of the tests of a module; those of a package lie inside its folder."""
    path = Path(module)
    name = path.parent.name if path.name == "__init__.py" else path.stem
    return (path.parent / f"test_{name}.py").as_posix()


test_file_of.__test__ = False  # type: ignore[attr-defined]  # a helper, though its name begins so


def without_tests(
    source: Iterable[str], tests: frozenset[str], untested: Mapping[str, str]
) -> Iterator[str]:
    """Modules without a test file, and rows of the table that are not true any more."""
    named = {}
    for module in source:
        named[module] = test_file_of(module) in tests
        if not named[module] and module not in untested:
            yield f"{module}: there is no tests/{test_file_of(module)}"
    for module, reason in untested.items():
        if named.get(module, True):
            yield f"{module}: a stale row: the module is gone or has a test file of its name"
        through = re.search(r"\S+\.py$", reason)
        if through is None or through[0] not in tests:
            yield f"{module}: the reason names no test file: {reason}"


def misplaced(source: Iterable[str], tests: frozenset[str]) -> Iterator[str]:
    """Test files in folders that are named after no module of the same folder of the source."""
    names: dict[str, set[str]] = {}
    for module in source:
        path = Path(module)
        names.setdefault(path.parent.as_posix(), set()).add(path.stem)
        names.setdefault(path.parent.as_posix(), set()).add(path.parent.name)
    for test in sorted(tests):
        path = Path(test)
        folder, name = path.parent.as_posix(), path.stem.removeprefix("test_")
        if folder == "." or name.startswith("roundtrip"):
            continue
        if not any(name == n or name.startswith(f"{n}_") for n in names.get(folder, ())):
            yield f"tests/{test}: there is no module {name} in src/vcmbib/{folder}"


def _test_files() -> frozenset[str]:
    return frozenset(p.relative_to(TESTS).as_posix() for p in TESTS.rglob("test_*.py"))


def test_a_module_without_tests_is_found() -> None:
    """A new module needs a test file or a row; a row needs a module and a test file."""
    tests = frozenset({"a/test_one.py", "a/test_a.py"})
    assert list(without_tests(["a/__init__.py", "a/one.py"], tests, {})) == []
    assert len(list(without_tests(["a/two.py"], tests, {}))) == 1
    row = {"a/two.py": "a table: a/test_one.py"}
    assert list(without_tests(["a/two.py"], tests, row)) == []
    assert len(list(without_tests(["a/one.py"], tests, row))) == 1  # no such module
    assert len(list(without_tests(["a/one.py"], tests, {"a/one.py": "a/test_one.py"}))) == 1
    assert len(list(without_tests(["a/two.py"], tests, {"a/two.py": "a/test_gone.py"}))) == 1
    assert len(list(without_tests(["a/two.py"], tests, {"a/two.py": "no need"}))) == 1


def test_a_misplaced_test_file_is_found() -> None:
    """A test file follows its module to another folder."""
    source = ["a/one.py", "a/b/__init__.py", "a/b/two.py"]
    right = {"a/test_one.py", "a/test_one_more.py", "a/b/test_b.py", "a/b/test_two.py",
             "a/test_roundtrip.py", "test_repository.py"}  # fmt: skip
    assert list(misplaced(source, frozenset(right))) == []
    for wrong in ("a/test_two.py", "a/test_ones.py", "c/test_one.py"):
        assert len(list(misplaced(source, frozenset({wrong})))) == 1


def test_every_module_has_tests_at_its_place() -> None:
    """Who changes a module finds its tests without looking for them."""
    assert list(without_tests(modules(SOURCE), _test_files(), UNTESTED_BY_NAME)) == []
    assert len(UNTESTED_BY_NAME) <= 40


def test_every_test_file_is_named_after_a_module() -> None:
    """No test file is left behind when its module moves."""
    assert list(misplaced(modules(SOURCE), _test_files() - ACROSS_MODULES.keys())) == []


# --- names in texts -------------------------------------------------------------------------------

# Tests of rules, whose texts name modules that break the rules.
INVENTED_NAMES = {"test_layers.py", "test_layout.py", "test_structure.py"}
_NAME = re.compile(r"(?<![\w.])vcmbib(?!\.toml\b)(?:\.[A-Za-z_]\w*)+")
_PATH = re.compile(r"(?<![\w/.-])(?:src|tests|cli|formats|logic|model|sources|store)/[\w/]+\.py\b")


def _exists(name: str) -> bool:
    """Whether a dotted name is a module, or something in a module."""
    module, parts = "vcmbib", name.split(".")[1:]
    while parts:
        try:
            import_module(f"{module}.{parts[0]}")
        except ModuleNotFoundError:
            break
        module = f"{module}.{parts.pop(0)}"
    found: object = import_module(module)
    for part in parts:
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return True


def stale_names(text: str) -> Iterator[str]:
    """The names of modules, and the paths, in the texts of a test that lead to nothing."""
    for node in nodes_of(text):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for name in _NAME.findall(node.value):
                if not _exists(name):
                    yield f"line {node.lineno}: {name}"
            for path in _PATH.findall(node.value):
                if not any((folder / path).is_file() for folder in (ROOT, SOURCE, TESTS)):
                    yield f"line {node.lineno}: {path}"


def test_a_stale_name_is_found() -> None:
    """A module that has moved, a part of a name, a function that is missing, a path."""
    right = "'vcmbib.model.text', 'vcmbib.model.text.fold', 'model/text.py', 'merge.vcmbib.driver'"
    assert [*stale_names(right)] == []
    for wrong in (
        "vcmbib.model.venue_",
        "vcmbib.missing.x",
        "vcmbib.model.text.missing",
        "cli/missing.py",
    ):
        assert len([*stale_names(f"m.startswith('{wrong}')")]) == 1, wrong


def test_every_module_that_a_test_names_exists() -> None:
    """A check that a module is not loaded proves nothing once the module has another name."""
    found = [
        f"{path.relative_to(TESTS)}: {name}"
        for path, text in modules_of(TESTS)
        if path.name not in INVENTED_NAMES
        for name in stale_names(text)
    ]
    assert found == []
