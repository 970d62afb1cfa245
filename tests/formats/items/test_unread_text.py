"""Text that readers pass over: comments within items, prose of lists, members around a list."""

from __future__ import annotations

import pytest

from vcmbib.formats import READERS, load_reader
from vcmbib.formats.items.unread_text import _FINDERS, unread_text


def unread(kind: str, text: str, headings: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    """The unread lines of a text."""
    reading = load_reader(kind).read(text, "file")
    return [(u.line, u.text) for u in unread_text(kind, text, reading, headings)]


def test_each_reader_has_its_row() -> None:
    """A format that is added states how its unread text is found, or that there is none."""
    assert set(_FINDERS) == set(READERS)
    assert unread_text("unknown", "text", load_reader("ris").read("", "")) == []


ENTRY = """@article{a,
  % first words
  title = {A
  % no comment
  B},
  note = "x {y} z
  % no comment either
  ",
  year = 2000,
  pages = 1,
\t% last words
}
% between entries: the reader accounts for it
"""


def test_comments_in_entries() -> None:
    """Lines between fields; not in a value in braces or quotation marks."""
    assert unread("bibtex", ENTRY) == [(2, "% first words"), (11, "% last words")]
    assert unread("bibtex", ENTRY.replace("\n", "\r\n")) == unread("bibtex", ENTRY)
    assert unread("bibtex", "@article{a, title = {A}}\n") == []


LIST = """# Papers

Some prose.

## Coding

| Model | Paper | Venue | Rating |
| --- | --- | --- | --- |
| NEC | [Neural Embedding](https://arxiv.org/abs/2403.17886) | ICIP2018 | |
| | [Deep Features](https://arxiv.org/abs/2403.17887) | ICIP2019 | five |

<!-- a remark -->

```
code
```
"""


def test_prose_of_a_list() -> None:
    """Lines, code, comments and cells that no record has; headings that are no categories."""
    prose = [3, 10, 12, 14, 15, 16]
    assert [line for line, _ in unread("markdown", LIST, ("Coding", "Papers"))] == prose
    assert [line for line, _ in unread("markdown", LIST)] == [1, 3, 5, *prose[1:]]


MODS = """<modsCollection><!-- x
y --><mods><titleInfo><title>A</title></titleInfo><!----></mods></modsCollection>"""


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("hayagriva", "a:\n  type: book # x\n  title: 'A # B'\n# y\n", [(2, "# x"), (4, "# y")]),
        ("mods", MODS, [(1, "<!-- x y -->")]),
        ("csl-json", '{"items": [{"id": "a", "title": "A"}], "mine": [1]}', [(1, "mine: [1]")]),
        ("jsonl", '{"vcmbib": 1, "papers": [{"key": "a", "title": "A"}]}', []),
        ("csl-json", '[{"id": "a", "title": "A"}', []),
        ("ris", "TY  - BOOK\nTI  - A\nER  - \nx\n", []),
    ],
)  # fmt: skip
def test_other_formats(kind: str, text: str, found: list[tuple[int, str]]) -> None:
    """Comments of YAML and XML, members around the items of JSON."""
    assert unread(kind, text) == found


def test_the_work_of_a_citation_file() -> None:
    """Its message, and what it states besides a citation of the same title."""
    text = "cff-version: 1.2.0\nmessage: Mine\ntitle: A\nlicense: MIT\nreferences:\n- title: A\n"
    assert unread("cff", text) == [(2, "message: Mine"), (4, "license: MIT")]
    alone = text.replace("- title: A", "- title: B")
    assert unread("cff", alone) == [(2, "message: Mine")]
