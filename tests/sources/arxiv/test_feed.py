"""arXiv's feeds: read right in both generations, and never a failure that is not ours."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.fake_arxiv import ATOM, Paper, entry, error_entry, feed
from vcmbib.errors import (
    SourceBroken,
    SourceCutOff,
    SourceEmpty,
    SourceError,
    SourceSpokeHtml,
    SourceWrongCharset,
    SourceWrongType,
)
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.text import tidy
from vcmbib.sources.arxiv import feed as feed_module
from vcmbib.sources.arxiv.feed import FeedEntry, read_feed, response_with
from vcmbib.sources.arxiv.record import record_of, withdrawal
from vcmbib.sources.response import Response

PAPER = Paper("2405.03500", "Coding for\n   Machines", comment="12 pages", doi="10.1000/182")
GOOD = feed([entry(PAPER), entry(Paper("quant-ph/0201082"), old=True)])
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>'
)


def read(body: bytes, kind: str = ATOM) -> tuple[FeedEntry, ...]:
    """The entries of a body."""
    return read_feed(Response(200, kind, body)).entries


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b" \n", ATOM, SourceEmpty),
        (b"<html/>", ATOM, SourceSpokeHtml),
        (GOOD, "text/html", SourceSpokeHtml),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', ATOM, SourceSpokeHtml),
        (b'<?xml version="1.0"?><html/>', "application/xhtml+xml", SourceSpokeHtml),
        (b'<?xml version="1.0"?><!-- x --><html/>', ATOM, SourceSpokeHtml),
        (b"[]", "application/json", SourceWrongType),
        (GOOD, "application/json", SourceWrongType),
        (b"%PDF-1.5", "application/pdf", SourceWrongType),
        (b"sorry", "text/plain", SourceWrongType),
        (BILLION, ATOM, SourceBroken),
        (b"sorry", ATOM, SourceBroken),
        (b"<feed/>", ATOM, SourceBroken),
        (b"<a><b></a>", ATOM, SourceBroken),
        (GOOD[: len(GOOD) // 2], ATOM, SourceCutOff),
        (GOOD[:-3], ATOM, SourceCutOff),
        (b'<?xml version="1.0" encoding="utf-8"?><feed>\xe9\xe8</feed>', ATOM, SourceWrongCharset),
        (b'<?xml version="1.0" encoding="shift_jis"?><feed/>', ATOM, SourceWrongCharset),
    ],
)
def test_what_is_no_feed_is_its_own_error(body: bytes, kind: str, error: type[SourceError]) -> None:
    """A body that is no whole Atom feed is the error for its kind."""
    with pytest.raises(error) as caught:
        read(body, kind)
    assert type(caught.value) is error


@pytest.mark.parametrize("at", range(1, len(GOOD) - 1, 97))
def test_a_feed_cut_anywhere_gives_nothing(at: int) -> None:
    """No beginning of a feed counts as the whole."""
    with pytest.raises(SourceError):
        read(GOOD[:at])


@given(st.binary(max_size=400), st.sampled_from([ATOM, "", "text/plain", "text/xml; charset=x"]))
def test_any_bytes_end_in_an_error_of_ours(body: bytes, kind: str) -> None:
    """Whatever the body, there is a feed or a SourceError."""
    with suppress(SourceError):
        read(body, kind)


@given(st.data())
def test_a_spoilt_feed_gives_records_or_an_error_of_ours(data: st.DataObject) -> None:
    """A feed with some bytes changed gives entries that make records, or a SourceError."""
    body = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=6))
    try:
        entries = read(bytes(body))
    except SourceError:
        return
    for found in entries:
        withdrawal(found.comment, found.summary)
        asked = found.identifier or Identifier(Scheme.ARXIV, "2405.03500")
        record_of(found, found.title or "x", asked)


HEAD = b'<feed xmlns="http://www.w3.org/2005/Atom">'
HOSTILE = {
    "wide": HEAD + b"<a/>" * 100_000 + b"</feed>",
    "wide entry": HEAD + b"<entry>" + b"<a/>" * 60_000 + b"</entry></feed>",
    "deep": HEAD + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</feed>",
    "deep entry": HEAD + b"<entry>" + b"<a>" * 100 + b"</a>" * 100 + b"</entry></feed>",
    "deep without a feed": b"<a>" * 1_000_000,
    "attributes": HEAD
    + b"<entry>"
    + b"".join(b"<a " + b" ".join(b"a%d=''" % i for i in range(5000)) + b"/>" for _ in range(11))
    + b"</entry></feed>",
    "long tag": HEAD + b"<a b='" + b"x" * 3_000_000 + b"'/></feed>",
    "long comment": HEAD + b"<!--" + b"x" * 3_000_000 + b"--></feed>",
    "long entry": HEAD + b"<entry><title>" + b"x" * 2_000_001 + b"</title></entry></feed>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_feed_that_is_made_to_take_memory_is_refused(
    body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elements too many, too deep or too long end the reading before they fill the memory."""
    monkeypatch.setattr(feed_module, "_MAX_ELEMENTS", 80_000)
    tracemalloc.start()
    try:
        with pytest.raises(SourceBroken):
            read(body)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_a_feed_of_the_largest_collaborations_is_read() -> None:
    """A hundred papers with three thousand authors each are within the limits."""
    many = Paper("2405.03500", "Observation", tuple(f"Author {i}" for i in range(3000)))
    found = read(feed([entry(many)] * 3))
    assert [len(e.names) for e in found] == [3000] * 3


def test_what_is_outside_of_entries_is_not_kept() -> None:
    """Unknown elements, comments and instructions around the entries change nothing."""
    noise = b"<x>text<y z='1'>more</y></x><!-- <entry/> --><?pi <entry/> ?>"
    body = GOOD.replace(b"<entry>", noise + b"<entry>").replace(b"</feed>", noise + b"</feed>")
    assert [_fields(e) for e in read(body)] == [_fields(e) for e in read(GOOD)]


@pytest.mark.parametrize("author", ["arXiv api core", "somebody else"])
def test_an_error_entry_is_no_paper(author: str) -> None:
    """The id shows an error of the API, whatever its author."""
    said = read_feed(Response(400, ATOM, feed([error_entry("incorrect id format for x")])))
    assert said.entries == ()
    assert said.errors == ("incorrect id format for x",)
    other = read_feed(Response(200, ATOM, feed([error_entry("no", author=author)])))
    assert other.errors == ("no",)


def test_a_paper_titled_error_by_arxiv_api_core_is_a_paper() -> None:
    """A paper has an abs address, whatever its title and its author are called."""
    paper = Paper("2405.03500", "Error", ("arXiv api core",))
    assert [e.title for e in read(feed([entry(paper)]))] == ["Error"]


@pytest.mark.parametrize("kind", [ATOM, "", "text/xml", "application/xml", "text/plain"])
@pytest.mark.parametrize("old", [False, True])
def test_an_entry_is_read_whole(kind: str, old: bool) -> None:
    """Every element arrives, on one line, under any content type that can be meant."""
    [found] = read(feed([entry(PAPER, old=old)]), kind)
    assert found.identifier == Identifier(Scheme.ARXIV, "2405.03500", "v1")
    assert found.title == "Coding for Machines"
    assert found.names == ("Ada Example", "Jan van der Test")
    assert found.summary == "We study nothing. In particular, nothing follows."
    assert (found.published, found.updated) == (PAPER.published, PAPER.updated)
    assert (found.comment, found.doi, found.journal_ref) == ("12 pages", "10.1000/182", None)
    assert found.primary == "cs.CV"
    assert found.categories == ("cs.CV", "eess.IV")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16", "windows-1252"])
def test_the_document_says_its_encoding(charset: str) -> None:
    """The encoding that the document declares counts, against the header if need be."""
    text = feed([entry(Paper("2405.03500", "Özyılkan".replace("ı", "i")))]).decode()
    body = text.replace("UTF-8", charset).encode(charset)
    assert [e.title for e in read(body, "application/atom+xml; charset=utf-8")] == ["Özyilkan"]


def test_the_header_says_the_encoding_where_the_document_does_not() -> None:
    """Without a declaration the charset of the content type counts."""
    text = feed([entry(Paper("2405.03500", "Ünal"))]).decode().partition("\n")[2]
    kind = "application/atom+xml; charset=ISO-8859-1"
    assert [e.title for e in read(text.encode("latin-1"), kind)] == ["Ünal"]


def test_an_entry_alone_reads_back_the_same() -> None:
    """What is stored of an entry is the entry."""
    for found in read(GOOD):
        again = read_feed(response_with(found))
        assert again.total == 1
        [entry_again] = again.entries
        assert entry_again.xml
        assert {**_fields(entry_again), "xml": b""} == {**_fields(found), "xml": b""}
    assert read_feed(response_with(None)).total == 0


def _fields(found: FeedEntry) -> dict[str, object]:
    return {name: getattr(found, name) for name in FeedEntry.__slots__}


@pytest.mark.shared
def test_real_feeds_of_both_generations(shared: Path) -> None:
    """Every recorded answer ends as it must: papers with all parts, a complaint, or a web page."""
    folder = shared / "data" / "services" / "arxiv-api" / "open"
    papers = complaints = 0
    paths = sorted(folder.glob("*.xml"))
    for path in paths:
        found = read_feed(Response(200, ATOM, path.read_bytes()))
        papers += len(found.entries)
        complaints += len(found.errors)
        assert len(found.entries) + len(found.errors) == path.read_bytes().count(b"<entry>")
        for item in found.entries:
            assert item.identifier is not None
            assert item.title is not None
            record = record_of(item, item.title, item.identifier)
            assert record.ref in path.read_text("utf-8")
            assert record.title == tidy(record.title) != ""
            assert record.authors
            assert record.year
            assert record.month
            assert record.abstract
            assert dict(record.extra)["primaryclass"] == item.primary
            assert record.remarks == ()
            has_doi = item.doi is not None
            assert has_doi == (Scheme.DOI in {i.scheme for i in record.identifiers})
    assert len(paths) > 10
    assert (papers, complaints) == (
        sum(p.read_bytes().count(b"/abs/") > 0 and p.read_bytes().count(b"<entry>") for p in paths),
        1,
    )
    for path in folder.glob("*.html"):
        with pytest.raises(SourceSpokeHtml):
            read(path.read_bytes())
