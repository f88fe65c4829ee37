"""The work that needs no window: ``inkapp export FILE -o OUT`` and its like.

Knows: arguments, what is printed, and how failure looks: one line on stderr, exit status 2, nothing overwritten.
Refuses to know: formats (``export/registry`` does) and Qt. A command is a parser and a function that returns the files
it wrote; a new one is an entry in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from inkapp.export.registry import read_any, write_any
from inkapp.ink.disk import InkError
from inkapp.live.continuation import Continuation, Request
from inkapp.live.encoder import NothingToContinue
from inkapp.live.events import Grown
from inkapp.live.place import Placer
from inkapp.live.session import encode_for
from model.checkpoint import CheckpointError
from model.sampler import Sampler
from model.trace import Controls

FAILED = 2
WEIGHTS = Path(__file__).resolve().parents[1] / "assets" / "weights" / "live.safetensors"
MOST_POINTS = 5_000


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


def _points(text: str) -> int:
    value = int(text)
    if not 1 <= value <= MOST_POINTS:
        raise argparse.ArgumentTypeError(f"must be a whole number in 1 … {MOST_POINTS}, not {text}")
    return value


def _temperature(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and 0.05 <= value <= 3.0):
        raise argparse.ArgumentTypeError(f"must be in 0.05 … 3, not {text}")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError(f"must be a whole number in 0 … {2**32 - 1}, not {text}")
    return value


def _describe_continue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the ink: .ink, .inkml or .svg")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", default=Path("continued.svg"))
    parser.add_argument("--points", type=_points, default=400, metavar="N", help="then on to the next word's end")
    parser.add_argument("--temperature", type=_temperature, default=0.5, metavar="T")
    parser.add_argument("--seed", type=_seed, default=0, metavar="S")


def _continue(given: argparse.Namespace) -> Sequence[Path]:
    document = read_any(given.file)
    try:
        sampler = Sampler.load(WEIGHTS)
        prime = encode_for(document, 0, sampler)
    except (CheckpointError, NothingToContinue) as error:
        raise InkError(f"{given.file}: {error}") from None
    controls = Controls(given.temperature)
    request = Request(0, document, 0, given.seed, controls, given.points)
    placer = Placer(prime, document.pages[0], sampler.name, given.seed, given.points)
    state = sampler.feed(sampler.start(), prime.rows)
    events = list(Continuation(sampler, request, state, placer).write(controls))
    last = events[-1]
    if not isinstance(last, Grown):
        raise InkError(f"{given.file}: there is no room left to write on")
    return write_any(document.add_strokes(last.ghost.to_strokes()), given.output)


COMMANDS = {
    "continue": Command("Writes ink with its continuation.", _describe_continue, _continue),
    "export": Command("Writes ink in the format of OUT's extension.", _describe_export, _export),
}
