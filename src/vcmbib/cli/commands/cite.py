"""`vcmbib cite`: format references by a CSL style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vcmbib.cli import options, output, terminal
from vcmbib.cli.command_line.words import named_papers
from vcmbib.cli.context import App
from vcmbib.cli.file_input.input_file import read_bytes
from vcmbib.errors import BadValue

if TYPE_CHECKING:
    from vcmbib.formats.csl_render import References
    from vcmbib.formats.markup import MarkupForm
    from vcmbib.formats.paper_json import Json


def complete_style(incomplete: str) -> list[str]:
    """Names of styles that begin with `incomplete`; none if the styles are not installed."""
    from vcmbib.errors import CiteNotInstalled
    from vcmbib.formats.csl_render import style_names

    try:
        names = style_names()
    except CiteNotInstalled:
        return []
    return [name for name in names if name.startswith(incomplete.lower())]


def run(
    context: typer.Context,
    keys: options.Keys,
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            metavar="STYLE",
            autocompletion=complete_style,
            help="apa, ieee, acm, nature, any other CSL style, or FILE.csl. Default: apa.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002  # the option's name
        str,
        typer.Option(
            "--format",
            metavar="FORM",
            help="The format of the output: text, html or markdown.",
            autocompletion=options.complete_values("text", "html", "markdown"),
        ),
    ] = "text",
    inline: Annotated[
        bool, typer.Option("--inline", help="Print the citation for the text: (Doe, 2020).")
    ] = False,
    sort: Annotated[
        bool, typer.Option("--sorted", help="Sort as the style does, not in the order of the keys.")
    ] = False,
    locale: Annotated[
        str | None, typer.Option("--locale", metavar="LANG", help="de, en-GB, zh-CN, …")
    ] = None,
    copy: Annotated[
        bool, typer.Option("--copy", help="Also copy the output to the clipboard.")
    ] = False,
    json: options.AsJson = False,
) -> None:
    """Write references in a style: APA, IEEE, ACM, Nature, any CSL.

    One paragraph for each paper, in the order given.

    The styles are those of the Citation Style Language, and no network is used. They come with an
    extra: pip install 'vcmbib[cite]'. Many papers: vcmbib search WORDS --keys | vcmbib cite -
    """
    from vcmbib.formats.csl_render import CslStyle, References
    from vcmbib.formats.markup import render

    app: App = context.obj
    form = _form(format)
    style = style or app.defaults.style or "apa"
    loaded = CslStyle(style, locale, lambda file, named: read_bytes(file, named=named))
    with app.read_library() as library:
        papers = named_papers(library, keys)
    if inline:
        found, text = References(()), render(loaded.inline(papers), form)
    else:
        found = loaded.references(papers, in_order=not sort)
        text = _paragraphs(found, form)
    for key, reason in found.failed:
        output.message(f"the style {style} cannot format {key}: {reason}")
    if json:
        rows: list[Json] = [{"key": e.key, "text": render(e.text, form)} for e in found.entries]
        described: dict[str, Json] = {"vcmbib": 1, "style": style, "format": str(form)}
        described |= {"inline": text} if inline else {"references": rows}
        output.out_json(described)
    elif text:
        if form.value == "text" and terminal.on_terminal():
            for line in text.split("\n"):
                output.sentence(line)
        elif form.value == "text":
            output.lines(text)
        else:
            output.exact(f"{text}\n")
    if copy and text:
        from vcmbib.cli.clipboard import copy as to_clipboard

        output.message(f"copied to the clipboard by {to_clipboard(text)}")
    if found.failed:
        raise typer.Exit(1)


def _form(name: str) -> MarkupForm:
    """The markup for --format. Raises BadValue."""
    from vcmbib.formats.markup import MarkupForm

    known = {f.value: f for f in MarkupForm} | {"md": MarkupForm.MARKDOWN, "txt": MarkupForm.TEXT}
    if name.lower() not in known:
        raise BadValue("--format", name, "text, html or markdown")
    return known[name.lower()]


def _paragraphs(found: References, form: MarkupForm) -> str:
    """All references as one text; HTML gets one element per reference."""
    from html import escape

    from vcmbib.formats.markup import MarkupForm, render

    entries = [(e.key, render(e.text, form)) for e in found.entries]
    if form is not MarkupForm.HTML or not entries:
        return "\n\n".join(text for _, text in entries)
    divs = [f'<div class="csl-entry" id="ref-{escape(k)}">{text}</div>' for k, text in entries]
    return "\n".join(['<div class="csl-bib-body">', *divs, "</div>"])
