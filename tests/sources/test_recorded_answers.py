"""Recorded answers of Crossref and DataCite: the records agree with what the answers state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vcmbib.model.identifiers import Scheme
from vcmbib.model.text import fold
from vcmbib.sources.crossref.record import record_of_work
from vcmbib.sources.datacite.record import record_of_attributes
from vcmbib.sources.work_parts import doi_of

pytestmark = pytest.mark.shared


def answers(folder: Path) -> Iterator[Any]:
    """The JSON files of a folder that can be read."""
    for path in sorted(folder.glob("*.json")):
        try:
            yield json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue


def works(shared: Path) -> Iterator[dict[str, Any]]:
    """The works in the answers of Crossref."""
    for answer in answers(shared / "data/services/crossref/open"):
        message = answer.get("message") if isinstance(answer, dict) else None
        items = message.get("items", [message]) if isinstance(message, dict) else []
        yield from (
            w
            for w in items or ()
            if isinstance(w, dict) and {"DOI", "type", "title", "issued"} <= set(w)
        )


def test_works_of_crossref(shared: Path) -> None:
    """At least 98 of 100 fields are those of the answer, and no identifier is wrong."""
    right = total = 0
    for work in works(shared):
        doi = doi_of(work["DOI"])
        if doi is None:
            continue
        record = record_of_work(work, doi, "Crossref")
        if record is None:
            assert not any(work.get("title") or ()) or work["title"][0].startswith("[No title")
            continue
        authors = [a.get("family") or a.get("name") for a in work.get("author", ())]
        checks = [
            fold(record.title)[:20] == fold(work["title"][0])[:20] or "<" in work["title"][0],
            len(record.authors) == len(dict.fromkeys(map(str, work.get("author", ())))),
            not authors or fold(str(authors[0])).endswith(fold(record.authors[0].family)),
            record.volume == work.get("volume"),
            (record.pages or "").replace("-", "")
            == (work.get("page") or work.get("article-number") or "").replace("-", ""),
            record.year is not None or work.get("issued", {}).get("date-parts") == [[None]],
        ]
        right += sum(checks)
        total += len(checks)
        assert {i.scheme for i in record.identifiers} <= {Scheme.DOI, Scheme.IEEE, Scheme.ISBN,
                                                           Scheme.ACL}  # fmt: skip
    assert total > 300
    assert right / total >= 0.98


def test_works_of_datacite(shared: Path) -> None:
    """Each work has a title and a type, and its only DOI is its own."""
    count = 0
    for answer in answers(shared / "data/services/datacite/open"):
        data = answer.get("data") if isinstance(answer, dict) else None
        attributes = data.get("attributes") if isinstance(data, dict) else None
        doi = doi_of(attributes["doi"]) if attributes else None
        if doi is None or attributes is None:
            continue
        record = record_of_attributes(attributes, doi)
        assert record is not None
        assert [i for i in record.identifiers if i.scheme is not Scheme.ISBN] == [doi]
        count += 1
    assert count > 15
