"""Text as it is compared, searched and made into names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import cpu_seconds
from vcmbib.model.text import (
    fold,
    folded_words,
    has_ligature,
    significant_word,
    slug,
    tidy,
    title_key,
)


@pytest.mark.parametrize("title", ["", "   ", "\n\t"])
def test_nothing_in_an_empty_title(title: str) -> None:
    """An empty title has no key, no slug and no significant word."""
    assert title_key(title) == slug(title) == significant_word(title) == ""


@pytest.mark.parametrize(("one", "other"), [("?", "!"), ("か", "が"), ("目标检测", "目标跟踪")])
def test_different_titles_keep_different_keys(one: str, other: str) -> None:
    """Titles that share no letter, or no Latin one, are not confused."""
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("STRASSE", "Straße"),
        ("Özyılkan", "ozyilkan"),
        ("Özyilkan", "ÖZYILKAN"),
        ("İstanbul", "istanbul"),
        ("Søren Ærø", "soren aero"),
        ("Uniﬁed", "unified"),
        ("ＣＮＮ２", "cnn2"),
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("λόγος", "ΛΟΓΟΣ"),
        ("naïve café", "naive cafe"),
        ("cafe\u0301", "café"),
        ('Schr{\\"o}dinger', "schrodinger"),
        ("{\\L}ukasz {\\'S}l\\k{a}ski", "lukasz slaski"),
        ("\\emph{Rate} {R-D}", "rate r-d"),
        ("rate–distortion", "rate-distortion"),
        ("O’Connor’s “view”", "o'connor's \"view\""),
        ("co\u00addec\u200b", "codec"),
        ("x²", "x2"),
        ("김철수", "김철수"),
        ("ガウス", "ｶﾞｳｽ"),
    ],
)
def test_written_and_typed_are_found_alike(written: str, typed: str) -> None:
    """Case, accents, ligatures, width, special letters, typography and LaTeX do not matter."""
    assert fold(written) == fold(typed)


@given(st.one_of(st.text(), st.text("\\{}$aAßİıﬁé'\"＼｛｝ \u0301\u3099が")))
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folded text is folded."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    """Tidy text is one trimmed line and stays as it is."""
    assert tidy(tidy(text)) == tidy(text)
    assert "\n" not in tidy(text)
    assert not has_ligature(tidy(text))


@given(st.text())
def test_a_slug_is_made_of_words(text: str) -> None:
    """A slug is words joined by single hyphens, and its own slug."""
    assert slug(text) == "-".join(folded_words(text))
    assert slug(slug(text)) == slug(text)


def test_tidying_keeps_what_is_text() -> None:
    """Ligatures, blanks and invisible characters go; accents and width stay."""
    assert tidy("  A Uniﬁed\u200b \n Frame­work ") == "A Unified Framework"
    assert tidy("Özyılkan Ｗ") == "Özyılkan Ｗ"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Survey-&-Theory", "survey-theory"),
        ("Joint-Human-and-Machine-Vision", "joint-human-and-machine-vision"),
        ("  C++ & more!  ", "c-more"),
        ("目标检测 (Detection)", "目标检测-detection"),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    """A heading's slug is what one would type."""
    assert slug(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A Rate-Distortion-Classification Approach", "rate"),
        ("Towards Task-Compatible Compressible Representations", "task"),
        ("Toward Intelligent Sensing", "intelligent"),
        ("On The Classification-Distortion-Perception Tradeoff", "classification"),
        ("You Can Mask More For Extremely Low-Bitrate Image Compression", "you"),
        ("Prompt-ICM: A Uniﬁed Framework", "prompt"),
        ("3D Gaussians", "3d"),
        ("100 ways to code", "ways"),
        ("0", "0"),
        ("1984 and 2001", "1984"),
        ("On the", "on"),
        ("β-VAE", "vae"),
        ("{\\'E}tude of Codes", "etude"),
        ("What’s next", "whats"),
        ("目标检测", ""),
        ("基于 Transformer 的编码", "transformer"),
        ("?!", ""),
    ],
)
def test_the_significant_word(title: str, expected: str) -> None:
    """The word of a title for its citation key has a meaning, in ASCII."""
    assert significant_word(title) == expected


def test_folding_is_quick() -> None:
    """A title folds in much less than a millisecond, with accents and without."""
    plain = [f"Rate-Distortion Optimised Coding for Machines, Part {n}" for n in range(9_000)]
    accented = [f"Codage d’images pour l’analyse à grande échelle {n}" for n in range(1_000)]
    assert cpu_seconds(lambda: [fold(title) for title in plain + accented]) < 20
