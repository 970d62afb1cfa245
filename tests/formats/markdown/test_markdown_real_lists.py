"""Real lists: the one that the library ships, and those of others with the counts of a careful
reading.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from vcmbib.errors import NoList
from vcmbib.formats.markdown import read
from vcmbib.model.paper import LinkKind, Record
from vcmbib.model.text import title_key

pytestmark = pytest.mark.shared

TABLES = (
    "o02_tinify", "o07_awesome_llm", "o09_deblurring", "o12_ml_weekly", "o14_arxiv_daily",
    "o21_paper_reading_zh", "o22_sr2019",
)  # fmt: skip
ITEMS = {
    "o01_cshw": 0, "o03_naganandy": 2, "o04_cvpr2024_zh": 1, "o05_52cv": 8, "o06_terryum": 12,
    "o08_long_context": 11, "o10_nerf": 0, "o11_gan_inversion": 2, "o15_applied_ml": 3,
    "o16_multimodal": 0, "o18_prompt": 0, "o19_graph_classification": 0, "o20_llm_survey": 0,
}  # fmt: skip
"""How many of its core entries are not read, at most."""

REFUSED = ("x01_anomaly_rst.rst",)


def read_list(shared: Path, name: str) -> tuple[Record, ...]:
    """The records of an open list."""
    text = (shared / "data" / "lists" / f"{name}.md").read_text(encoding="utf-8")
    reading = read(text, f"{name}.md")
    assert reading.problems == ()
    return reading.records


def counts_of(shared: Path, name: str) -> dict[str, Any]:
    """What a careful reading of an open list found."""
    file = shared / "data" / "lists" / "counts" / f"{name}.counts.json"
    counts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return counts


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[int, Record]:
    """The records of the visual-coding list by line."""
    reading = read((shared / "seeds" / "vcm-list.md").read_text(encoding="utf-8"), "vcm-list.md")
    assert (reading.problems, reading.skipped) == ((), ())
    assert len(reading.records) == 92
    return {r.line: r for r in reading.records}


def test_the_seed_by_category(seed: dict[int, Record]) -> None:
    """All 92 rows, each under its two headings."""
    assert Counter(r.places[0].path for r in seed.values()) == {
        ("Papers for Visual Coding for Machine", "Survey-&-Theory"): 7,
        ("Papers for Visual Coding for Machine", "Compress-Then-Analysis"): 30,
        ("Papers for Visual Coding for Machine", "Feature-Compression"): 26,
        ("Papers for Visual Coding for Machine", "Joint-Human-and-Machine-Vision"): 29,
    }


@pytest.mark.parametrize(
    ("line", "venue", "year", "honour"),
    [
        (25, "arXiv", 2024, None), (29, "NeurIPS", 2021, "Spotlight"), (36, "CVPR", 2024, None),
        (46, "VCIP", 2023, "best paper"), (69, "TMM", 2024, None), (71, "ICMEW", 2023, None),
        (78, "PCS", 2022, "Best Paper Award Finalists"), (103, "CVPRW", 2023, None),
        (108, "ACM MM", 2023, None), (77, "ACM MM", 2023, None), (80, "ECCV", 2022, None),
    ],
)  # fmt: skip
def test_the_venues_of_the_seed(
    seed: dict[int, Record], line: int, venue: str, year: int, honour: str | None
) -> None:
    """Acronym, year and honour as the field writes them."""
    record = seed[line]
    assert record.venue is not None
    assert (record.venue.acronym, record.year, record.honour) == (venue, year, honour)


@pytest.mark.parametrize(
    ("line", "identifiers"),
    [
        (27, ["arxiv:2305.17295"]), (31, []), (50, ["ieee:10096674"]), (97, []),
        (77, ["doi:10.1145/3581783.3611851"]), (80, ["doi:10.1007/978-3-031-19836-6_29"]),
        (105, ["ieee:10125297"]), (101, ["arxiv:2402.12532"]), (87, ["ieee:9675369"]),
    ],
)  # fmt: skip
def test_the_identifiers_of_the_seed(
    seed: dict[int, Record], line: int, identifiers: list[str]
) -> None:
    """The identifier in the address of a row; none if the address has none."""
    assert [str(i) for i in seed[line].identifiers] == identifiers


def test_the_odd_rows_of_the_seed(seed: dict[int, Record]) -> None:
    """A volume's address, a shared link, a slip in a title, a ligature, an empty link, twins."""
    assert seed[31].remarks == ("the link leads to whole proceedings, not to the paper",)
    assert seed[40].identifiers == seed[41].identifiers
    assert seed[40].title != seed[41].title
    assert seed[45].title.startswith("SMachine Perception-Driven")
    assert seed[76].title.startswith("Prompt-ICM: A Unified Framework")
    assert seed[76].remarks == ("a ligature in the title was replaced by letters",)
    assert [a.natural for a in seed[76].authors] == ["Ruoyu Feng", "Jinming Liu"]
    assert (seed[97].url, seed[97].remarks) == (None, ("the title's link is empty",))
    assert title_key(seed[71].title) == title_key(seed[73].title)
    assert title_key(seed[85].title) == title_key(seed[115].title)
    assert [a.natural for a in seed[26].authors] == ["Wenhan Yang", "Haofeng Huang", "Yueyu Hu"]
    assert [a.natural for a in seed[99].authors] == ["Anderson de Andrade"]
    assert [k.kind for k in seed[51].links] == [LinkKind.PAPER, LinkKind.CODE, LinkKind.PROJECT]
    assert not any(r.authors_complete for r in seed.values())


@pytest.mark.parametrize("name", TABLES)
def test_lists_of_tables_are_read_whole(shared: Path, name: str) -> None:
    """Under every heading just the rows that a careful reading counts, and its identifiers."""
    records = read_list(shared, name)
    counts = counts_of(shared, name)
    found = Counter(r.places[0].path for r in records)
    for heading in counts["per_heading"]:
        if "core" in heading:
            assert found.pop(tuple(heading["path"])) == heading["core"]
    core = {tuple(h["path"]) for h in counts["per_heading"] if "core" in h}
    ids = (r for r in records if r.places[0].path in core)
    assert (
        sum(any(i.scheme == "arxiv" for i in r.identifiers) for r in ids)
        == (counts["core_with_arxiv"])
    )


@pytest.mark.parametrize("name", ITEMS)
def test_lists_of_items_are_read_nearly_whole(shared: Path, name: str) -> None:
    """Nearly all core entries by heading; at most 2% of the records are no entry at all."""
    records = read_list(shared, name)
    counts = counts_of(shared, name)
    found = Counter(r.places[0].path[-1] for r in records)
    missing = 0
    for heading in counts["per_heading"]:
        missing += max(0, heading.get("core", 0) - found[heading["path"][-1]])
    others = sum(n for zone, n in counts["entries_by_zone"].items() if zone != "core")
    assert missing <= ITEMS[name]
    assert len(records) <= (counts["entries_core"] + others) / 0.98


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused(shared: Path, name: str) -> None:
    """A file of reStructuredText is no list."""
    with pytest.raises(NoList):
        read((shared / "data" / "lists" / name).read_text(encoding="utf-8"), name)
