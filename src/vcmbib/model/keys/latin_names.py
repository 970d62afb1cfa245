"""Family names in Latin letters, for citation keys: 王小明 gives `wang`.

The letters are those of AnyAscii (https://github.com/anyascii/anyascii), which reads Han characters
in Mandarin. That is wrong for Japanese names, but the key is still one that can be typed.
"""

from __future__ import annotations

import re

from vcmbib.model.names import Name
from vcmbib.model.text import fold

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")
_HANGUL = re.compile(r"[\uac00-\ud7af]{2,}")

# The usual family names of two characters (Baijiaxing, in traditional and simplified characters).
_TWO_HAN = frozenset(
    """歐陽 欧阳 司馬 司马 上官 諸葛 诸葛 東方 东方 皇甫 尉遲 尉迟 公孫 公孙 令狐 慕容 宇文
    長孫 长孙 司徒 司空 夏侯 端木 軒轅 轩辕 南宮 南宫 西門 西门 公羊 澹臺 澹台 濮陽 濮阳 淳于
    單于 单于 太叔 申屠 鍾離 钟离 鮮于 鲜于 閭丘 闾丘 赫連 赫连 万俟 聞人 闻人 百里 東郭 东郭
    呼延 拓跋 獨孤 独孤""".split()
)
# The Korean family names of two syllables (Korean census of 2015).
_TWO_HANGUL = frozenset("남궁 황보 제갈 사공 선우 서문 독고 동방".split())


def latin_family(name: Name) -> str:
    """Return the family name in lower-case ASCII letters and digits, of a group its first word.

    The result is empty if no character of it has a Latin form.
    """
    folded = fold(_family_part(name))
    if not folded.isascii():
        from anyascii import anyascii

        folded = anyascii(folded).lower()
    return "".join(c for c in folded if c.isascii() and c.isalnum())


def _family_part(name: Name) -> str:
    """The family name alone. Chinese and Korean names can be written without a blank.

    A whole name has the family name first, of one character or of two.
    """
    if name.literal:
        return next(iter(name.family.split()), "")
    if name.given:
        return name.family
    if _HANGUL.fullmatch(name.family):
        return name.family[: 2 if name.family[:2] in _TWO_HANGUL else 1]
    if _HAN.fullmatch(name.family):
        is_two = name.family[:2] in _TWO_HAN or len(name.family) > 3
        return name.family[: 2 if is_two else 1]
    return name.family
