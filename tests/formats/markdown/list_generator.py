# ruff: noqa: E501, T201
"""A generator of reading lists in Markdown, with the truth about each entry.

A template is one choice for each of: container, mark of the title, order of the slots, joiner,
place of the link, parents and labels. The records are invented. Run as a program it measures the
reader: `python -m tests.formats.markdown.list_generator dev 200`.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vcmbib.errors import NoList
from vcmbib.formats.markdown import read
from vcmbib.model.paper import Record
from vcmbib.model.text import title_key


@dataclass(frozen=True)
class Work:
    """An invented work."""

    title: str
    authors: tuple[tuple[str, str], ...]
    venue: str
    year: int
    url: str
    code: str
    name: str = ""

    @property
    def full_title(self) -> str:
        """The title with the name before it."""
        return f"{self.name}: {self.title}" if self.name else self.title


@dataclass(frozen=True)
class Template:
    """One form of a list."""

    container: str
    mark: str
    order: str
    joiner: str
    link: str
    parent: str
    label: str
    style: str


_SUBJECTS = {
    "medicine": "Cervical Screening|Aspirin|Blood Pressure|Lung Cancer|Stroke Recovery|Statins|Maternal Health|Sleep Apnoea",
    "law": "Judicial Review|Contract Theory|Data Protection|Tort Liability|Constitutional Courts|Criminal Evidence|Treaty Law",
    "physics": "Dark Matter|Spin Liquids|Neutron Stars|Topological Insulators|Quantum Gravity|Lattice Vibrations|Solar Flares",
    "economics": "Minimum Wages|Trade Shocks|Housing Markets|Auction Design|Monetary Policy|Public Debt|School Choice",
    "systems": "Log-Structured Storage|Consensus|Memory Disaggregation|Query Optimizers|Tail Latency|Key-Value Stores",
    "chemistry": "Perovskite Films|Zeolite Catalysts|Peptide Folding|Battery Electrolytes|Metal-Organic Frameworks",
}  # fmt: skip
_HEADS = "Effects of {s} on {t}|A Randomized Trial of {s} in {t}|On {s} and {t}|Towards Robust {s} under {t}|{s}: A Review of {t}|How Does {s} Shape {t}?|Rethinking {s} for {t}|The Limits of {s} in {t} Revisited|Learning {s} from {t}|{s} Without {t}".split(
    "|"
)
_TAILS = "Small Samples|Rural Populations|Heavy Noise|Uncertain Conditions|Low-Income Countries|Large Networks|the Long Run|Older Adults|Weak Incentives|High Pressure|Federal Systems|Cold Starts|Sparse Data|Open Economies|Strong Fields".split(
    "|"
)
_CHINESE = "基于图神经网络的药物发现方法研究|面向低资源场景的语音识别综述|城市交通流量预测模型的比较分析|多模态医学影像配准算法的改进|大规模分布式存储系统的容错设计|民法典合同编的解释与适用问题|锂离子电池电解液的稳定性研究|遥感影像变化检测的深度学习方法".split(
    "|"
)
_SPANISH = "La revisión judicial en América Latina|Efectos del salario mínimo sobre el empleo|Un estudio de la deuda pública y el crecimiento|Diagnóstico temprano del cáncer de pulmón|El derecho a la protección de datos personales|Modelos de demanda de agua en zonas áridas".split(
    "|"
)
_GIVEN = "Anna|Bruno|Chen|Diego|Elena|Farid|Grace|Hiro|Ines|Jonas|Karin|Luis|Mei|Nadia|Omar|Priya|Rosa|Samuel|Tomas|Wei|Yuki|Zoe".split(
    "|"
)
_FAMILY = "Lee|Kjeldsen|Garcia|Bedding|Okafor|Schmidt|Tanaka|Rossi|Novak|Zhang|Kumar|O'Brien|van Dijk|Silva|Meyer|Park|Andersson|Dubois|Ferreira|Ivanov|Nguyen|Haddad".split(
    "|"
)
_VENUES = "Journal of Lower Genital Tract Disease|The Lancet|American Economic Review|Physical Review D|SOSP|NeurIPS|CVPR|Nature Communications|Harvard Law Review|VLDB|Annals of Applied Statistics|Journal of Chemical Education|ICML|Quarterly Journal of Economics|OSDI|Environment and Planning B|Revista de Derecho Público".split(
    "|"
)
_HOSTS = "https://arxiv.org/abs/2{y}{m}.{n:05d}|https://doi.org/10.1{n:03d}/abc.{n}|https://academic.oup.com/x/article/{n}|https://www.jstor.org/stable/{n}|https://onlinelibrary.wiley.com/doi/{n}|https://uni.example/papers/{n}.pdf|https://pubs.example.org/{n}".split(
    "|"
)
_NAMES = "TADA|R&B|NetFold|AquaDB|SpinNet|FairGrid|LexBench|Zyra|MediQ|Polar2".split("|")

CONTAINERS = ("bullet", "numbered", "paragraph", "table", "html table", "heading", "nested",
              "definition", "details", "html list")  # fmt: skip
MARKS = ("plain", "bold", "italic", '"', "“”", "«»", "「」", "code", '**"')
ORDERS = ("tavl", "atvl", "vtal", "tval", "ytavl", "ntavl")
JOINERS = (". ", ", ", " | ", " - ", " — ")
LINKS = ("title", "venue", "label", "words", "name")
PARENTS = ("heading", "year heading", "venue heading", "parent bullet", "year bullet")
LABELS = ("en", "zh", "es", "ko", "de")
STYLES = ("slots", "slots", "slots", "mla", "apa", "vancouver", "gbt", "chicago")
_LABELS = {
    "en": ("Authors", "Published in", "Paper", "Code", "Keywords", "Year"),
    "zh": ("作者", "发表于", "论文", "代码", "关键词", "年份"),
    "es": ("Autores", "Publicado en", "Artículo", "Código", "Palabras clave", "Año"),
    "ko": ("저자", "학회", "논문", "코드", "키워드", "연도"),
    "de": ("Autoren", "Erschienen in", "Artikel", "Code", "Stichworte", "Jahr"),
}


def works(rng: random.Random, count: int) -> list[Work]:
    """Invented works with different titles."""
    found: dict[str, Work] = {}
    subjects = _SUBJECTS[rng.choice(sorted(_SUBJECTS))].split("|")
    local = rng.choice(("en", "en", "en", "en", "zh", "es"))
    named = rng.random() < 0.3
    while len(found) < count:
        title = rng.choice(_HEADS).format(s=rng.choice(subjects), t=rng.choice(_TAILS))
        if local == "zh":
            title = rng.choice(_CHINESE)[: rng.randint(9, 20)] + rng.choice("甲乙丙丁戊己庚辛") + rng.choice("研究|分析|综述|方法".split("|"))  # fmt: skip
        elif local == "es" and rng.random() < 0.8:
            title = f"{rng.choice(_SPANISH)} {rng.choice('en Chile|en Perú|en Colombia|tras la crisis|desde 1990|comparado|urbano'.split('|'))}"
        people = tuple(
            (rng.choice(_GIVEN), rng.choice(_FAMILY)) for _ in range(rng.choice((1, 2, 2, 3, 4)))
        )
        n = rng.randint(1000, 9999)
        url = rng.choice(_HOSTS).format(y=rng.randint(0, 4), m=f"{rng.randint(1, 12):02d}", n=n)
        name = rng.choice(_NAMES) if named else ""
        code = f"https://github.com/lab{n}/repo" if rng.random() < 0.5 else ""
        work = Work(title, people, rng.choice(_VENUES), rng.randint(1995, 2024), url, code, name)
        found.setdefault(title_key(work.full_title), work)
    return list(found.values())


def templates(half: str, count: int) -> list[tuple[int, Template]]:
    """Numbered templates of one half, `dev` or `test`; no combination is in both."""
    found: list[tuple[int, Template]] = []
    number = 0
    while len(found) < count:
        number += 1
        rng = random.Random(number)
        template = Template(
            rng.choice(CONTAINERS), rng.choice(MARKS), rng.choice(ORDERS), rng.choice(JOINERS),
            rng.choice(LINKS), rng.choice(PARENTS), rng.choice(LABELS), rng.choice(STYLES),
        )  # fmt: skip
        parts = (template.container, template.mark, template.order, template.link)
        if (sum(map(ord, "".join(parts))) % 2 == 0) == (half == "dev"):
            found.append((number, template))
    return found


def _marked(text: str, mark: str) -> str:
    if mark in ("plain", ""):
        return text
    if mark == "bold":
        return f"**{text}**"
    if mark == "italic":
        return f"*{text}*"
    if mark == "code":
        return f"`{text}`"
    if mark == '**"':
        return f'**"{text}"**'
    return f"{mark[0]}{text}{mark[-1]}"


def _people(work: Work, style: str) -> str:
    natural = [f"{g} {f}" for g, f in work.authors]
    if style == "mla":
        g, f = work.authors[0]
        rest = natural[1:]
        return ", and ".join([f"{f}, {g}", *rest]) if len(rest) < 2 else f"{f}, {g}, {', '.join(rest[:-1])}, and {rest[-1]}"  # fmt: skip
    if style == "apa":
        names = [f"{f}, {g[0]}." for g, f in work.authors]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    if style in ("vancouver", "gbt"):
        return ", ".join(f"{f} {g[0]}" for g, f in work.authors)
    return ", ".join(natural)


def citation(work: Work, style: str) -> str:
    """The work as one reference."""
    people = _people(work, style)
    title = work.full_title
    stop = "" if title.endswith("?") else "."
    match style:
        case "mla":
            return f'{people}. "{title}{stop}" *{work.venue}* ({work.year}).'
        case "apa":
            return f"{people} ({work.year}). {title}{stop} *{work.venue}*."
        case "vancouver":
            return f"{people}. {title}{stop} {work.venue}. {work.year};12(3):45-67."
        case "gbt":
            return f"{people}. {title}[J]. {work.venue}, {work.year}, 12(3): 45-67."
        case _:
            return f"{people}. “{title}{stop}” *{work.venue}* 12 ({work.year}): 45–67."


def _slots(work: Work, t: Template) -> list[str]:
    title = _marked(work.title if t.link == "name" and work.name else work.full_title, t.mark)
    venue = work.venue if t.order[0] == "y" else f"{work.venue} {work.year}"
    links = [f"[[code]]({work.code})"] if work.code else []
    if t.link == "title":
        title = (
            f"[{title}]({work.url})" if t.mark != "bold" else f"**[{work.full_title}]({work.url})**"
        )
    elif t.link == "name" and work.name:
        title = f"[{work.name}]({work.url}): {title}"
    elif t.link == "venue":
        venue = f"[{venue}]({work.url})"
    else:
        word = "paper" if t.link != "words" else "PDF"
        links.insert(0, f"[[{word}]]({work.url})")
    value = {
        "t": title,
        "a": _people(work, "natural"),
        "v": f"*{venue}*" if t.mark != "italic" and t.link == "label" else venue,
        "y": f"[{work.year}]",
        "n": "",
        "l": " ".join(links),
    }
    if t.order[0] == "v":
        value["v"] = f"**{venue}**"
    return [value[c] for c in t.order if value[c]]


def _line(work: Work, t: Template) -> str:
    if t.style != "slots":
        body = citation(work, t.style)
        return f"{body} [[link]]({work.url})" if t.link != "title" else f"{body} {work.url}"
    slots = _slots(work, t)
    lead = ""
    if t.order[0] in "yv":
        lead = slots.pop(0) + " "
    text = slots[0]
    for before, slot in itertools.pairwise(slots):
        glue = " " if slot.startswith("[[") else t.joiner
        text += (glue.lstrip(".,") if before[-1:] in ".?" else glue) + slot
    return lead + text


def _labelled(work: Work, t: Template, bullet: str) -> list[str]:
    people, venue, paper, code, words, _year = _LABELS[t.label]
    colon = "：" if t.label == "zh" else ": "
    out = [f"{bullet}{people}{colon}{_people(work, 'natural')}",
           f"{bullet}{venue}{colon}{work.venue} {work.year}"]  # fmt: skip
    if t.link != "title":
        out.append(f"{bullet}{paper}{colon}{work.url}")
    if work.code:
        out.append(f"{bullet}{code}{colon}{work.code}")
    return [*out, f"{bullet}{words}{colon}theory"]


def _titled(work: Work, t: Template) -> str:
    title = _marked(work.full_title, t.mark)
    return f"[{title}]({work.url})" if t.link == "title" else title


def _section(items: Sequence[Work], t: Template) -> list[str]:  # noqa: C901, PLR0912
    people, venue, paper, code, _, year = _LABELS[t.label]
    out: list[str] = []
    indent = "  " if t.parent in ("parent bullet", "year bullet") else ""
    if t.container == "table":
        out = [f"| {paper} | {people} | {venue} | {year} | {code} |", "|---|---|---|---|---|"]
        for w in items:
            link = f"[code]({w.code})" if w.code else ""
            title = f"[{_marked(w.full_title, t.mark)}]({w.url})"
            out.append(f"| {title} | {_people(w, 'natural')} | {w.venue} | {w.year} | {link} |")
    elif t.container == "html table":
        out = [f"<table>\n<tr><th>{paper}</th><th>{people}</th><th>{venue}</th></tr>"]
        for w in items:
            out.append(
                f'<tr>\n<td><a href="{w.url}">{w.full_title}</a></td>\n<td>{_people(w, "natural")}</td>\n<td>{w.venue} {w.year}</td>\n</tr>'
            )
        out.append("</table>")
    elif t.container == "html list":
        out = [
            "<ul>",
            *(
                f'<li><a href="{w.url}">{w.full_title}</a>. {_people(w, "natural")}. <i>{w.venue}</i>, {w.year}.</li>'
                for w in items
            ),
            "</ul>",
        ]
    elif t.container == "heading":
        for w in items:
            out += [f"### {_titled(w, t)}", "", *_labelled(w, t, "- "), ""]
    elif t.container == "nested":
        for w in items:
            out += [f"{indent}- {_titled(w, t)}", *_labelled(w, t, f"{indent}  - ")]
    elif t.container == "definition":
        for w in items:
            out += [
                _titled(w, t),
                f": {_people(w, 'natural')}. {w.venue}, {w.year}.",
                f": [paper]({w.url})" + (f" [code]({w.code})" if w.code else ""),
                "",
            ]
    elif t.container == "details":
        for w in items:
            out += [
                "<details>",
                f"<summary>{w.full_title}</summary>",
                "",
                f"{_people(w, 'natural')}. {w.venue} {w.year}. [[paper]]({w.url})",
                "",
                "</details>",
                "",
            ]
    else:
        for at, w in enumerate(items, 1):
            lead = {"bullet": "- ", "numbered": f"{at}. ", "paragraph": ""}[t.container]
            out.append(indent + lead + _line(w, t) if lead else _line(w, t))
            if not lead:
                out.append("")
    return out


def generate(number: int, template: Template) -> tuple[str, list[Work]]:
    """(text of the list, its works in order)."""
    rng = random.Random(number + 10_000)
    found = works(rng, rng.randint(30, 60))
    out = ["# A Curated List", "", "A list of papers that we read. Contributions are welcome.", "",
           "## Contents", "", "- [First](#first)", "- [Second](#second)", "", "## Papers", ""]  # fmt: skip
    ordered: list[Work] = []
    size = max(6, len(found) // 4)
    for at in range(0, len(found), size):
        part = found[at : at + size]
        if template.parent in ("year heading", "year bullet"):
            part = [replace(w, year=2010 + at // size) for w in part]
        if template.parent == "venue heading":
            part = [replace(w, venue=part[0].venue, year=part[0].year) for w in part]
        head = {
            "heading": f"## Topic {'ABCDEFGHIJ'[at // size]}",
            "year heading": f"## {part[0].year}",
            "venue heading": f"## {part[0].venue} {part[0].year}",
            "parent bullet": f"- **Topic {'ABCDEFGHIJ'[at // size]}**",
            "year bullet": f"- Year {part[0].year}",
        }[template.parent]
        bullets = head.startswith("-")
        if bullets and template.container not in ("bullet", "nested", "numbered"):
            head = f"## {head.strip('- *')}"
        out += [head] if head.startswith("-") else ["", head, ""]
        out += _section(part, template)
        ordered += part
    out += ["", "## License", "", "[MIT](LICENSE)", ""]
    return "\n".join(out), ordered


@dataclass
class Measure:
    """How well a list was read."""

    number: int
    template: Template
    total: int
    found: int
    false: int
    fields: int  # right ones of authors, venue and year


def measure(number: int, template: Template, reader: Callable[[str], Sequence[Record]]) -> Measure:
    """Read a generated list and compare."""
    text, truth = generate(number, template)
    records = reader(text)
    by = {title_key(r.title): r for r in records}
    found = fields = 0
    for work in truth:
        record = by.get(title_key(work.full_title)) or by.get(title_key(work.title))
        if record is None:
            continue
        found += 1
        fields += [a.family.casefold() for a in record.authors] == [
            f.casefold() for _, f in work.authors
        ]
        venue = record.venue
        fields += venue is not None and title_key(work.venue) in (
            title_key(venue.acronym or ""),
            title_key(venue.name),
        )
        fields += record.year == work.year
    known = {title_key(w.full_title) for w in truth} | {title_key(w.title) for w in truth}
    false = len(set(by) - known)
    return Measure(number, template, len(truth), found, false, fields)


def records_of(text: str) -> Sequence[Record]:
    """The records of a list; none of one that is refused."""
    try:
        return read(text, "list.md").records
    except NoList:
        return ()


def main(half: str, count: int) -> None:
    """Print the figures of a half and its worst templates."""
    all_of = [measure(n, t, records_of) for n, t in templates(half, count)]
    total = sum(m.total for m in all_of)
    found = sum(m.found for m in all_of)
    false = sum(m.false for m in all_of)
    shares = sorted(m.found / m.total for m in all_of)
    fields = sum(m.fields for m in all_of) / (3 * total)
    print(
        f"{half}: titles {found / total:.1%}, median {shares[len(shares) // 2]:.0%}, whole {sum(s == 1 for s in shares)} of {count}, false {false / max(1, found + false):.1%}, fields {fields:.1%}"
    )
    for m in sorted(all_of, key=lambda m: m.found / m.total - m.false / m.total)[:25]:
        print(f"  {m.number} {m.found}/{m.total} false {m.false} fields {m.fields} {m.template}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
