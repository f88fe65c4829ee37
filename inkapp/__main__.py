"""``inkapp …``: a command of ``inkapp/cli`` where the first word is one, the window otherwise.

Knows: that difference, and nothing more. A file called like a command is opened as ``./export``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

INTERRUPTED = 130
USAGE = "usage: inkapp [FILE]                the window\n       inkapp COMMAND …             without it:\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status; the installed command and ``main.py`` both end here."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _told_apart(given)
    except KeyboardInterrupt:  # while modules are loaded: what comes later says it itself
        print("inkapp: interrupted", file=sys.stderr)
        return INTERRUPTED


def _told_apart(given: list[str]) -> int:
    from inkapp import cli

    if given and given[0] in cli.COMMANDS:
        return cli.main(given)
    if given and given[0] in ("-h", "--help"):
        print(USAGE)
        return cli.main(["--help"])
    from inkapp import app

    return app.main(given)


if __name__ == "__main__":
    sys.exit(main())
