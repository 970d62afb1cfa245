"""Distinct works that look alike: an import of two files loses none of them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from bench.distinct_records import MAKERS, distinct_pairs, lost_records, main
from tests.papers import names, record
from vcmbib.model.paper import Record, SourceKind
from vcmbib.model.venues.venue import Venue, VenueKind

SUBJECTS = ("rope burns", "hemp dust", "harbour fever", "net repair", "tar smoke", "deck noise")
FAMILIES = "Vester Ostrowski Quill Haug Lie Moe Arden Boyd Wardell Banker Dee Bee".split()
NOTES = ("", " [Erratum in", " [In German]", " [Abstract]", " [Review", " [see comments]")
"""Notes of databases behind titles; some are cut off."""
JOURNALS = ("Harbour Medicine", "Journal of Rope Science", "Quay Letters")


def invented(count: int) -> list[Record]:
    """Records of one field: few subjects, teams that publish again, three journals."""
    chance = random.Random(5)
    found = []
    for number in range(count):
        subject, other = chance.sample(SUBJECTS, 2)
        team = [
            f"{chance.choice('ABC')}. {f}" for f in chance.sample(FAMILIES, chance.choice((1, 3)))
        ]
        found.append(
            record(
                f"Effects of {subject} and {other} on crew {number} of the northern fleet",
                SourceKind.BIBTEX,
                authors=names(*team),
                authors_complete=True,
                year=chance.randrange(2010, 2014),
                venue=Venue(None, chance.choice(JOURNALS), VenueKind.JOURNAL),
                volume=str(chance.randrange(40, 44)),
                pages=f"{100 + 7 * number}-{105 + 7 * number}",
            )
        )
    return found


def test_no_work_is_filled_into_another() -> None:
    """Not one of several hundred, of any kind."""
    records = [
        replace(r, title=r.title + NOTES[at % len(NOTES)]) for at, r in enumerate(invented(20))
    ]
    pairs = [*distinct_pairs(records, random.Random(3), kinds=len(MAKERS))]
    assert {p.kind for p in pairs} == set(MAKERS)
    found = lost_records(pairs)
    assert [(f.kind, f.entry.reason) for f in found] == []


def test_the_program_reads_files_and_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of pairs and of lost records; the status is 0 without any."""
    (tmp_path / "a.bib").write_text(
        "@article{a, title={Rope burns on trawlers of the fleet}, author={Haug, B. and Lie, K.},"
        " journal={Quay Letters}, year={2018}}",
        encoding="utf-8",
    )
    monkeypatch.setattr("sys.argv", ["distinct", str(tmp_path / "a.bib"), "--count", "20"])
    assert main() == 0
    assert "10 pairs of 1 records: 0 records lost" in capsys.readouterr().out
