"""People in one cell."""

from __future__ import annotations

import pytest

from vcmbib.formats import papercsv
from vcmbib.formats.papercsv.authors import read_people
from vcmbib.model.names import Name


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Smith J., Doe A.B.", ["Smith, J.", "Doe, A.B."]),
        ("Smith, John; Doe, Ann", ["Smith, John", "Doe, Ann"]),
        ("Smith, John and Doe, Ann", ["Smith, John", "Doe, Ann"]),
        ("John Smith, Ann Doe, and R. Roe", ["Smith, John", "Doe, Ann", "Roe, R."]),
        ("John Smith", ["Smith, John"]),
        ("Smith, John", ["Smith, John"]),
        ("John Smith\nAnn Doe", ["Smith, John", "Doe, Ann"]),
        ("李明; 王芳", ["李明", "王芳"]),
    ],
)
def test_people_in_a_cell(cell: str, names: list[str]) -> None:
    """People are divided as the cell divides them."""
    assert [n.inverted for n in read_people(cell).names] == names


def test_people_that_are_not_named() -> None:
    """`et al.` at the end means that there are more; braces mark a group."""
    found = read_people("Smith, J.; {Team, The}; et al.")
    assert found.names == (Name("Smith", "J."), Name("Team, The", literal=True))
    assert found.others


def test_a_group_in_braces_is_one_name() -> None:
    """Neither ` and ` nor `;` within braces divides; a comma in an address does not either."""
    text = (
        "title,authors,doi,links\n"
        'A,"{Institute of A and B}",10.1037//0033-2909.1,"pdf https://a.org/x,y.pdf"\n'
    )
    (record,) = papercsv.read(text, "a.csv").records
    assert [n.last for n in record.authors] == ["Institute of A and B"]
    assert "https://a.org/x,y.pdf" in [k.url for k in record.links]
    assert "doi:10.1037//0033-2909.1" in [str(i) for i in record.identifiers]
