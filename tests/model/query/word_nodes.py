"""Words of a query as nodes of its tree."""

from __future__ import annotations

from vcmbib.model.query.parser import Words

A, B, C = Words("a"), Words("b"), Words("c")
