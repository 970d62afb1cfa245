"""Change one place of the source, run the tests that should notice, and do so N times.

Run it from the checkout: `python -m tools.mutate [--number N] [--seed N] [--paths TEXT] …`. It
works in a copy of the tree, one change at a time. For each change it runs the test file of the
module, then the tests of its package, then those of the modules that import it, then a list of
other tests, up to a limit of processor time. A change that no test notices is printed as
`survived`; it is equivalent, or a test is missing. `time`: the tests of the module do not end.
`--again FILE` repeats the survivors of an earlier output.
"""

from __future__ import annotations

import argparse
import ast
import fcntl
import itertools
import math
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("src/vcmbib")
PYTEST = "-m pytest -n0 -q -rfE --assert=plain -p no:cacheprovider -p no:cov -p no:anyio".split()
# The tests that run last: each of them passes through many layers.
FALLBACK = """
    tests/cli/commands/test_export.py tests/cli/commands/test_import_.py
    tests/cli/commands/test_add.py tests/cli/commands/test_show.py tests/cli/commands/test_check.py
    tests/cli/commands/test_tex.py tests/cli/commands/test_merge.py tests/cli/commands/test_undo.py
    tests/cli/test_output_schema.py
    tests/formats/bibtex tests/store/test_search_oracle.py tests/test_shipped.py
""".split()
# Tables without code, tests of speed, tests of processes that are killed.
NEVER_RUN = re.compile(r"test_(startup|library_interrupted|bench_\w+|git_process|export_parallel)")

COMPARED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change: the text of `path` from `start` to `end`, in bytes, becomes `after`."""

    path: Path
    line: int
    start: int
    end: int
    kind: str
    before: str
    after: str

    def __str__(self) -> str:
        before, after = (" ".join(t.split())[:90] for t in (self.before, self.after))
        return f"{self.path.relative_to(SOURCE)}:{self.line}  {self.kind}: {before}  ->  {after}"

    def applied(self, text: bytes) -> bytes:
        """The text of the file after the change."""
        return text[: self.start] + self.after.encode() + text[self.end :]


def _variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The kinds of change of one node, with the node that replaces it."""
    match node:
        case ast.Compare(left=left, ops=[op, *ops], comparators=others):
            yield "comparison", ast.Compare(left, [COMPARED[type(op)](), *ops], others)
        case ast.BoolOp(op=op, values=[first, *rest]):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "and/or", ast.BoolOp(other, [first, *rest])
            yield "operand dropped", rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
            yield (
                "operand dropped",
                first if len(rest) == 1 else ast.BoolOp(op, [first, *rest[:-1]]),
            )
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not dropped", operand
        case ast.If() | ast.IfExp():
            yield "condition", ast.Constant(value=False)
            yield "condition", ast.Constant(value=True)
        case ast.Constant(value=bool(value)):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield "constant", ast.Constant(value + 1)
        case (
            ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete()
        ):
            yield "statement deleted", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement deleted", ast.Pass()
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            for empty in ("None", "()", "''", "0", "True", "False"):
                yield "return value", ast.Return(ast.parse(empty, mode="eval").body)


def _fits(change: ast.AST, returns: ast.expr | None) -> bool:
    """Whether a replaced return value has the annotated type, so that mypy would not notice."""
    if not isinstance(change, ast.Return) or returns is None:
        return not isinstance(change, ast.Return)
    kind = ast.unparse(returns).split("[")[0]
    wanted = {"bool": ("True", "False"), "int": ("0",), "str": ("''",), "tuple": ("()",)}
    value = ast.unparse(change)[len("return ") :]
    return value in wanted.get(kind, ()) or (value == "None" and "None" in ast.unparse(returns))


def changes(path: Path, root: Path = ROOT) -> list[Change]:
    """Every change of a module; not of docstrings, annotations, decorators and messages."""
    text = (root / path).read_bytes()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found: list[Change] = []

    def visit(node: ast.AST, returns: ast.expr | None) -> None:
        if _is_type_or_text(node):
            return
        if isinstance(node, ast.FunctionDef):
            returns = node.returns
        for kind, new in _variants(node):
            if _fits(new, returns):
                old = node.test if isinstance(node, ast.If | ast.IfExp) else node
                start = starts[old.lineno - 1] + old.col_offset  # type: ignore[attr-defined]
                end = starts[old.end_lineno - 1] + old.end_col_offset  # type: ignore[attr-defined]
                after = ast.unparse(new)
                after = f"({after})" if isinstance(new, ast.BoolOp | ast.Compare) else after
                before = text[start:end].decode()
                found.append(Change(path, old.lineno, start, end, kind, before, after))  # type: ignore[attr-defined]
        for name, field in ast.iter_fields(node):
            if name not in {"annotation", "returns", "decorator_list", "exc", "msg"}:
                for child in field if isinstance(field, list) else [field]:
                    if isinstance(child, ast.AST):
                        visit(child, returns)

    visit(ast.parse(text), None)
    return found


def _is_type_or_text(node: ast.AST) -> bool:
    """Whether a node is a docstring, an f-string, a protocol, or code for the type checker."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Expr(value=ast.Yield()):
            return True
        case ast.ClassDef(bases=bases):
            return any("Protocol" in ast.unparse(b) for b in bases)
        case ast.Call(func=ast.Name(id=name)):
            return name in {"assert_never", "cast", "TypeVar", "field"}
        case _:
            return False


def stages(path: Path, root: Path = ROOT) -> list[list[str]]:
    """The tests to run for a module, the most likely first; each test file once."""
    module = path.relative_to(SOURCE)
    name = module.parent.name if module.stem == "__init__" else module.stem
    folder = Path("tests") / module.parent
    users = _importers(module.with_suffix("").parts, root)
    by_user = [_own_tests(Path(u).relative_to(SOURCE)) for u in users]
    plan = [
        [
            *_own_tests(module),
            *(str(p.relative_to(root)) for p in sorted((root / folder).glob(f"test_{name}_*.py"))),
        ],
        sorted(str(p.relative_to(root)) for p in (root / folder).glob("test_*.py")),
        [f for files in by_user for f in files],
        [str(q.relative_to(root)) for p in FALLBACK for q in _files(root / p)],
    ]
    seen: set[str] = set()
    result = []
    for files in plan:
        fresh = [f for f in dict.fromkeys(files) if f not in seen and (root / f).is_file()]
        seen.update(fresh)
        result.append([f for f in fresh if not NEVER_RUN.search(f)])
    return [files for files in result if files]


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


def _own_tests(module: Path) -> list[str]:
    """The test file of a module, or the one that tests/test_layout.py names for it."""
    from tests.test_layout import UNTESTED_BY_NAME, test_file_of

    other = re.search(r"\S+\.py$", UNTESTED_BY_NAME.get(module.as_posix(), ""))
    return [f"tests/{other[0] if other else test_file_of(module.as_posix())}"]


def _importers(parts: Sequence[str], root: Path) -> list[str]:
    """The modules that import a module, those of the same package first."""
    dotted = ".".join(("vcmbib", *(p for p in parts if p != "__init__")))
    wanted = re.compile(rf"^\s*(from|import) {re.escape(dotted)}\b(?!\.)", re.MULTILINE)
    users = [
        str(p.relative_to(root))
        for p in sorted((root / SOURCE).rglob("*.py"))
        if wanted.search(p.read_text(encoding="utf-8"))
    ]
    package = str(SOURCE.joinpath(*parts[:-1]))
    return sorted(users, key=lambda u: not u.startswith(package))


TIME = "time"
_NO_TESTS = 5  # the exit status of pytest


class Tree:
    """A copy of the checkout in which tests run against a changed module."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self.folder = folder
        self.seconds = seconds
        self._compiled = folder / "compiled"
        self._environment = os.environ | {
            "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}",
            "PYTHONPYCACHEPREFIX": str(self._compiled),
        }
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        listed = ["git", "ls-files", "-z", "-co", "--exclude-standard"]
        run = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True)
        names = run.stdout.decode().split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes((ROOT / name).read_bytes())

    def verdict(self, change: Change) -> str:
        """The test that notices a change, TIME if its tests do not end, or '' for a survivor."""
        path = self.folder / change.path
        before = path.read_bytes()
        end = _used() + self.seconds
        self._write(path, change.applied(before))
        try:
            for number, files in enumerate(stages(change.path, self.folder)):
                left = end - _used()
                failed = self._run(["-x", *files], left) if left > 1 else []
                if failed:
                    return "" if failed == [TIME] and number > 0 else failed[0]
        finally:
            self._write(path, before)
        return ""

    def failing(self, tests: Sequence[str]) -> list[str]:
        """Those of the tests that fail without any change."""
        return self._run(list(dict.fromkeys(tests)), 60 * len(tests)) if tests else []

    def _write(self, path: Path, text: bytes) -> None:
        """Write a module; the compiled one goes, since its time stamp may be of this second."""
        path.write_bytes(text)
        for compiled in self._compiled.joinpath(*path.parts[1:-1]).glob(f"{path.stem}.*.pyc"):
            compiled.unlink()

    def _run(self, arguments: Sequence[str], seconds: float) -> list[str]:
        """The tests that fail; TIME if they do not end."""
        limit = math.ceil(seconds)
        process = subprocess.Popen(
            [sys.executable, *PYTEST, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, text=True,
            env=self._environment,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5)),  # noqa: PLW1509
        )  # fmt: skip
        try:
            output = process.communicate(timeout=10 * seconds)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return [TIME]
        if process.returncode in {0, _NO_TESTS}:
            return []
        if process.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
            return [TIME]
        found = re.findall(r"^(?:FAILED|ERROR) (\S+)", output, re.MULTILINE)
        return found or [f"exit status {process.returncode}"]


def _used() -> float:
    """The processor time of all tests so far, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def chosen(options: argparse.Namespace) -> list[Change]:
    """The changes to try: a sample of all, or the survivors of an earlier output."""
    paths = sorted(p.relative_to(ROOT) for p in (ROOT / SOURCE).rglob("*.py"))
    everything = [c for p in paths if re.search(options.paths, str(p)) for c in changes(p)]
    everything = [c for c in everything if re.search(options.only, str(c))]
    if options.again:
        lines = options.again.read_text(encoding="utf-8").splitlines()
        wanted = {_without_line(ln[len("survived") :]) for ln in lines if ln.startswith("survived")}
        return [c for c in everything if _without_line(f"0 s  {c}") in wanted]
    return _sample(everything, options.number, random.Random(options.seed))


def _sample(everything: Sequence[Change], number: int, chance: random.Random) -> list[Change]:
    """A sample with as many changes of each kind, as far as there are that many."""
    kinds: dict[str, list[Change]] = {}
    for change in everything:
        kinds.setdefault(change.kind, []).append(change)
    for of_kind in kinds.values():
        chance.shuffle(of_kind)
    in_turn = (c for row in itertools.zip_longest(*kinds.values()) for c in row if c is not None)
    return list(itertools.islice(in_turn, number))


def _without_line(change: str) -> str:
    """A printed change without its time and its line, which move when tests and code change."""
    return re.sub(r"^\d+ s  (\S+):\d+  ", r"\1  ", change.strip())


def main() -> int:
    """Try the changes and print what became of each; 1 if one survived."""
    parser = argparse.ArgumentParser(description="Change the source and see if the tests notice.")
    parser.add_argument("--number", type=int, default=20, help="how many changes")
    parser.add_argument("--seed", type=int, default=1, help="which changes")
    parser.add_argument("--paths", default="", help="only paths in which this pattern is found")
    parser.add_argument("--only", default="", help="only changes whose printed form has this")
    parser.add_argument("--seconds", type=int, default=60, help="processor time for one change")
    parser.add_argument("--again", type=Path, help="the survivors in this earlier output")
    parser.add_argument("--list", action="store_true", help="print the changes, run nothing")
    options = parser.parse_args()
    sample = chosen(options)
    if options.list:
        print(*sample, sep="\n")
        return 0
    counts: Counter[tuple[str, str]] = Counter()
    tests: list[str] = []
    lock = Path(tempfile.gettempdir(), "vcmbib-mutate.lock").open("w")  # noqa: SIM115
    fcntl.flock(lock, fcntl.LOCK_EX)  # one run at a time on a machine
    with tempfile.TemporaryDirectory(prefix="vcmbib-mutate-") as folder:
        tree = Tree(Path(folder), options.seconds)
        for change in sample:
            began = _used()
            noticed = tree.verdict(change)
            outcome = "time" if noticed == TIME else "killed" if noticed else "survived"
            counts[change.path.relative_to(SOURCE).parts[0], outcome] += 1
            by = f"  [{noticed}]" if noticed else ""
            print(f"{outcome:9}{_used() - began:4.0f} s  {change}{by}", flush=True)
            tests.append(noticed)
        for test in tree.failing([t for t in tests if "::" in t]):
            print(f"fails without a change, {tests.count(test)} killed by it: {test}")
    for layer in sorted({name for name, _ in counts}):
        killed, survived = counts[layer, "killed"], counts[layer, "survived"]
        print(f"{layer}: {killed} of {killed + survived} killed")
    killed = sum(n for (_, outcome), n in counts.items() if outcome == "killed")
    print(f"{killed} of {len(sample)} killed, seed {options.seed}")
    return int(killed < len(sample))


if __name__ == "__main__":
    sys.exit(main())
