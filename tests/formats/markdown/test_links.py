"""Links of a list and their kinds."""

from __future__ import annotations

import pytest

from tests.formats.markdown.read_tables import one, rows
from vcmbib.model.paper import LinkKind


def test_odd_links_are_kept_and_remarked() -> None:
    """An empty link, one to whole proceedings and an unknown venue are remarked."""
    assert one("[A Title of Words]()").remarks == ("the title's link is empty",)
    whole = one("[A Title of Words](https://proceedings.neurips.cc/paper_files/paper/2019)")
    assert whole.identifiers == ()
    assert whole.remarks == ("the link leads to whole proceedings, not to the paper",)
    assert one(venue="Nowhere Meeting 2020").remarks == (
        "the venue 'Nowhere Meeting' is not known: kept as written",
    )


def test_identifiers_are_the_papers_own() -> None:
    """A code link that names a paper gives no identifier; a bare id in the PDF column does."""
    code = one("[A Title](https://x.org)", project="[c](https://github.com/a/2305.02578)")
    assert code.identifiers == ()
    head = "| Title | PDF |\n|---|---|\n"
    (bare,) = rows("| A Title of Words | 2305.02578 |", head=head)
    assert [str(i) for i in bare.identifiers] == ["arxiv:2305.02578"]


@pytest.mark.parametrize(
    ("cell", "kind", "label"),
    [
        ("[Github](https://github.com/a/b)", LinkKind.CODE, "Github"),
        ("[project](https://github.com/a/b)", LinkKind.CODE, "project"),
        ("[Code](https://my.org/x)", LinkKind.CODE, "Code"),
        ("[Project](https://my.org/x)", LinkKind.PROJECT, "Project"),
        ("[Dataset](https://my.org/x)", LinkKind.DATASET, "Dataset"),
        ("[Talk](https://youtu.be/x)", LinkKind.VIDEO, "Talk"),
        ("[hf](https://huggingface.co/datasets/x)", LinkKind.DATASET, "hf"),
        ("https://gitlab.com/a/b", LinkKind.CODE, None),
        ("[![s](https://img.shields.io/x)](https://github.com/a/b)", LinkKind.CODE, "s"),
        ("[bib](https://my.org/x.bib)", LinkKind.OTHER, "bib"),
        (
            "[![GitHub Repo stars](https://img.shields.io/x)](https://github.com/a/b)",
            LinkKind.CODE,
            "GitHub Repo stars",
        ),
    ],
)
def test_the_kind_of_a_link(cell: str, kind: LinkKind, label: str | None) -> None:
    """The host decides the kind, then the words, then the column; the words are kept."""
    link = one(project=cell).links[1]
    assert (link.kind, link.label) == (kind, label)


def test_a_second_paper_link_that_is_a_file_is_its_pdf() -> None:
    """The first paper link is the paper, even if it is a PDF."""
    head = "| Title | PDF |\n|---|---|\n"
    line = "| [A Title](https://x.org/p.pdf) | [PDF](https://y.org/q.pdf) |"
    (record,) = rows(line, head=head)
    assert [k.kind for k in record.links] == [LinkKind.PAPER, LinkKind.PDF]
