"""LaTeX documents in memory, and the keys that they cite."""

from __future__ import annotations

from vcmbib.formats.manuscript import cited_in
from vcmbib.model.manuscript import Citations


def read(text: str, **others: str) -> Citations:
    """What a document of this text cites; `others` are files, `__` for `/` and `_` for `.`."""
    files = {"main.tex": text}
    files |= {k.replace("__", "/").replace("_", "."): v for k, v in others.items()}
    return cited_in("main.tex", files.get)


def keys(text: str, **others: str) -> str:
    """The keys that are certainly cited, in their order."""
    return " ".join(c.key for c in read(text, **others).citations if not c.guessed)
