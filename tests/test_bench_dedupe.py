"""The rows that the growth of `dedupe` is measured on."""

from __future__ import annotations

import random

from bench.dedupe import RecordRow, find_groups, second_record, synthetic_rows

WORK = RecordRow(
    key="k",
    title="Scalable feature coding of images for machines and for people",
    authors=["Bee, Ada", "Dee, Carl Ivo"],
    year=2012,
    venue="Journal of Coding",
    volume="12",
    number="3",
    pages="435-451",
    identifiers=["doi:10.1000/abc"],
)


def test_rows_are_as_many_as_asked_for_and_always_the_same() -> None:
    """The same size gives the same rows, each under a key of its own."""
    once, again = list(synthetic_rows([WORK], 50)), list(synthetic_rows([WORK], 50))
    assert once == again
    assert len({row["key"] for row in once}) == 50


def test_a_second_record_is_named_after_its_first() -> None:
    """So that the truth can be read from the keys."""
    assert second_record(random.Random(1), WORK)["key"] == "kd"


def test_the_run_finds_a_second_record() -> None:
    """From rows to groups, by verdict and keys."""
    keys, groups, _ = find_groups([WORK, RecordRow({**WORK, "key": "kd", "pages": "435"})])
    assert keys == ["k", "kd"]
    assert groups == [("same", ("k", "kd"))]
