"""The writer of RIS: from papers to tagged lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vcmbib.formats.extra_fields import ExtraFields
from vcmbib.formats.record_builder import write_person
from vcmbib.formats.ris.tags import PUBLISHERS, TYPES, WHOLE, ris_type
from vcmbib.formats.tagged_lines import write_failed_records
from vcmbib.model.identifiers import Scheme, isbn13
from vcmbib.model.paper import LinkKind, Paper, Problem
from vcmbib.model.text import with_line_feeds


def write(papers: Iterable[Paper]) -> str:
    """Write the papers in the order given, with a blank line after each."""
    return "".join(_RisWriter(p).text() for p in papers)


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed records unchanged, each below its line and reason.

    A user can correct the result and import it again. The reader skips text before a record.
    """
    return write_failed_records(problems, _with_end)


def _with_end(text: str) -> str:
    return text if re.search(r"(?m)^\s*ER\s*-", text) else f"{text}\nER  - "


_TAGS_OF_EXTRA = (
    ("address", "CY"), ("edition", "ET"), ("language", "LA"), ("shorttitle", "ST"),
    ("affiliation", "AD"), ("library", "CN"), ("volumes", "NV"), ("eid", "C7"), ("issn", "SN"),
)  # fmt: skip


class _RisWriter:
    """Writes the record of one paper."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._extra = ExtraFields(paper)
        self._lines: list[str] = []

    def text(self) -> str:
        paper, extra = self._paper, self._extra
        kind = extra.take_raw("ris-TY")
        conference = kind == "CONF" and paper.entry_type == "inproceedings"
        if not kind or (TYPES.get(kind, "misc") != paper.entry_type and not conference):
            kind = ris_type(paper.entry_type)
        self._put("TY", kind)
        self._put("ID", paper.key)
        self._put("TI", paper.title)
        self._people()
        self._container(kind)
        self._dates()
        self._pages()
        for tag, value in (
            ("VL", paper.volume),
            ("IS", paper.number),
            ("AB", paper.abstract),
        ):
            self._put(tag, value or "")
        self._publisher(kind)
        for note in (paper.note or "").split("\n\n"):
            self._put("N1", note)
        for word in paper.tags:
            self._put("KW", word)
        self._identifiers()
        self._links()
        self._rest(kind)
        return "".join(f"{line}\n" for line in self._lines) + "ER  - \n\n"

    def _dates(self) -> None:
        """Write the year as it was read, else as a number, and the month and day."""
        paper, extra = self._paper, self._extra
        as_read = extra.take_date("ris-PY")
        self._put("PY", as_read or ("" if paper.year is None else str(paper.year)))
        if paper.year is not None and paper.month is not None:
            self._put("DA", extra.iso_date().replace("-", "/"))

    def _publisher(self, kind: str) -> None:
        """Write the publisher. In a report PB is the institution, in a thesis the school."""
        name = PUBLISHERS.get(kind)
        if name is None:
            self._put("PB", self._paper.publisher or "")
            return
        for value in self._extra.take_all(name):
            self._put("PB", value)
        self._put_vcmbib("publisher", self._paper.publisher or "")

    def _put(self, tag: str, value: str) -> None:
        """Write a tag unless the value is empty. Further lines of the value are indented."""
        if value:
            lines = with_line_feeds(value).split("\n")
            self._lines.append(f"{tag}  - " + "\n      ".join(lines))

    def _people(self) -> None:
        paper = self._paper
        for name in paper.authors:
            self._put("AU", write_person(name))
        if paper.authors and not paper.authors_complete:
            self._put("AU", "others")
        for name in paper.editors:
            self._put("A2", write_person(name))
        for name in self._extra.take_people("translator"):
            self._put("A4", write_person(name))

    def _container(self, kind: str) -> None:
        title, short = self._extra.venue_titles()
        whole = kind in WHOLE
        self._put("JF" if whole else "T2", title)
        self._put("J2" if title else "", short if short != title else "")
        self._put("T2" if whole else "T3", self._extra.take("series"))

    def _pages(self) -> None:
        pages = self._paper.pages or ""
        joint = "--" if "--" in pages else "-"
        parts = pages.split(joint)
        if len(parts) == 2 and all(parts) and not any(set(p) & set(" ,;") for p in parts):
            self._put("SP", parts[0])
            self._put("EP", parts[1])
        else:
            self._put("SP", pages)

    def _identifiers(self) -> None:
        written = self._extra.take("isbn")
        tags = {Scheme.DOI: "DO", Scheme.ISBN: "SN", Scheme.PMCID: "C2"}
        for identifier in self._paper.identifiers:
            tag = tags.get(identifier.scheme, "AN")
            value = identifier.value if tag != "AN" else str(identifier)
            if identifier.scheme is Scheme.ISBN and isbn13(written) == identifier.value:
                value = written
            self._put(tag, value)

    def _links(self) -> None:
        for link in self._paper.links:
            if link.kind is LinkKind.PAPER:
                self._put("UR", link.url)
            elif link.kind is LinkKind.PDF:
                self._put("L1", link.url)
            else:
                self._put("L3", f"{link.kind.value}: {link.url}")

    def _rest(self, kind: str) -> None:
        paper, extra = self._paper, self._extra
        accessed = extra.take("urldate")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", accessed):
            self._put("Y2", accessed.replace("-", "/"))
        else:
            self._put_vcmbib("urldate", accessed)
        for name, tag in _TAGS_OF_EXTRA:
            for value in extra.take_all(name):
                self._put(tag, value)
        if kind == "THES":
            self._put("M3", extra.take("type"))
        for file in extra.take_all("file"):
            self._put("L1", file)
        for tag, value in extra.take_prefixed("ris-"):
            if re.fullmatch("[A-Z][A-Z0-9]", tag) and tag not in ("TY", "ER"):
                self._put(tag, value)
            else:
                self._put_vcmbib(f"ris-{tag}", value)
        if kind == "CONF" or TYPES.get(kind, "misc") != paper.entry_type:
            self._put_vcmbib("entry type", paper.entry_type)
        self._put_vcmbib("model", paper.model or "")
        self._put_vcmbib("honour", paper.honour or "")
        for topic in paper.topics:
            self._put_vcmbib("a topic", topic)
        left = extra.unused()
        for name, value in left.items():
            self._put_vcmbib(name, value)
        if paper.former_keys and "ids" not in left:
            self._put_vcmbib("ids", ", ".join(paper.former_keys))

    def _put_vcmbib(self, name: str, value: str) -> None:
        if value.strip():
            self._put("U5", f"vcmbib {name} = {value}")
