"""Papers that are hard on LaTeX: every sign, rare letters, formulas, long texts, odd addresses."""

from __future__ import annotations

from tests.papers import ICIP, TIP, doi, paper
from vcmbib.model.names import Name
from vcmbib.model.paper import Link, LinkKind, Paper

_LATIN = (
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß āăąćĉċčďđēĕėęěĝğġģĥį"
    "ı"
    "ĳ"
    "ķĺļľłńņňŋōŏőœŕŗřśŝşšţťũūŭůűųŵŷźżž ĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĨĪĬĮİĲĴĶĹĻĽŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŨŪŬŮŰŲŴŶŹŻŽ"
)
# Letters that take an accent's command, for which BibTeX is needed or an engine of Unicode: biber
# turns the command into the letter, and pdflatex knows the letter only with a package.
_RARE = "ĩīĭĵǎǐǒǔǧǫșțḍḥḷṃṇṛṣṭẓạẹịọụếễồộ"
_SIGNS = "& % # _ $ ~ ^ \\ { } < > | \" ' ` - -- --- '' `` @ * + = / ? ! ( ) [ ] : ; , ."
_SYMBOLS = (
    "– — ‘ ’ “ ” „ … † ‡ • § ¶ © ® ™ € £ ¥ ° ± × ÷ µ · ¹²³ ½ « » ‹ › ≤ ≥ ≠ ≈ → ⇒ ∞ ∈ ∑ ∂ ∇ √ −"
)
_GREEK = "α β γ δ ε λ μ π σ ω Γ Δ Σ Ω"

NAMES = (
    Name("Beethoven", "Ludwig", "van"),
    Name("King", "Martin Luther", "", "Jr."),
    Name("Álvarez Gómez", "Juan"),
    Name("López-de-Ipiña", "Diego"),
    Name("van Gogh", "Vincent"),
    Name("Özyılkan", "Ezgi"),
    Name("Łukaszewicz", "Ägidius"),
    Name("R&D Department, Smith and Co.", literal=True),
    Name("Kawarabayashi", "Ken-ichi"),
    Name("Plato"),
    Name("Şengül", "{odd}"),
)


_RARE_NAMES = (Name("Nguyễn", "Văn Đoàn"), Name("Ṭāhir", "Ḥasan"))


def nasty(*, rare: bool = True) -> list[Paper]:
    """The papers; each of their texts can be set by LaTeX without a package."""
    names = NAMES + _RARE_NAMES if rare else NAMES
    texts = {
        "signs": f"Signs {_SIGNS} end",
        "latin": f"Letters {_LATIN} {_RARE if rare else ''}".strip(),
        "symbols": f"Symbols {_SYMBOLS}",
        "greek": f"Greek {_GREEK}",
        "maths": "On $O(n^2)$, $\\ell_1$ and \\(x_{i}\\) for $Q$-learning at $5 or $6",
        "long": "A long title " + "on codes for machines " * 90,
        "upper": "HEVC, VVC, AV1 and MPEG-4 AVC/H.264 with YOLOv3 on a GPU",
        "end": "A title with a backslash at its end \\",
        "tex": "What \\emph{text} says, \\alpha and \\'e, and 100\\%",
    }
    papers = [
        paper(
            key,
            title,
            entry_type="article",
            venue=TIP,
            year=2020,
            authors=names,
            authors_complete=key != "signs",
            abstract=title,
            notes=(title[:300],),
            publisher=title[:60].strip(" \\{$"),
            pages="1-9",
        )
        for key, title in texts.items()
    ]
    address = "https://example.org/~a_b/c%20d?e=1&f=#g,h;i=$j^k{l}"
    papers.append(
        paper(
            "address",
            "Addresses",
            entry_type="inproceedings",
            venue=ICIP,
            year=2021,
            month=5,
            authors=NAMES[:1],
            authors_complete=True,
            identifiers=(doi("10.1000/a_b<c>#d%25"),),
            links=(Link(LinkKind.PAPER, address), Link(LinkKind.CODE, "https://e.org/a_b#c")),
        )
    )
    papers.append(paper("bare", "Nothing but a title"))
    papers.append(
        paper(
            "kept",
            "Kept as written",
            entry_type="incollection",
            year=2001,
            authors=NAMES[1:3],
            authors_complete=True,
            extra=(
                ("address", "Here & there_{x}"),
                ("booktitle", "Proceedings of {\\em Some} Book"),
                ("series", "Lecture Notes $\\alpha$"),
            ),
        )
    )
    return papers
