"""The command line: typer and rich, nothing else. One file a verb; each is loaded when it is named.

`main` is the program. What fails in a verb is turned into a message and an exit status in
`boundary.Group`, and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> None:
    """Run the program on `args` (default: the process's) and end the process with its status."""
    try:
        from vcmbib.cli.boundary import run

        status = run(sys.argv[1:] if args is None else args)
    except KeyboardInterrupt:  # before the boundary stood
        status = 130
    sys.exit(status)
