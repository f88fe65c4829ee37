"""The commands without a window, such as ``inkapp export FILE -o OUT``: their arguments, and how they fail.

A failure is one line on stderr and exit status 2, with nothing overwritten. What a command does is in ``inkapp/commands``;
a new one is a module there and an entry in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from inkapp.commands.command import Answer, Command, complain
from inkapp.ink.errors import InkError

FAILED = 2
INTERRUPTED = 130
NUMBERED = ("--points", "--temperature", "--seed", "--point", "--cell", "--slant")


def _adapt() -> Command:
    from inkapp.commands.adapt import ADAPT

    return ADAPT


def _continue() -> Command:
    from inkapp.commands.ink import CONTINUE

    return CONTINUE


def _export() -> Command:
    from inkapp.commands.ink import EXPORT

    return EXPORT


def _inspect() -> Command:
    from inkapp.commands.inspect import INSPECT

    return INSPECT


def _read() -> Command:
    from inkapp.commands.read import READ

    return READ


def _search() -> Command:
    from inkapp.commands.search import SEARCH

    return SEARCH


def _score() -> Command:
    from inkapp.commands.score import SCORE

    return SCORE


def _write() -> Command:
    from inkapp.commands.write import WRITE

    return WRITE


# Loaded when one is run: whoever only asks for the names, as the window does at its start, does not wait for them
COMMANDS: dict[str, Callable[[], Command]] = {
    "adapt": _adapt,
    "continue": _continue,
    "export": _export,
    "inspect": _inspect,
    "read": _read,
    "score": _score,
    "search": _search,
    "write": _write,
}


class _Parser(argparse.ArgumentParser):
    """argparse, with one line for an error instead of the usage and a line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{self.prog}: {message}")
        raise SystemExit(FAILED)


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit status. argparse's own ends (``--help``, a wrong option) raise SystemExit."""
    parser = _Parser(prog="inkapp", description="Finishes your handwriting.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    known = {name: load() for name, load in COMMANDS.items()}
    for name, command in known.items():
        command.describe(
            commands.add_parser(name, help=command.summary, description=command.summary, allow_abbrev=False)
        )
    given = parser.parse_args(_joined(arguments))
    try:
        result = known[given.command].run(given)
    except InkError as error:
        complain(f"inkapp {given.command}: {error}")
        return FAILED
    except KeyboardInterrupt:
        complain(f"inkapp {given.command}: interrupted")
        return INTERRUPTED
    if isinstance(result, Answer):
        return _print(result.text) or result.status
    return _print(result)


def _joined(arguments: Sequence[str]) -> list[str]:
    """``--seed -x`` → ``--seed=-x``: argparse takes what begins with a dash for an option, and -inf for no number."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in NUMBERED and argument.startswith("-"):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _print(result: Sequence[Path] | str) -> int:
    """Prints a text, or what was written, byte for byte. A reader that has gone away is no failure; a full disk is."""
    if sys.stdout is None:
        return 0
    try:
        sys.stdout.flush()
        lines = (
            os.fsencode(result) if isinstance(result, str) else b"".join(os.fsencode(path) + b"\n" for path in result)
        )
        sys.stdout.buffer.write(lines)
        sys.stdout.flush()
    except OSError as error:
        # or Python would try once more at its end, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            done = "" if isinstance(result, str) else f"{', '.join(map(str, result))} written, but "
            complain(f"inkapp: {done}standard output: {error.strerror}")
            return FAILED
    return 0
