# ruff: noqa: E501
"""Labels of values in several languages: `Authors:`, `发表于：`, `Publicado en:`."""

from __future__ import annotations

import re
from enum import StrEnum

from vcmbib.model.text import fold


class LabelRole(StrEnum):
    """What a labelled value states."""

    TITLE = "title"
    AUTHORS = "authors"
    VENUE = "venue"
    DATE = "date"
    LINKS = "links"
    OTHER = "other"


_WORDS = {
    LabelRole.TITLE: """title; paper title; name of paper; 标题; 论文标题; 题目; 论文题目; 論文題目;
        título; titulo; titre; titel; タイトル; 제목; название""",
    LabelRole.AUTHORS: """author; authors; author s; by; written by; 作者; 第一作者; 著者; 저자; autor;
        autores; autora; autoren; verfasser; auteur; auteurs; autori; авторы; автор""",
    LabelRole.VENUE: """venue; published in; publisher; journal; conference; appeared in; source; in;
        publication; published; proceedings; where; booktitle; 发表于; 期刊; 会议; 来源; 出处; 發表於; 期刊 会议;
        publicado en; revista; congreso; erschienen in; zeitschrift; konferenz; paru dans; revue; conférence;
        publicado em; rivista; pubblicato in; 학회; 학술지; 게재; 掲載; 掲載誌; 学会; 会議; журнал""",
    LabelRole.DATE: """date; year; published on; publication date; publish date; release date; time;
        month; 日期; 年份; 时间; 年; 发表时间; año; fecha; jahr; datum; année; ano; anno; data; 연도; 년도;
        날짜; 年度; 発行年; год; дата""",
    LabelRole.LINKS: """paper; pdf; link; links; url; arxiv; doi; code; github; project; project page;
        website; homepage; page; dataset; data set; video; demo; slides; blog; supplementary; preprint;
        论文; 论文链接; 链接; 代码; 项目; 主页; 数据集; 论文地址; 代码地址; 项目主页; artículo; articulo; enlace;
        código; codigo; artikel; quellcode; lien; article; papier; 논문; 코드; 링크; 論文; コード; リンク; статья; код""",
    LabelRole.OTHER: """keywords; keyword; key words; tags; abstract; summary; tl dr; tldr; note; notes;
        description; institution; institutions; affiliation; institute; citation; cite; bibtex; comment;
        comments; task; tasks; method; topic; topics; category; rating; 关键词; 摘要; 简介; 机构; 备注; 关键字; 单位;
        palabras clave; resumen; stichworte; zusammenfassung; mots clés; résumé; 키워드; 요약; キーワード; 概要;
        team; code license; license; highlights; contribution; contributions; review; reviews""",
}  # fmt: skip
_ROLES = {
    fold(w).strip(): role for role, words in _WORDS.items() for w in words.split(";") if w.strip()
}
_LABEL = re.compile(r"[\W_]*([^\W\d_][^:：\n\[\]()（）\"“”]{0,30}?)[\W_]{0,4}[:：](?!//)\W{0,3}")


def label_role(label: str) -> LabelRole | None:
    """What a value of this label states; None for a label that is not known."""
    return _ROLES.get(" ".join(re.findall(r"[^\W_]+", fold(label))))


def split_label(text: str) -> tuple[str, str] | None:
    """(label, value) of a text such as `Date: 2024`; None for a text without label."""
    found = _LABEL.match(text[:80])
    if found is None or len(found.group(1).split()) > 3:
        return None
    colon = max(found.group().rfind(":"), found.group().rfind("："))
    return found.group(1).strip(), text[colon + 1 :].strip(" *_\t")
