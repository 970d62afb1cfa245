"""The schema of CSL-JSON in our words, and single items written and read."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft7Validator

from tests.formats import roundtrips
from vcmbib.formats import csljson
from vcmbib.formats.csljson import tables
from vcmbib.model.paper import Paper, Record

STRING, NUMBER = {"type": "string"}, {"type": ["string", "number"]}


NAME = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "family": STRING, "given": STRING, "dropping-particle": STRING,
        "non-dropping-particle": STRING, "suffix": STRING, "literal": STRING,
        "comma-suffix": {}, "static-ordering": {}, "parse-names": {},
    },
}  # fmt: skip


DATE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "items": NUMBER, "minItems": 1, "maxItems": 3},
        },
        "season": NUMBER, "circa": {"type": ["string", "number", "boolean"]}, "literal": STRING,
        "raw": STRING, "edtf": STRING,
    },
}  # fmt: skip


TYPES = """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage""".split()


# Our own words for what the CSL data schema 1.0.2 allows.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["type", "id"],
        "properties": {
            "type": {"enum": TYPES},
            "id": NUMBER,
            "categories": {"type": "array", "items": STRING},
            "custom": {"type": "object"},
        }
        | dict.fromkeys(tables.STRING_VARIABLES, STRING)
        | dict.fromkeys(tables.NUMBER_VARIABLES, NUMBER)
        | {n: {"type": "array", "items": NAME} for n in tables.NAME_VARIABLES}
        | dict.fromkeys(tables.DATE_VARIABLES, DATE),
    },
}


VALIDATOR = Draft7Validator(SCHEMA)


def item(paper_: Paper) -> dict[str, Any]:
    """The only item of the array."""
    (found,) = json.loads(csljson.write([paper_]))
    assert isinstance(found, dict)
    return found


def one(**variables: object) -> Record:
    """The record of an item with these variables."""
    given = {"id": "k", "type": "article-journal", "title": "T"} | {
        name.replace("__", "-"): value for name, value in variables.items()
    }
    return roundtrips.one(csljson.read(json.dumps([given]), "a.json"))
