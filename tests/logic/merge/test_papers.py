"""Two papers of one work become one."""

from __future__ import annotations

from tests.papers import ARXIV, TIP, arxiv, doi, names, paper, record
from vcmbib.logic.merge.papers import PaperWithRecords, fullness, rows, unite
from vcmbib.model.paper import SourceKind, Standing

PREPRINT = paper(
    "pre", "A Title", authors=names("J. Doe"), year=2019, venue=ARXIV,
    identifiers=(arxiv("1905.00001"),), tags=("a",), categories=(Standing("coding", 1),),
)  # fmt: skip
PUBLISHED = paper(
    "pub", "A Title", entry_type="article", authors=names("Jane Doe"), authors_complete=True,
    year=2020, venue=TIP, volume="3", identifiers=(doi("10.1000/1"),), tags=("A", "b"),
    notes=("n",), categories=(Standing("coding", 5), Standing("theory", 1)), former_keys=("old",),
)  # fmt: skip


def test_a_persons_value_stands_whichever_paper_is_kept() -> None:
    """A value that a person typed is not replaced by that of a file."""
    typed = PaperWithRecords(
        paper("pre", "A Title", abstract="typed"),
        (record("A", SourceKind.PERSON, abstract="typed"),),
    )
    read = PaperWithRecords(
        paper("pub", "A Title", abstract="read"), (record("A", SourceKind.BIBTEX, abstract="read"),)
    )
    assert unite(typed, [read]).abstract == "typed"
    assert unite(read, [typed]).abstract == "typed"


def test_the_published_form_stands_whichever_paper_is_kept() -> None:
    """Venue, year and volume are one statement; the identifiers of both are there."""
    for kept, other in ((PREPRINT, PUBLISHED), (PUBLISHED, PREPRINT)):
        united = unite(PaperWithRecords(kept), [PaperWithRecords(other)])
        assert (united.venue, united.year, united.volume) == (TIP, 2020, "3")
        assert {str(i) for i in united.identifiers} == {"arxiv:1905.00001", "doi:10.1000/1"}


def test_keys_places_tags_and_notes_are_united() -> None:
    """The other keys become old keys; a place of the kept paper stays."""
    united = unite(PaperWithRecords(PREPRINT), [PaperWithRecords(PUBLISHED)])
    assert (united.key, united.former_keys) == ("pre", ("pub", "old"))
    assert united.categories == (Standing("coding", 1), Standing("theory", 1))
    assert (united.tags, united.notes) == (("a", "b"), ("n",))


def test_the_table_has_a_row_for_each_field_of_which_anything_is_known() -> None:
    """A row shows whether the papers differ, and the result."""
    united = unite(PaperWithRecords(PREPRINT), [PaperWithRecords(PUBLISHED)])
    table = {row.field: row for row in rows(PREPRINT, [PUBLISHED], united)}
    assert table["year"].said == ("2019", "2020")
    assert (table["year"].differs, table["year"].result) == (True, "2020")
    assert not table["title"].differs
    assert "abstract" not in table


def test_the_fuller_paper_is_published_and_has_more_fields() -> None:
    """It is the one that is kept if the user names none."""
    assert fullness(paper()) < fullness(PREPRINT) < fullness(PUBLISHED)
    assert fullness(paper(authors=names("J. Doe"))) < fullness(paper(authors=names("Jane Doe")))
