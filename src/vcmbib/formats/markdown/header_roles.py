"""The roles of table columns by their headers, in several spellings and languages."""

from __future__ import annotations

import re
from enum import StrEnum

from vcmbib.formats.markdown.inline import plain
from vcmbib.model.text import fold


class Role(StrEnum):
    """The content of a column."""

    TITLE = "title"
    PAPER = "paper"  # titles, or links to papers; the cells decide
    MODEL = "model"
    AUTHORS = "authors"
    TAGS = "tags"
    NOTE = "note"
    ABSTRACT = "abstract"
    VENUE = "venue"
    YEAR = "year"
    DATE = "date"
    TOPIC = "topic"
    PAPER_LINK = "paper link"
    PROJECT = "project"  # links of all kinds
    CODE = "code"
    DATASET = "dataset"
    VIDEO = "video"
    DURATION = "duration"
    OTHER = "other"


_PHRASES: dict[Role, str] = {
    Role.TITLE: """title; titles; paper title; paper titles; title of paper; title of the paper;
        title paper; article title; publication title; paper title link; full title;
        标题; 论文标题; 文章标题; 题目; 论文题目; 论文名称; 论文名; 文章名; 标题链接;
        タイトル; 論文タイトル;
        題目; 論文標題; 標題; 제목; titel; titre; titulo;
        título; título del artículo; título do artigo; titre de l article; titolo;
        titolo dell articolo; titel des artikels; aufsatztitel; название; название
        статьи; заголовок; tytuł; titel van het artikel; başlık; 論文名; 文献名; 논문 제목;
        논문명; العنوان""",
    Role.PAPER: """paper; papers; article; articles; publication; publications; work;
        works; study;
        studies; reference; references; citation; paper name; paper names; research paper;
        survey; surveys; 论文; 论文 链接; 文章; 论文列表; 論文; 文献; 논문;
        artículo; artículos; artigo; artigos; trabajo; trabajos; trabalho;
        publicación; publicaciones; publicação; publicações; articolo; articoli;
        pubblicazione; artikel; aufsatz; arbeit; beitrag; veröffentlichung;
        veröffentlichungen; publikation; publikationen; étude; travaux; статья;
        статьи; публикация; работа; artykuł; publikacja; makale; 文章名称; 文獻; 研究; 연구""",
    Role.MODEL: """model; models; method; methods; name; names; approach; approaches; algorithm;
        algorithms; abbreviation; abbr; acronym; short name; nickname; alias; system; framework;
        network; architecture; method name; model name; technique; id name; agent;
        模型; 方法; 名字; 名称; 简称; 算法; 算法名称; 模型名称; 方法名; 网络; 缩写; 手法; 모델;
        modelo; método; métodos; nombre; nome; modell; methode; verfahren; modèle;
        méthode; nom; modello; metodo; модель; метод; モデル; 방법; 이름""",
    Role.AUTHORS: """author; authors; first author; first authors; 1st author; lead author;
        author s; author list; author names; main author; by; writer; 作者; 第一作者; 一作;
        著者; 저자;
        autor; autores; autor es; autora; auteur; auteurs; autoren; verfasser;
        autore; autori; автор; авторы; autorzy; yazar; yazarlar; 作者列表; 저자명""",
    Role.TAGS: """note; notes; keyword; keywords; key word; key words; tag; tags; label; labels;
        comment; comments; remark; remarks; task; tasks; category; categories; type; types; area;
        class; subject; technology; feature; features; 备注; 关键词; 关键字; 标签; 类型;
        类别; 任务;
        分类; 備考; キーワード; 说明备注;
        palabras clave; palavras chave; mots clés; schlagwörter; schlagworte;
        stichwörter; parole chiave; ключевые слова; etiquetas; 關鍵詞; 키워드""",
    Role.NOTE: """description; descriptions; summary; introduction; intro; tl dr; tldr; highlight;
        highlights; contribution; contributions; main contribution; key idea; idea;
        key ideas; overview;
        brief; review; explanation; details; main idea; takeaway; takeaways;
        简介; 说明; 介绍; 主要内容; 内容; 贡献; 描述; 总结; 概要; 核心思想; 解读;
        descripción; descrição; resumen breve; beschreibung; anmerkung; anmerkungen;
        bemerkung; kommentar; notas; remarque; remarques; описание; примечание; 説明;
        設明; 설명; 비고""",
    Role.ABSTRACT: """abstract; abstracts; 摘要; 抽象;
        resumen; resumo; résumé; zusammenfassung; riassunto; аннотация; 要旨; 초록""",
    Role.VENUE: """venue; venues; pub; pubs; conference; conferences; conf; journal; journals;
        published in; publication venue; published; publish; source; where; conference journal;
        journal conference; conf journal; publisher; booktitle; proceedings; event; appeared in;
        published at; publications venue; venue year; conference year; accepted; status; pub info;
        pub venue; meeting; 会议; 期刊; 会议期刊; 期刊会议; 发表; 出处; 来源; 刊物;
        发表会议; 发表于;
        会议 期刊; 学会; 学会誌; 會議; 학회;
        publicado en; publicada en; publicado em; revista; congreso; conferencia;
        conferência; revista o congreso; lugar; zeitschrift; konferenz; tagung;
        erschienen in; veröffentlicht in; revue; conférence; publié dans; rivista;
        conferenza; pubblicato in; журнал; конференция; издание; опубликовано в;
        czasopismo; konferencja; dergi; 掲載誌; 雑誌; 会議名; 발표처; 학술지; 학회명; 期刊名称;
        期刊名""",
    Role.YEAR: """year; years; yr; pub year; publication year; year published; published year;
        年份; 年; 发表年份; 出版年; 연도;
        año; ano; jahr; année; anno; год; rok; yıl; 発行年; 発表年; 년도; 발행연도; 年度""",
    Role.DATE: """date; dates; time; publish date; published date; publication date; release date;
        pub date; pub time; month; submitted; released; arxiv date; submission date;
        first submission;
        release time; 日期; 时间; 发表时间; 发布时间; 发表日期; 日付;
        fecha; data de publicação; datum; erscheinungsdatum; date de publication;
        data di pubblicazione; дата; 公開日; 날짜; 게시일""",
    Role.TOPIC: """data; topic; topics; modality; modalities; data type; data types;
        data modality;
        input; dataset; datasets; domain; domains; 数据; 数据集; 模态; 主题; 领域; データ;
        tema; temas; thema; themen; sujet; argomento; тема; 주제; 分野""",
    Role.PAPER_LINK: """pdf; link; paper link; paper links; url; urls; paper url; arxiv;
        arxiv link;
        arxiv id; doi; paper pdf; link to paper; paper address; full text; openreview; eprint;
        论文链接; 链接; 论文地址; 原文; 原文链接; 全文; arxiv链接; 地址; リンク; 링크;
        enlace; enlaces; enlace al artículo; ligação; lien; liens; verweis;
        collegamento; ссылка; ссылки; 原文リンク; 논문 링크; 連結""",
    Role.PROJECT: """project; projects; links; website; websites; web; homepage; home page; page;
        project page; project pages; project website; project link; resource; resources; demo;
        material; materials; other links; project code; code project; related links; site;
        webpage;
        code page; project page code; 项目; 主页;
        项目主页;
        资源; 项目地址; 相关链接;
        proyecto; página del proyecto; projeto; projekt; projektseite; projet;
        progetto; проект; 프로젝트; プロジェクト; 專案""",
    Role.CODE: """code; codes; github; repo; repos; repository; repositories; source code;
        implementation; implementations; official code; code link; code links; github link; git;
        github repo; open source; code available; software; codebase; gitlab; checkpoint; weights;
        代码; 代码链接; 开源代码; 源码; 代码地址; コード; 程式碼; 开源; 코드;
        código; código fuente; código fonte; quellcode; quelltext; codice; код;
        исходный код; kod; ソースコード; 소스 코드; 源代码; 原始碼; 程式碼連結""",
    Role.DATASET: "dataset link; dataset links; data link; download; downloads; 数据集链接; 下载",
    Role.VIDEO: """video; videos; youtube; talk; presentation; slides; poster; 视频;
        视频 播放数; 動画""",
    Role.DURATION: "duration; length; runtime; min; 时长",
}
_EXACT = {
    " ".join(fold(p).split()): role for role, text in _PHRASES.items() for p in text.split(";")
}
_STRONGEST = (Role.TITLE, Role.PAPER, Role.VENUE, Role.YEAR, Role.AUTHORS, Role.CODE, Role.PROJECT)
_NOT_PAPER = frozenset("number count no id rank stars list lists reading notes year".split())


def role_of(header: str) -> Role:
    """The role of the column under `header`."""
    text = fold(plain(header))
    words = " ".join(re.findall(r"[^\W_]+", text))
    if (exact := _EXACT.get(words)) is not None:
        return exact
    parts = [
        " ".join(re.findall(r"[^\W_]+", p))
        for p in re.split(r"[/&+,|()\[\]:]|\band\b|\bor\b|\bwith\b", text)
    ]
    parts = [p for p in parts if p]
    roles = [role for p in parts if (role := _EXACT.get(p)) is not None]
    if Role.PAPER in roles and not {Role.CODE, Role.PROJECT, Role.PAPER_LINK}.isdisjoint(roles):
        return Role.PAPER
    for role in _STRONGEST:
        if role in roles:
            return role
    if roles:
        return roles[0]
    return _by_word(words.split())


def _by_word(words: list[str]) -> Role:
    """The role of a longer header by one of its words."""
    found = set(words)
    if "title" in found or "titles" in found:
        return Role.TITLE
    if found & {"author", "authors"}:
        return Role.AUTHORS
    for signs, role in (
        ({"github", "code", "repo", "repository", "implementation"}, Role.CODE),
        ({"link", "url", "pdf", "arxiv", "doi"}, Role.PAPER_LINK),
        ({"venue", "conference", "journal"}, Role.VENUE),
        ({"website", "homepage", "project"}, Role.PROJECT),
        ({"date"}, Role.DATE),
        ({"keywords", "tags"}, Role.TAGS),
    ):
        if found & signs:
            return role
    if found & {"paper", "papers", "publication"} and not found & _NOT_PAPER:
        return Role.PAPER
    if len(words) <= 3 and found & {"year"}:
        return Role.YEAR
    if len(words) <= 2 and found & {"model", "method", "name"}:
        return Role.MODEL
    return Role.OTHER


def names_authors(header: str) -> bool:
    """Whether the header of a title column means that its cells have the authors too."""
    return re.search(r"\bauthors?\b|作者", fold(plain(header))) is not None
