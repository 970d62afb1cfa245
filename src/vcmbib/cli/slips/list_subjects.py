"""The subjects of `vcmbib list`: tags, categories and so on, in singular, plural or misspelled."""

from __future__ import annotations

from vcmbib.cli.options import SUBJECTS

__all__ = ["ELSEWHERE", "SUBJECTS", "subject_meant", "subject_named"]


_CALLED = {
    "tags": "tag keyword keywords label labels",
    "categories": "category categorys cats group groups collection collections section sections",
    "venues": "venue journal journals conference conferences proceedings booktitle booktitles",
    "authors": "author writer writers people persons researchers",
    "topics": "topic subject subjects",
    "types": "type entrytype entrytypes kind kinds",
    "years": "year date dates",
}
_BY_WORD = {w: subject for subject, words in _CALLED.items() for w in (subject, *words.split())}

# Other things that people list, with the words of the command that lists them.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "papers": ("list",), "all": ("list",), "entries": ("list",), "works": ("list",),
    "keys": ("list", "--keys"), "citekeys": ("list", "--keys"), "titles": ("list",),
    "duplicates": ("dedupe",), "changes": ("log",), "history": ("log",),
    "notes": ("list", "has:note"), "links": ("list", "has:link"),
    "code": ("list", "has:code"), "commands": ("help",),
    "formats": ("help", "formats"), "libraries": ("where",),
    "library": ("where",), "fields": ("help", "query"), "problems": ("check",),
    "errors": ("check",), "styles": ("help", "cite"), "identifiers": ("list", "has:id"),
    "abstracts": ("list", "has:abstract"), "dois": ("list", "has:doi"),
    "recent": ("list", "--sort", "-added"), "newest": ("list", "--sort", "-year"),
    "latest": ("list", "--sort", "-year"), "count": ("stats",), "counts": ("stats",),
    "stats": ("stats",), "conflicts": ("git", "conflicts"),
}  # fmt: skip


def subject_named(word: str) -> str | None:
    """The subject that a word is, in plural or singular; None for another word."""
    return _BY_WORD.get(word.lower())


def subject_meant(word: str) -> str | None:
    """The subject that a word, which is none, was probably meant to be."""
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), [w for w in _BY_WORD if len(w) > 3], 1, 0.75)
    return _BY_WORD[near[0]] if near and len(word) > 3 else None
