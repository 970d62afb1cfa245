"""Words that a result may contain."""

from __future__ import annotations

from tests.model.query.word_nodes import A, C
from vcmbib.model.query.parser import Words, free_words, parse_query


def test_free_words() -> None:
    """The words that a result may contain are those outside negations, each once."""
    query = parse_query('a -b (c OR -(x -"d e")) a tag:t title:u')
    assert (A, C, Words("d e", phrase=True)) == free_words(query)
