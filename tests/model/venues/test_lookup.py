"""Venues are looked up by name; the table loads at the first look-up."""

from __future__ import annotations

import subprocess
import sys

from vcmbib.model.venues.lookup import find_venue, workshop_of
from vcmbib.model.venues.venue import VenueKind


def test_workshops_are_made_for_other_conferences() -> None:
    """A conference whose workshops are not in the table must get a venue made of its names."""
    pcs = find_venue("PCS")
    assert pcs is not None
    made = workshop_of(pcs)
    assert (made.acronym, made.name) == ("PCSW", "Picture Coding Symposium Workshops")
    assert made.kind is VenueKind.WORKSHOP
    assert workshop_of(made) == made


def test_types_cost_nothing() -> None:
    """Importing the types must load neither the table nor the code that searches it.

    The first look-up loads both, so the names of the modules are right.
    """
    code = (
        "import sys, vcmbib.model.venues.lookup as lookup\n"
        "folder = 'vcmbib.model.venues.'\n"
        "def loaded(): print(sorted(m for m in sys.modules if m.startswith(folder)))\n"
        "loaded(); lookup.find_venue('ICIP'); loaded()"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    types = ["vcmbib.model.venues.lookup", "vcmbib.model.venues.venue"]
    parts = ["vcmbib.model.venues.search", "vcmbib.model.venues.table"]
    assert out.stdout.splitlines() == [str(types), str(sorted([*types, *parts]))]
