"""What a value must be to be an identifier: arXiv ids, DOIs and ISBNs in their normal form."""

from __future__ import annotations

import re
from functools import cache

IdentifierParts = tuple[str, str, str | None]
"""Scheme, value and version, as `Identifier` has them."""

NEW_ARXIV = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
OLD_ARXIV = r"[A-Za-z]+(?:-[A-Za-z]+)?(?:\.[A-Za-z-]{2,8})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
ARXIV_VERSION = r"(?P<version>[vV][1-9]\d{0,2})?"

_OLD_ARCHIVES = frozenset(
    """acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
    cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex
    nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con""".split()
)

_LATEX_ESCAPE = r"\{\\_\}|\\([_&%#$~])"


@cache
def compiled(source: str) -> re.Pattern[str]:
    """The pattern, compiled when it is first needed: most runs need few of them."""
    return re.compile(source)


def arxiv_parts(value: str, version: str | None = None) -> IdentifierParts | None:
    """An arXiv id in the form of arXiv's scheme (arxiv.org/help/arxiv_identifier), or None.

    `math.GT/0309136` is `math/0309136`: the subject class is no part of the name.
    """
    version = version.lower() if version else None
    if "/" in value:
        archive, number = value.lower().split("/", 1)
        archive = archive.split(".")[0]
        began_1991 = "9107" <= number[:4] <= "9912" or "0001" <= number[:4] <= "0703"
        if archive not in _OLD_ARCHIVES or not began_1991 or number.endswith("000"):
            return None
        return ("arxiv", f"{archive}/{number}", version)
    month, serial = value.split(".")
    # The scheme began in April 2007 with four digits; five from January 2015.
    if int(month) < 704 or len(serial) != (4 if int(month) < 1501 else 5) or not serial.strip("0"):
        return None
    return ("arxiv", value, version)


# --- DOI -------------------------------------------------------------------------------------

_OPENERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_DOI_TAIL = (
    r"(?i)(?:/(?:full|abstract|pdf|epdf|meta|html|fulltext|summary|references|metrics|figures"
    r"|tables|suppl_file|pdfdirect)(?:/.*)?|(?:\.full|\.abstract)?\.e?pdf|\.full(?:-text)?"
    r"|\.full\.pdf\+html|\.abstract|\.short|\.long|\.xml|\.x?html?|\.fulltext|/)$"
)


def trimmed_doi(text: str) -> str:
    """A DOI found in running text without what the sentence added after it."""
    end = len(text)
    if text[-1:].isalnum():
        return text
    surplus = {c: text.count(c) - text.count(o) for c, o in _OPENERS.items()}
    while end:
        last = text[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in ".,;:?!\"'*|\\…”’。，；&":
            break
        end -= 1
    return text[:end]


def percent_decoded(text: str) -> str:
    """`text` with percent escapes read as UTF-8."""
    if "%" not in text:
        return text
    raw = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), text.encode("utf-8", "replace")
    )
    return raw.decode("utf-8", "replace")


def without_escapes(text: str) -> str:
    """`text` without LaTeX's and HTML's escapes of single characters."""
    if "\\" in text:
        text = compiled(_LATEX_ESCAPE).sub(lambda m: m[1] or "_", text)
    if "&" in text:
        text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return text


def doi_parts(value: str) -> IdentifierParts | None:
    """The DOI in `value`, or the arXiv id that it stands for; a publisher's tail is cut off."""
    value = trimmed_doi(value)
    value = compiled(_DOI_TAIL).sub("", value)
    if value.startswith(("10.1101/", "10.64898/")):  # bioRxiv, medRxiv: the version is no part
        value = re.sub(r"(?<=\d)v\d{1,2}(?:\.[\w.+-]*)?$", "", value)
    arxiv = compiled(
        rf"(?i)10\.48550/arxiv\.(?P<id>{NEW_ARXIV}|{OLD_ARXIV}){ARXIV_VERSION}"
    ).fullmatch(value)
    if arxiv is not None:
        return arxiv_parts(arxiv["id"], arxiv["version"])
    if compiled(r"10\.\d{4,9}(?:\.\d+)*/[^\s/]\S*").fullmatch(value) is None:
        return None
    return ("doi", value, None)


# --- ISBN ---


def isbn13(text: str) -> str | None:
    """The 13 digits of an ISBN of either length (ISO 2108); None if the check digit is wrong."""
    digits = re.sub(r"[\s‐‑–-]", "", text).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if c == "X" else int(c) for c in digits]
        if sum(v * (10 - i) for i, v in enumerate(values)) % 11:
            return None
        body = "978" + digits[:9]
        return body + str(-_ean_sum(body) % 10)
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return digits if _ean_sum(digits) % 10 == 0 else None
    return None


def _ean_sum(digits: str) -> int:
    return sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(digits))
