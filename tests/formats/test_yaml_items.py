"""YAML as plain data."""

from __future__ import annotations

import pytest

from vcmbib.formats import hayagriva, yaml_items


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 100_000, "a: " + "{a: " * 100_000, "- " * 50_000 + "x"],
    ids=["lists", "mappings", "dashes"],
)
def test_deep_nesting_is_refused(text: str) -> None:
    """Data nested too deeply are an error with this reason, and do not end the process."""
    with pytest.raises(ValueError, match="not valid YAML"):
        yaml_items.load(text)


def test_a_deep_entry_spoils_no_other() -> None:
    """An entry nested too deeply is a problem with its line; the next one is read."""
    text = "a:\n  title: " + "[" * 100_000 + "\nb:\n  type: book\n  title: T\n"
    reading = hayagriva.read(text, "a.yml")
    assert [r.title for r in reading.records] == ["T"]
    assert [p.line for p in reading.problems] == [1]


def test_what_is_as_deep_as_files_are_is_read() -> None:
    """Many brackets next to each other are no deep nesting."""
    many = "a:\n" + "".join(f"  - {{title: [T{n}]}}\n" for n in range(500))
    data = yaml_items.mapping(yaml_items.load(many))
    assert len(yaml_items.sequence(data["a"])) == 500


def test_aliases_are_refused() -> None:
    """A file of aliases, which may expand to more than memory can store, is a problem."""
    reading = hayagriva.read("a: &x\n  title: T\n  note: *x\n", "a.yml")
    assert "aliases" in reading.problems[0].reason
