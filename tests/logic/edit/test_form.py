"""The form in the editor: untouched it changes nothing, touched it changes what was touched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.examples import WHOLE_PAPERS
from tests.papers import TIP, arxiv, names, paper, papers_with
from vcmbib.errors import BadForm
from vcmbib.logic.edit.form import from_form, to_form
from vcmbib.logic.edit.set_fields import Vocabulary
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Category, Link, LinkKind, Paper, Standing

FULL = paper(
    entry_type="article",
    authors=(*names("Jane Doe"), Name("JPEG Team", literal=True), Name("Li", "", "", "Jr.")),
    year=2020,
    venue=TIP,
    identifiers=(Identifier(Scheme.ARXIV, "2005.00001", "v2"),),
    links=(Link(LinkKind.CODE, "https://github.com/x/y", "the code"),),
    tags=("a", "b"),
    abstract="One line.\n\n  Indented, # no comment\nkey: value",
    note="Accepted.",
    notes=("first\n# heading", "second"),
    extra=(("annote", "x"), ("odd: name", "  blanks ")),
    categories=(Standing("compression", 3),),
)
VOCABULARY = Vocabulary(
    (Category("compression", "Compression"), Category("other", "Other")), {"other": 4}
)


def edited(old: str, new: str, before: Paper = FULL) -> Paper:
    """The paper after `old` was replaced by `new` in its form."""
    form = to_form(before)
    assert old in form
    return from_form(form.replace(old, new, 1), before, VOCABULARY).paper


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year: 2020", "year: soon", "soon"),
        ("year: 2020", "yaer: 2020", "year"),
        ("year: 2020", "year 2020", "field: value"),
        ("year: 2020", "year: 2020\nyear: 2021", "twice"),
        ("title: Coding of Features", "title:", "title"),
        ("  arxiv:2005.00001v2", "  arxiv:2005.00001v2\n  nonsense", "nonsense"),
        ("  code https", "  cod https", "'code'"),
        ("  code https://", "  code javascript:", "http"),
        ("categories: compression", "categories: compresion", "compression"),
        ("  Doe, Jane\n  {JPEG Team}\n  Li, Jr.", "", "others"),
        ("tags: a, b", "tags:\n  a, b", "commas"),
        ("key: doe2020coding", "key: a b", "a b"),
    ],
)
def test_a_bad_form_says_where(old: str, new: str, said: str) -> None:
    """What cannot be read is refused with its line and what was expected."""
    form = to_form(FULL).replace(old, new, 1)
    assert form != to_form(FULL)

    with pytest.raises(BadForm, match=r"line \d+") as raised:
        from_form(form, FULL, VOCABULARY)

    line = int(raised.value.message.split()[1])
    assert said in raised.value.message
    assert new.rsplit("\n", maxsplit=1)[-1].strip() in form.split("\n")[line - 1]


def test_text_before_any_field_is_refused() -> None:
    """An indented line needs a field above it."""
    with pytest.raises(BadForm, match="line 1 "):
        from_form("  Doe, Jane\n", FULL, VOCABULARY)


@WHOLE_PAPERS
@given(papers_with(["a", "b2"], ["compression", "other"]))
def test_an_untouched_form_changes_nothing(before: Paper) -> None:
    """Whatever a paper contains, its form reads back as the same paper."""
    assert from_form(to_form(before), before).paper == before


@WHOLE_PAPERS
@given(papers_with(["a"]))
def test_line_ends_and_trailing_blanks_do_not_matter(before: Paper) -> None:
    """An editor that writes CRLF, or blanks at line ends, changes nothing."""
    form = to_form(before)

    assert from_form(form.replace("\n", "\r\n"), before).paper == before
    assert from_form(form.replace("\n", " \n"), before).paper == before


def test_a_touched_field_leaves_all_others_as_they_are() -> None:
    """Only what was touched changes: versions, groups and odd names survive."""
    assert edited("year: 2020", "year: 2021") == replace(FULL, year=2021)


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        (
            "  Li, Jr.",
            "  Li, Jr.\n  Roe, Richard",
            "authors",
            (*FULL.authors, *names("Richard Roe")),
        ),
        ("  Li, Jr.\n", "", "authors", FULL.authors[:2]),
        ("tags: a, b", "tags: b, c", "tags", ("b", "c")),
        ("tags: a, b", "tags:\n    c\n    d", "tags", ("c", "d")),
        ("tags: a, b", "tags:", "tags", ()),
        ("abstract:\n", "abstract: Lead.\n", "abstract", f"Lead.\n{FULL.abstract}"),
        ("notes:\n  second\n", "", "notes", ("first\n# heading",)),
        ("notes:\n  second\n", "notes: new\n", "notes", ("first\n# heading", "new")),
        ("note:\n  Accepted.\n", "note: To appear.\n", "note", "To appear."),
        (
            "  code ",
            "  project ",
            "links",
            (Link(LinkKind.PROJECT, "https://github.com/x/y", "the code"),),
        ),
        (
            "  code https://github.com/x/y the code",
            "  https://youtu.be/1",
            "links",
            (Link(LinkKind.VIDEO, "https://youtu.be/1"),),
        ),
        ("  arxiv:2005.00001v2", "  arxiv:2005.00002", "identifiers", (arxiv("2005.00002"),)),
        ("extra.annote: x", "extra.annote:", "extra", FULL.extra[1:]),
        (
            "extra.annote: x",
            "extra.annote: x\nextra.isbnx: 1",
            "extra",
            (*FULL.extra, ("isbnx", "1")),
        ),
        ("categories: compression", "categories: other", "categories", (Standing("other", 5),)),
        ("key: doe2020coding", "key: other", "former_keys", ("doe2020coding",)),
        ("title: Coding of Features", "title: Coding\n  of Bits", "title", "Coding of Bits"),
    ],
)
def test_a_touched_field_is_what_the_form_says(
    old: str, new: str, field: str, value: object
) -> None:
    """Lists, texts and single values are read from their lines."""
    assert getattr(edited(old, new), field) == value


def test_a_field_left_out_stays() -> None:
    """Deleting a line is no request to empty the field."""
    assert edited("year: 2020\n", "") == FULL
    assert from_form("", FULL).paper == FULL


def test_others_go_when_the_list_is_whole() -> None:
    """Without the last word the authors are all; with it again they are not."""
    whole = edited("  others\n", "")

    assert whole.authors_complete
    assert not edited("  Li, Jr.\n", "  Li, Jr.\n  others\n", whole).authors_complete
