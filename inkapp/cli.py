"""The work that needs no window: ``inkapp export FILE -o OUT`` and its like.

Knows: arguments, what is printed, and how failure looks: one line on stderr, exit status 2, nothing overwritten.
Refuses to know: formats (``export/registry`` does) and Qt. A command is a parser and a function that returns the files
it wrote; a new one is an entry in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from inkapp.export.registry import check_target, read_any, write_any
from inkapp.ink.disk import InkError
from inkapp.ink.document import Document
from inkapp.live.encoder import NothingToContinue
from inkapp.live.once import continue_page
from model.checkpoint import LIVE, CheckpointError
from model.sampler import Sampler
from model.trace import Controls

FAILED = 2
INTERRUPTED = 130
MOST_POINTS = 5_000
COLDEST, HOTTEST = 0.05, 3.0
MOST_SEED = 2**32 - 1
NUMBERED = ("--points", "--temperature", "--seed")
WHOLE = re.compile(r"[+-]?[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Command:
    """``describe`` adds the arguments; ``run`` does the work and returns what it wrote, or raises InkError."""

    summary: str
    describe: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Sequence[Path]]


class _Parser(argparse.ArgumentParser):
    """argparse, with one line for an error instead of the usage and a line."""

    def error(self, message: str) -> NoReturn:
        _complain(f"{self.prog}: {message}")
        raise SystemExit(FAILED)


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit status. argparse's own ends (``--help``, a wrong option) raise SystemExit."""
    parser = _Parser(prog="inkapp", description="Finishes your handwriting.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, command in COMMANDS.items():
        command.describe(
            commands.add_parser(name, help=command.summary, description=command.summary, allow_abbrev=False)
        )
    given = parser.parse_args(_joined(arguments))
    try:
        written = COMMANDS[given.command].run(given)
    except InkError as error:
        _complain(f"inkapp {given.command}: {error}")
        return FAILED
    except KeyboardInterrupt:
        _complain(f"inkapp {given.command}: interrupted")
        return INTERRUPTED
    return _tell(written)


def _joined(arguments: Sequence[str]) -> list[str]:
    """``--seed -x`` → ``--seed=-x``: argparse takes what begins with a dash for an option, and -inf for no number."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in NUMBERED and argument.startswith("-"):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _complain(message: str) -> None:
    """One line on stderr, whatever the names of files hold."""
    line = "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in message)
    if len(line) > 400:
        line = f"{line[:250]} … {line[-140:]}"
    print(" ".join(line.split()), file=sys.stderr)


def _tell(written: Sequence[Path]) -> int:
    """Prints what was written, byte for byte. A reader that has gone away is no failure; a full disk is."""
    if sys.stdout is None:
        return 0
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(b"".join(os.fsencode(path) + b"\n" for path in written))
        sys.stdout.flush()
    except OSError as error:
        # or Python would try once more at its end, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _complain(f"inkapp: {', '.join(map(str, written))} written, but standard output: {error.strerror}")
            return FAILED
    return 0


def _whole(text: str, least: int, most: int) -> int:
    if not (WHOLE.fullmatch(text) and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"must be a whole number in {least} … {most}, not {_short(text)}")
    return int(text)


def _points(text: str) -> int:
    return _whole(text, 1, MOST_POINTS)


def _seed(text: str) -> int:
    return _whole(text, 0, MOST_SEED)


def _temperature(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not COLDEST <= value <= HOTTEST:  # also true of nan
        raise argparse.ArgumentTypeError(f"must be a number in {COLDEST:g} … {HOTTEST:g}, not {_short(text)}")
    return value


def _short(text: str) -> str:
    return repr(text) if len(text) <= 24 else f"{text[:20]!r}…"


def _file(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("a file's name is missing")
    return Path(text)


def _describe_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=_file, metavar="FILE", help="the ink: .ink, .inkml or .svg")
    parser.add_argument(
        "-o", "--output", type=_file, required=True, metavar="OUT", help="its extension is the format: .svg .inkml .ink"
    )


def _export(given: argparse.Namespace) -> Sequence[Path]:
    check_target(given.output, given.file)
    return write_any(read_any(given.file), given.output)


def _describe_continue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=_file, metavar="FILE", help="the ink: .ink, .inkml or .svg")
    parser.add_argument(
        "-o",
        "--output",
        type=_file,
        metavar="OUT",
        default=Path("continued.svg"),
        help="its extension is the format: .svg .inkml .ink (continued.svg)",
    )
    parser.add_argument(
        "--points",
        type=_points,
        default=400,
        metavar="N",
        help=f"1 to {MOST_POINTS}, then on to the end of a word (400)",
    )
    parser.add_argument(
        "--temperature",
        type=_temperature,
        default=0.5,
        metavar="T",
        help=f"{COLDEST:g}, calm, to {HOTTEST:g}, wild (0.5)",
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="S", help=f"0 to {MOST_SEED} (0)")


def _continue(given: argparse.Namespace) -> Sequence[Path]:
    check_target(given.output, given.file)
    document = read_any(given.file)
    index = _page_to_continue(document)
    try:
        sampler = Sampler.load(LIVE)
    except CheckpointError as error:
        raise InkError(str(error)) from None
    controls = Controls(given.temperature)
    try:
        ghost = continue_page(document, index, sampler, seed=given.seed, controls=controls, points=given.points)
    except NothingToContinue as reason:
        raise InkError(f"{given.file}: {reason}") from None
    return write_any(document.add_strokes(ghost.to_strokes(), index), given.output)


def _page_to_continue(document: Document) -> int:
    """The last page with ink: there the writer stopped. Of pages without any, the first."""
    return max((index for index, page in enumerate(document.pages) if page.strokes), default=0)


COMMANDS = {
    "continue": Command("Writes ink with its continuation.", _describe_continue, _continue),
    "export": Command("Writes ink in the format of OUT's extension.", _describe_export, _export),
}
