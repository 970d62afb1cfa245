"""MODS, both ways."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import WHOLE_PAPERS
from tests.formats import roundtrips
from vcmbib.formats import mods
from vcmbib.model.names import Name
from vcmbib.model.paper import Paper

ITEM = """\
<mods:mods ID="doe2020">
  <mods:titleInfo><mods:nonSort>The</mods:nonSort><mods:title>Title &amp; More</mods:title>
    <mods:subTitle>A Subtitle</mods:subTitle></mods:titleInfo>
  <mods:name type="personal">
    <mods:namePart type="family">van Doe</mods:namePart>
    <mods:namePart type="given">Jane</mods:namePart>
    <mods:role><mods:roleTerm type="text">author</mods:roleTerm></mods:role>
  </mods:name>
  <mods:name type="corporate"><mods:namePart>The Team</mods:namePart></mods:name>
  <mods:typeOfResource>text</mods:typeOfResource>
  <mods:genre>journal article</mods:genre>
  <mods:relatedItem type="host">
    <mods:titleInfo><mods:title>Journal of Tests</mods:title></mods:titleInfo>
    <mods:part>
      <mods:detail type="volume"><mods:number>3</mods:number></mods:detail>
      <mods:detail type="issue"><mods:number>4</mods:number></mods:detail>
      <mods:extent unit="pages"><mods:start>1</mods:start><mods:end>9</mods:end></mods:extent>
      <mods:date>2020-05-07</mods:date>
    </mods:part>
    <mods:identifier type="issn">1234-5678</mods:identifier>
  </mods:relatedItem>
  <mods:identifier type="doi">10.1000/x</mods:identifier>
  <mods:location><mods:url>https://example.org/</mods:url></mods:location>
  <mods:subject><mods:topic>tests</mods:topic></mods:subject>
</mods:mods>
"""
OPEN = '<mods:modsCollection xmlns:mods="http://www.loc.gov/mods/v3">\n'
FILE = f"{OPEN}{ITEM}</mods:modsCollection>\n"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a file contains, reading it does not fail."""
    mods.read(text, "a.mods")
    mods.read(f"<mods><titleInfo><title>{text}</title></titleInfo></mods>", "a.mods")


@WHOLE_PAPERS
@given(st.lists(roundtrips.papers(), max_size=3))
def test_what_is_written_is_read_back(papers: list[Paper]) -> None:
    """A paper comes back as it was, all of it, and the file is valid XML."""
    written = mods.write(papers)
    assert len(ElementTree.fromstring(written)) == len(papers)
    roundtrips.same(papers, mods.read(written, "a.mods"), said=roundtrips.unicode)


def test_an_item() -> None:
    """Titles, people, the host with its part, identifiers and links come to their places."""
    found = roundtrips.one(mods.read(FILE, "a.mods"))
    assert (found.key, found.line) == ("doe2020", 2)
    assert found.title == "The Title & More: A Subtitle"
    assert found.authors == (Name("Doe", "Jane", "van"), Name("The Team", literal=True))
    assert (found.entry_type, found.volume, found.number, found.pages) == (
        "article", "3", "4", "1-9",
    )  # fmt: skip
    assert (found.year, found.month, found.tags) == (2020, 5, ("tests",))
    assert found.venue is not None
    assert found.venue.name == "Journal of Tests"
    assert [str(i) for i in found.identifiers] == ["doi:10.1000/x"]
    extra = dict(found.extra)
    assert (extra["issn"], extra["date"]) == ("1234-5678", "2020-05-07")
    assert "typeOfResource" in extra["mods-xml"]
    assert "<typeOfResource>text</typeOfResource>" in mods.write(
        roundtrips.as_papers(mods.read(FILE, "a.mods"))
    )


def test_a_broken_item_spoils_no_other() -> None:
    """An element that is no XML is returned verbatim with its line; the others are read."""
    bad = "<mods><titleInfo><title>A</titleInfo></mods>"
    reading = mods.read(f"{OPEN}{bad}\n{ITEM}<mods><note/></mods>\n</mods:modsCollection>", "a")
    assert len(reading.records) == 1
    assert [(p.line, p.text) for p in reading.problems] == [(2, bad), (28, "<mods><note/></mods>")]
    failed = mods.write_failed(reading.problems)
    assert len(mods.read(failed, "f").problems) == 2
    fixed = failed.replace("A</title", "A</title></title").replace("</title></titleInfo>", "</x>")
    assert len(mods.read(fixed, "f").problems) == 2
    mended = mods.read(failed.replace("A<", "A</title><").replace("<note/>", _TITLE), "f")
    assert [r.title for r in mended.records] == ["A", "B"]
    assert mended.problems == ()


_TITLE = "<titleInfo><title>B</title></titleInfo>"


def test_entities_are_refused() -> None:
    """A document type within an item is a problem, whatever its entities are."""
    text = '<mods><!DOCTYPE x [<!ENTITY a "b">]><titleInfo><title>&a;</title></titleInfo></mods>'
    assert "document type" in mods.read(text, "a").problems[0].reason
    outside = f'<!DOCTYPE x [<!ENTITY a "b">]>\n<mods>{_TITLE}<note>&a;</note></mods>'
    assert mods.read(outside, "a").records[0].note == "&a;"


def test_deep_nesting_is_a_problem() -> None:
    """An element nested too deeply, in XML or in what we add, is a problem with its line."""
    deep = f"<mods>{'<a>' * 100_000}{'</a>' * 100_000}</mods>"
    ours = f"<mods><extension><vcmbib>{'[' * 100_000}</vcmbib></extension></mods>"
    reading = mods.read(f"{deep}\n{ours}\n<mods>{_TITLE}</mods>", "a")
    assert [r.title for r in reading.records] == ["B"]
    assert [(p.line, p.reason) for p in reading.problems] == [
        (1, "nested too deeply"),
        (2, "nested too deeply"),
    ]


def _collection(*titles: str) -> str:
    items = (f"<mods><titleInfo><title>{t}</title></titleInfo></mods>\n" for t in titles)
    return f"<modsCollection>{''.join(items)}</modsCollection>"


@pytest.mark.parametrize(
    ("written", "meant", "remarks"),
    [
        ("caf&eacute; &nbsp;bar &Omega; &mdash;", "caf\u00e9 bar \u03a9 \u2014", 0),
        ("R&D at AT&T", "R&D at AT&T", 1),
        ("a & b &", "a & b &", 1),
        ("&unknown; &amp; &lt; &#233; &#xe9;", "&unknown; & < \u00e9 \u00e9", 1),
        ("&LT;b> &AMP;", "<b> &", 0),
        ("<![CDATA[a & b &eacute;]]>", "a & b &eacute;", 0),
    ],
)
def test_names_of_html_and_bare_ampersands_are_read(written: str, meant: str, remarks: int) -> None:
    """The record has the characters, the records around it are read, `&` gives a remark."""
    found = mods.read(_collection("First", written, "Last"), "f")
    assert [r.title for r in found.records] == ["First", meant, "Last"]
    assert len(found.records[1].remarks) == remarks
    assert found.problems == ()


@pytest.mark.parametrize("broken", ["<mods><titleInfo><title>x", "<mods><a></b></mods>"])
def test_one_broken_element_costs_one_item(broken: str) -> None:
    """The elements before and after it are read."""
    last = "<mods><titleInfo><title>Last"
    whole = _collection("First", "Last").replace(last, f"{broken}\n{last}")
    found = mods.read(whole, "f")
    assert [r.title for r in found.records] == ["First", "Last"]
    assert len(found.problems) == 1
