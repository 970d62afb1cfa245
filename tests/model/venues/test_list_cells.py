"""Venue cells of lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import check_linear, cpu_seconds
from tests.model.venues.venue_label import label
from vcmbib.model.venues.lookup import known_venues, read_venue_cell
from vcmbib.model.venues.venue import Venue, VenueKind


@pytest.mark.parametrize(
    "text", ["", " ", "-", "—", "N/A", "TBD", "In submission", "submitted to TPAMI"]
)
def test_cells_without_a_venue(text: str) -> None:
    """A cell that names no venue must give none, and no year."""
    claim = read_venue_cell(text)
    assert (claim.venue, claim.known, claim.year, claim.honour) == (None, False, None, None)


@pytest.mark.parametrize(
    ("text", "year"),
    [("2024", 2024), ("2020.03", 2020), ("Mar 2024", 2024), ("**2025-09-30**", 2025),
     ("2019-10", 2019), ("ICLR 2021 (under review)", 2021)],
)  # fmt: skip
def test_cells_with_a_date_alone(text: str, year: int) -> None:
    """A date gives its year and no venue; under review somewhere is not a venue."""
    claim = read_venue_cell(text)
    assert (claim.venue, claim.year) == (None, year)


@pytest.mark.parametrize(
    ("text", "name", "kind", "year"),
    [
        ("IEEE Signal Processing 2024", "IEEE Signal Processing", "other", 2024),
        ("FooConf 2021", "FooConf", "other", 2021),
        ("ICXYZ'23", "ICXYZ", "other", 2023),
        ("ICXYZ workshop2023", "ICXYZ workshop", "workshop", 2023),
        ("Journal of Oral Pathology 2020", "Journal of Oral Pathology", "journal", 2020),
        ("Oral Oncology 2020", "Oral Oncology", "other", 2020),
        ("Symposium on Nothing, 2019", "Symposium on Nothing", "conference", 2019),
        ("PrePrint'24", "PrePrint", "preprint", 2024),
        ("CVPR 2022 / TPAMI 2024", "CVPR 2022 / TPAMI 2024", "other", None),
        ("KDD Cup 2021", "KDD Cup", "other", 2021),
        ("PaperNumber 65", "PaperNumber 65", "other", None),
    ],
)
def test_unknown_venues_are_kept_as_written(
    text: str, name: str, kind: str, year: int | None
) -> None:
    """What is not in the table, or not certain, keeps its words and invents no acronym."""
    claim = read_venue_cell(text)
    assert claim.venue == Venue(None, name, VenueKind(kind))
    assert (claim.known, claim.year, claim.as_written) == (False, year, text)


@pytest.mark.parametrize(
    ("text", "acronym", "year", "honour"),
    [
        ("TPAMI2024", "TPAMI", 2024, None),
        ("TMM 2024", "TMM", 2024, None),
        ("ACMMM2023", "ACM MM", 2023, None),
        ("ACM MM2023", "ACM MM", 2023, None),
        ("NeurIPS 2021 Spotlight", "NeurIPS", 2021, "Spotlight"),
        ("VCIP2023 best paper", "VCIP", 2023, "best paper"),
        ("PCS2022(Best Paper Award Finalists)", "PCS", 2022, "Best Paper Award Finalists"),
        ("ICME workshop2023", "ICMEW", 2023, None),
        ("CVPR workshop 2023", "CVPRW", 2023, None),
        ("MLSys workshop2023", "MLSysW", 2023, None),
        ("CVPR'24", "CVPR", 2024, None),
        ("CVPR’24", "CVPR", 2024, None),
        ("CVPR 24", "CVPR", 2024, None),
        ("CVPR19", "CVPR", 2019, None),
        ("AAAI-23", "AAAI", 2023, None),
        ("2024 CVPR", "CVPR", 2024, None),
        ("(CVPR, 2024)", "CVPR", 2024, None),
        ("CVPR2024 (Oral)", "CVPR", 2024, "Oral"),
        ("CVPR 2023 - Best Paper", "CVPR", 2023, "Best Paper"),
        ("Best Paper Award at CVPR 2024", "CVPR", 2024, "Best Paper Award"),
        ("ICLR 2024 Oral (top 1.2%)", "ICLR", 2024, "Oral (top 1.2%)"),
        ("ICLR 2023 (notable top 5%)", "ICLR", 2023, "notable top 5%"),
        ("ICCV 2023 Oral, Best Paper Finalist", "ICCV", 2023, "Oral, Best Paper Finalist"),
        ("NIPS 2017", "NeurIPS", 2017, None),
        ("NeurIPS 2022 D&B", "NeurIPS", 2022, None),
        ("IEEE TIP 2020", "TIP", 2020, None),
        ("IEEE Trans. on Image Processing, 2020", "TIP", 2020, None),
        ("TCSVT'21 (early access)", "TCSVT", 2021, None),
        ("SIGGRAPH Asia 2021", "SIGGRAPH Asia", 2021, None),
        ("ICML 2023 Workshop", "ICMLW", 2023, None),
        ("Workshop on X @ NeurIPS 2022", "NeurIPSW", 2022, None),
        ("accepted by CVPR2024", "CVPR", 2024, None),
        ("CVPR NTIRE Workshop 2020", "CVPRW", 2020, None),
        ("CVPR_W", "CVPRW", None, None),
        ("CVPR (GOPRO)", "CVPR", None, None),
        ("3DV2021", "3DV", 2021, None),
        ("arXiv 2023", "arXiv", 2023, None),
        ("Arxiv23.05", "arXiv", 2023, None),
        ("arXiv:2305.02578", "arXiv", 2023, None),
        ("arXiv:2001.02915v2 [cs.CV]", "arXiv", 2020, None),
        ("arXiv 1905", "arXiv", 2019, None),
        ("arXiv 2022, CVPR 2023", "CVPR", 2023, None),
        ("arXiv 2023, submitted to TPAMI", "arXiv", 2023, None),
        ("**CVPR 2023**", "CVPR", 2023, None),
        ("[CVPR19](https://example.org/a)", "CVPR", 2019, None),
        ("CVPR 2020 <br> Oral", "CVPR", 2020, "Oral"),
        ("![](https://img.shields.io/badge/CVPR-2024-blue)", "CVPR", 2024, None),
        ("TIP", "TIP", None, None),
    ],
)
def test_cells_of_known_venues(
    text: str, acronym: str, year: int | None, honour: str | None
) -> None:
    """The ways in which people write venue, year and honour must all be understood."""
    claim = read_venue_cell(text)
    assert (label(claim.venue), claim.year, claim.honour) == (acronym, year, honour)
    assert claim.known
    assert claim.as_written == text


def test_a_preprint_takes_the_name_of_its_server() -> None:
    """`PrePrint` on a row whose link leads to arXiv must be arXiv; an unknown server is named."""
    claim = read_venue_cell("PrePrint'24", preprint_server="arXiv")
    assert (label(claim.venue), claim.known, claim.year) == ("arXiv", True, 2024)
    other = read_venue_cell("PrePrint'24", preprint_server="Foorxiv")
    assert other.venue == Venue(None, "Foorxiv", VenueKind.PREPRINT)
    assert not other.known


@pytest.mark.parametrize(
    "written", ["{} {}", "{}-{}", "{}, {}", "{}{}", "({} {})", "**{}** {}", "{}_{}"]
)
def test_every_acronym_with_every_separator(written: str) -> None:
    """An acronym and a year must be read, for every known venue and however they are joined."""
    wrong = []
    for venue in known_venues():
        text = written.format(label(venue), 2021)
        claim = read_venue_cell(text)
        if (claim.venue, claim.year, claim.honour) != (venue, 2021, None):
            wrong.append((text, label(claim.venue), claim.year))
    assert wrong == []


def test_every_acronym_with_a_short_year() -> None:
    """`CVPR'24` must be read for every known venue."""
    wrong = []
    for venue in known_venues():
        claim = read_venue_cell(f"{label(venue)}'24")
        if (claim.venue, claim.year) != (venue, 2024):
            wrong.append((venue.acronym, claim))
    assert wrong == []


@given(st.text() | st.lists(st.sampled_from(
    ["CVPR", "2024", "'", "(", ")", "[", "]", "arXiv", "Oral", "best paper", "1905", "23", ".",
     "workshop", "@", ",", "/", "|", "PrePrint", "**", "![](", "0000", "2100", "9912", ":", " "]
)).map("".join))  # fmt: skip
def test_reading_never_fails(text: str) -> None:
    """Any cell must be read, kept as written, and give a year from 1900 to 2100 or none."""
    for server in (None, "arXiv"):
        claim = read_venue_cell(text, preprint_server=server)
        assert claim.as_written == text.strip()
        assert claim.year is None or 1900 <= claim.year <= 2100
        assert claim.venue is None or claim.venue.name
        assert claim.known <= (claim.venue is not None)


@pytest.mark.parametrize("piece", ["a", "a-", "(", "1", "[x](", "oral ", "Jan 1-", ", CVPR 2020"])
def test_long_nonsense_takes_no_time(piece: str) -> None:
    """A cell of thousands of letters must be read at once, whatever it repeats."""
    check_linear(lambda size: read_venue_cell(piece * size), 1000)


def test_many_beginnings_of_pictures_end() -> None:
    """Their cost is a square, but lines of lists are not long enough for it to matter."""
    assert cpu_seconds(lambda: read_venue_cell("![" * 2000)) < 20


@pytest.mark.shared
def test_cells_of_the_seed_are_read(shared: Path) -> None:
    """Every venue cell of the list must give a year, and a known venue but for the one unclear."""
    text = (shared / "seeds" / "vcm-list.md").read_text(encoding="utf-8")
    rows = [line.strip().split("|") for line in text.splitlines() if line.startswith("|")]
    claims = [read_venue_cell(r[5], preprint_server="arXiv") for r in rows if "](" in r[2]]
    assert len(claims) > 80
    assert [c.as_written for c in claims if c.year is None] == []
    assert {c.as_written for c in claims if not c.known} == {"IEEE Signal Processing 2024"}


@pytest.mark.parametrize(
    ("text", "year"),
    [("CVPR84", None), ("CVPR85", 1985), ("CVPR99", 1999), ("CVPR00", 2000), ("CVPR39", 2039),
     ("CVPR40", None), ("Paper19", None)],
)  # fmt: skip
def test_two_digits_are_a_year_within_a_working_life(text: str, year: int | None) -> None:
    """From 1985 to 2039, behind an acronym or a known venue."""
    assert read_venue_cell(text).year == year
