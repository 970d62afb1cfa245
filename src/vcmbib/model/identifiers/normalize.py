"""The normal forms of arXiv ids, DOIs and ISBNs, and the checks that a value must pass."""

from __future__ import annotations

import re
from functools import cache

IdentifierParts = tuple[str, str, str | None]
"""Scheme, value and version of an `Identifier`."""

# arXiv's identifier scheme (https://arxiv.org/help/arxiv_identifier): ids since April 2007, ids
# before that, and the version of both.
NEW_ARXIV = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
OLD_ARXIV = r"[A-Za-z]+(?:-[A-Za-z]+)?(?:\.[A-Za-z-]{2,8})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
ARXIV_VERSION = r"(?P<version>[vV][1-9]\d{0,2})?"

# The archives that ids had before April 2007.
_OLD_ARCHIVES = frozenset(
    """acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
    cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex
    nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con""".split()
)

_LATEX_ESCAPE = r"\{\\_\}|\\([_&%#$~])"


@cache
def compiled(source: str) -> re.Pattern[str]:
    """Return the pattern, compiled at its first use: most runs of the program need few of them."""
    return re.compile(source)


def arxiv_parts(value: str, version: str | None = None) -> IdentifierParts | None:
    """Return the arXiv id `value` in its normal form, or None if no such id exists.

    The rules are those of https://arxiv.org/help/arxiv_identifier. The subject class is not part of
    an id: `math.GT/0309136` becomes `math/0309136`.
    """
    version = version.lower() if version else None
    if "/" in value:
        archive, number = value.lower().split("/", 1)
        archive = archive.split(".")[0]
        # Ids of this form were given from July 1991 to March 2007.
        in_period = "9107" <= number[:4] <= "9912" or "0001" <= number[:4] <= "0703"
        if archive not in _OLD_ARCHIVES or not in_period or number.endswith("000"):
            return None
        return ("arxiv", f"{archive}/{number}", version)
    month, serial = value.split(".")
    # The number has four digits from April 2007 on, and five digits from January 2015 on.
    if int(month) < 704 or len(serial) != (4 if int(month) < 1501 else 5) or not serial.strip("0"):
        return None
    return ("arxiv", value, version)


# --- DOI -------------------------------------------------------------------------------------

_OPENERS = {")": "(", "]": "[", "}": "{", ">": "<"}
# What URLs of publishers add after a DOI: `/full`, `.pdf`.
_DOI_TAIL = (
    r"(?i)(?:/(?:full|abstract|pdf|epdf|meta|html|fulltext|summary|references|metrics|figures"
    r"|tables|suppl_file|pdfdirect)(?:/.*)?|(?:\.full|\.abstract)?\.e?pdf|\.full(?:-text)?"
    r"|\.full\.pdf\+html|\.abstract|\.short|\.long|\.xml|\.x?html?|\.fulltext|/)$"
)


def trimmed_doi(text: str) -> str:
    """Return the DOI `text` without the punctuation of the sentence around it.

    A closing bracket at the end is removed only if the DOI does not contain the opening one.
    """
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
    """Return `text` with percent escapes decoded as UTF-8 (RFC 3986, section 2.1)."""
    if "%" not in text:
        return text
    raw = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), text.encode("utf-8", "replace")
    )
    return raw.decode("utf-8", "replace")


def without_escapes(text: str) -> str:
    """Return `text` with the escapes of single characters in LaTeX and HTML decoded."""
    if "\\" in text:
        text = compiled(_LATEX_ESCAPE).sub(lambda m: m[1] or "_", text)
    if "&" in text:
        text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return text


def doi_parts(value: str) -> IdentifierParts | None:
    """Return the DOI `value` in its normal form, or None if it has not the form of a DOI.

    A DOI of arXiv (10.48550) gives the arXiv id. What the URL of a publisher adds is removed. The
    form is that of the DOI Handbook: `10.`, a registrant code, a slash and a suffix.
    """
    value = trimmed_doi(value)
    value = compiled(_DOI_TAIL).sub("", value)
    # In URLs of bioRxiv and medRxiv a version follows the DOI: 10.1101/2020.03.22.002386v3
    if value.startswith(("10.1101/", "10.64898/")):
        value = re.sub(r"(?<=\d)v\d{1,2}(?:\.[\w.+-]*)?$", "", value)
    arxiv = compiled(
        rf"(?i)10\.48550/arxiv\.(?P<id>{NEW_ARXIV}|{OLD_ARXIV}){ARXIV_VERSION}"
    ).fullmatch(value)
    if arxiv is not None:
        return arxiv_parts(arxiv["id"], arxiv["version"])
    if compiled(r"10\.\d{4,9}(?:\.\d+)*/[^\s/]\S*").fullmatch(value) is None:
        return None
    return ("doi", value, None)


# --- ISBN ------------------------------------------------------------------------------------


def isbn13(text: str) -> str | None:
    """Return the 13 digits of an ISBN with 10 or 13 digits, or None if the check digit is wrong.

    The check digits and the prefixes 978 and 979 are those of ISO 2108.
    """
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
