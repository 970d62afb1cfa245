"""Formulas as they are shown."""

from __future__ import annotations

import pytest

from vcmbib.model.latex.decode import to_unicode


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$\\ell_1$ and $O(n^2)$", "ℓ₁ and O(n²)"),
        ("$L_p$ $x^{ab}$", "L_p x^ab"),
        ("$\\mathcal{H}_\\infty$ \\(x\\)", "ℋ_∞ x"),
        ("$\\frac{1}{2}$ $\\sqrt{ab}$ $\\hat x$ $\\mathbb{R}$", "1/2 √(ab) x̂ ℝ"),
        ("$\\mathrm{CO}_2$ 10$\\times$ $-$", "CO₂ 10× −"),
        ("costs $5 and $6", "costs $5 and $6"),
        ("$\\foo{x}$", "\\foox"),
        ("$\\foo x$", "\\foo x"),
        ("$\\foo 1$", "\\foo1"),
        ("$\\foo$", "\\foo"),
        ("$\\sqrt x$", "√x"),
        ("$\\hat{xy}$", "xy"),
        ("$", "$"),
    ],
)
def test_formulas_are_shown_where_that_is_asked_for(text: str, shown: str) -> None:
    """For searching and showing, a formula becomes the characters that it looks like."""
    assert to_unicode(text, maths=True) == shown
