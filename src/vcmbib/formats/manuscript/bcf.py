"""The citations in a `.bcf` file, which BibLaTeX writes for biber."""

from __future__ import annotations

import posixpath
import re
from html import unescape

from vcmbib.formats.manuscript.collector import CitationCollector, path_from
from vcmbib.model.manuscript import Location

_ELEMENT = re.compile(r"<bcf:(citekey|datasource)\b([^>]*)>([^<]*)</bcf:(?:citekey|datasource)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


def collect(collector: CitationCollector, name: str) -> None:
    """Read the cited keys, members of sets and bibliography files of a `.bcf`."""
    opened = collector.open([name], Location(name, 0))
    if opened is None:
        return
    collector.biblatex = True
    _, text = opened
    folder = posixpath.dirname(name)
    for number, line in enumerate(text.split("\n"), 1):
        if "<bcf:" not in line:
            continue
        for match in _ELEMENT.finditer(line):
            attributes = dict(_ATTRIBUTE.findall(match[2]))
            value = unescape(match[3]).strip()
            if match[1] == "datasource":
                local = attributes.get("type", "file") == "file" and "://" not in value
                if local and attributes.get("datatype", "bibtex") == "bibtex":
                    collector.add_bibliography(path_from(folder, value))
                continue
            location = Location(name, number)
            if attributes.get("type") == "set":
                collector.defined.add(value)
                for member in unescape(attributes.get("members", "")).split(","):
                    collector.cite(member.strip(), location)
            else:
                collector.cite(value, location)
