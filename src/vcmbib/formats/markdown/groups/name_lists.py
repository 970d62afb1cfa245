# ruff: noqa: E501
"""Lists of people as citations write them: natural, inverted and Vancouver order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vcmbib.model.names import Name, parse_authors

_ET_AL = re.compile(r",?\s*(?:\bet\.?\s*al\b\.?|\band others\b|\by otros\b|\bu\. ?a\.|等|외)\s*\.?\s*$", re.IGNORECASE)  # fmt: skip
_BETWEEN = re.compile(
    r"\s*[,;，、；]\s*(?:(?:and|&|y|und|et)\s+)?|\s+(?:and|&|y|und|et)\s+|\s*&\s*"
)
_PARTICLES = frozenset(
    "van von de der den del della di da dos das du la le el al bin ibn ten ter zu y e san st".split()
)
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[.'’‐-])*[*†‡]?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}|[A-Z]{1,3}")
_CJK_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}|[\u30a0-\u30ff\u4e00-\u9fff·]{2,8}"
)
_NOT_NAME = frozenset(
    """the a an of for in on and with from to by via using paper code university institute lab labs research
    google microsoft meta facebook openai deepmind tencent alibaba baidu nvidia mit stanford berkeley journal
    review proceedings conference international transactions annals letters science nature law press arxiv
    preprint workshop society academy learning networks network model models theory analysis survey data deep
    college department school inc ltd company vol volume issue pages online accessed retrieved available
    supplementary environment planning physical economic economics quarterly communications""".split()
)
_MAX = 6000
_GOES_ON = re.compile(r"(?:[^\W\d_]\. ?)*[^\W\d_][\w'’-]+(?:\.\s|,|$)")
_LETTERS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_STOP = re.compile(r"\.\s+(?!et )|\s[(\[|–—-]|[:：|(\x1f\n]|\s?[\"“«「《]")


def split_names(text: str) -> list[str] | None:
    """The names in a text; None if it is no list of names."""
    text = _ET_AL.sub("", text[:_MAX].strip(" \t\n,;:|-–—·•()[]*_"))
    if text.endswith(".") and not re.search(r"(?:^|[\s.-])[^\W\d_]\.$", text):
        text = text[:-1]
    names = [n.strip() for n in _BETWEEN.split(text) if n.strip()]
    if not names or len(names) > 400 or not all(map(_is_name, names)):
        return None
    return names


@lru_cache(maxsize=16384)
def _is_name(name: str) -> bool:
    if _CJK_NAME.fullmatch(name):
        return True
    words = name.split()
    if len(name) > 60 or _LETTERS.search(name):
        return False
    if not 1 <= len(words) <= 5 or any(not _WORD.fullmatch(w) for w in words):
        return False
    if any(
        w.casefold().strip(".") in _NOT_NAME and not (len(w.strip(".")) == 1 and w[0].isupper())
        for w in words
    ):
        return False
    if len(words) == 1 and re.fullmatch(r"[A-Z][A-Z0-9]{3,}", name):
        return False
    return all(w[0].isupper() or w.casefold() in _PARTICLES for w in words) or not any(
        w[0].islower() and w.casefold() not in _PARTICLES for w in words
    )


@lru_cache(maxsize=16384)
def looks_like_names(text: str) -> bool:
    """Whether a text is a list of two or more names, one with `et al.`, or one with initials."""
    if len(text) > _MAX or not text:
        return False
    names = split_names(text)
    if names is None:
        return False
    if _ET_AL.search(text.strip(" .*_)")) is not None:
        return True
    if len(names) == 1:
        words = names[0].split()
        return len(words) >= 2 and any(
            _INITIALS.fullmatch(w) and len(w.strip(".")) <= 2 for w in words
        )
    if _is_inverted(names) or _is_bibtex(text):
        return True
    several = sum(len(n.split()) >= 2 or bool(_CJK_NAME.fullmatch(n)) for n in names)
    return 2 * several >= len(names)


@lru_cache(maxsize=16384)
def may_be_one_name(text: str) -> bool:
    """Whether a text has the form of one name in natural order."""
    names = split_names(text)
    return names is not None and len(names) == 1 and (2 <= len(names[0].split()) <= 4 or _CJK_NAME.fullmatch(names[0]) is not None)  # fmt: skip


def _is_bibtex(text: str) -> bool:
    """Whether names are `Family, Given and Family, Given`."""
    parts = text.split(" and ")
    return len(parts) >= 2 and all(p.count(",") == 1 for p in parts)


def _is_inverted(names: Sequence[str]) -> bool:
    """Whether names are `Family, Given` or `Family, G.`"""
    if len(names) == 2:
        return len(names[0].split()) <= 2 and bool(_INITIALS.fullmatch(names[1]))
    halves = names[1::2]
    return len(names) >= 2 and all(_INITIALS.fullmatch(h) for h in halves) and len(names) % 2 == 0


@lru_cache(maxsize=16384)
def leading_names(text: str) -> int:
    """The length of the list of names at the start of a text; 0 if there is none."""
    best = at = 0
    limit = min(len(text), _MAX)
    while at < limit:
        found = _BETWEEN.search(text, at)
        end = found.start() if found is not None else len(text)
        piece = text[at:end].strip(" *_")
        if not piece or not _is_name(piece):
            if length := _name_before_stop(piece):
                return at + len(text[at:end]) - len(text[at:end].lstrip(" *_")) + length
            tail = re.match(r"\s*et\.?\s*al\.?", text[at : at + 12], re.IGNORECASE)
            return at + tail.end() if tail else best
        best = end
        if found is None:
            break
        at = found.end()
    return best


def _name_before_stop(piece: str) -> int:
    """The length of a name at the start of `piece` that a mark ends: `Lee A. Title of Words`."""
    found = 0
    for stop in list(_STOP.finditer(piece[:60]))[:6]:
        if not _is_name(piece[: stop.start()].strip(" *_")):
            break
        found = stop.start()
        family = re.search(r"[^\W\d_]{3}", piece[:found])
        if not stop.group().startswith(".") or (family and not _GOES_ON.match(piece, stop.end())):
            break
    return found


def people(text: str) -> tuple[Name, ...]:
    """The people in a text that looks like names."""
    text = re.sub(r"\s*等\s*$|\s*외\s*$", "", text.strip(" \t\n,;:|-–—·•()[]*_"))
    text = text.replace("、", ", ").replace("；", "; ").replace("，", ", ")
    if ";" in text:
        text = re.sub(r"\s*;\s*", " and ", text)
    return parse_authors(
        _VANCOUVER.sub(_initials_last, text) if _all_vancouver(text) else text
    ).names


_VANCOUVER = re.compile(r"([^\W\d_][^,;]*?) ([A-Z]{1,3})(?=\s*(?:,|;|$| and ))")


def _all_vancouver(text: str) -> bool:
    names = split_names(text)
    return names is not None and all(re.fullmatch(r".+ [A-Z]{1,3}", n) for n in names)


def _initials_last(name: re.Match[str]) -> str:
    """`Lee AB` as `A. B. Lee`."""
    return "".join(f"{c}. " for c in name.group(2)) + name.group(1)
