"""The record of a paper by hand: what its options may be."""

from __future__ import annotations

import pytest

from vcmbib.cli.commands.add_lookup import PaperRequest
from vcmbib.cli.commands.add_record import AddExtras, record_by_hand, with_extras
from vcmbib.errors import BadIdentifier, BadValue
from vcmbib.model.identifiers import parse_identifier
from vcmbib.model.paper import Record, SourceKind

NOTHING = AddExtras((), (), (), "")


def test_a_text_that_is_no_identifier_is_refused() -> None:
    """A paper by hand is not added without an identifier that the user gave."""
    with pytest.raises(BadIdentifier):
        record_by_hand("A title", [], {}, [PaperRequest("nonsense", None)], NOTHING)
    with pytest.raises(BadIdentifier):
        record_by_hand("A title", [], {"doi": "nonsense"}, [], NOTHING)
    with pytest.raises(BadValue):
        record_by_hand(" ", [], {}, [], NOTHING)


def test_identifiers_come_from_arguments_options_and_addresses() -> None:
    """Each once."""
    given = PaperRequest("2405.03500v2", parse_identifier("2405.03500v2"))
    hand = {"doi": "10.1000/x", "url": "https://arxiv.org/abs/2405.03500"}
    made = record_by_hand("A title", [], hand, [given], NOTHING)
    assert [str(i) for i in made.identifiers] == ["arxiv:2405.03500", "doi:10.1000/x"]


def test_extras_are_added_to_a_record() -> None:
    """Tags and topics after those of the record; a key that cannot be cited is refused."""
    record = Record(SourceKind.CATALOGUE, "arXiv", title="A title", tags=("old",))
    done = with_extras(record, AddExtras(("new",), ("Image",), (), "mine"))
    assert (done.tags, done.topics, done.key) == (("old", "new"), ("Image",), "mine")
    with pytest.raises(BadValue):
        with_extras(record, AddExtras((), (), (), "a b"))
