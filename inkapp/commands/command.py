"""What a command is, and the arguments that several take: files, whole numbers, numbers in a range, refused in one line."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inkapp.formats.registry import WRITTEN
from model.temperatures import COMMAND_TEMPERATURES, USUAL_TEMPERATURE

MOST_SEED = 2**32 - 1
FORMATS = f"its extension is the format: {' '.join(WRITTEN)}"
WHOLE = re.compile(r"[+-]?[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A text to be printed, whole lines, and the exit status."""

    text: str
    status: int = 0


Result = Sequence[Path] | str | Answer


@dataclass(frozen=True, slots=True)
class Command:
    """``describe`` adds the arguments; ``run`` does the work and returns the files it wrote, or the text to be printed,
    whole lines; or raises InkError."""

    summary: str
    describe: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Result]


def whole(text: str, least: int, most: int) -> int:
    """A whole number. Raises ArgumentTypeError with its range."""
    if not (WHOLE.fullmatch(text) and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"must be a whole number in {least} … {most}, not {short(text)}")
    return int(text)


def seed(text: str) -> int:
    """A seed. Raises ArgumentTypeError."""
    return whole(text, 0, MOST_SEED)


def number(least: float, most: float) -> Callable[[str], float]:
    """An argument's type: a number in a range. What it makes raises ArgumentTypeError with the range."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:  # also true of nan
            raise argparse.ArgumentTypeError(f"must be a number in {least:g} … {most:g}, not {short(text)}")
        return value

    return parse


temperature = number(*COMMAND_TEMPERATURES)


def file(text: str) -> Path:
    """A name that is not empty. Raises ArgumentTypeError."""
    if not text:
        raise argparse.ArgumentTypeError("a file's name is missing")
    return Path(text)


def short(text: str) -> str:
    """What was given, for a message."""
    return repr(text) if len(text) <= 24 else f"{text[:20]!r}…"


def complain(message: str) -> None:
    """One line on stderr, whatever the names of files hold."""
    line = "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in message)
    if len(line) > 400:
        line = f"{line[:250]} … {line[-140:]}"
    print(" ".join(line.split()), file=sys.stderr)


def add_file(parser: argparse.ArgumentParser) -> None:
    """FILE, the ink."""
    parser.add_argument("file", type=file, metavar="FILE", help="the ink: .ink, .inkml or .svg")


def add_seed(parser: argparse.ArgumentParser) -> None:
    """--seed."""
    parser.add_argument("--seed", type=seed, default=0, metavar="S", help=f"0 to {MOST_SEED} (0)")


def add_temperature(parser: argparse.ArgumentParser) -> None:
    """--temperature."""
    coldest, hottest = COMMAND_TEMPERATURES
    words = f"{coldest:g}, calm, to {hottest:g}, wild ({USUAL_TEMPERATURE:g})"
    parser.add_argument("--temperature", type=temperature, default=USUAL_TEMPERATURE, metavar="T", help=words)
