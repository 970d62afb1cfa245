"""The venue that a text names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import cpu_seconds
from tests.model.venues.venue_label import label
from vcmbib.model.venues.lookup import find_venue


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "2024",
        "()",
        "IEEE",
        "ACM",
        "Proceedings",
        "In Proceedings of the",
        "International Conference",
        "Workshop",
        "IEEE Signal Processing",
        "Signal Processing Conference",
        "International Conference on Multimedia",
        "International Conference on Data Mining",
        "Virtual Reality",
        "International Conference on Computer Vision (VISAPP)",
        "International Conference on Computer Vision, Imaging and Computer Graphics, 2019, Prague",
        "International Conference on Machine Learning, Optimization, and Data Science, 2020, Siena",
        "Science, Technology & Human Values",
        "Nature, Society, and Thought",
        "Artificial Intelligence: An MIT Perspective",
        "Companion Proceedings of the Web Conference 2018",
        "SIGMOD, Student Research Competition",
        "ACM SIGGRAPH 2011 Courses",
        "Workshop on Machine Learning and Systems",
        "Proceedings of the 3rd Workshop on Video Coding, MM 2020, Seattle, WA, USA",
        "Innovations in Geology, International Conference, ICIP 2011, Rome",
        "Pattern Recognition and Machine Intelligence",
        "IEEE International Conference on Machine Learning",
        "KDD Cup",
    ],
)
def test_uncertain_names_find_nothing(text: str) -> None:
    """A text that names no known venue, or perhaps another, must find none."""
    assert find_venue(text) is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("International Conference on Computer Vision Theory and Applications", "VISAPP"),
        ("Pattern Recognition Letters", "PRL"),
        ("Signal Processing: Image Communication", "SPIC"),
        ("Nature Communications", "Nature Communications"),
        ("Asian Conference on Machine Learning", "ACML"),
        ("IEEE International Conference on Machine Learning and Applications", "ICMLA"),
        ("Computer Graphics Forum", "CGF"),
    ],
)
def test_a_longer_name_is_its_own_venue(text: str, other: str) -> None:
    """A name that begins like another venue's must find its own."""
    assert label(find_venue(text)) == other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR 2024, "
                "Seattle, WA, USA, June 16-22, 2024"
            ),
            "CVPR",
        ),
        (
            (
                "Proceedings of the 27th ACM International Conference on Multimedia, MM 2019, "
                "Nice, France, October 21-25, 2019"
            ),
            "ACM MM",
        ),
        (
            (
                "Advances in Neural Information Processing Systems 34: Annual Conference on Neural "
                "Information Processing Systems 2021, NeurIPS 2021, December 6-14, 2021, virtual"
            ),
            "NeurIPS",
        ),
        ("Advances in {N}eural {I}nformation {P}rocessing {S}ystems", "NeurIPS"),
        ("European Conference on Computer Vision (ECCV)", "ECCV"),
        ("Computer Vision - ECCV 2022 - 17th European Conference, Tel Aviv, Israel", "ECCV"),
        ("31st ACM International Conference on Multimedia (MM)", "ACM MM"),
        ("2018 IEEE International Conference on Acoustics, Speech and Signal Processing", "ICASSP"),
        (
            (
                "IEEE International Conference on Acoustics, Speech and Signal Processing ICASSP "
                "2023, Rhodes Island, Greece, June 4-10, 2023"
            ),
            "ICASSP",
        ),
        ("IEEE International Conference on Multimedia and Expo Workshops (ICMEW)", "ICMEW"),
        ("IEEE 26th International Workshop on Multimedia Signal Processing (MMSP)", "MMSP"),
        ("Computer Vision - ECCV 2022 Workshops - Tel Aviv, Israel", "ECCVW"),
        ("4th International Conference on Learning Representations, Workshop Track", "ICLRW"),
        ("Workshop on ML for Systems at NeurIPS", "NeurIPSW"),
        ("IEEE Trans. Image Process.", "TIP"),
        ("Image Processing, IEEE Transactions on", "TIP"),
        ("IEEE Transactions on Storage", None),
        ("ACM Trans. Graph. (Proc. SIGGRAPH)", "TOG"),
        ("Science (New York, N.Y.)", "Science"),
        ("CoRR", "arXiv"),
        ("CoRR, abs/2101.05278", "arXiv"),
        ("arXiv preprint arXiv:2405.03500", "arXiv"),
        ("arXiv:2405.03500v2 [cs.CV]", "arXiv"),
        ("Proc. CVPR", "CVPR"),
        ("In CVPR", "CVPR"),
        (
            (
                "Thirty-Sixth AAAI Conference on Artificial Intelligence, AAAI 2022, Thirty-Fourth "
                "Conference on Innovative Applications of Artificial Intelligence, IAAI 2022"
            ),
            "AAAI",
        ),
        ("KDD '19: Proceedings of the 25th ACM SIGKDD International Conference on KDD", "KDD"),
        ("Findings of the Association for Computational Linguistics: EACL 2023", "Findings of ACL"),
        ("Proceedings of the VLDB Endowment", "PVLDB"),
        ("Proceedings of the IEEE", "Proceedings of the IEEE"),
        ("IEEE T-PAMI", "TPAMI"),
        ("acm-mm", "ACM MM"),
        ("ＣＶＰＲ", "CVPR"),
    ],
)  # fmt: skip
def test_records_name_their_venue(text: str, expected: str | None) -> None:
    """The booktitle or journal of a record must find the venue, whatever surrounds its name."""
    assert label(find_venue(text)) == expected


@given(st.text())
def test_finding_never_fails(text: str) -> None:
    """Any text must give a venue or None."""
    find_venue(text)


@pytest.mark.shared
def test_records_of_the_seed_find_their_venue(shared: Path) -> None:
    """Every journal and booktitle of the verified records must find a venue."""
    text = (shared / "seeds" / "vcm-records.bib").read_text(encoding="utf-8")
    written = re.findall(r"^\s*(?:booktitle|journal)\s*=\s*\{(.*)\},?$", text, re.MULTILINE)
    assert len(written) > 40
    assert [w for w in written if find_venue(w) is None] == []


def test_long_titles_are_found_fast() -> None:
    """A booktitle must not take milliseconds (0.06 to 0.08 ms were measured)."""
    titles = [
        f"Proceedings of the {n}th International Conference on Nothing {n}, Part {n}, X {n}, Rome"
        for n in range(2_000)
    ]
    find_venue("CVPR")
    assert cpu_seconds(lambda: [find_venue(title) for title in titles]) < 20
