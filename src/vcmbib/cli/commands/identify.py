"""`vcmbib id`: find identifiers in a text, without a network or a library."""

from __future__ import annotations

from typing import Annotated

import typer

from vcmbib.cli import options, output
from vcmbib.cli.display.table_layout import Column, Fit
from vcmbib.errors import BadIdentifier
from vcmbib.model.identifiers import find_identifiers, identifier_url


def run(
    context: typer.Context,
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT...", help="A text, a URL or a file name. With -, read standard input."
        ),
    ],
    json: options.AsJson = False,
) -> None:
    """Show the identifiers in a text, an address or a file name.

    Works without a library and without a network.
    """
    del context
    text = " ".join(output.read_input() if t == "-" else t for t in texts)
    found = find_identifiers(text)
    if json:
        output.out_json(
            {
                "vcmbib": 1,
                "identifiers": [
                    {
                        "scheme": i.scheme.value,
                        "value": i.value,
                        "version": i.version,
                        "url": identifier_url(i),
                    }
                    for i in found
                ],
            }
        )
    else:
        output.table(
            (Column("scheme", Fit.NAME), Column("identifier", Fit.NAME), Column("address")),
            [(i.scheme.value, i.value + (i.version or ""), identifier_url(i) or "") for i in found],
            "identifier",
        )
    if not found:
        raise BadIdentifier(text if len(text) < 80 else text[:77] + "…")
