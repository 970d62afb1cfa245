"""The entries of lists without tables: items and paragraphs, each with its further blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vcmbib.formats.markdown.document import Line, LineKind, MarkdownDocument
from vcmbib.formats.markdown.inline import Inline, InlineKind, parse
from vcmbib.formats.markdown.links import is_external, label_kind
from vcmbib.formats.markdown.titles import is_label

_ITEM = re.compile(r"(\s*)(?:[-*+•][ \t]+|\d{1,4}[.)、](?:[ \t]+|(?=\[|\*\*)))(?=\S)")
_LABELLED = re.compile(r"\s*(?:[-*+•]\s+)?\**([^:：\[\]()<>*]{1,40}?)\**\s*[:：]\**\s*<?https?://")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})$")
_BLOCK_TAG = re.compile(
    r"\s*</?(?:details|summary|p|div|center|table|tr|td|ul|ol|img|br|a name)\b", re.IGNORECASE
)


_DATED = re.compile(r"\s*([^()\[\]]{8,300}?)\s*\((?:19|20)\d\d\)\s*[,.:]")


class TitleForm(StrEnum):
    """The form of the title at the start of an entry."""

    LINK = "link"
    BOLD = "bold"
    DATED = "dated"  # neither, but with a year in parentheses behind it
    NONE = "none"


@dataclass(slots=True)
class ListEntry:
    """An item or paragraph. `attached` are the texts that belong to it, such as its links."""

    line: int
    path: tuple[str, ...]
    indent: int
    text: str
    item: bool
    attached: list[str] = field(default_factory=list)
    form: TitleForm = TitleForm.NONE

    def pieces(self, references: Mapping[str, str]) -> tuple[Inline, ...]:
        """The inline pieces of its text, then those of each attached text after a line break."""
        found = list(parse(self.text, references))
        if self.form is TitleForm.DATED and (dated := _DATED.match(found[0].text)) is not None:
            rest = Inline(InlineKind.TEXT, found[0].text[dated.end(1) :])
            found[:1] = [Inline(InlineKind.TEXT, dated.group(1), bold=True), rest]
        for text in self.attached:
            found.append(Inline(InlineKind.BREAK))
            found.extend(parse(text, references))
        return tuple(found)


def find_list_entries(document: MarkdownDocument, taken: frozenset[int]) -> list[ListEntry]:
    """The entries of the document in order, without the lines in `taken`.

    A block without a title of its own, such as authors or links, belongs to the entry above it.
    """
    found: list[ListEntry] = []
    for entry in _blocks(document, taken):
        entry.form = title_form(parse(entry.text, document.references))
        owner = _owner(entry, found)
        if owner is not None:
            owner.attached.extend((entry.text, *entry.attached))
        else:
            found.append(entry)
    return found


def _owner(entry: ListEntry, before: list[ListEntry]) -> ListEntry | None:
    """The entry to which this block belongs; None if it is an entry itself."""
    if not before or before[-1].path != entry.path or entry.form is not TitleForm.NONE:
        return None
    last = before[-1]
    if last.form is TitleForm.NONE or len(last.attached) > 20:
        return None
    labelled = _LABELLED.match(entry.text)
    if labelled is not None and label_kind(labelled.group(1)) is not None:
        return last
    return last if entry.indent > last.indent else None


def _blocks(document: MarkdownDocument, taken: frozenset[int]) -> Iterator[ListEntry]:
    current: ListEntry | None = None
    previous = LineKind.BLANK
    for line in document.lines:
        text = line.text
        if line.kind is not LineKind.TEXT or line.number in taken or _RULE.match(text):
            if line.kind is not LineKind.COMMENT:
                if current is not None:
                    yield current
                current = None
        elif _BLOCK_TAG.match(text) and "](" not in text:
            if current is not None:
                yield current
            current = None
        elif (item := _ITEM.match(text)) is not None:
            if current is not None:
                yield current
            indent = len(item.group(1).expandtabs(4))
            current = ListEntry(line.number, line.path, indent, text[item.end() :], True)
        elif current is not None and previous is not LineKind.BLANK:
            current.text = f"{current.text}\n{text.strip()}" if len(current.text) < 20_000 else text
        else:
            current = _paragraph(line)
        previous = line.kind
    if current is not None:
        yield current


def _paragraph(line: Line) -> ListEntry:
    indent = len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip())
    return ListEntry(line.number, line.path, indent, line.text.strip(), False)


def title_form(pieces: tuple[Inline, ...]) -> TitleForm:
    """The form of an entry: a linked title, one in bold, one with a year, or NONE.

    Images, or a name and a colon, may be before the title.
    """
    plain = pieces[0].text if pieces and pieces[0].kind is InlineKind.TEXT else ""
    if _DATED.match(plain) is not None and not pieces[0].bold:
        return TitleForm.DATED
    before = ""
    for piece in pieces:
        text = piece.text.strip()
        if piece.kind is InlineKind.BREAK:
            return TitleForm.NONE
        if piece.kind is InlineKind.IMAGE or not any(c.isalnum() for c in text):
            before += text
        elif piece.kind is InlineKind.LINK and not (is_label(piece) and piece.image):
            titled = len(text.split()) >= 2 and not is_label(piece) and not piece.italic
            titled = titled and _introduces(before) and (is_external(piece.url) or not piece.url)
            return TitleForm.LINK if titled else TitleForm.NONE
        elif piece.kind is InlineKind.TEXT and piece.bold and len(text.split()) >= 2:
            labels = text.endswith((":", "：")) or label_kind(text) is not None
            return TitleForm.BOLD if _introduces(before) and not labels else TitleForm.NONE
        else:
            before += text
        if len(before) > 60:
            return TitleForm.NONE
    return TitleForm.NONE


def _introduces(before: str) -> bool:
    """Whether `before` may precede a title: no letters, or a name and a colon."""
    return not any(c.isalpha() for c in before) or before.rstrip(' "“(*').endswith((":", "：", "]"))
