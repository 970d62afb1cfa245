"""Inline Markdown: what a reader sees of a cell, and where its links lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.formats.markdown.inline import InlineKind, parse, plain


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**bold** and *italic*", "bold and italic"),
        ("__bold__ and _italic_", "bold and italic"),
        ("~~gone~~", "gone"),
        ("A* Search with D* Lite", "A* Search with D* Lite"),
        ("snake_case_name", "snake_case_name"),
        ("**Title.**Venue", "Title.Venue"),
        ("`code | x`", "code | x"),
        (r"50\% \* \_ \[x\]", "50% * _ [x]"),
        ("R&amp;D &lt;b&gt; &#945;", "R&D <b> α"),
        ("AT&T and &nosuch;", "AT&T and &nosuch;"),
        ("one<br>two<br/>three", "one two three"),
        ("x<sub>2</sub> <b>y</b>", "x2 y"),
        ("a < b and c > d", "a < b and c > d"),
        ("$L_2$ and $\\alpha^*$ norm", "$L_2$ and $\\alpha^*$ norm"),
        ("costs $5 and $6", "costs $5 and $6"),
        ("a<!-- hidden -->b", "ab"),
        (":fire: Hot", "Hot"),
        ("at 10:30:45 sharp", "at 10:30:45 sharp"),
        ("![alt](x.png) text", "text"),
        ("[a]( https://x.org/ ) b", "a b"),
        ("[unclosed", "[unclosed"),
        ("![", "!["),
    ],
)
def test_the_words_without_their_markup(written: str, seen: str) -> None:
    """Markup is removed, and text that only looks like markup stays."""
    assert plain(written) == seen


@pytest.mark.parametrize(
    ("written", "text", "url"),
    [
        ("[T](https://x.org/a)", "T", "https://x.org/a"),
        ("[T](<https://x.org/a b>)", "T", "https://x.org/a%20b"),
        ("[T](https://x.org/a b)", "T", "https://x.org/a%20b"),
        ('[T](https://x.org/a "title")', "T", "https://x.org/a"),
        ("[T](https://x.org/a_(b)_c)", "T", "https://x.org/a_(b)_c"),
        ("[T](https://x.org/a?b=1&amp;c=2)", "T", "https://x.org/a?b=1&c=2"),
        ("[T](https://x.org/a", "T", "https://x.org/a"),
        ("T](https://x.org/a)", "T", "https://x.org/a"),
        ("[T] (https://x.org/a)", "T", "https://x.org/a"),
        ("[[T]](https://x.org/a)", "[T]", "https://x.org/a"),
        ("[**T**](https://x.org/a)", "T", "https://x.org/a"),
        ("**[T](https://x.org/a)**", "T", "https://x.org/a"),
        ("<https://x.org/a>", "https://x.org/a", "https://x.org/a"),
        ("see https://x.org/a.", "https://x.org/a", "https://x.org/a"),
        ("https://x.org/a标题", "https://x.org/a", "https://x.org/a"),
        ('<a href="https://x.org/a">T</a>', "T", "https://x.org/a"),
        ("[T]()", "T", ""),
        ("[T [x] y](https://x.org/a)", "T [x] y", "https://x.org/a"),
        ("[T][1]", "T", "https://ref.org/"),
        ("[1]", "1", "https://ref.org/"),
    ],
)
def test_a_link_and_where_it_leads(written: str, text: str, url: str) -> None:
    """Each way to write a link gives its words and its address."""
    links = [p for p in parse(written, {"1": "https://ref.org/"}) if p.kind is InlineKind.LINK]
    assert [(p.text, p.url) for p in links] == [(text, url)]


def test_a_badge_is_a_link_with_a_picture() -> None:
    """A picture inside a link gives no words, but names the kind of the link."""
    (badge,) = parse("[![Stars](https://img.shields.io/x)](https://github.com/a/b)")
    assert (badge.text, badge.alt, badge.image) == ("", "Stars", "https://img.shields.io/x")
    assert badge.url == "https://github.com/a/b"


def test_a_link_inside_brackets_of_its_own() -> None:
    """`[[code](…)]` is one link with the words `code`."""
    links = [p for p in parse("x [[code](https://x.org/)]") if p.kind is InlineKind.LINK]
    assert [p.text for p in links] == ["code"]


@given(st.text(alphabet="[]()!<>*_`~$\\&;:|ab /.-\n", max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No mixture of marks makes the parser fail."""
    parse(text, {"a": "https://x.org/"})


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_escaped_text_comes_back(text: str) -> None:
    """Text whose marks are all escaped is seen as it was."""
    escaped = "".join("\\" + c if c.isascii() and c.isprintable() and not c.isalnum()
                      and c != " " else c for c in text)  # fmt: skip
    assert plain(escaped) == plain_words(text)


def plain_words(text: str) -> str:
    """What `plain` makes of text that has no markup: one line, without shortcodes."""
    from vcmbib.formats.markdown.inline import without_shortcodes
    from vcmbib.model.text import tidy

    return tidy(without_shortcodes(text))
