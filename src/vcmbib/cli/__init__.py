"""The command line, built on typer and rich. Each command is one module in `commands`.

`main` is the program. A command's module is loaded when the user names the command. Only
`boundary.CommandGroup` turns exceptions into messages and exit statuses.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> None:
    """Run the program on `args` (default: `sys.argv`) and exit with its status."""
    number = 2
    try:
        from vcmbib.cli.stop_signals import StopSignals, ignore_signals

        with StopSignals() as stop:
            try:
                from vcmbib.cli.boundary import run

                status = run(sys.argv[1:] if args is None else args)
            finally:
                number = stop.number or number
                ignore_signals()  # all is done: nothing can be interrupted any more
    except KeyboardInterrupt:  # while the boundary was being loaded
        status = 128 + number
        _say("vcmbib: interrupted")
    except MemoryError:
        status = 4
        _say("vcmbib: there is not enough memory: nothing was changed")
    except Exception:  # noqa: BLE001  # a fault of the program, which may quote any text
        from traceback import format_exc

        _say(format_exc())
        status = 1
    sys.exit(status)


def _say(text: str) -> None:
    """Write a message, unless there is no memory for that either."""
    try:
        from vcmbib.cli.output import message_lines

        message_lines(text)
    except MemoryError:
        pass
