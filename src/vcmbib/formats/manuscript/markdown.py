"""The citations in a Markdown document of pandoc or Quarto.

The form of a key is that of pandoc's manual ("Citation syntax"): letters, digits and `_`, with
single characters of `:.#$%&-+?<>~/` between them, or any text in `@{…}`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from vcmbib.formats.manuscript.collector import CitationCollector, LineNumbers, path_from
from vcmbib.model.manuscript import Location

_KEY = r"(?:\{([^{}\s]+)\}|(\*|\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*+))"
# Text without citations is matched first, and so skipped as a whole: code, comments, link targets.
_TOKEN = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<include>\{\{<\s*include\s+(?P<file>\S+)\s*>\}\})"
    r"|(?P<target>\]\(\s*<?[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)"
    r"|(?P<address><?\b(?:https?|ftp|mailto):[^\s<>]*>?)"
    r"|(?P<escaped>\\.)"
    rf"|(?P<cited>(?<!\w)@{_KEY})"
    # A word or an address of mail. An address with a scheme begins after `-`, `.` or `+` too.
    r"|(?P<word>\w(?:(?!\b(?:https?|ftp|mailto):)[\w.+-])*+(?:@\w)?)",
    re.DOTALL,
)
_FENCE = re.compile(r"[ ]{0,3}(?:>[ ]?)*(`{3,}|~{3,})")
_FENCE_IN_ITEM = re.compile(r"[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(`{3,}|~{3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\(?(?:\d+|[a-z]|#|@\w*)[.)]|:)[ \t]")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]^]+\]:\s*\S+")
_EXAMPLE = re.compile(r"^[ ]{0,3}\(@(\w[\w-]*)\)", re.MULTILINE)
_LABEL = re.compile(r"\{[^{}\n]*#((?:fig|tbl|tab|eq|eqn|sec|lst|thm|lem|def|alg|cor)[:\-][^\s{}]+)")
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|lst|tip|nte|wrn|imp|cau|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|eq|sec|"
    r"suppfig|vid|prf|dia)-.+"
)
_QUARTO = (".qmd", ".rmd", ".ipynb")
_FRONT = re.compile(r"---[ \t]*\n(.*?)(?:\n(?:---|\.\.\.)[ \t]*(?=\n|$))", re.DOTALL)
_YAML_KEY = re.compile(r"([ \t]*)([\w-]+)[ \t]*:[ \t]*(.*)")
_YAML_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")


def collect(collector: CitationCollector, name: str) -> None:
    """Read a document and the files that it includes."""
    collector.biblatex = True  # pandoc reads a .bib as BibLaTeX
    folder = posixpath.dirname(name)
    project = collector.open([path_from(folder, "_quarto.yml")], None)
    if project is not None:
        _bibliographies(collector, project[1], folder)
    opened = collector.open([name], Location(name, 0))
    if opened is not None:
        _scan(collector, *opened)


def _without_open_comments(text: str) -> str:
    """The text, of the same length, without the marks of comments that do not end.

    Else the end of the text would be searched once for each of them.
    """
    last = max(text.rfind("-->"), 0)
    return text[:last] + text[last:].replace("<!--", "<!==")


def _scan(collector: CitationCollector, name: str, text: str) -> None:
    folder = posixpath.dirname(name)
    front = _FRONT.match(text)
    if front is not None:
        _bibliographies(collector, front[1], folder)
    collector.defined.update(_EXAMPLE.findall(text))
    collector.defined.update(_LABEL.findall(text))
    quarto = name.lower().endswith(_QUARTO)
    lines = LineNumbers(text)
    live = _without_open_comments(_without_blocks(text))
    for match in _TOKEN.finditer(live):
        if match["include"]:
            _include(collector, match["file"], folder, Location(name, lines.line(match.start())))
        elif match["cited"]:
            key = match["cited"][1:]
            if key[0] == "{":
                key = key[1:-1]
            elif quarto and _CROSS_REFERENCE.fullmatch(key):
                continue
            collector.cite(key, Location(name, lines.line(match.start())))


def _include(collector: CitationCollector, file: str, folder: str, location: Location) -> None:
    opened = collector.open([path_from(folder, file.strip("\"'"))], location)
    if opened is not None:
        collector.depth += 1
        _scan(collector, *opened)
        collector.depth -= 1


def _without_blocks(text: str) -> str:
    """`text` with blanks in place of code blocks. All positions stay the same."""
    return "\n".join(_live_lines(text.split("\n")))


def _live_lines(lines: Iterable[str]) -> Iterator[str]:
    fence = ""
    in_item = False  # an indented line may belong to a list item
    after_blank = True
    in_code = False
    for line in lines:
        if fence:
            closing = _FENCE_IN_ITEM.match(line)
            rest = "" if closing is None else line[closing.end() :].strip()
            if closing is not None and closing[1].startswith(fence) and not rest:
                fence = ""
            yield " " * len(line)
            continue
        opening = _FENCE.match(line) or _FENCE_IN_ITEM.match(line)
        if opening is not None and not (opening[1][0] == "`" and "`" in line[opening.end() :]):
            fence = opening[1]
            yield " " * len(line)
            continue
        blank = not line.strip()
        indented = line.startswith(("    ", "\t"))
        in_code = indented and not in_item and (after_blank or in_code)
        if _ITEM.match(line):
            in_item = True
        elif not blank and not indented and after_blank:
            in_item = line.startswith(" ") and in_item
        if not blank and in_code:
            yield " " * len(line)
        else:
            yield _without_definition(line)
        after_blank = blank


def _without_definition(line: str) -> str:
    """`line`, with blanks in place of a reference definition `[name]: address`."""
    match = _DEFINITION.match(line)
    return line if match is None else " " * match.end() + line[match.end() :]


def _bibliographies(collector: CitationCollector, yaml: str, folder: str) -> None:
    """Add the files of `bibliography:` in a YAML header: one name, `[a, b]`, or a list of lines."""
    inside = -1
    for line in yaml.split("\n"):
        key = _YAML_KEY.fullmatch(line)
        if key is not None:
            inside = len(key[1]) if key[2] == "bibliography" else -1
            if inside >= 0:
                _name_all(collector, key[3].strip().strip("[]").split(","), folder)
        elif inside >= 0:
            item = _YAML_ITEM.fullmatch(line)
            if item is not None:
                _name_all(collector, [item[1]], folder)


def _name_all(collector: CitationCollector, names: Iterable[str], folder: str) -> None:
    for name in names:
        plain = re.sub(r"(?<!\s)\s+#.*", "", name).strip().strip("\"'")
        if plain and "://" not in plain and plain not in ("|", ">"):
            collector.add_bibliography(path_from(folder, plain))
