"""The library around an edited paper."""

from __future__ import annotations

from vcmbib.logic.edit.set_fields import Shelf
from vcmbib.model.paper import Category

SHELF = Shelf(
    (Category("compression", "Compression"), Category("learned", "Learned Codecs", "compression")),
    {"compression": 7},
    {"survey": "Survey"},
    {"image": "Image"},
)
