"""Headers of tables in any spelling, and the cells of their rows."""

from __future__ import annotations

import pytest

from vcmbib.formats.markdown.header_roles import Role, names_authors, role_of


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Models", Role.MODEL), ("Model", Role.MODEL), ("Method", Role.MODEL), ("名字", Role.MODEL),
        ("Paper", Role.PAPER), ("**Papers**", Role.PAPER), ("Publication", Role.PAPER),
        ("Title", Role.TITLE), ("Paper Title", Role.TITLE), ("标题", Role.TITLE),
        ("Title & Authors", Role.TITLE), ("论文", Role.PAPER),
        ("First Author", Role.AUTHORS), ("Author(s)", Role.AUTHORS), ("作者", Role.AUTHORS),
        ("Note", Role.TAGS), ("keywords", Role.TAGS), ("Comment", Role.TAGS),
        ("简介", Role.NOTE), ("Abstract", Role.ABSTRACT),
        ("Venue", Role.VENUE), ("Pub", Role.VENUE), ("Conference/Journal", Role.VENUE),
        ("Published in", Role.VENUE), ("Published", Role.VENUE), ("会议", Role.VENUE),
        ("Year", Role.YEAR), ("年份", Role.YEAR), ("Publish Date", Role.DATE), ("日期", Role.DATE),
        ("Data", Role.TOPIC), ("Topic", Role.TOPIC), ("Modality", Role.TOPIC),
        ("Project", Role.PROJECT), ("Links", Role.PROJECT), ("Website", Role.PROJECT),
        ("Code", Role.CODE), ("GitHub", Role.CODE), ("Repo", Role.CODE), ("代码", Role.CODE),
        ("PDF", Role.PAPER_LINK), ("Link", Role.PAPER_LINK), ("URL", Role.PAPER_LINK),
        ("arXiv ID", Role.PAPER_LINK), (":page_facing_up: Paper", Role.PAPER),
        ("Paper & Code", Role.PAPER), ("PSNR", Role.OTHER), ("", Role.OTHER), ("#", Role.OTHER),
    ],
)  # fmt: skip
def test_what_a_column_holds(header: str, role: Role) -> None:
    """Case, number, markup and language of a header do not matter."""
    assert role_of(header) is role


def test_a_title_column_may_hold_the_authors() -> None:
    """`Title & Authors` names both, `Title` does not."""
    assert names_authors("Title & Authors")
    assert not names_authors("Title")


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("Artículo | Autores | Publicado en | Año | Código", "paper authors venue year code"),
        ("Artigo | Autores | Revista | Ano | Projeto", "paper authors venue year project"),
        ("Titre | Auteurs | Revue | Année | Lien", "title authors venue year paper link"),
        ("Artikel | Autoren | Zeitschrift | Jahr | Quellcode", "paper authors venue year code"),
        ("Titolo | Autori | Rivista | Anno | Codice", "title authors venue year code"),
        ("Статья | Авторы | Журнал | Год | Код", "paper authors venue year code"),
        ("論文名 | 著者 | 雑誌 | 発行年 | コード", "title authors venue year code"),
        ("논문 제목 | 저자 | 학술지 | 년도 | 코드", "title authors venue year code"),
    ],
)
def test_headers_in_other_languages(header: str, roles: str) -> None:
    """The usual words for the columns of a list, with their accents."""
    found = " ".join(role_of(cell).value for cell in header.split("|"))
    assert found == roles
