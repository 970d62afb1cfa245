"""Citations in `.bcf` files."""

from __future__ import annotations

from vcmbib.formats.manuscript import cited_in


def test_bcf_files() -> None:
    """Keys with entities, `*`, members of a set instead of the set, the .bib."""
    text = """<bcf:bibdata section="0">
<bcf:datasource type="file" datatype="bibtex" glob="false">refs.bib</bcf:datasource>
<bcf:citekey order="1" intorder="1">a&amp;b</bcf:citekey>
<bcf:citekey order="5" nocite="1">*</bcf:citekey>
<bcf:citekey type="set" members="c,d">s</bcf:citekey><bcf:citekey order="6">s</bcf:citekey>"""
    found = cited_in("m.bcf", {"m.bcf": text}.get)
    assert [c.key for c in found.citations] == ["a&b", "c", "d"]
    assert (found.cites_all, found.biblatex, found.bibliographies) == (True, True, ("refs.bib",))
