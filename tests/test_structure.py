"""The rules of the layout: sizes, names and imports of modules."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.source_files import SOURCE, tree_of

MOST_MODULES = 16
# Folders that may have more modules, each with its own bound and the reason.
LARGE_FOLDERS = {
    "cli/commands": (60, "one module a command"),
    "cli": (20, "what several commands share"),
    "formats": (17, "one module a format, and what several formats share; to be lowered"),
    "store": (25, "all SQL; to be lowered"),
}
# Modules of one name in two folders: two halves of one subject, or the same stage of two features.
SAME_NAME = {
    "categories": "logic on the tree, and its three-way merge",
    "dump": "the command and its reading of the store",
    "edit": "the command",
    "entry": "an entry that is read, and one that is written",
    "fields": "the table of fields, those of a query, and those that BibTeX writes",
    "identifiers": "the package, and how BibTeX states identifiers",
    "links": "logic of links, and links in Markdown",
    "markdown": "the package, and manuscripts in Markdown",
    "match": "a record against the library, and papers of two libraries",
    "merge": "the command",
    "names": "names of people, and how BibTeX writes them",
    "papers": "the merge of two papers, and of a paper's three versions",
    "parallel": "work in several processes, and the BibTeX writer on several cores",
    "plan": "the types of a plan, and the planner of imports",
    "reader": "one a format",
    "record": "one a source",
    "rows": "rows of CSV, and rows of SQL tables",
    "search": "the command, the search of the store, and the search for venues",
    "source": "one a service",
    "snapshot": "the type, and its reading from the store",
    "tables": "one a format",
    "undo": "the command, and the change that reverts another",
    "venue_names": "names of venues as BibTeX writes them, and as duplicates compare them",
    "verbatim": "verbatim fields of BibTeX, and verbatim text of LaTeX",
    "writer": "one a format",
}
# Names in -ing that are nouns of the field.
NOUNS = {"text_encoding": "the character encoding of a text"}
# Classes of one name in two modules, with the reason.
SAME_CLASS: dict[str, str] = {}
# Packages whose __init__.py is more than a docstring: the public names of a format or of a family.
PUBLIC_PACKAGES = {"formats", "model/identifiers", "sources"}


@dataclass(frozen=True)
class Module:
    """A module of the program: its path below the package, dotted name and syntax tree."""

    path: str
    name: str
    tree: ast.Module
    lines: int

    @property
    def folder(self) -> str:
        """The folder of the module, relative to the package; empty for the root."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The name of the file without its suffix."""
        return self.path.rpartition("/")[2].removesuffix(".py")


def modules_below(folder: Path) -> list[Module]:
    """All modules below a folder, which is the package `vcmbib`."""
    found: list[Module] = []
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder)
        parts = [p for p in relative.with_suffix("").parts if p != "__init__"]
        text = path.read_text(encoding="utf-8")
        name = ".".join(["vcmbib", *parts])
        found.append(Module(relative.as_posix(), name, tree_of(text), len(text.splitlines())))
    return found


@cache
def program() -> tuple[Module, ...]:
    """The modules of the program."""
    return tuple(modules_below(SOURCE))


def imports(modules: Iterator[Module] | tuple[Module, ...] | list[Module]) -> dict[str, set[str]]:
    """For each module the modules that it imports anywhere: at its top, in functions, for types."""
    known = {m.name: m for m in modules}
    graph: dict[str, set[str]] = {name: set() for name in known}
    for name, module in known.items():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                graph[name].update(a.name for a in node.names if a.name in known)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    target = whole if whole in known else node.module
                    if target in known:
                        graph[name].add(target)
    return graph


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The import circles: groups of modules that reach each other (Tarjan's algorithm)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in sorted(graph[node]):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1 or node in graph[node]:
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


Check = Callable[[list[Module]], Iterator[str]]


def import_circles(modules: list[Module]) -> Iterator[str]:
    """Circles of imports, also through function bodies and TYPE_CHECKING."""
    yield from (" <-> ".join(group) for group in circles(imports(modules)))


def large_folders(modules: list[Module]) -> Iterator[str]:
    """Folders with more modules than one can take in at a glance."""
    count: dict[str, int] = defaultdict(int)
    for module in modules:
        if module.stem != "__init__":
            count[module.folder] += 1
    for folder, number in count.items():
        most, _ = LARGE_FOLDERS.get(folder, (MOST_MODULES, ""))
        if number > most:
            yield f"{folder}: {number} modules; at most {most}"


def names_of_activities(modules: list[Module]) -> Iterator[str]:
    """Modules whose name ends in -ing: a module is named after its subject."""
    for module in modules:
        parts = [*module.folder.split("/"), module.stem]
        yield from (
            f"{module.path}: {part}" for part in parts if part.endswith("ing") and part not in NOUNS
        )


def repeated_module_names(modules: list[Module]) -> Iterator[str]:
    """Modules of one name that are not two halves of one subject."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        if module.stem != "__init__":
            by_stem[module.stem.strip("_")].append(module.path)
    for stem, paths in by_stem.items():
        if len(paths) > 1 and stem not in SAME_NAME:
            yield f"{stem}: {', '.join(paths)}"


def repeated_class_names(modules: list[Module]) -> Iterator[str]:
    """Classes of one name, with or without a leading underscore, in two modules."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                by_name[node.name.lstrip("_")].add(module.path)
    for name, paths in by_name.items():
        if len(paths) > 1 and name not in SAME_CLASS:
            yield f"{name}: {', '.join(sorted(paths))}"


def code_in_packages(modules: list[Module]) -> Iterator[str]:
    """Inner packages whose __init__.py is more than a docstring or a list of public names."""
    for module in modules:
        if module.stem != "__init__" or "/" not in module.folder:
            continue
        body = module.tree.body
        if any(module.folder.startswith(public) for public in PUBLIC_PACKAGES):
            continue
        if len(body) != 1 or not isinstance(body[0], ast.Expr):
            yield f"{module.path}: a docstring and nothing else"


def public_names(package: Module) -> Iterator[str]:
    """The names in the `__all__` of a package, else all that it imports."""
    for node in package.tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        ):
            yield from ast.literal_eval(node.value)
            return
    for node in package.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield from (alias.asname or alias.name for alias in node.names)


def names_of_public_functions(modules: list[Module]) -> Iterator[str]:
    """Modules named like a name that their package exports: `package.read` would be two things."""
    exported = {m.folder: set(public_names(m)) for m in modules if m.stem == "__init__"}
    for module in modules:
        if module.stem in exported.get(module.folder, set()):
            yield f"{module.path}: also a name of {module.folder}/__init__.py"


CHECKS = [
    import_circles,
    large_folders,
    names_of_activities,
    repeated_module_names,
    repeated_class_names,
    code_in_packages,
    names_of_public_functions,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
def test_the_layout_follows_the_rules(check: Check) -> None:
    """Every module of the program follows every rule of the layout."""
    assert list(check(list(program()))) == []


BROKEN: list[tuple[Check, dict[str, str]]] = [
    (
        import_circles,
        {
            "model/a.py": "def f():\n    from vcmbib.model import b",
            "model/b.py": "from vcmbib.model.a import f",
        },
    ),
    (
        import_circles,
        {
            "model/a.py": "if TYPE_CHECKING:\n    import vcmbib.model.b",
            "model/b.py": "import vcmbib.model.a",
        },
    ),
    (import_circles, {"model/a.py": "from vcmbib.model.a import x"}),
    (large_folders, {f"model/m{n}.py": "" for n in range(MOST_MODULES + 1)}),
    (names_of_activities, {"logic/matching.py": ""}),
    (names_of_activities, {"logic/matching/a.py": ""}),
    (repeated_module_names, {"model/zebra.py": "", "logic/zebra.py": ""}),
    (repeated_class_names, {"model/a.py": "class A: pass", "logic/b.py": "class _A: pass"}),
    (code_in_packages, {"logic/a/__init__.py": '"""A."""\nx = 1'}),
    (code_in_packages, {"logic/a/__init__.py": ""}),
    (
        names_of_public_functions,
        {"formats/a/__init__.py": "from vcmbib.formats.a.x import read", "formats/a/read.py": ""},
    ),
]


@pytest.mark.parametrize(("check", "files"), BROKEN)
def test_each_check_finds_what_it_is_for(
    check: Check, files: dict[str, str], tmp_path: Path
) -> None:
    """A tree that breaks a rule is found by the check of that rule."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert list(check(modules_below(tmp_path)))


def test_the_exceptions_are_needed() -> None:
    """No exception outlives its reason: each name that is listed occurs twice."""
    modules = list(program())
    stems = [m.stem.strip("_") for m in modules] + [
        m.folder.rpartition("/")[2] for m in modules if m.stem == "__init__"
    ]
    assert [name for name in SAME_NAME if stems.count(name) < 2] == []
    classes = [
        (node.name.lstrip("_"), m.path)
        for m in modules
        for node in ast.walk(m.tree)
        if isinstance(node, ast.ClassDef)
    ]
    names = [name for name, _ in set(classes)]
    assert [name for name in SAME_CLASS if names.count(name) < 2] == []
    folders = {m.folder for m in modules}
    assert set(LARGE_FOLDERS) <= folders
