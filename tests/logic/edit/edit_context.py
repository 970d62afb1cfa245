"""The library around an edited paper."""

from __future__ import annotations

from vcmbib.logic.edit.set_fields import Vocabulary
from vcmbib.model.paper import Category

VOCABULARY = Vocabulary(
    (Category("compression", "Compression"), Category("learned", "Learned Codecs", "compression")),
    {"compression": 7},
    {"tags": {"survey": "Survey"}, "topics": {"image": "Image"}},
)
