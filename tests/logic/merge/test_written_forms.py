"""The written forms of values, and what a merge and a fill make of them."""

from __future__ import annotations

import random
from itertools import product

import pytest

from tests.papers import ICIP, paper, record
from vcmbib.formats.bibtex import read
from vcmbib.formats.bibtex.style import Dialect, Style
from vcmbib.formats.bibtex.writer.entry import write_entry
from vcmbib.logic.merge.fill import fill, paper_from_record
from vcmbib.logic.merge.papers import PaperWithRecords, rows, unite
from vcmbib.logic.merge.written_forms import abbreviates, fuller_pages
from vcmbib.model.paper import Paper, SourceKind

FULL = "IEEE International Conference on Image Processing"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("ICIP", FULL),
        ("Proc. ICIP", FULL),
        ("ICIP 2018", f"Proceedings of the 25th {FULL} (ICIP)"),
        ("{IEEE} Trans. Image Process.", "IEEE Transactions on Image Processing"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.",
         "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
        ("TPAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
        ("NeurIPS", "Advances in Neural Information Processing Systems"),
        ("J. Rope Sci.", "Journal of Rope Science"),
        ("ACM", "Association for Computing Machinery"),
        ("LNCS", "Lecture Notes in Computer Science"),
    ],
)  # fmt: skip
def test_a_short_form_abbreviates_the_long_one_and_never_the_other_way(
    short: str, long: str
) -> None:
    """By contracted words or by initials."""
    assert abbreviates(short, long)
    assert not abbreviates(long, short)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("", FULL), (FULL, FULL), ("Cancer", "Cancer Research"), ("ICML", FULL),
        ("Springer", "Elsevier Science Publishers"), ("2018", FULL),
        ("Image Processing", FULL),
    ],
)  # fmt: skip
def test_another_name_is_no_abbreviation(short: str, long: str) -> None:
    """A part of a name, another name, no name."""
    assert not abbreviates(short, long)


def test_a_first_page_is_shorter_than_the_range_that_it_begins() -> None:
    """Another page is not, though it begins with the same digits."""
    assert fuller_pages("435", "435--451")
    assert not fuller_pages("43", "435--451")
    assert not fuller_pages("435--451", "435")


# --- every exported field of a merge is that of one of the papers -----------------------------

VALUES: dict[str, tuple[str, ...]] = {
    "title": ("Deep {Feature} Compression", "Deep feature compression"),
    "author": ("H. Choi and I. Bajic", "Choi, Hyomin and Baji{\\'c}, Ivan V.", "H. Choi and others",
               "Hyomin Choi and I. Bajic", "H. Choi and Ivan V. Baji{\\'c}"),
    "booktitle": ("ICIP", FULL, "Proc. ICIP", f"Proc. of the 25th {FULL} ({{ICIP}})", "icip",
                  "Worksh. Rope Sci.", "Workshop on Rope Science"),
    "year": ("2018",),
    "month": ("oct", "{October}"),
    "pages": ("3743", "3743--3747", "3743-3747"),
    "volume": ("1", "01"),
    "publisher": ("IEEE", "Institute of Electrical and Electronics Engineers"),
    "series": ("LNCS", "Lecture Notes in Computer Science"),
    "address": ("Athens", "Athens, Greece"),
    "doi": ("10.1109/ICIP.2018.8451100",),
}  # fmt: skip
ARTICLE_VENUES = (
    "TIP", "IEEE Transactions on Image Processing", "{IEEE} Trans. Image Process.", "J. Rope Sci.",
    "Journal of Rope Science",
)  # fmt: skip
MACROS = '@string{icip = "ICIP"}\n'


def some_paper(chance: random.Random, key: str, *, article: bool) -> Paper:
    """A paper from an entry with some of these fields."""
    fields: dict[str, str] = {}
    for name, values in VALUES.items():
        left_out = name not in ("title", "author") and chance.random() < 0.3
        if left_out or (name == "month" and "year" not in fields):
            continue
        journal = name == "booktitle" and article
        value = chance.choice(ARTICLE_VENUES if journal else values)
        is_macro = value in ("icip", "oct") or value.startswith("{Octo")
        fields["journal" if journal else name] = value if is_macro else f"{{{value}}}"
    kind = "article" if article else "inproceedings"
    text = f"{MACROS}@{kind}{{{key},\n{', '.join(f'{n} = {v}' for n, v in fields.items())}}}"
    (said,) = read(text, "a.bib").records
    one = paper_from_record(said, key)
    if chance.random() < 0.2:  # a paper of a list has no raw fields
        one = paper_from_record(record(said.title, authors=said.authors, venue=said.venue), key)
    return one


def exported(one: Paper, dialect: Dialect) -> dict[str, str]:
    """The fields of its entry."""
    return dict(write_entry(one, Style(dialect=dialect)).fields)


@pytest.mark.parametrize("dialect", list(Dialect))
def test_each_exported_field_of_a_merge_is_that_of_one_paper_and_not_abbreviated(
    dialect: Dialect,
) -> None:
    """In both dialects, in either direction, with the records of the papers and without."""
    chance = random.Random(11)
    for number, article in product(range(120), (False, True)):
        a, b = (some_paper(chance, key, article=article) for key in "ab")
        for kept, other in ((a, b), (b, a)):
            merged = unite(PaperWithRecords(kept), [PaperWithRecords(other)])
            ours, theirs = exported(kept, dialect), exported(other, dialect)
            for name, value in exported(merged, dialect).items():
                if name == "ids":
                    continue
                said = [v for v in (ours.get(name), theirs.get(name)) if v]
                context = (number, name, value, ours, theirs)
                assert value in said, context
                assert not any(abbreviates(value, v) for v in said if name != "author"), context
            assert {"title", "author"} <= {*exported(merged, dialect)}


def test_a_merge_shows_what_it_writes() -> None:
    """The table has a row for a field that the papers write differently."""
    full = paper("a", "T", venue=ICIP, entry_type="inproceedings")
    short = paper("b", "T", venue=ICIP, entry_type="inproceedings", extra=(("booktitle", "ICIP"),))
    for kept, other in ((full, short), (short, full)):
        merged = unite(PaperWithRecords(kept), [PaperWithRecords(other)])
        table = {row.field: row for row in rows(kept, [other], merged)}
        assert set(table["booktitle as written"].said) == {"ICIP", ICIP.name}
        assert table["booktitle as written"].result == ICIP.name
        assert table["booktitle as written"].differs


def test_what_a_person_wrote_is_not_replaced_by_a_fuller_form() -> None:
    """Her abbreviation is her decision."""
    said = record("T", SourceKind.PERSON, venue=ICIP, extra=(("booktitle", "ICIP"),))
    one = paper_from_record(said, "k")
    filled = fill(one, record("T", SourceKind.BIBTEX, venue=ICIP), (said,))
    assert filled.paper.extra == (("booktitle", "ICIP"),)


def test_a_fill_tells_that_a_name_is_written_in_full_now() -> None:
    """No change of an export is silent."""
    one = paper("a", "T", venue=ICIP, extra=(("booktitle", "ICIP"),))
    filled = fill(one, record("T", SourceKind.BIBTEX, venue=ICIP, extra=(("booktitle", FULL),)))
    assert [(c.field, c.old, c.new) for c in filled.changes] == [("venue", "ICIP", FULL)]
    assert filled.paper.extra == (("booktitle", FULL),)
