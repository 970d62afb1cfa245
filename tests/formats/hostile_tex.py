"""LaTeX that reads files, runs programs or redefines commands, in every field of every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape as xml

import yaml

from vcmbib.formats.csljson import tables
from vcmbib.formats.papercsv.columns import FIELDS

COMMANDS = (
    r"\input{/etc/passwd}",
    r"{\input /etc/passwd }",
    r"\include{/etc/passwd}",
    r"\openin5=/etc/passwd \read5 to\line \line",
    r"\immediate\write18{id}",
    r"\immediate\openout5=x \write5{y}",
    r"\def\x#1{\csname in#1\endcsname}\x{put}",
    r"\edef\x{\y}\gdef\x{}\xdef\x{}\let\x=\input \x",
    r"\csname input\endcsname{/etc/passwd}",
    r"\catcode`\@=11 \@@input /etc/passwd",
    r"\special{ps: x}\directlua{os.execute('id')}",
    r"\loop\iftrue\repeat",
    r"\newcommand{\x}{\input{y}}\renewcommand\x{}",
    r"\usepackage{shellesc}\ShellEscape{id}",
    r"\verbatiminput{x}\lstinputlisting{x}\includegraphics{x}",
    r"$\input{/etc/passwd}$",
    r"$x_1 \mbox{\input{/etc/passwd}}$",
    r"$$\write18{id}$$ \(\input{x}\) \[\input{x}\]",
    "^^5cinput{/etc/passwd}",
    "$a^^5cinput{/etc/passwd}$",
    r"\\input{/etc/passwd}\\\input{/etc/passwd}",
    r"\emph{\input{/etc/passwd}} \textbf\input{x}",
    r"}\input{/etc/passwd}{",
    r"x}, note = {\input{/etc/passwd}",
    '"} @preamble{"\\input{/etc/passwd}"} @misc{y, title = {',
    r"\begin{filecontents}{x}y\end{filecontents}",
    r"<i>\input{/etc/passwd}</i> {{\input{x}}}",
)

Format = Callable[[str], Iterator[str]]
"""What gives files of one format, each with a text in one more field."""

_OF_BIBTEX = ("title", "series", "month", "note", "execute", "@preamble", "@bare:title")
"""Fields of a `.bib` that our formats carry next to their own."""
_CSL = (
    *tables.FIELD_OF_VARIABLE,
    *"title container-title container-title-short volume issue page publisher abstract note "
    "keyword DOI URL ISBN PMID PMCID archive archive_location citation-key source number section "
    "scale year-suffix unknown jurisdiction reviewed-title".split(),
)


def csl(evil: str) -> Iterator[str]:
    """CSL-JSON: variables, names, dates, and our own fields next to them."""
    base = {"id": "k1", "type": "article-journal", "title": "A title"}
    person = {"family": evil, "given": evil, "suffix": evil, "non-dropping-particle": evil}
    fields: list[tuple[str, object]] = [(name, f"a {evil}") for name in _CSL]
    fields += [("type", evil), ("id", evil), ("issued", {"date-parts": [[evil, evil, evil]]})]
    fields += [(role, [person]) for role in ("author", "editor", "translator", "collection-editor")]
    fields += [("author", [{"literal": evil}]), ("translator", [{"literal": evil}])]
    for date in ("issued", "accessed", "event-date"):
        fields += [(date, {kind: evil}) for kind in ("raw", "literal", "season")]
    for name in ("type", "title", "pages", "honour", "model", "publisher", "x"):
        fields.append(("custom", {name: evil}))
    for name in (*_OF_BIBTEX, "journal", "@type", "@names", "@empty", f"x{evil}"):
        fields.append(("custom", {"extra": {name: evil}}))
    items: list[dict[str, object]] = [{**base, name: value} for name, value in fields]
    yield from (json.dumps([item]) for item in items)


def ris(evil: str) -> Iterator[str]:
    """RIS: every tag, and our own fields."""
    tags = sorted(set(re.findall(r"..", "A1A2A3A4ABADANAUAVBTC1C2C3C4C5C6C7C8CACNCPCTCYDADBDODPEDEP"
        "ETIDISJ1J2JAJFJOKWL1L2L3L4LALBLKM1M2M3N1N2NVOPPBPPPYRIRNRPSESNSPSTT1T2T3TATITTU1U2U3U4U5"
        "URVLVOY1Y2")))  # fmt: skip
    values = [(tag, evil) for tag in tags]
    values += [("U5", f"vcmbib {n} = {evil}") for n in ("model", "entry type", *_OF_BIBTEX)]
    for tag, value in values:
        title = "" if tag in ("TI", "T1", "CT") else "TI  - A title\n"
        yield f"TY  - JOUR\n{title}{tag}  - {value}\nER  - \n"


def nbib(evil: str) -> Iterator[str]:
    """PubMed: every tag."""
    for tag in """TI BTI FAU AU CN FED ED JT TA VI IP PG DP DEP AB PB PL LA EN CTI TT AID LID IS OT
        MH PT GR AD PMC SO RN CI STAT ISBN CDAT ZZ""".split():
        title = "" if tag == "TI" else "TI  - A title\n"
        yield f"PMID- 1\n{title}{tag.ljust(4)}- {evil}\n"


def table(evil: str) -> Iterator[str]:
    """CSV: every column that is known, one that is not, and our own."""
    names = [*sorted(FIELDS), "unknown", "Place", "Artno", *(f"extra:{n}" for n in _OF_BIBTEX)]
    for name in names:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["title", name] if name != "title" else ["title", "x"])
        writer.writerow(["A title", evil] if name != "title" else [evil, "y"])
        yield text.getvalue()


def mods(evil: str) -> Iterator[str]:
    """MODS: elements, also of the host, and what an extension contains."""
    text = xml(evil)
    host = '<relatedItem type="host"><titleInfo><title>J</title></titleInfo>{}</relatedItem>'
    for part in (
        f"<titleInfo><subTitle>{text}</subTitle></titleInfo>",
        f"<titleInfo type='abbreviated'><title>{text}</title></titleInfo>",
        f"<name><namePart type='family'>{text}</namePart></name>",
        f"<name><namePart>{text}</namePart><role><roleTerm>editor</roleTerm></role></name>",
        *(f"<originInfo><{e}>{text}</{e}></originInfo>" for e in
          ("publisher", "place", "dateIssued", "edition", "copyrightDate")),
        *(f"<{e}>{text}</{e}>" for e in ("genre", "identifier", "abstract", "note", "unknown")),
        *(f"<identifier type='{t}'>{text}</identifier>" for t in ("doi", "issn", "isbn", "uri")),
        f"<subject><topic>{text}</topic></subject>",
        f"<language><languageTerm>{text}</languageTerm></language>",
        f"<location><url>{text}</url></location>",
        host.format(f"<part><detail type='volume'><number>{text}</number></detail></part>"),
        host.format(f"<part><extent unit='page'><start>{text}</start></extent></part>"),
        host.format(f"<part><date>{text}</date></part><identifier type='issn'>{text}</identifier>"),
        f"<relatedItem type='host'><titleInfo><title>{text}</title></titleInfo></relatedItem>",
        f"<relatedItem type='series'><titleInfo><title>{text}</title></titleInfo></relatedItem>",
        *(f"<extension><vcmbib>{xml(json.dumps({'extra': {name: evil}}))}</vcmbib></extension>"
          for name in _OF_BIBTEX),
    ):  # fmt: skip
        yield f"<mods><titleInfo><title>A title</title></titleInfo>{part}</mods>"
    yield f"<mods><titleInfo><title>{text}</title></titleInfo></mods>"


def hayagriva(evil: str) -> Iterator[str]:
    """Hayagriva: fields, also of the parent, and our own."""
    base = {"type": "article", "title": "A title"}
    for name in """title author editor date publisher location organization issue volume
        volume-total edition page-range page-total time-range url serial-number language archive
        archive-location call-number note abstract annote genre chapter runtime affiliated
        unknown""".split():
        yield yaml.safe_dump({"k1": {**base, name: evil}})
        yield yaml.safe_dump({"k1": {**base, "parent": {"type": "periodical", name: evil}}})
    yield yaml.safe_dump({"k1": {**base, "title": {"value": evil, "short": evil}}})
    yield yaml.safe_dump({"k1": {**base, "serial-number": {"doi": evil, "issn": evil, "x": evil}}})
    for name in _OF_BIBTEX:
        yield yaml.safe_dump({"k1": {**base, "vcmbib": {"extra": {name: evil}}}})


def cff(evil: str) -> Iterator[str]:
    """CITATION.cff: fields of the work and of a reference."""
    base = {"cff-version": "1.2.0", "message": "m", "title": "A title",
            "authors": [{"family-names": "Doe"}]}  # fmt: skip
    for name in """title abstract version date-released doi license repository-code url keywords
        identifiers""".split():
        yield yaml.safe_dump({**base, name: evil})
    reference = {"type": "article", "title": "Other", "authors": [{"family-names": "Doe"}]}
    for name in """title journal volume issue year month pages start end publisher editors edition
        collection-title conference institution issn isbn doi url notes abstract thesis-type
        date-accessed date-published abbreviation languages location department unknown type
        database term section""".split():
        yield yaml.safe_dump({**base, "references": [{**reference, name: evil}]})
        yield yaml.safe_dump({**base, "references": [{**reference, name: {"name": evil}}]})
    yield yaml.safe_dump({**base, "authors": [{"family-names": evil, "name": evil}]})
    yield yaml.safe_dump({**base, "authors": [{"name": evil}]})


FORMATS: dict[str, Format] = {
    "csl-json": csl, "ris": ris, "nbib": nbib, "csv": table, "mods": mods,
    "hayagriva": hayagriva, "cff": cff,
}  # fmt: skip
