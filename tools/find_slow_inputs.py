# ruff: noqa: E501
"""Fill every field of every format with runs of characters, double the size, and time the work.

Run it from the checkout: `python -m tools.find_slow_inputs [--format NAME] [--stage NAME]
[--step N]`. The stages are read, take (plan and store an import), write (each export of it),
document, query, dump and detect. Each case is timed at SIZE characters. A case that is not fast
there is timed at larger sizes, and printed if 40 kB take more than half a second, or if the time
grows faster than the size. A case that takes longer than the limit is printed too.
"""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from tools.fuzz_readers import FORMATS
from vcmbib.errors import VcmbibError
from vcmbib.formats import WRITERS, bibtex, format_of, load_reader, load_writer
from vcmbib.formats.item_net import read_file
from vcmbib.formats.manuscript import cited_in
from vcmbib.formats.markdown import write_list
from vcmbib.logic.importer.plan import plan_import
from vcmbib.model.dump.reader import read_dump
from vcmbib.model.query.parser import parse_query
from vcmbib.store.library import Library

SIZE = 5_000
LARGE = 40_000  # the size that must cost less than MOST seconds
MOST = 0.5
# A square that takes longer than MOST at LARGE takes longer than this at SIZE.
FAST = MOST / (LARGE / SIZE) ** 2
LIMIT = 4.0  # seconds of one run

PIECES = [
    *" \t\n\\{}\"'`$%&#_^~[]()<>|,;:./@=+*!?-0aA", "\u00e9", "\u0301", "\u00a0", "\u200d", "\u2013",
    "\U0001f600", "\u4e2d", "\ufeff", "![", "![](", "[x](", "[[", "](", "<a ", "<a href=\"", "<b>", "</b>",
    "<!--", "<![CDATA[", "<!", "<?", "&amp;", "&#", "&#x", "&lt;", "\\cite{", "\\cite[", "\\cite", "\\'{", "\\'",
    "\\'\\", "\\\"{", "\\textbf{", "\\begin{a}", "\\end{a}", "\\verb|", "\\[", "\\(", "\\$", "\\\\", "{\\",
    "{\\'", "{\\'a}", "{{", "}{", "{a}", "$a", "$$", "$a$", "x^{", "_{", " and ", "and ", "and, ",
    "a and b, c and ", ", and", "and others ", " et al", "et al. ", "a, ", ",a", "{a} ", "{a, ", "A. ",
    "a.", "A", "de ", "van der ", "jr, ", "a-", "A-", "http://", "https://a", "www.", "doi:", "10.1/", "10.1234/",
    "doi.org/", "10.1/(", "arXiv:", "arxiv ", "arXiv:2101.00001", "1101.", "1-", "1--", "1, ", "1 ", "12", "2020 ",
    "'20", "2020-", "2020/", "ISBN ", "978-", "pp. ", "vol. ", "no. ", "Proc. ", "Proceedings of ", "ICIP ",
    "ICIP'", "IEEE ", "Int. ", "th ", "1st ", "(a ", "(a) ", "[a] ", "[@", "@a", "@a{", "@a{a,", "a = ", "a = {",
    "a = \"", "\" # ", "a # ", "@string{", "@comment{", "TY  - ", "ER  - \n", "AU  - a\n", "\n ", "\n\n", "a\n\n",
    " \n", "\r", "\r\n", "- ", "- a\n", "* ", "* a ", "**a", "*a*", "**", "***", "_a_", "__", "``", "`a", "| ", "|-",
    "|a\n", "# ", "# a\n", "> ", ">", "a: ", "a:\n ", "{a: ", "[a, ", "&a ", "*a ", "!!", "? ", "'a", "a'", "\"a", "a\"",
    "a;b", "; ", ";a", "a=b;", "year:", "-a ", "a OR ", "(", "-(", "NOT ", "\"a ", "a* ", "tag:\"", "..", "1..", "a:",
    "%a\n", "%", "\\%", "\\input{a}", "\\def\\a{", "\\newcommand{\\a}{", "#cite(", "#a[", "#{", "//", "/*", "--", "---",
    "\\N", "\\u", "\\u{", "\\x", "x ", "ab ", "Ab ", "aB", "a_", "a/", "://", "://a", "@a ", "a@", ">= ", "\"]", "{\"", "[{",
    "{\"a\":", "[", "<mods>", "<a><b>", "<a x=\"", "e\u0301", "\u0301\u0327", "\u0130", "\u00df", "\ufb01",
]  # fmt: skip

# Openings with their closings: a run of the one, then a run of the other.
PAIRS = [
    ("{", "}"), ("[", "]"), ("(", ")"), ("\\'{", "}"), ("{\\'", "}"), ("{\\'{", "}}"), ("\\textbf{", "}"),
    ("{\\bf ", "}"), ("\\frac{", "}{a}"), ("$x^{", "}$"), ("[[", "]]"), ("![", "](a)"), ("[a", "](b)"), ("<b>", "</b>"),
    ("{a=", "}"), ("[{", "}]"), ("{\"a\":", "}"), ("(a ", ")"), ("-(", ")"), ("\\cite[", "]{a}"), ("\\(", "\\)"),
    ("\"a ", "\""), ("``", "''"), ("<!--", "-->"), ("a{", "}b"), ("**a ", "**"), ("&amp", ";"), ("\\", "a"), (" ", "a"),
    ("a", " "), (",", "a"), ("1", "a"), ("1", "-"), ("a", "."), ("\n", "a"), (" ", "\n"), ("-", "a"), ("@", "{"), ("a", "@"),
    ("a", "{"), ("/", "a"), ("#", "a"), ("|", "a"), ("*", "a"), ("_", "a"), ("\t", "a"), ("A", "\u0301"), ("%", "a"),
]  # fmt: skip


class TooLong(BaseException):
    """A run reached the limit."""


@dataclass(frozen=True)
class Case:
    """One piece in one place; `work` gets the text of the run."""

    name: str
    piece: str | tuple[str, str]
    work: Callable[[str], object]

    def seconds(self, size: int) -> float:
        """The CPU time of a run of about `size` characters; LIMIT if it takes longer or more if deep."""
        parts = (self.piece, "") if isinstance(self.piece, str) else self.piece
        count = size // len("".join(parts))
        text = parts[0] * count + parts[1] * count
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        gc.disable()
        begun = time.process_time()
        try:
            self.work(text)
        except TooLong:
            return LIMIT
        except VcmbibError:
            pass
        except RecursionError:
            return LIMIT + 1
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            gc.enable()
        return time.process_time() - begun


def reading_of(name: str, text: str) -> Any:
    """What the reader of a format finds in a text."""
    reader = load_reader(name)
    return read_file(lambda: reader.read(text, "f"), text)


def render(name: str, field: str, value: str) -> str | None:
    """A file of the format with this value in the field; None if the format cannot write it."""
    fields, write, _ = FORMATS[name]
    try:
        return write(fields | {field: value}).replace("\0", "")
    except Exception:  # noqa: BLE001  # the generator, not the program
        return None


def taken(library: Library, name: str, text: str) -> None:
    """Import a text into the library."""
    reading = reading_of(name, text)
    with library.locked():
        plan = plan_import([("f", reading)], library.snapshot_for(reading.records))
        library.apply(plan, "import")


def read_stage(name: str, field: str) -> Callable[[str], object]:
    """Reading a file with the value in a field."""

    def work(value: str) -> object:
        text = render(name, field, value)
        return None if text is None else reading_of(name, text)

    return work


def take_stage(name: str, field: str) -> Callable[[str], object]:
    """Importing a file into an empty library, and again."""

    def work(value: str) -> None:
        text = render(name, field, value)
        if text is not None:
            with Library.empty() as library:
                taken(library, name, text)
                taken(library, name, text)

    return work


def write_stage(name: str, field: str, writer: str) -> Callable[[str], object]:
    """Importing a file and exporting it in one format."""

    def work(value: str) -> None:
        text = render(name, field, value)
        if text is None:
            return
        with Library.empty() as library:
            taken(library, name, text)
            papers = list(library.all_papers())
            if writer in ("bibtex", "biblatex"):
                bibtex.write(papers, bibtex.Style(bibtex.Dialect(writer)))
            elif writer == "markdown":
                for paper in papers:
                    write_list.row(paper)
            else:
                load_writer(writer).write(papers)

    return work


def whole_files() -> Iterator[tuple[str, str, Callable[[str], object]]]:
    """(stage, place, work) of texts that are a run as a whole."""

    def after(head: str, work: Callable[[str], object]) -> Callable[[str], object]:
        return lambda text: work(f"{head}{text}")

    start = {"cff": "cff-version: 1.2.0\nreferences:\n", "mods": "<modsCollection><mods>"}
    for name in FORMATS:
        for head in ("", start.get(name, "a")):
            yield "read", f"{name} whole file {head!r}", after(head, partial(reading_of, name))
    for ending in ("tex", "md", "typ", "aux", "bcf"):
        for head in ("", "\\documentclass{a}\n\\begin{document} ", "\\cite{a}"):
            yield "document", f"{ending} {head!r}", after(head, partial(cited, f"f.{ending}"))
    for head in ("", "year:", "title:", "a ", "("):
        yield "query", f"{head!r}", after(head, search)
    for head in ("", '{"format":2,"kind":"header","schema":2}\n', '{"kind":"paper","title":"'):
        yield "dump", f"{head!r}", after(head, read_dump)
    for head in ("", "a: ", "% ", "a,b\n"):
        yield "detect", f"{head!r}", after(head, partial(format_of, "f"))


def cited(name: str, text: str) -> object:
    """The citations of a document without other files."""
    return cited_in(name, lambda asked: text if asked == name else None)


def search(text: str) -> None:
    """Search an empty library."""
    with Library.empty() as library:
        library.search(parse_query(text))


def cases(stages: set[str], formats: set[str]) -> Iterator[Case]:
    """All cases of these stages and formats."""
    for piece in (*PIECES, *PAIRS):
        for stage, place, work in whole_files():
            if stage in stages and (stage != "read" or place.split()[0] in formats):
                yield Case(f"{stage} {place}", piece, work)
    for name in FORMATS:
        for field in FORMATS[name][0] if name in formats else ():
            for piece in (*PIECES, *PAIRS):
                if "read" in stages:
                    yield Case(f"read {name} {field}", piece, read_stage(name, field))
                if "take" in stages:
                    yield Case(f"take {name} {field}", piece, take_stage(name, field))
                for writer in (*WRITERS, "bibtex", "biblatex", "markdown"):
                    if "write" in stages:
                        work = write_stage(name, field, writer)
                        yield Case(f"write {writer} from {name} {field}", piece, work)


def verdict(case: Case) -> str | None:
    """What is wrong with a case, or None."""
    first = case.seconds(SIZE)
    if first < FAST:
        return None
    times = [min(case.seconds(size), case.seconds(size)) for size in (SIZE, 2 * SIZE, 4 * SIZE)]
    growth = times[2] / max(times[1], 1e-4)
    if growth < 2.8 and times[2] * LARGE / SIZE / 4 < MOST:
        return None
    large = case.seconds(LARGE)
    if large < MOST and (growth < 2.8 or times[2] < MOST / 4):
        return None
    shown = " ".join(f"{t:.3f}" for t in (*times, large))
    return f"{case.name} {case.piece!r}: {shown} s, growth {growth:.1f}"


def main() -> int:
    """Print the slow cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    stages = ("read", "take", "write", "document", "query", "dump", "detect")
    parser.add_argument("--stage", action="append", choices=stages)
    parser.add_argument("--step", type=int, default=1, help="only every Nth case")
    given = parser.parse_args()

    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGVTALRM, stop)
    count = slow = 0
    for case in cases(set(given.stage or stages), set(given.format or FORMATS)):
        count += 1
        if count % given.step:
            continue
        wrong = verdict(case)
        if wrong:
            slow += 1
            print(wrong, flush=True)
    print(f"{count // given.step} cases, {slow} slow, {time.process_time():.0f} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
