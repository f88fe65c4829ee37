"""A command's frame: its options, then its work, where a fault that is foreseen becomes one line on stderr and status 2.

Imports no torch, so that any command may use it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from model.errors import ModelError

# What a command may raise for things outside the program: files, data, recipes, arguments, losses that are no number
FAULTS = (ModelError, OSError, ValueError, FloatingPointError)


def one_line(error: BaseException) -> str:
    """An error's words on one line."""
    return " ".join(str(error).split()) or type(error).__name__


def tell(parser: argparse.ArgumentParser, error: BaseException) -> None:
    """``package.command: words`` on stderr."""
    print(f"{parser.prog.removeprefix('python -m ')}: {one_line(error)}", file=sys.stderr, flush=True)


def run_command(
    parser: argparse.ArgumentParser, arguments: Sequence[str] | None, work: Callable[[argparse.Namespace], None]
) -> int:
    """Does ``work`` with the options; 0, or 2 where it raises one of ``FAULTS``, told in one line."""
    options = parser.parse_args(arguments)
    try:
        work(options)
    except FAULTS as error:
        tell(parser, error)
        return 2
    return 0
