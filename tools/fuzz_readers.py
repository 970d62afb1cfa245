# ruff: noqa: C408, E501
"""Put nasty values into every field of every format and import the files; report what goes wrong.

Run it from the checkout: `python -m tools.fuzz_readers [--limit N] [--seed N]`. For each file it
checks: no exception; the ledger adds up; the two other records are imported; reading twice changes
nothing; every format can be exported; the export of the format is read again without a new paper.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from vcmbib.formats import WRITERS, bibtex, load_reader, load_writer
from vcmbib.formats.item_net import read_file
from vcmbib.logic.importer.failed import with_item_texts, without_papers
from vcmbib.logic.importer.plan import plan_import
from vcmbib.logic.library_diff import plan_changes
from vcmbib.model.dump.jsonl import write_lines
from vcmbib.model.dump.reader import read_dump
from vcmbib.model.plan import Ledger, Outcome
from vcmbib.store.apply_possible import apply_possible
from vcmbib.store.library import Library
from vcmbib.store.schema import SCHEMA_VERSION

TEXTS = [
    "", " ", "\t", "\x00", "\ud800", "\udfff x", "x" * 100_000, "-1", "0", "00", "1e400", "NaN",
    "Infinity", "true", "null", "[]", "{}", "{{}}", "[[1]]", "2012/00/00", "2020-13-01", "0000-00-00",
    "2020-02-30", "31/12/2020", "in press", "Spring 2020", "2019-2021", "circa 1999",
    "2020-05-03T10:11:12+02:00", "99999", "9" * 5000, "and", "a and b and", "{", "}", "\\", "\\\\",
    "\\begin{", "$", "%", "#", "&amp;", "&#0;", "&#xD800;", "<b>", "</mods>", "]]>", "\u202eabc",
    "e\u0301\u0302\u0303", "\u0301", "\U0001f600", "a\ufeffb", "\ufffe", "\u2028", "\x1b[31m",
    "\x85", "a;b|c,d", '"', "'", "a\nb", "a\r\nb", "=1+1", "---", "- x", "key: value", "*alias",
    "!!python/none", "@article{x,", "ER  - ", "10.1/x", "https://", "file:///etc/passwd", "²",
]  # fmt: skip
OTHERS: list[Any] = [
    None, True, False, 0, -1, 10**18, 10**400, 1.5, float("nan"), float("inf"), [], {}, [[]], [{}],
    [None], {"a": {"b": []}}, [1, "a", None], {"": ""}, {"family": []}, [[["x"]]],
]  # fmt: skip

PAPER: dict[str, Any] = {
    "key": "mid2020", "type": "article", "title": "The middle one", "year": 2020, "month": 5,
    "authors": [{"family": "Doe", "given": "Jane"}], "authors_complete": True, "venue": "ICIP",
    "editors": [{"family": "Roe", "given": "R."}], "volume": "3", "number": "2", "pages": "1-9",
    "publisher": "IEEE", "abstract": "It does.", "note": "n", "model": "M", "honour": "oral",
    "identifiers": {"doi": "10.1234/abc"}, "links": [{"kind": "paper", "url": "https://e.org/1"}],
    "tags": ["t"], "topics": ["Image"], "categories": ["c"], "former_keys": ["old"],
    "more_identifiers": [], "extra": {"issn": "1234-5678"}, "added": "x", "unknown": "u",
}  # fmt: skip
CSL: dict[str, Any] = {
    "id": "mid2020", "type": "article-journal", "title": "The middle one", "DOI": "10.1234/abc",
    "author": [{"family": "Doe", "given": "Jane"}], "editor": [{"literal": "G"}], "volume": "3",
    "issued": {"date-parts": [[2020, 5, 3]]}, "accessed": {"raw": "2020"}, "issue": "2",
    "page": "1-9", "container-title": "ICIP", "container-title-short": "I", "publisher": "IEEE",
    "publisher-place": "Rome", "ISSN": "1234-5678", "ISBN": "978-3-16-148410-0", "keyword": "a,b",
    "URL": "https://e.org/1", "abstract": "It does.", "note": "n", "number": "7", "language": "en",
    "archive": "arXiv", "archive_location": "2305.02578", "custom": {"year": 2020}, "PMID": "1",
    "citation-key": "k", "translator": [{"family": "T"}], "unknown": "u", "edition": "2",
}  # fmt: skip
ZOTERO: dict[str, Any] = {
    "itemType": "journalArticle", "key": "ABCD2345", "citationKey": "mid2020", "version": 3,
    "title": "The middle one", "date": "2020-05-03", "publicationTitle": "ICIP", "volume": "3",
    "creators": [{"creatorType": "author", "firstName": "Jane", "lastName": "Doe"}, {"name": "G"}],
    "tags": [{"tag": "t"}], "notes": [{"note": "<p>n</p>"}], "abstractNote": "It does.",
    "extra": "PMID: 1", "attachments": [{"path": "/a.pdf"}], "DOI": "10.1234/abc", "pages": "1-9",
    "url": "https://e.org/1", "accessDate": "2020-05-06T10:00:00Z", "ISSN": "1234-5678",
    "university": "U", "place": "Rome", "data": {"x": 1}, "collections": ["A"], "relations": {},
}  # fmt: skip
HAYAGRIVA: dict[str, Any] = {
    "type": "article", "title": "The middle one", "author": ["Doe, Jane"], "date": "2020-05-03",
    "editor": ["Roe, R."], "page-range": "1-9", "volume": "3", "issue": "2", "abstract": "It does.",
    "parent": {"type": "periodical", "title": "ICIP", "volume": "3"}, "publisher": "IEEE",
    "serial-number": {"doi": "10.1234/abc"}, "url": {"value": "https://e.org/1", "date": "2020"},
    "affiliated": [{"role": "translator", "names": ["T, T"]}], "note": "n", "language": "en",
    "edition": "2", "location": "Rome", "vcmbib": {"year": 2020}, "unknown": "u",
}  # fmt: skip
CFF: dict[str, Any] = {
    "type": "article", "title": "The middle one", "year": 2020, "month": 5, "journal": "ICIP",
    "authors": [{"family-names": "Doe", "given-names": "Jane"}], "editors": [{"name": "G"}],
    "translators": [{"name": "T"}], "doi": "10.1234/abc", "volume": "3", "issue": "2",
    "start": "1", "end": "9", "publisher": {"name": "IEEE", "city": "Rome"}, "notes": "n",
    "abstract": "It does.", "keywords": ["a"], "languages": ["en"], "url": "https://e.org/1",
    "date-released": "2020-05-03", "date-published": "2020-05-03", "date-accessed": "2020-05-03",
    "identifiers": [{"type": "other", "value": "x"}], "conference": {"name": "C"}, "isbn": "1",
    "collection-title": "S", "institution": {"name": "I"}, "issn": "1234-5678", "pmcid": "PMC1",
    "repository-code": "https://e.org/2", "edition": "2", "unknown": "u",
}  # fmt: skip
RIS = dict(
    TY="JOUR", ID="mid2020", TI="The middle one", AU="Doe, Jane", A2="Roe, R.", A4="T, T",
    PY="2020", DA="2020/05/03/", Y1="2020", Y2="2020/05/03", T2="ICIP", JO="I", VL="3", IS="2",
    SP="1", EP="9", PB="IEEE", CY="Rome", AB="It does.", N1="n", KW="a", DO="10.1234/abc",
    SN="1234-5678", UR="https://e.org/1", L1="https://e.org/1.pdf", L3="code: https://e.org/2",
    AN="arxiv:2305.02578", M1="7", M3="x", C2="PMC1", ET="2", LA="en", ST="s", U5="vcmbib model = M",
    C1="x", T3="S",
)  # fmt: skip
NBIB = dict(
    PMID="123", OID="vcmbib: mid2020", TI="The middle one", FAU="Doe, Jane", AU="Doe J", CN="G",
    FED="Roe, R", DP="2020 May 3", TA="I", JT="ICIP", VI="3", IP="2", PG="1-9", AB="It does.",
    PT="Journal Article", AID="10.1234/abc [doi]", LID="x [pii]", PMC="PMC1", IS="1234-5678",
    ISBN="9783161484100", LA="eng", PL="Rome", EN="2", CTI="S", TT="t", PB="IEEE", OT="a",
    MH="*B/c", GN="n", AD="X", AUID="ORCID: 1", GR="g", BTI="b",
)  # fmt: skip
BIB = dict(
    title="The middle one", author="Doe, Jane and Roe, R.", editor="Poe, P.", year="2020",
    month="may", date="2020-05", journal="ICIP", booktitle="B", volume="3", number="2",
    pages="1--9", publisher="IEEE", doi="10.1234/abc", url="https://e.org/1", eprint="2305.02578",
    archiveprefix="arXiv", isbn="9783161484100", pmid="1", abstract="It does.", note="n",
    keywords="a, b", ids="old", crossref="nobody", groups="g", file="f", howpublished="h",
    model="M", honour="oral", unknown="u", translator="T, T", type="t", edition="2",
)  # fmt: skip
CSV = dict(
    key="mid2020", type="article", title="The middle one", authors="Doe, Jane", editors="Roe, R.",
    authors_complete="yes", year="2020", month="5", day="3", date="2020-05-03", venue="ICIP",
    venue_name="x", honour="oral", volume="3", number="2", pages="1-9", publisher="IEEE",
    doi="10.1234/abc", arxiv="2305.02578", pmid="1", pmcid="PMC1", isbn="9783161484100",
    identifiers="doi:10.1234/abc", url="https://e.org/1", pdf="https://e.org/1.pdf",
    code="https://e.org/2", links="video https://e.org/3", categories="c", tags="a; b",
    topics="t", model="M", note="n", abstract="It does.", former_keys="old", issn="1234-5678",
    translator="T, T", urldate="2020", unknown="u",
)  # fmt: skip
MODS = dict(
    title="<titleInfo><title>{}</title></titleInfo>",
    short='<titleInfo type="abbreviated"><title>{}</title></titleInfo>',
    family='<name type="personal"><namePart type="family">{}</namePart></name>',
    given='<name><namePart type="given">{}</namePart><namePart type="family">D</namePart></name>',
    role="<name><namePart>N</namePart><role><roleTerm>{}</roleTerm></role></name>",
    issued="<originInfo><dateIssued>{}</dateIssued></originInfo>",
    place="<originInfo><place><placeTerm>{}</placeTerm></place></originInfo>",
    publisher="<originInfo><publisher>{}</publisher></originInfo>",
    genre="<genre>{}</genre>",
    doi='<identifier type="doi">{}</identifier>',
    citekey='<identifier type="citekey">{}</identifier>',
    uri='<identifier type="uri">{}</identifier>',
    url="<location><url>{}</url></location>",
    abstract="<abstract>{}</abstract>",
    note="<note>{}</note>",
    topic="<subject><topic>{}</topic></subject>",
    host='<relatedItem type="host"><titleInfo><title>{}</title></titleInfo></relatedItem>',
    volume='<relatedItem type="host"><part><detail type="volume"><number>{}</number></detail>'
    "</part></relatedItem>",
    pages='<relatedItem type="host"><part><extent><list>{}</list></extent></part></relatedItem>',
    partdate='<relatedItem type="host"><part><date>{}</date></part></relatedItem>',
    vcmbib='<extension><vcmbib xmlns="">{}</vcmbib></extension>',
    unknown="<physicalDescription><extent>{}</extent></physicalDescription>",
)
LIST = ("Model", "Paper", "Authors", "Venue", "Year", "Date", "Topic", "Note", "Code", "Tags")


def _xml(text: str) -> str:
    """Characters that XML has no form for are written as character references."""
    return "".join(
        f"&#{ord(c)};" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in escape(text)
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace("\r", "\n").split("\n"))


def _json_items(fields: dict[str, Any]) -> str:
    first, last = {"title": "The first good one"}, {"title": "The last good one"}
    return "\n".join(json.dumps(f) for f in (first, fields, last)) + "\n"


def _zotero_items(fields: dict[str, Any]) -> str:
    first, last = {"title": "The first good one"}, {"title": "The last good one"}
    around = {"config": {"id": "x", "options": {"a": []}}, "version": {}, "collections": {"A": {}}}
    return json.dumps({**around, "items": [first, fields, last]}, indent=1)


def _sidecar(fields: dict[str, Any]) -> str:
    return _json_items(CSL | {"custom": fields})


def _yaml(data: object) -> str:
    return json.dumps(data, indent=1) if data is None else yaml.safe_dump(data, sort_keys=False)


def _hayagriva(fields: dict[str, Any]) -> str:
    first, last = {"title": "The first good one"}, {"title": "The last good one"}
    return "".join(map(_yaml, ({"a": first}, {"b": fields}, {"c": last})))


def _cff(fields: dict[str, Any]) -> str:
    first, last = {"title": "The first good one"}, {"title": "The last good one"}
    return "cff-version: 1.2.0\n" + _yaml({"references": [first, fields, last]})


def _ris(fields: dict[str, Any]) -> str:
    body = "".join(f"{t}  - {_one_line(v)}\n" for t, v in fields.items())
    good = "TY  - JOUR\nTI  - The {} good one\nER  - \n"
    return good.format("first") + body + "ER  - \n" + good.format("last")


def _nbib(fields: dict[str, Any]) -> str:
    body = "".join(f"{t:<4}- {_one_line(v)}\n" for t, v in fields.items())
    return f"PMID- 91\nTI  - The first good one\n\n{body}\nPMID- 92\nTI  - The last good one\n"


def _bib(fields: dict[str, Any]) -> str:
    body = "".join(f"  {n} = {{{v}}},\n" for n, v in fields.items())
    return (
        f"@misc{{a,\n  title = {{The first good one}}\n}}\n@article{{mid2020,\n{body}}}\n"
        "@misc{c,\n  title = {The last good one}\n}\n"
    )


def _csv(fields: dict[str, Any]) -> str:
    def row(cells: dict[str, str]) -> str:
        return ",".join('"' + cells.get(n, "").replace('"', '""') + '"' for n in CSV)

    rows = [row({"title": "The first good one"}), row(fields), row({"title": "The last good one"})]
    return "\n".join([",".join(CSV), *rows]) + "\n"


def _mods(fields: dict[str, Any]) -> str:
    body = "".join(MODS[n].replace("{}", _xml(v)) for n, v in fields.items())
    good = "<mods><titleInfo><title>The {} good one</title></titleInfo></mods>\n"
    return (
        "<modsCollection>" + good.format("first") + f"<mods>{body}</mods>\n" + good.format("last")
        + "</modsCollection>"
    )  # fmt: skip


def _list(fields: dict[str, Any]) -> str:
    good = {"Paper": "[The {} good one](https://arxiv.org/abs/2305.0258{})", "Year": "2020"}
    lines = ["| " + " | ".join(LIST) + " |", "|" + "---|" * len(LIST)]
    for number, row in enumerate((good, fields, good)):
        cells = [row.get(n, "").format("first" if number == 0 else "last", number)
                 if row is good else _one_line(row.get(n, "")).replace("|", "\\|") for n in LIST]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "# L\n\n" + "\n".join(lines) + "\n"


Render = Callable[[dict[str, Any]], str]
FORMATS: dict[str, tuple[dict[str, Any], Render, list[Any]]] = {
    "jsonl": (PAPER, _json_items, TEXTS + OTHERS),
    "csl-json": (CSL, _json_items, TEXTS + OTHERS),
    "zotero": (ZOTERO, _zotero_items, TEXTS + OTHERS),
    "sidecar": (PAPER, _sidecar, TEXTS + OTHERS),
    "hayagriva": (HAYAGRIVA, _hayagriva, TEXTS + OTHERS),
    "cff": (CFF, _cff, TEXTS + OTHERS),
    "ris": (dict(RIS), _ris, TEXTS),
    "nbib": (dict(NBIB), _nbib, TEXTS),
    "bibtex": (dict(BIB), _bib, TEXTS),
    "csv": (dict(CSV), _csv, TEXTS),
    "mods": (dict.fromkeys(MODS, "The middle one") | {"vcmbib": "{}", "issued": "2020"}, _mods, TEXTS),
    "markdown": (
        dict.fromkeys(LIST, "x") | {"Paper": "[The middle one](https://arxiv.org/abs/2305.02579)"},
        _list, TEXTS,
    ),
}  # fmt: skip
READER_OF = {"zotero": "csl-json", "sidecar": "csl-json"}
"""The name of the reader, where it is not that of the kind of file."""
SYNTAX = {  # values that are syntax of a format and may take the records after them along
    "bibtex": ("{", "}", "\\", "\\\\", "\\begin{", "@article{x,", "%"),
    "ris": ("ER  - ",), "nbib": (), "markdown": ("<b>", "---", "\\", "\\\\", "]]>"),
}  # fmt: skip


def mutations() -> Iterator[tuple[str, tuple[str, ...], tuple[Any, ...]]]:
    """Each (format, field, value), then a value in two fields at a time."""
    for name, (fields, _, values) in FORMATS.items():
        for field in fields:
            for value in values:
                yield name, (field,), (value,)
    for name, (fields, _, values) in FORMATS.items():
        picked = random.Random(name)
        for _ in range(150):
            yield name, tuple(picked.sample(list(fields), 2)), tuple(picked.sample(values, 2))


def run(name: str, fields: tuple[str, ...], values: tuple[Any, ...]) -> Iterator[str]:
    """Import the mutated file and yield what is wrong."""
    whole, render, _ = FORMATS[name]
    try:
        text = render(whole | dict(zip(fields, values, strict=True)))
    except (yaml.YAMLError, UnicodeError, ValueError):
        return  # this format has no way to write the value
    name = READER_OF.get(name, name)
    if name not in ("jsonl", "csl-json"):
        text = text.replace("\0", "")  # as for any file
        text = text.encode("utf-8", "replace").decode("utf-8")
    with tempfile.TemporaryDirectory() as folder, Library.writing(Path(folder) / "x.db") as library:
        yield from check(
            library, name, text, certain=not set(map(str, values)) & set(SYNTAX.get(name, ()))
        )
        if next(library.all_papers(), None) is None:
            return
        yield from check_dump(library, fields, values)


def is_kept(name: str, field: str, value: Any, mark: str) -> bool:
    """Whether `mark`, a text in the value of a field, is in the library or in a failed item."""
    whole, render, _ = FORMATS[name]
    text = render(whole | {field: value})
    with tempfile.TemporaryDirectory() as folder, Library.writing(Path(folder) / "x.db") as library:
        ledger = take(library, READER_OF.get(name, name), text)
        found = [e.text for e in ledger.entries if e.outcome is Outcome.FAILED]
        found += write_lines(library.dump_lines(), SCHEMA_VERSION)
    return any(mark.lower() in part.lower() for part in found)


def take(library: Library, name: str, text: str) -> Any:
    """Import a text and return the ledger."""
    reader = load_reader(name)
    reading = read_file(lambda: reader.read(text, "f"), text)
    with library.locked():
        plan = plan_import([("f", reading)], library.snapshot_for(reading.records))
        _, plan = apply_possible(library, plan, "import", without_papers)
    return with_item_texts(plan, {"f": text}).ledger


def check_dump(library: Library, fields: tuple[str, ...], values: tuple[Any, ...]) -> Iterator[str]:
    """What is wrong with the dump of a library, and with a dump in which a value is replaced."""
    written = "".join(write_lines(library.dump_lines(), SCHEMA_VERSION))
    read = read_dump(written)
    if read.faults:
        yield f"the dump cannot be read: {read.faults[0].reason}"
        return
    with tempfile.TemporaryDirectory() as folder, Library.writing(Path(folder) / "y.db") as other:
        with other.locked():
            other.apply(plan_changes(other.read_dump(), read.dump), "load")
        if "".join(write_lines(other.dump_lines(), SCHEMA_VERSION)) != written:
            yield "the dump of a loaded library differs"
    lines = [json.loads(line) for line in written.splitlines()]
    for line in lines:
        for field, value in zip(fields, values, strict=True):
            if line.get("kind") == "paper" and field in line:
                line[field] = value
    with contextlib.suppress(UnicodeEncodeError):
        read_dump("".join(json.dumps(line) + "\n" for line in lines))


def check_failed(ledger: Ledger, text: str) -> Iterator[str]:
    """Each failed item has a line, a reason and the text of the file."""
    for entry in ledger.entries:
        if entry.outcome is not Outcome.FAILED:
            continue
        if "unexpected content" in (entry.reason or ""):
            yield f"unexpected: {entry.reason}"
        if not entry.reason or entry.line < 1 or not entry.text.strip():
            yield "a failed item without reason, line or text"
        elif entry.text.strip() not in text:
            yield "the text of a failed item is not that of the file"


def check(library: Library, name: str, text: str, *, certain: bool) -> Iterator[str]:
    """All promises on one file."""
    ledger = take(library, name, text)
    if ledger.read != sum(ledger.count(o) for o in Outcome):
        yield "the ledger does not add up"
    yield from check_failed(ledger, text)
    papers = list(library.all_papers())
    titles = {p.title for p in papers}
    if certain and not {"The first good one", "The last good one"} <= titles:
        yield "another record is missing"
    again = take(library, name, text)
    if again.count(Outcome.ADDED) or again.count(Outcome.FILLED):
        yield "reading again changes the library"
    for other in ("bibtex", *(w for w in WRITERS if w not in ("bibtex", "markdown"))):
        written = bibtex.write(papers) if other == "bibtex" else load_writer(other).write(papers)
        written.encode("utf-8")
        if other in ("csl-json", "jsonl"):
            for line in [written] if other == "csl-json" else written.split("\n"):
                if line:
                    json.loads(line, parse_constant=lambda c: (_ for _ in ()).throw(ValueError(c)))
        reader = load_reader(other)
        reading = read_file(lambda: reader.read(written, "g"), written)  # noqa: B023
        plan = plan_import([("g", reading)], library.snapshot_for(reading.records))
        for outcome in (Outcome.ADDED, Outcome.FILLED, Outcome.FAILED):
            if plan.ledger.count(outcome):
                yield f"export as {other}, read again: {outcome.value}"


def main() -> int:
    """Run the mutations and print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=list(FORMATS))
    given = parser.parse_args()
    todo = [m for m in mutations() if given.format in (None, m[0])]
    random.Random(given.seed).shuffle(todo)
    todo = todo[: given.limit or None]
    kinds: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    start = time.process_time()
    slow: list[tuple[float, str]] = []
    for name, fields, values in todo:
        begun = time.process_time()
        label = f"{name} {fields} {ascii(values)[:70]}"
        try:
            wrong = list(run(name, fields, values))
        except Exception:  # noqa: BLE001  # that is what is looked for
            wrong = [f"TRACEBACK {' / '.join(traceback.format_exc().strip().splitlines()[-3:])}"]
        slow.append((time.process_time() - begun, label))
        for what in wrong:
            kinds[what.split(":")[0][:60]] += 1
            shown[what[:60]] += 1
            if shown[what[:60]] <= 4:
                print(f"{label}: {what[:300]}", flush=True)
    print(f"{len(todo)} files, {sum(kinds.values())} faults, {time.process_time() - start:.0f} s")
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    for seconds, label in sorted(slow)[-3:]:
        print(f"{seconds:6.2f} s {label}")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
