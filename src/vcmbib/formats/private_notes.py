"""Private notes in exports: left out by default, written as an annotation on request.

A private note is a user's own text on a paper. BibTeX's printed `note` is a field of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vcmbib.formats.bibtex.escape import escape
from vcmbib.model.paper import Paper

ANNOTATION = "annote"
"""The BibTeX field of an annotation, which standard styles do not print; BibLaTeX: `annotation`."""


def without_private_notes(papers: Iterable[Paper]) -> list[Paper]:
    """The papers without their private notes."""
    return [replace(paper, notes=()) if paper.notes else paper for paper in papers]


def notes_as_annotations(papers: Iterable[Paper]) -> list[Paper]:
    """The papers with their private notes in the field `annote`, after an annotation they have."""
    return [_annotated(paper) if paper.notes else paper for paper in papers]


def _annotated(paper: Paper) -> Paper:
    fields = dict(paper.extra)
    known = [fields[ANNOTATION]] if fields.get(ANNOTATION) else []
    fields[ANNOTATION] = "\n\n".join([*known, *map(escape, paper.notes)])
    return replace(paper, extra=tuple(fields.items()), notes=())
