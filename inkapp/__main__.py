"""``inkapp …``: a command of ``inkapp/cli`` where the first word is one, the window otherwise.

A file called like a command is opened as ``./export``. Qt is loaded last: a wrong argument or a missing display is said
on a machine that has none of the libraries that a window needs.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from inkapp import __version__

INTERRUPTED = 130
USAGE = "usage: inkapp [FILE]                the window\n       inkapp COMMAND …             without it:\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status; the installed command and ``main.py`` both end here."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # None under pythonw
        sys.stdout.reconfigure(errors="replace")  # a character that the console's encoding lacks
    try:
        return _dispatch(given)
    except KeyboardInterrupt:  # while modules are loaded: what comes later says it itself
        print("inkapp: interrupted", file=sys.stderr)
        return INTERRUPTED


def _dispatch(given: list[str]) -> int:
    if not given:
        return open_window(given)  # without what commands need
    from inkapp import cli

    if given and given[0] in cli.COMMANDS:
        return cli.main(given)
    if given and given[0] in ("-h", "--help"):
        print(USAGE)
        return cli.main(["--help"])
    if given and given[0] == "--version":
        from model.narrow import how_read

        print(f"inkapp {__version__}\nnetworks are read in {how_read()}")
        return 0
    return open_window(given)


def open_window(given: Sequence[str]) -> int:
    """Opens the window over the file that was named, if one was; says in one line what is wrong with ``given``."""
    from inkapp import without_display

    gc.disable()  # nothing that is made while the app starts is garbage; the window's own collector takes over
    fault = _fault(given)
    if fault:
        from inkapp import cli

        print(f"inkapp: {fault}", file=sys.stderr)
        return cli.FAILED
    if not without_display.has_display(os.environ, sys.platform):
        return without_display.continue_example("there is no display")
    try:
        from inkapp import app
    except ImportError as error:
        if not (error.name or "").startswith("PySide6"):
            raise
        return without_display.display_failed(f"Qt cannot be loaded ({' '.join(str(error).split())})")
    return app.main(given)


def _fault(given: Sequence[str]) -> str:
    """What is wrong with the window's arguments, in one line; "" where nothing is."""
    options = [argument for argument in given if argument.startswith("-")]
    if options or len(given) > 1:
        return f"unknown option {options[0]}" if options else "one file at a time"
    if given and not Path(given[0]).exists():
        return f"{given[0]}: no such file, and no such command"
    return ""


if __name__ == "__main__":
    sys.exit(main())
