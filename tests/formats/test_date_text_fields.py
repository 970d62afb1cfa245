"""Dates that are none, in every field for a date of every format."""

from __future__ import annotations

import json

import pytest

from tests.formats.roundtrips import as_papers
from vcmbib.formats import bibtex, load_reader, load_writer
from vcmbib.formats.date_text import read_date_text
from vcmbib.formats.json_items import Json, text_of
from vcmbib.model.paper import Reading, Record

ODD = [
    "2012/00/00", "2012-00-00", "2020/31/12", "2020-13-01", "2020-02-30", "0000-00-00", "99999",
    "2019-2021", "Spring 2020", "circa 1999", "in press", "n.d.", "1e400", "NaN", "-1",
    "05/06/2020", "2020-05-03T10:11:12+02:00",
]  # fmt: skip

CFF = (
    "cff-version: 1.2.0\ntitle: W\nreferences:\n"
    "- title: Good\n- title: T\n  {}: {}\n- title: Other\n"
)
MODS = (
    "<modsCollection><mods><titleInfo><title>Good</title></titleInfo></mods>\n<mods><titleInfo>"
    "<title>T</title></titleInfo>{}</mods>\n"
    "<mods><titleInfo><title>Other</title></titleInfo></mods></modsCollection>"
)


def _ris(tag: str) -> str:
    one = "TY  - JOUR\nTI  - {}\n{}ER  - \n"
    return one.format("Good", "") + one.format("T", f"{tag}  - %s\n") + one.format("Other", "")


def _csl(value: str) -> str:
    return f'[{{"title": "Good"}},\n{{"title": "T", "issued": {value}}},\n{{"title": "Other"}}]'


# (format, extra field of the text): a file with the text of a date in place of %s.
FIELDS = {
    ("bibtex", "year"): "@misc{a, title={Good}}\n@misc{b, title={T}, year={%s}}\n"
    "@misc{c, title={Other}}",
    ("bibtex", "date"): "@misc{a, title={Good}}\n@misc{b, title={T}, date={%s}}\n"
    "@misc{c, title={Other}}",
    ("markdown", "list-year"): "| Title | Year | Paper |\n|---|---|---|\n"
    "| Good | 2020 | [paper](https://arxiv.org/abs/2305.02578) |\n"
    "| T | %s | [paper](https://arxiv.org/abs/2305.02579) |\n"
    "| Other | 2020 | [paper](https://arxiv.org/abs/2305.02570) |\n",
    ("ris", "ris-PY"): _ris("PY"),
    ("ris", "ris-Y1"): _ris("Y1"),
    ("ris", "ris-DA"): _ris("DA"),
    ("nbib", "nbib-DP"): "PMID- 1\nTI  - Good\n\nPMID- 2\nTI  - T\nDP  - %s\n\n"
    "PMID- 3\nTI  - Other\n",
    ("csl-json", "csl-issued"): _csl('{"raw": "%s"}'),
    ("csl-json", "csl-issued "): _csl('"%s"'),
    ("csv", "csv-year"): "title,year,date\nGood,2020,\nT,%s,\nOther,2020,\n",
    ("csv", "csv-date"): "title,year,date\nGood,2020,\nT,,%s\nOther,2020,\n",
    ("jsonl", "json-year"): '{"title": "Good"}\n{"title": "T", "year": "%s"}\n{"title": "Other"}\n',
    ("hayagriva", "hayagriva-date"): "a:\n  title: Good\nb:\n  title: T\n  date: '%s'\n"
    "c:\n  title: Other\n",
    ("cff", "cff-year"): CFF.format("year", "'%s'"),
    ("cff", "cff-date-published"): CFF.format("date-published", "'%s'"),
    ("cff", "cff-date-released"): CFF.format("date-released", "'%s'"),
    ("mods", "mods-dateIssued"): MODS.format(
        "<originInfo><dateIssued>%s</dateIssued></originInfo>"
    ),
    ("mods", "mods-date"): MODS.format(
        '<relatedItem type="host"><part><date>%s</date></part></relatedItem>'
    ),
}


def _read(name: str, text: str) -> Reading:
    return load_reader(name).read(text, "f")


def _odd(reading: Reading) -> Record:
    return next(r for r in reading.records if r.title == "T")


def _write(name: str, reading: Reading) -> str:
    papers = as_papers(reading)
    return bibtex.write(papers) if name == "bibtex" else load_writer(name).write(papers)


# A range of years has no one year in BibTeX and in lists; a time is part of a BibLaTeX date; `NaN`
# is an empty cell of a list.
OTHER_RULES = {
    ("bibtex", "year", "2019-2021"),
    ("bibtex", "date", "2020-05-03T10:11:12+02:00"),
    ("markdown", "list-year", "2019-2021"),
    ("markdown", "list-year", "NaN"),
}
CASES = [(*field, t) for field in FIELDS for t in ODD if (*field, t) not in OTHER_RULES]


@pytest.mark.parametrize(("name", "field", "text"), CASES)
def test_an_odd_date_is_kept_as_written(name: str, field: str, text: str) -> None:
    """The certain year is read, the text is kept, remarked and exported; the others are read."""
    reading = _read(name, FIELDS[name, field] % text)
    assert not reading.problems
    assert {r.title for r in reading.records} >= {"Good", "T", "Other"}
    record = _odd(reading)
    kept = dict(record.extra)[field.strip()]
    assert kept in (text, json.dumps({"raw": text}))
    assert record.year == read_date_text(text).year
    assert any(r.startswith(f"{field.strip()}: ") for r in record.remarks)
    if name == "markdown":
        return
    written = _write(name, reading)
    assert text in written
    again = _odd(_read(name, written))
    assert again.year == record.year
    if name != "cff":  # a file of this format may have such a text in `issue-date` only
        assert dict(again.extra)[field.strip()] == kept


PARTS = [
    [[2012, 0, 0]], [[2020, 13, 1]], [[2020, 2, 30]], [["2020", "", 3]], [[2020, None, 5]], [[]],
    [[2019, 5, 3, 12]], [[-44]], [[0]], [[True]], [[1e300]], [[2019], [2020]], [["x"]], [2020],
    2020, [[2020, [5]]], {"a": 1}, "2020", None,
]  # fmt: skip


@pytest.mark.parametrize("parts", PARTS, ids=str)
def test_odd_date_parts_come_out_again(parts: object) -> None:
    """`date-parts` that are no date are kept as JSON, and written as they were where CSL allows."""
    text = json.dumps([{"title": "T", "issued": {"date-parts": parts}}, {"title": "Other"}])
    reading = _read("csl-json", text)
    assert len(reading.records) == 2
    kept = dict(_odd(reading).extra).get("csl-issued")
    assert kept is None or json.loads(kept) == {"date-parts": parts}
    assert kept is not None or parts is None
    again = _odd(_read("csl-json", _write("csl-json", reading)))
    assert dict(again.extra).get("csl-issued") == kept


@pytest.mark.parametrize("value", [2020, 2020.0, "2020", "2020 "])
def test_a_year_of_a_paper_object_may_be_a_text(value: object) -> None:
    """A year that another program wrote as a text or with a fraction of zero is a year."""
    record = _odd(_read("jsonl", json.dumps({"title": "T", "year": value, "month": "5"})))
    assert (record.year, record.month, record.extra, record.remarks) == (2020, 5, (), ())


@pytest.mark.parametrize("value", [[], {}, True, [2020], {"a": 1}, 1e300, -1, 0, "13", "Spring"])
@pytest.mark.parametrize("name", ["year", "month"])
def test_other_values_of_a_paper_object_are_kept(name: str, value: Json) -> None:
    """Neither costs the record; only an empty value is dropped."""
    record = _odd(_read("jsonl", json.dumps({"title": "T", name: value})))
    assert (record.year, record.month) == (
        2020 if (name, value) == ("year", [2020]) else None,
        None,
    )
    assert dict(record.extra)[f"json-{name}"] == text_of(value)


@pytest.mark.parametrize(
    ("name", "text", "extra"),
    [
        ("ris", "TY  - JOUR\nTI  - T\nY2  - 2012/00/00\nER  - \n", {"ris-Y2": "2012/00/00"}),
        ("ris", "TY  - JOUR\nTI  - T\nY2  - 2012/5/3/\nER  - \n", {"urldate": "2012-05-03"}),
        ("csv", "title,accessed\nT,2012-00-00\n", {"csv-urldate": "2012-00-00"}),
        ("hayagriva", "a:\n  title: T\n  url: {value: 'https://e.org/', date: soon}\n",
         {"hayagriva-url-date": "soon"}),
        ("cff", CFF.format("date-accessed", "2012-00-00"), {"cff-date-accessed": "2012-00-00"}),
        ("cff", CFF.format("month", "13"), {"cff-month": "13"}),
        ("cff", CFF.format("month", "²"), {"cff-month": "²"}),
        ("csv", "title,month\nT,13\n", {"csv-month": "13"}),
        ("csl-json", '[{"title": "T", "accessed": {"date-parts": [[2012, 0, 0]]}}]',
         {"csl-accessed": '{"date-parts": [[2012, 0, 0]]}'}),
    ],
)  # fmt: skip
def test_other_dates_are_kept_in_the_same_way(name: str, text: str, extra: dict[str, str]) -> None:
    """No field for a date of BibLaTeX gets a text that is no date."""
    assert dict(_odd(_read(name, text)).extra) == extra


@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        ("year={in press}", 1), ("year={2012/00/00}", 1), ("month={13}", 1),
        ("date={2020-13-01}", 1), ("year={2019--2020}", 1), ("year=2020, month=may", 0),
        ("year={1999a}", 0),
        ("date={2019/2020}", 0), ("date={1999?}", 0), ("date={2001-21}", 0), ("date={199X}", 0),
        ("date={-0044}", 0), ("date={../1990}", 0), ("date={2004-06-01/}", 0), ("date={}", 0),
        ("year=2020, month={1--3~June}", 0), ("date={2020-05-03T10:11:12}", 0), ("date={/}", 1),
    ],
)  # fmt: skip
def test_a_bib_is_remarked_where_a_date_is_none(text: str, remarks: int) -> None:
    """What BibLaTeX and BibTeX's styles have for dates is not remarked."""
    record = _odd(_read("bibtex", f"@misc{{a, title={{T}}, {text}}}"))
    assert len(record.remarks) == remarks
