"""The part of the library that a batch of records can match."""

from __future__ import annotations

import pytest

from tests.papers import record
from tests.store.small_library import PAPERS, library
from vcmbib.model.identifiers import Identifier, Scheme
from vcmbib.model.paper import Record
from vcmbib.store.snapshot import snapshot_for


def test_records_that_match_nothing_find_no_paper() -> None:
    """Neither an empty batch nor a new work brings papers along."""
    db = library(PAPERS)
    assert snapshot_for(db, []).papers == {}
    assert snapshot_for(db, [record("A quite new title")]).papers == {}


@pytest.mark.parametrize(
    ("found", "ids"),
    [
        (record("x", identifiers=(Identifier(Scheme.ARXIV, "2107.08373", "v9"),)), {1}),
        (record("learned disentangled LATENT features"), {2}),
        (record("x", key="paper4"), {4}),
        (record("Scalable Image Coding for Humans, Machines and Others"), {1}),
    ],
    ids=["identifier", "title", "key", "start of the title"],
)
def test_a_paper_is_found_by_what_it_shares(found: Record, ids: set[int]) -> None:
    """An identifier in any version, a title in any spelling, a key, or the start of a title."""
    assert set(snapshot_for(library(PAPERS), [found]).papers) == ids


def test_keys_and_places_that_are_taken_are_there() -> None:
    """New papers need them: their keys must be free, and their places come after the last."""
    snapshot = snapshot_for(library(PAPERS), [record("x", key="Ozyilkan2022")])
    assert snapshot.taken_keys == {"ozyilkan2022old"}
    assert {c.slug for c in snapshot.categories} >= {"3d-features", "survey-theory"}
    assert snapshot.last_positions["3d-features"] == 0
