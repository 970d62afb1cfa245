"""What a person may write into an export of each format: text that the library does not contain."""

from __future__ import annotations

from collections.abc import Callable

Edit = Callable[[str], str]


def after(end: str) -> Edit:
    """Text at the end of the file."""
    return lambda text: text.rstrip("\n") + "\n" + end


def before(start: str) -> Edit:
    """Text at the beginning of the file."""
    return lambda text: start + text


def instead(old: str, new: str) -> Edit:
    """Another text for the first `old`."""
    return lambda text: text.replace(old, new, 1)


def column(text: str) -> str:
    """One more column of a CSV file."""
    head, *rows = text.rstrip("\n").split("\n")
    return "\n".join([f"{head},rating", *(f"{row},5" for row in rows)]) + "\n"


BIB: dict[str, Edit] = {
    "entry": after("@book{mine, title = {My own}}\n"),
    "comment": after("% my words\n"),
    "text": before("my words\n"),
    "macro": before("@string{me = {My own words}}\n"),
    "preamble": before('@preamble{"my words"}\n'),
    "manager": after("@comment{jabref-meta: databaseType:bibtex;}\n"),
    "broken entry": after("@book{mine, title = {My own"),
    "field": instead("  title", "  annote = {my words},\n  title"),
    "value": instead("Coding of Features", "Coding of Faces"),
    "author": instead("Doe", "Dow"),
    "identifier": instead("2005.00001", "2005.00002"),
    "key": instead("{doe2020coding", "{doe20"),
    "comment in an entry": instead("  title", "  % my words\n  title"),
}

EDITS: dict[str, dict[str, Edit]] = {
    "bibtex": BIB | {"year": instead("year = {2020}", "year = {2019}")},
    "biblatex": BIB,
    "markdown": {
        "entry": after("| | [My own](https://example.org/a) | Jane Doe | | ICIP 2020 | | |\n"),
        "text": after("\nMy words.\n"),
        "heading": after("\n## My heading\n"),
        "title": before("# My list\n\n"),
        "comment": before("<!-- my words -->\n"),
        "code": after("\n```\nmy words\n```\n"),
        "value": instead("Coding of Features", "Coding of Faces"),
        "cell": instead("| survey |", "| survey, seen |"),
    },
    "csv": {
        "entry": after("mine,book,My own" + "," * 25 + "\n"),
        "text": after("# my words\n"),
        "field": column,
        "value": instead("Coding of Features", "Coding of Faces"),
        "tag": instead("survey", "reviewed"),
    },
    "csl-json": {
        "entry": instead("[", '[{"id": "mine", "type": "book", "title": "My own"},'),
        "text": instead("]", '], "remark"'),
        "field": instead('"type"', '"mine": "my words", "type"'),
        "value": instead("Coding of Features", "Coding of Faces"),
    },
    "json": {
        "entry": instead('"papers": [', '"papers": [{"key": "mine", "title": "My own"},'),
        "text": instead("{", '{"remark": "my words",'),
        "field": instead('"title"', '"mine": "my words", "title"'),
        "value": instead("Coding of Features", "Coding of Faces"),
    },
    "jsonl": {
        "entry": after('{"key": "mine", "title": "My own"}\n'),
        "text": after("# my words\n"),
        "field": instead('"title"', '"mine": "my words", "title"'),
        "value": instead("Coding of Features", "Coding of Faces"),
    },
    "ris": {
        "entry": after("TY  - BOOK\nTI  - My own\nER  - \n"),
        "text": after("my words\n"),
        "field": instead("ER  -", "N9  - my words\nER  -"),
        "value": instead("Coding of Features", "Coding of Faces"),
    },
    "nbib": {
        "entry": after("\nPMID- 12\nTI  - My own\n"),
        "text": before("my words\n\n"),
        "field": instead("TI  -", "XX  - my words\nTI  -"),
        "value": instead("Coding of Features", "Coding of Faces"),
    },
    "hayagriva": {
        "entry": after("mine:\n  type: book\n  title: My own\n"),
        "text": before("# my words\n"),
        "field": instead("  title", "  mine: my words\n  title"),
        "value": instead("Coding of Features", "Coding of Faces"),
        "comment in an entry": instead("\n  title", " # my words\n  title"),
    },
    "cff": {
        "entry": after("- type: book\n  title: My own\n  authors:\n  - family-names: Doe\n"),
        "text": before("# my words\n"),
        "message": instead("message: If", "message: My words. If"),
        "field": after("license: MIT\n"),
        "value": instead("Video for Machines", "Video for Faces"),
    },
    "mods": {
        "entry": instead("<mods", "<mods><titleInfo><title>My own</title></titleInfo></mods><mods"),
        "text": instead("</mods>", "<!-- my words --></mods>"),
        "field": instead("</mods>", "<x>my words</x></mods>"),
        "value": instead("Coding of Features", "Coding of Faces"),
    },
}
"""By format: what a person may change. Each format has an entry, a text, a field and a value."""

ENDINGS = {
    "bibtex": "bib", "biblatex": "bib", "markdown": "md", "csv": "csv", "csl-json": "json",
    "json": "json", "jsonl": "jsonl", "ris": "ris", "nbib": "nbib", "hayagriva": "yaml",
    "cff": "cff", "mods": "xml",
}  # fmt: skip
