"""The JSON that `--json` shows, checked by its schema."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from tests.conftest import ROOT
from tests.examples import WHOLE_PAPERS
from tests.papers import ICIP, arxiv, doi, names, paper, papers_with
from vcmbib.formats import paper_json
from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Standing
from vcmbib.model.venues.venue import VenueKind

SCHEMA = json.loads((ROOT / "docs/output.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    """The schema itself is valid."""
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_refuses_another_field() -> None:
    """A field that the schema does not name, or one that is missing, breaks the contract."""
    document = paper_json.envelope([paper()])
    (shown,) = json.loads(json.dumps(document))["papers"]
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**document, "papers": [{**shown, "doi": "10.1000/1"}]})
    del shown["honour"]
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**document, "papers": [shown]})


def test_the_schema_knows_all_schemes_and_kinds() -> None:
    """Identifiers, links and venues of every sort are in the schema."""
    definitions = SCHEMA["$defs"]
    assert set(definitions["scheme"]["enum"]) == {s.value for s in Scheme}
    assert set(definitions["link"]["properties"]["kind"]["enum"]) == {k.value for k in LinkKind}
    assert set(definitions["venue"]["properties"]["kind"]["enum"]) == {k.value for k in VenueKind}


def test_a_paper() -> None:
    """All fields, always, in this order."""
    shown = paper_json.paper_object(
        paper(
            authors=(*names("Anderson de Andrade"), Name("MPEG", literal=True)),
            venue=ICIP,
            year=2023,
            identifiers=(arxiv("2305.02578"), doi("10.1000/1"), doi("10.1000/2")),
            links=(Link(LinkKind.PAPER, "https://example.org/"),),
            categories=(Standing("coding", 2),),
            tags=("survey",),
            topics=("Image",),
            model="M",
            note="a\n\nb",
            notes=("private",),
            former_keys=("old",),
            extra=(("address", "Here"),),
            added="2024-01-01",
        )
    )
    assert " ".join(shown) == (
        "key type title authors authors_complete year month venue honour volume number pages "
        "publisher abstract identifiers links categories tags topics model note former_keys "
        "added updated editors extra more_identifiers notes"
    )
    assert list(shown) == list(SCHEMA["$defs"]["paper"]["properties"])
    assert shown["authors"] == [
        {"family": "Andrade", "given": "Anderson", "particle": "de"},
        {"literal": "MPEG"},
    ]
    assert shown["venue"] == {"acronym": "ICIP", "name": ICIP.name, "kind": "conference"}
    assert shown["identifiers"] == {"arxiv": "2305.02578", "doi": "10.1000/1"}
    assert shown["more_identifiers"] == [{"scheme": "doi", "value": "10.1000/2"}]
    assert shown["links"] == [{"kind": "paper", "label": None, "url": "https://example.org/"}]
    assert shown["categories"] == ["coding"]
    assert shown["note"] == "a\n\nb"
    assert shown["extra"] == {"address": "Here"}
    assert shown["month"] is None


@WHOLE_PAPERS
@given(st.lists(papers_with(["a", "b"], ["x", "y"]), max_size=3))
def test_every_paper_keeps_to_the_schema(papers: list[Paper]) -> None:
    """Whatever the papers contain, the envelope is valid by the schema."""
    document = json.loads(json.dumps(paper_json.envelope(papers)))
    VALIDATOR.validate(document)
    assert [p["key"] for p in document["papers"]] == [p.key for p in papers]
