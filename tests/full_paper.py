"""A paper and a record with a value in every field, as `model/test_fields.py` checks."""

from __future__ import annotations

from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper, Place, Record, SourceKind, Standing
from vcmbib.model.venues.venue import Venue, VenueKind

FULL = Paper(
    key="doe2020coding",
    title="Coding of Features",
    entry_type="inproceedings",
    id=7,
    authors=(Name("Doe", "Jane"), Name("Roe", "Rick")),
    authors_complete=True,
    editors=(Name("Poe", "Ed"),),
    year=2020,
    month=5,
    venue=Venue("ICIP", "IEEE International Conference on Image Processing", VenueKind.CONFERENCE),
    honour="Oral",
    volume="3",
    number="4",
    pages="5-9",
    publisher="IEEE",
    abstract="We code features.",
    note="Accepted.",
    notes=("Read it again.",),
    model="FeatNet",
    identifiers=(Identifier(Scheme.DOI, "10.1000/x1"), Identifier(Scheme.ARXIV, "2101.00001")),
    links=(
        Link(LinkKind.PAPER, "https://example.org/p"),
        Link(LinkKind.CODE, "https://example.org/c"),
    ),
    tags=("survey",),
    topics=("Video",),
    categories=(Standing("coding", 1),),
    extra=(("issn", "1234-5678"),),
    former_keys=("old2020",),
    added="2024-01-01T00:00:00Z",
    updated="2024-01-02T00:00:00Z",
)
"""A paper with a value in every field."""
BARE = Paper("bare", "Bare", entry_type="misc")
RECORD = Record(
    source=SourceKind.PERSON,
    origin="test",
    ref="1",
    line=3,
    key=FULL.key,
    entry_type=FULL.entry_type,
    title=FULL.title,
    authors=FULL.authors,
    authors_complete=True,
    editors=FULL.editors,
    year=FULL.year,
    month=FULL.month,
    venue=FULL.venue,
    honour=FULL.honour,
    volume=FULL.volume,
    number=FULL.number,
    pages=FULL.pages,
    publisher=FULL.publisher,
    abstract=FULL.abstract,
    note=FULL.note,
    notes=FULL.notes,
    model=FULL.model,
    identifiers=FULL.identifiers,
    links=FULL.links,
    tags=FULL.tags,
    topics=FULL.topics,
    places=(Place(("coding",), 1),),
    extra=FULL.extra,
    former_keys=FULL.former_keys,
    remarks=("a remark",),
)
"""A record that states the same."""
