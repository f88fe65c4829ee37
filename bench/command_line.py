"""What the benches' commands add to ``training.command``: ``--json``, and figures printed as JSON or in words."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from typing import Any

from training.command import run_command

Figures = dict[str, Any]


def parser_of(name: str, summary: str | None) -> argparse.ArgumentParser:
    """The parser of ``python -m bench.NAME``, described by the first line of ``summary``, with ``--json``."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}", description=(summary or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser


def run_bench(
    parser: argparse.ArgumentParser,
    arguments: Sequence[str] | None,
    measure: Callable[[argparse.Namespace], Figures],
    words_of: Callable[[Figures], str],
) -> int:
    """Measures what the options ask for, windows without a screen, and prints it; 0, or 2 with one line on stderr where nothing
    can be measured."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    def work(options: argparse.Namespace) -> None:
        figures = measure(options)
        print(json.dumps(figures, indent=2) if options.json else words_of(figures))

    return run_command(parser, arguments, work)
