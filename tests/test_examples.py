"""The examples of hypothesis are the same in every run."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers

REPEATED = pytest.mark.skipif(
    os.environ.get("HYPOTHESIS_PROFILE", "repeat") != "repeat",
    reason="this profile looks for new examples",
)


def examples() -> list[tuple[str, int]]:
    """The examples that a test gets."""
    found: list[tuple[str, int]] = []

    @settings(database=None)
    @given(st.text(), st.integers())
    def collect(text: str, number: int) -> None:
        found.append((text, number))

    collect()
    return found


@REPEATED
def test_loaded_modules_do_not_change_the_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests of other files, which run before in one worker or not, add no constants."""
    before = examples()
    path = tmp_path / "constants.py"
    path.write_text("X = 'a word of this module'\nY = 987_654_321\n", encoding="utf-8")
    module = ModuleType("constants_of_a_test")
    module.__file__ = str(path)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(providers, "_sys_modules_len", None)
    assert examples() == before
    assert len(before) > 50


@REPEATED
def test_the_local_constants_are_empty() -> None:
    """A new release of hypothesis may keep them in another place; this test fails then."""
    provider = providers.HypothesisProvider(None)
    assert len(provider._local_constants) == 0
