"""The command line, built on typer and rich. Each command is one module in `commands`.

`main` is the program. A command's module is loaded when the user names the command. Only
`boundary.CommandGroup` turns exceptions into messages and exit statuses.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> None:
    """Run the program on `args` (default: `sys.argv`) and exit with its status."""
    try:
        from vcmbib.cli.boundary import run

        status = run(sys.argv[1:] if args is None else args)
    except KeyboardInterrupt:  # while the boundary was being loaded
        status = 130
    except Exception:  # noqa: BLE001  # a fault of the program, which may quote any text
        from traceback import format_exc

        from vcmbib.cli.output import message_lines

        message_lines(format_exc())
        status = 1
    sys.exit(status)
