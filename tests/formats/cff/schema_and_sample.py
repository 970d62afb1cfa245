"""The schema of CITATION.cff 1.2.0 in our words, and a sample file."""

from __future__ import annotations

from jsonschema import Draft7Validator

TEXT = {"type": "string", "minLength": 1}


DAY = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$"}


URL = {"type": "string", "pattern": "^(https|http|ftp|sftp)://.+"}


NUMBER = {"anyOf": [TEXT, {"type": "integer"}]}


ENTITY = {"type": "object", "required": ["name"], "additionalProperties": TEXT}


PEOPLE = {
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
}


WORDS = {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT}


IDENTIFIERS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "value"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["doi", "url", "swh", "other"]},
            "value": TEXT,
            "description": TEXT,
        },
    },
}


DOI = {"type": "string", "pattern": r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-\.\(\)\[\]\\]+$"}


SHARED = {
    "title": TEXT, "authors": PEOPLE, "abstract": TEXT, "doi": DOI, "identifiers": IDENTIFIERS,
    "keywords": WORDS, "url": URL, "repository-code": URL, "version": TEXT,
}  # fmt: skip


REFERENCE = {
    "type": "object",
    "required": ["type", "title", "authors"],
    "additionalProperties": False,
    "properties": SHARED | {
        "type": TEXT, "editors": PEOPLE, "translators": PEOPLE, "year": NUMBER,
        "month": {"type": "integer", "minimum": 1, "maximum": 12}, "date-published": DAY,
        "date-accessed": DAY, "journal": TEXT, "conference": ENTITY, "collection-title": TEXT,
        "volume": NUMBER, "issue": NUMBER, "start": NUMBER, "end": NUMBER, "publisher": ENTITY,
        "institution": ENTITY, "notes": TEXT, "edition": TEXT, "abbreviation": TEXT,
        "thesis-type": TEXT, "pmcid": {"type": "string", "pattern": "^PMC[0-9]{7}$"},
        "languages": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2,3}$"}},
        "medium": TEXT,
    },
}  # fmt: skip


# In our own words, what schema 1.2.0 allows of what we write.
VALIDATOR = Draft7Validator(
    {
        "type": "object",
        "required": ["authors", "cff-version", "message", "title"],
        "additionalProperties": False,
        "properties": SHARED
        | {
            "cff-version": {"const": "1.2.0"}, "message": TEXT, "date-released": DAY,
            "type": {"enum": ["software", "dataset"]}, "preferred-citation": REFERENCE,
            "references": {"type": "array", "uniqueItems": True, "items": REFERENCE},
        },
    }
)  # fmt: skip


FILE = """\
cff-version: 1.2.0
message: Please cite it.
title: The Tool
type: software
authors:
  - family-names: Doe
    given-names: Jane
    orcid: https://orcid.org/0000-0000-0000-0001
  - name: The Team
version: 1.2.3
date-released: 2021-03-04
doi: 10.5281/zenodo.1
license: MIT
repository-code: https://github.com/a/b
# the paper
preferred-citation:
  type: conference-paper
  title: The Paper
  authors:
    - family-names: Beethoven
      given-names: Ludwig
      name-particle: van
      name-suffix: Jr.
  conference: {name: IEEE International Conference on Image Processing}
  start: 12
  end: 19
  year: 2020
  month: 5
references:
  - type: book
    title: On
    authors: [{name: Someone}]
    medium: paper
  - type: book
    title: [never closed
  - type: article
    title: C
    journal: Journal of Tests
"""
