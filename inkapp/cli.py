"""The work that needs no window: ``inkapp export FILE -o OUT`` and its like.

Knows: arguments, what is printed, and how failure looks: one line on stderr, exit status 2, nothing overwritten.
Refuses to know: formats (``export/registry`` does) and Qt. A command is a parser and a function that returns the files
it wrote; a new one is an entry in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from inkapp.export.registry import read_any, write_any
from inkapp.ink.disk import InkError

FAILED = 2


@dataclass(frozen=True, slots=True)
class Command:
    """``describe`` adds the arguments; ``run`` does the work and returns what it wrote, or raises InkError."""

    summary: str
    describe: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Sequence[Path]]


class _Parser(argparse.ArgumentParser):
    """argparse, with one line for an error instead of the usage and a line."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {' '.join(message.split())}", file=sys.stderr)
        raise SystemExit(FAILED)


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit status. argparse's own ends (``--help``, a wrong option) raise SystemExit."""
    parser = _Parser(prog="inkapp", description="Finishes your handwriting.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, command in COMMANDS.items():
        command.describe(commands.add_parser(name, help=command.summary, description=command.summary))
    given = parser.parse_args(arguments)
    try:
        written = COMMANDS[given.command].run(given)
    except InkError as error:
        print(f"inkapp {given.command}: {error}", file=sys.stderr)
        return FAILED
    for path in written:
        print(path)
    return 0


def _describe_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the ink: .ink, .inkml or .svg")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="its extension is the format")


def _export(given: argparse.Namespace) -> Sequence[Path]:
    return write_any(read_any(given.file), given.output)


COMMANDS = {"export": Command("Writes ink in the format of OUT's extension.", _describe_export, _export)}
