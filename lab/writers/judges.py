"""The judges of hands that a command is asked for: each makes unit vectors of lines' rows, near each other for one hand."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial

from lab.writers.embedding import embed
from lab.writers.store import add_stored_options, asked_embedding, asked_hinge
from model.arrays import Float32Array
from model.strokes import RowArray

Judge = Callable[[Sequence[RowArray]], Float32Array]

JUDGES = ("embedding", "hinge")


def add_judge_options(parser: argparse.ArgumentParser) -> None:
    """``--judge`` and what it takes to have one, for each command that compares hands."""
    parser.add_argument("--judge", nargs="+", choices=JUDGES, default=JUDGES, help="which compare hands (default: all)")
    add_stored_options(parser)


def asked_judges(options: argparse.Namespace) -> dict[str, Judge]:
    """The judges of a command's options by their names, made first where they are missing. Raises DataError, OSError."""
    asked: dict[str, Judge] = {}
    for name in JUDGES:
        if name in options.judge:
            asked[name] = partial(embed, asked_embedding(options)) if name == "embedding" else asked_hinge(options)
    return asked
