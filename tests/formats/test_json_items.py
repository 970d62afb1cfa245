"""The items of a JSON file, each with its line."""

from __future__ import annotations

import pytest

from vcmbib.formats import csljson


def test_items_in_any_wrapping() -> None:
    """An array, one item, items a line and an object that contains a list are all read."""
    item_ = '{"id": 7, "type": "book", "title": "T"}'
    for text in (
        f"[{item_}]",
        item_,
        f"{item_}\n{item_}\n",
        f'{{"items": [{item_}]}}',
        f"\ufeff{item_}",
    ):
        reading = csljson.read(text, "a.json")
        assert {(r.key, r.title, r.entry_type) for r in reading.records} == {("7", "T", "book")}
        assert reading.problems == ()


def test_a_broken_item_spoils_no_other() -> None:
    """An item that is no JSON is returned verbatim with its line; the others are read."""
    good = '  {"id": "a", "type": "book", "title": "A"}'
    bad = '  {"id": "b", "type": "book", "title": "B }'
    reading = csljson.read(f"[\n{good},\n{bad},\n{good.replace('a', 'c')}\n]\n", "a.json")
    assert [r.title for r in reading.records] == ["A", "A"]
    (problem,) = reading.problems
    assert problem.line == 3
    assert problem.text.strip().startswith(bad.strip())
    failed = csljson.write_failed(reading.problems)
    mended = csljson.read(failed.replace('"B }', '"B" }'), "f.json")
    assert [r.title for r in mended.records] == ["B"]
    assert mended.problems == ()


ITEM = '{"DOI": "10.1234/a", "title": ["Ducks"]}'


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        (f'{{"vcmbib": 1, "items": [{ITEM}]}}', 0),
        (f'{{"config": {{"a": [1]}}, "items": [{ITEM}], "total": 1}}', 1),
        (f'{{"status": "ok", "message": {{"facets": {{}}, "items": [{ITEM}], "query": {{}}}}}}', 2),
        (f'{{"items": [{ITEM}], "items-per-page": 20}}', 0),
        (f'{{"status": "ok", "message-type": "work", "message": {ITEM}}}', 0),
    ],
)
def test_what_is_around_the_list_costs_no_item(text: str, skipped: int) -> None:
    """Settings before and after the list are skipped; each object there is reported."""
    reading = csljson.read(text, "a.json")
    assert [r.title for r in reading.records] == ["Ducks"]
    assert reading.problems == ()
    assert [s.reason for s in reading.skipped] == ["around the list of items"] * skipped


@pytest.mark.parametrize("name", ["items", "papers", "references"])
def test_a_list_within_a_work_is_no_list_of_works(name: str) -> None:
    """Crossref's works have their references."""
    reading = csljson.read(f'{{"title": "Ducks", "{name}": [{{"key": "b"}}]}}', "a.json")
    assert [r.title for r in reading.records] == ["Ducks"]
