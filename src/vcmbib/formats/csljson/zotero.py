"""Items in Zotero's own JSON, as Better BibTeX and Zotero's API write it, as CSL-JSON.

The fields and their CSL variables are those of Zotero's schema (https://api.zotero.org/schema). An
item of the API is in the member `data`.
"""

from __future__ import annotations

from vcmbib.formats.json_items import Json, JsonObject, text_of

_TYPES = {
    "journalArticle": "article-journal", "magazineArticle": "article-magazine",
    "newspaperArticle": "article-newspaper", "conferencePaper": "paper-conference",
    "bookSection": "chapter", "preprint": "article", "computerProgram": "software",
    "presentation": "speech", "encyclopediaArticle": "entry-encyclopedia",
    "dictionaryEntry": "entry-dictionary", "blogPost": "post-weblog", "forumPost": "post",
    "letter": "personal_communication", "email": "personal_communication",
    "film": "motion_picture", "videoRecording": "broadcast", "tvBroadcast": "broadcast",
    "radioBroadcast": "broadcast", "audioRecording": "song", "podcast": "song",
    "artwork": "graphic", "case": "legal_case", "statute": "legislation",
}  # fmt: skip
_VARIABLES = {
    "citationKey": "citation-key", "citekey": "citation-key",
    "caseName": "title", "nameOfAct": "title", "subject": "title",
    "abstractNote": "abstract", "publicationTitle": "container-title",
    "bookTitle": "container-title", "proceedingsTitle": "container-title",
    "encyclopediaTitle": "container-title", "dictionaryTitle": "container-title",
    "websiteTitle": "container-title", "blogTitle": "container-title",
    "forumTitle": "container-title", "programTitle": "container-title",
    "journalAbbreviation": "container-title-short", "pages": "page", "url": "URL",
    "university": "publisher", "institution": "publisher", "company": "publisher",
    "label": "publisher", "studio": "publisher", "distributor": "publisher",
    "repository": "publisher", "network": "publisher", "place": "publisher-place",
    "series": "collection-title", "seriesTitle": "collection-title",
    "seriesNumber": "collection-number", "numPages": "number-of-pages",
    "numberOfVolumes": "number-of-volumes", "shortTitle": "title-short",
    "callNumber": "call-number", "archiveLocation": "archive_location",
    "libraryCatalog": "source", "rights": "license", "extra": "note",
    "conferenceName": "event-title", "meetingName": "event-title", "thesisType": "genre",
    "reportType": "genre", "manuscriptType": "genre", "websiteType": "genre",
    "reportNumber": "number", "patentNumber": "number", "docketNumber": "number",
    "billNumber": "number", "archiveID": "number", "versionNumber": "version",
}  # fmt: skip
_DATES = {
    "date": "issued", "dateEnacted": "issued", "dateDecided": "issued", "issueDate": "issued",
    "accessDate": "accessed", "filingDate": "submitted",
}  # fmt: skip
_ROLES = {
    "seriesEditor": "collection-editor", "bookAuthor": "container-author",
    "reviewedAuthor": "reviewed-author",
}  # fmt: skip
_AUTHORS = frozenset(
    """artist cartographer director interviewee inventor podcaster presenter programmer
    performer sponsor""".split()
)
"""Roles that are the author of an item without an author."""
_ROW_DATA = ("itemType", "version", "itemID", "libraryID", "select", "itemKey", "creators", "tags")
CHILDREN = frozenset(("attachment", "note", "annotation"))
"""Types of items that belong to another item and are no works."""


def zotero_item(item: JsonObject) -> JsonObject | None:
    """The item itself, or that in its member `data`, if it is one of Zotero's; else None."""
    data = item.get("data")
    for found in (item, data):
        if isinstance(found, dict) and isinstance(found.get("itemType"), str):
            return found
    return None


def as_csl(item: JsonObject) -> JsonObject:
    """The item of Zotero as an item of CSL-JSON. Fields that CSL has no variable for keep their
    names; so does a second field for one variable.
    """
    kind = text_of(item["itemType"])
    found: JsonObject = {"type": _TYPES.get(kind, kind)}
    for name, value in item.items():
        if name in _ROW_DATA or value in (None, "", [], {}):
            continue
        date = _DATES.get(name)
        variable = date or _VARIABLES.get(name, name)
        if variable in found:
            found[name] = value
        elif date is not None and isinstance(value, str):
            found[variable] = {"raw": value}
        else:
            found[variable] = value
    found |= _people(item.get("creators"))
    words = item.get("tags")
    if words:
        found["keyword" if _are_words(words) else "tags"] = _keywords(words)
    return found


def _people(creators: Json) -> JsonObject:
    """The creators by name variable. A list with other parts than names is kept as well."""
    if not creators:
        return {}
    if not isinstance(creators, list):
        return {"creators": creators}
    named = [c for c in creators if isinstance(c, dict)]
    found: dict[str, list[Json]] = {}
    kinds = {text_of(c.get("creatorType")) for c in named}
    for creator in named:
        role = text_of(creator.get("creatorType")) or "author"
        if role in _AUTHORS and "author" not in kinds:
            role = "author"
        found.setdefault(_ROLES.get(role, role), []).append(_name(creator))
    people: JsonObject = {}
    people.update(found)
    if len(named) < len(creators) or not all(map(_is_named, named)):
        people["creators"] = creators
    return people


def _is_named(creator: JsonObject) -> bool:
    """Whether a creator has the parts of a name, and no other parts but its role."""
    parts = {name for name, value in creator.items() if value not in (None, "")}
    return parts <= {"firstName", "lastName", "name", "creatorType", "fieldMode"}


def _name(creator: JsonObject) -> Json:
    family, given = text_of(creator.get("lastName")), text_of(creator.get("firstName"))
    literal = text_of(creator.get("name"))
    if literal or not (given and family):
        return {"literal": literal or family or given}
    return {"family": family, "given": given}


def _are_words(tags: Json) -> bool:
    return isinstance(tags, list) and all(
        isinstance(t, str) or (isinstance(t, dict) and isinstance(t.get("tag"), str)) for t in tags
    )


def _keywords(tags: Json) -> Json:
    """The tags as CSL's `keyword`; a tag with a comma is not divided, as CSL has no other sign."""
    if not isinstance(tags, list) or not _are_words(tags):
        return tags
    return [t["tag"] if isinstance(t, dict) else t for t in tags]
