"""The fallback parser reads the entries that fit no rule of ours."""

from __future__ import annotations

import subprocess
import sys

from tests.formats.bibtex.parse.read_entries import the_entry


def test_the_parser_of_last_resort() -> None:
    """The parser bibtexparser is asked about what fits no rule; what it reads is remarked."""
    entry = the_entry("@misc{a, title = {b} # # {c}, year = {2000}}")
    assert entry.fields == (("title", "{b} # # {c}"), ("year", "2000"))
    assert entry.remarks == ("read by the fallback parser",)


def test_writing_does_not_load_the_parser() -> None:
    """Only reading pays for the import of bibtexparser."""
    code = (
        "import sys; from vcmbib.formats import bibtex; bibtex.write(());"
        "sys.exit('bibtexparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
