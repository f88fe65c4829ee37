"""``python -m lab.typed.word_spaces --data DIR``: how well the gap between a hand's words is known from a line or two of it.

The gap that ``compose.hand`` measures on a form's first lines, beside the median of that between the words of its others: of a
line whose text has n spaces the n widest gaps.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inkapp.live.compose.hand import gaps_of, measure_hand
from inkapp.live.page_lines import lines
from lab.tell_figures import tell
from lab.typed.hand_page import hand_page
from lab.typed.tasks import FormInk, read_validation
from model.arrays import Float64Array
from training.command import run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.typed.word_spaces", description="How well word gaps are known."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--every", type=int, default=3, help="of so many forms one")
    parser.add_argument("--json", type=Path, help="writes the figures there, too")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises DataError, OSError."""
    pairs = [pair for ink in read_validation(options.data).forms[:: options.every] if (pair := both(ink)) is not None]
    tell(figures(np.array(pairs).reshape(-1, 2)), options.json)


def both(ink: FormInk) -> tuple[float, float] | None:
    """The gap that is measured and the one that is there, x-heights; None where the others' texts have no spaces."""
    page = hand_page(ink.prime)
    labels = lines(page.strokes, page.rule_spacing, whole=True)
    learnt = [
        [page.strokes[index] for index in np.flatnonzero(labels == number).tolist()]
        for number in range(labels.max() + 1)
    ]
    seen: list[Float64Array] = []
    for line, text in zip(ink.others, ink.texts, strict=True):
        if spaces := text.count(" "):
            seen.append(np.sort(gaps_of(hand_page([line]).strokes))[::-1][:spaces])
    return (measure_hand(learnt).word_gap, float(np.median(np.concatenate(seen)))) if seen else None


def figures(pairs: Float64Array) -> dict[str, object]:
    """Of pairs (n, 2) measured and there: their correlation, and how far their ratio is from 1, as a mean of logarithms."""
    logs = np.log(pairs[:, 0] / pairs[:, 1])
    apart = (pairs - pairs.mean(axis=0)) / np.maximum(pairs.std(axis=0), 1e-9)
    return {
        "forms": len(pairs),
        "measured": float(pairs[:, 0].mean()),
        "there": float(pairs[:, 1].mean()),
        "correlation": float(np.prod(apart, axis=1).mean()),
        "log_ratio": float(np.abs(logs).mean()),
    }


if __name__ == "__main__":
    raise SystemExit(main())
