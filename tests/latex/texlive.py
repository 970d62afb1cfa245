"""Running LaTeX, BibTeX and biber over a `.bib`, and reading what they complain of."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from vcmbib.model.latex.decode import to_unicode

# Nothing is written outside the folder; lines of logs are not broken.
_ENVIRONMENT = {"openout_any": "p", "max_print_line": "1000"}
_DOCUMENT = r"""\documentclass{article}
%s
\begin{document}
\nocite{*}
%s
\end{document}
"""
_BAD_LOG = re.compile(
    r"^! .*|.*Missing character.*|.*Citation .* undefined.*|.*There were undefined.*", re.MULTILINE
)
_BAD_BIBTEX = re.compile(
    r"^I was expecting.*|^.*error message.*|^Illegal.*|^Name \d+ in .*|^Too many commas.*"
    r"|^I couldn't.*|^Repeated entry.*|^You're missing.*|^A bad cross reference.*",
    re.MULTILINE,
)
_BAD_BIBER = re.compile(r"^.*(?:ERROR|WARN) - .*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Compiled:
    """What came of it: the complaints, and the bibliography that was made."""

    complaints: tuple[str, ...]
    bbl: str


def missing(*programs: str) -> list[str]:
    """The programs that are not installed."""
    return [p for p in programs if shutil.which(p) is None]


def has_style(name: str) -> bool:
    """Whether TeX finds a style of BibTeX."""
    found = subprocess.run(["kpsewhich", f"{name}.bst"], capture_output=True, check=False)
    return found.returncode == 0


def with_bibtex(bib: str, folder: Path, *, style: str = "plain", preamble: str = "") -> Compiled:
    """The `.bib` through pdflatex and BibTeX, all its entries cited."""
    end = f"\\bibliographystyle{{{style}}}\n\\bibliography{{refs}}"
    head = "\\usepackage[T1]{fontenc}\n\\usepackage{lmodern,url}\n" + preamble
    _lay_out(folder, bib, _DOCUMENT % (head, end))
    _run(folder, "pdflatex")
    blg = _command(folder, ["bibtex", "main"])
    complaints = _BAD_BIBTEX.findall(blg)
    _run(folder, "pdflatex")
    complaints += _run(folder, "pdflatex")
    return Compiled(tuple(complaints), _text(folder / "main.bbl"))


def with_biber(bib: str, folder: Path, *, engine: str = "pdflatex") -> Compiled:
    """The `.bib` through LaTeX with BibLaTeX and biber, all its entries cited."""
    fonts = "\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}\n" if engine == "pdflatex" else ""
    head = f"{fonts}\\usepackage[backend=biber]{{biblatex}}\n\\addbibresource{{refs.bib}}"
    _lay_out(folder, bib, _DOCUMENT % (head, "\\printbibliography"))
    _run(folder, engine)
    blg = _command(folder, ["biber", "--noconf", "main"])
    complaints = _BAD_BIBER.findall(blg)
    _run(folder, engine)
    complaints += _run(folder, engine)
    return Compiled(tuple(complaints), _text(folder / "main.bbl"))


# A style that only divides names.
_NAME_STYLE = r"""ENTRY { author } {} {}
INTEGERS { n k }
STRINGS { s }
FUNCTION {misc} {
  author 's := s num.names$ 'n := #1 'k :=
  { n #0 > } {
    s k "{ff}" format.name$ write$ newline$ s k "{vv}" format.name$ write$ newline$
    s k "{ll}" format.name$ write$ newline$ s k "{jj}" format.name$ write$ newline$
    k #1 + 'k := n #1 - 'n :=
  } while$
}
READ
ITERATE {call.type$}
"""


def name_parts(bib: str, folder: Path) -> list[tuple[str, str, str, str]]:
    """The first, von, last and junior parts of the names of `author`, as BibTeX finds them."""
    (folder / "names.bst").write_text(_NAME_STYLE, "utf-8", newline="\n")
    (folder / "refs.bib").write_text(bib, "utf-8", newline="\n")
    aux = "\\relax\n\\citation{*}\n\\bibstyle{names}\n\\bibdata{refs}\n"
    (folder / "main.aux").write_text(aux, "utf-8", newline="\n")
    _command(folder, ["bibtex", "main"])
    lines = [to_unicode(x).replace("~", " ") for x in _text(folder / "main.bbl").split("\n")[:-1]]
    return [(a, b, c, d) for a, b, c, d in zip(*[iter(lines)] * 4, strict=True)]


def _lay_out(folder: Path, bib: str, document: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "refs.bib").write_text(bib, "utf-8", newline="\n")
    (folder / "main.tex").write_text(document, "utf-8", newline="\n")


def _run(folder: Path, engine: str) -> list[str]:
    """One run of LaTeX, and what its log complains of."""
    _command(folder, [engine, "-interaction=nonstopmode", "-no-shell-escape", "main.tex"])
    return _BAD_LOG.findall(_text(folder / "main.log"))


def _command(folder: Path, command: list[str]) -> str:
    environment = {**os.environ, **_ENVIRONMENT}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300
    )
    return done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace") if file.exists() else ""
