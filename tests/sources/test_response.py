"""Responses of servers: data, web pages, and pages that ask for a person."""

from __future__ import annotations

import pytest

from vcmbib.sources.response import Response


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=utf-8", b"anything"),
        ("application/xml", b"  <!DOCTYPE html><p>x"),
        ("", b"\xef\xbb\xbf<HTML lang='en'>"),
    ],
)
def test_a_web_page_is_known_by_its_type_or_its_first_tag(content_type: str, body: bytes) -> None:
    """A server that answers with a page instead of data may declare it or not."""
    assert Response(200, content_type, body).is_html


@pytest.mark.parametrize("body", [b"", b"<feed>", b"<htmlish>", b"{}"])
def test_data_is_no_web_page(body: bytes) -> None:
    """Feeds and JSON are data, whatever words are in them."""
    response = Response(200, "application/atom+xml", body + b" captcha <title>T</title>")
    assert not response.is_html
    assert not response.is_robot_check
    assert response.page_title == ""


@pytest.mark.parametrize("words", [b"Just a moment...", b"Verify you are human", b"Anubis"])
def test_a_page_that_asks_for_a_person_is_a_robot_check(words: bytes) -> None:
    """The status does not matter: such pages come with 200 as well as with 503."""
    page = b"<html><title>%b</title></html>" % words
    assert Response(200, "", page).is_robot_check
    assert not Response(200, "", b"<html>Not found</html>").is_robot_check


@pytest.mark.parametrize(
    ("status", "title", "text"),
    [
        (502, b"Sorry,\n we are  down", "502 Bad Gateway ('Sorry, we are down')"),
        (404, b"404 Not Found", "404 Not Found"),
        (799, b"", "799"),
    ],
)
def test_the_status_is_told_in_words(status: int, title: bytes, text: str) -> None:
    """The title of a page is added, unless it only repeats the status."""
    page = b"<html><title>%b</title></html>" % title
    assert Response(status, "text/html", page).status_text == text


def test_a_long_title_is_cut() -> None:
    """At most 80 characters of a title are shown."""
    page = b"<html><title>" + b"word " * 30 + b"</title>"
    assert len(Response(200, "text/html", page).page_title) == 80
