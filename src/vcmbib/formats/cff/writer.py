"""The writer of CITATION.cff."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from vcmbib.formats.cff.reader import read_name
from vcmbib.formats.cff.tables import (
    EXTRA_FIELDS,
    KEY_PREFIX,
    NO_AUTHOR,
    OLD_KEYS_PREFIX,
    TYPES,
    UNTITLED,
    WORK_TYPES,
    cff_type,
)
from vcmbib.formats.date_text import read_date_text
from vcmbib.formats.extra_fields import ExtraFields, url_of
from vcmbib.formats.json_items import Json, JsonObject
from vcmbib.formats.yaml_items import dump, mapping, sequence
from vcmbib.model.identifiers import Scheme
from vcmbib.model.names import Name
from vcmbib.model.paper import LinkKind, Paper, Problem
from vcmbib.model.venues.venue import VenueKind

# Fields of a reference (CFF 1.2.0 schema) that are kept as read and written again.
_KEPT = frozenset(
    """collection-doi collection-type commit contact copyright data-type database
    database-provider date-downloaded date-released department entry filename format
    issue-date issue-title license license-url loc-end loc-start medium nihmsid number
    number-volumes pages patent-states recipients repository repository-artifact scope section
    senders status term volume-title year-original editors-series location""".split()
)
# The patterns of a DOI and a PMCID in the CFF 1.2.0 schema.
_PATTERNS = {
    Scheme.DOI: re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+"),
    Scheme.PMCID: re.compile(r"PMC\d{7}"),
}
_URL = re.compile(r"(?:https|http|ftp|sftp)://\S+")
_MESSAGE = "If you use this work, please cite it as below."


def write(papers: Iterable[Paper]) -> str:
    """Write the papers as a CITATION.cff. Without papers the text is empty: a file needs a work."""
    rest = list(papers)
    if not rest:
        return ""
    first = rest.pop(0)
    root: JsonObject = {"cff-version": "1.2.0", "message": _MESSAGE}
    if first.entry_type in WORK_TYPES and not _needs_citation(_reference(first)):
        root |= {"type": WORK_TYPES[first.entry_type]} | _as_work(_reference(first))
    else:
        citation = _reference(first)
        root |= {
            "title": citation["title"],
            "authors": citation["authors"],
            "preferred-citation": citation,
        }
    if rest:
        root["references"] = [_reference(p) for p in rest]
    return dump(root)


def write_failed(problems: Sequence[Problem]) -> str:
    """Write the failed works unchanged as references, each below its line and reason.

    A user can correct the result and import it again.
    """
    parts = ["cff-version: 1.2.0\n"]
    listed = [p for p in problems if p.text.lstrip().startswith("- ")]
    for problem in [p for p in problems if p not in listed] + listed:
        if listed and problem is listed[0]:
            parts.append("references:\n")
        reason = " ".join(problem.reason.split())
        parts.append(f"# line {problem.line}: {reason}\n{problem.text.rstrip()}\n")
    return "".join(parts)


_WORK_FIELDS = frozenset(
    """abstract authors commit contact date-released doi identifiers keywords license license-url
    message repository repository-artifact repository-code title type url version""".split()
)


def _needs_citation(reference: JsonObject) -> bool:
    """Whether a reference has fields that the work of a file cannot have."""
    return bool(set(reference) - _WORK_FIELDS - {"date-published"})


def _as_work(reference: JsonObject) -> JsonObject:
    root = {name: value for name, value in reference.items() if name in _WORK_FIELDS - {"type"}}
    if "date-published" in reference:
        root["date-released"] = reference["date-published"]
    return root


def _reference(paper: Paper) -> JsonObject:
    extra = ExtraFields(paper)
    kind = extra.take_raw("cff-type")
    if TYPES.get(kind) != paper.entry_type or kind == "dataset":
        kind = cff_type(paper.entry_type)
    item: JsonObject = {"type": kind, "title": paper.title or paper.key}
    item["authors"] = _write_people(paper.authors, extra.take_raw("cff-authors")) or [
        {"name": NO_AUTHOR}
    ]
    if paper.authors and not paper.authors_complete:
        item["authors"] = [*sequence(item["authors"]), {"name": "others"}]
    item["editors"] = _write_people(paper.editors, extra.take_raw("cff-editors"))
    item["translators"] = _write_people(
        extra.take_people("translator"), extra.take_raw("cff-translators")
    )
    date = extra.iso_date()
    item["year"], item["month"] = paper.year, paper.month
    item["date-published"] = date if _is_full_date(date) else ""
    item |= _where(paper, extra, kind)
    item |= _addresses(paper, extra)
    item["abstract"], item["keywords"] = paper.abstract, list(paper.tags)
    item["notes"] = paper.note
    language = extra.take("language").lower()
    item["languages"] = [language] if re.fullmatch(r"[a-z]{2,3}", language) else []
    for name, field in EXTRA_FIELDS.items():
        item[name] = extra.take(field)
    accessed = extra.take("urldate")
    item["date-accessed"] = accessed if _is_full_date(accessed) else ""
    item["date-released"], item["issue-date"] = _released(extra)
    for name, as_read in extra.take_prefixed("cff-"):
        if name in _KEPT:
            item.setdefault(name, _from_json(as_read))
    return {name: value for name, value in item.items() if value not in (None, "", [], {})}


def _is_full_date(text: str) -> bool:
    """Whether the schema allows the text as a date: year, month and day."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and read_date_text(text).is_whole


def _released(extra: ExtraFields) -> tuple[str, str]:
    """(date of the release, other texts in fields for dates, which the schema allows as text)."""
    released = extra.take_raw("cff-date-released")
    texts = [extra.take_raw(f"cff-{name}") for name in ("year", "month", "date-published")]
    if not _is_full_date(released):
        texts.append(released)
        released = ""
    as_read = extra.take_raw("cff-issue-date")
    return released, as_read or "; ".join(dict.fromkeys(filter(None, texts)))


def _where(paper: Paper, extra: ExtraFields, kind: str) -> JsonObject:
    venue, found = paper.venue, dict[str, Json]()
    title = extra.venue_titles()[0]
    if venue is not None and venue.kind in (VenueKind.JOURNAL, VenueKind.PREPRINT):
        found["journal"] = title
    elif venue is not None and venue.kind in (VenueKind.CONFERENCE, VenueKind.WORKSHOP):
        found["conference"] = {"name": title}
    elif title:
        found["collection-title"] = title
    whole = TYPES.get(kind) in ("book", "thesis", "techreport")
    if "collection-title" not in found and (whole or title):
        found["collection-title"] = extra.take("series")
    found["volume"], found["issue"] = paper.volume, paper.number
    parts = (paper.pages or "").split("--" if "--" in (paper.pages or "") else "-")
    if len(parts) == 2 and all(parts) and not any(set(p) & set(" ,;") for p in parts):
        found["start"], found["end"] = parts[0], parts[1]
    else:
        found["start"] = paper.pages
    place = extra.take("address")
    if paper.publisher:
        publisher: JsonObject = {"name": paper.publisher}
        found["publisher"] = {**publisher, "city": place} if place else publisher
    institution = extra.take("institution") or extra.take("school")
    found["institution"] = {"name": institution} if institution else {}
    return found


def _addresses(paper: Paper, extra: ExtraFields) -> JsonObject:
    found: JsonObject = {}
    own: JsonObject = {"type": "other", "value": f"{KEY_PREFIX}{paper.key}"}
    others: list[Json] = [own if paper.title else {**own, "description": UNTITLED}]
    if old_keys := extra.take_old_keys():
        others.append({"type": "other", "value": f"{OLD_KEYS_PREFIX}{old_keys}"})
    for identifier in paper.identifiers:
        name = identifier.scheme.value
        form = _PATTERNS.get(identifier.scheme)
        if form is not None and form.fullmatch(identifier.value) and name not in found:
            found[name] = identifier.value
        else:
            others.append({"type": "other", "value": str(identifier)})
    others += [{"type": "other", "value": f"issn:{v}"} for v in extra.take_all("issn")]
    url = url_of(paper)
    if not (url or paper.title or paper.authors or paper.editors or paper.identifiers):
        url = next((k.url for k in paper.links if k.kind is not LinkKind.CODE), "")  # it is all
    found["url"] = url if _URL.fullmatch(url) else ""
    code = next((k.url for k in paper.links if k.kind is LinkKind.CODE), "")
    found["repository-code"] = code if _URL.fullmatch(code) else ""
    as_read = _from_json(extra.take_raw("cff-identifiers"))
    found["identifiers"] = [*others, *(as_read if isinstance(as_read, list) else [])]
    return found


def _write_people(names: Sequence[Name], as_read: str) -> list[Json]:
    """The people, as they were read if the names are the same."""
    people_read = _from_json(as_read)
    people = [mapping(p) for p in people_read] if isinstance(people_read, list) else []
    if people and [read_name(p) for p in people] == list(names):
        return list(people)
    written = [_write_name(n) for n in names]
    for at, person in enumerate(written):  # the schema does not allow a person twice
        if person in written[:at]:
            written[at] = {**person, "alias": str(at + 1)}
    return list(written)


def _write_name(name: Name) -> JsonObject:
    if name.literal:
        return {"name": name.family}
    parts: dict[str, Json] = {
        "family-names": name.family,
        "given-names": name.given,
        "name-particle": name.particle,
        "name-suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _from_json(text: str) -> Json:
    try:
        loaded: Json = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return loaded if isinstance(loaded, list | dict) else text
