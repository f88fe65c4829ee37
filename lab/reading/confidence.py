"""``python -m lab.reading.confidence --data DIR [--choose]``: how often words are right that are read with so much confidence.

A word is right that stands at its place in the transcription, all its characters; marks and case count. ``--choose`` prints
the power (``MODESTY``) by which confidences have the least logarithmic error, and, with it, the bound (``UNSURE``) by which the
most words are rightly marked or rightly not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from inkapp.live.reading.page_text import UNSURE
from inkapp.live.reading.words_of_line import MODESTY, words_of
from lab.reading.told_lines import ToldLine, add_reading_options, load, read
from lab.tell_figures import tell
from model.arrays import Float64Array
from training.command import run_command

POWERS = tuple(number / 10 for number in range(3, 51))
BOUNDS = tuple(number / 20 for number in range(4, 17))
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.confidence", description="How sure the reader may be.")
    add_reading_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    reader, lines = load(options)
    sure: list[float] = []
    right: list[bool] = []
    for line in lines:
        reading = read(reader, line.ink)
        words = [] if reading is None else words_of(reading, line.ink)
        right += are_right(" ".join(word.text for word in words).split(), line)
        sure += [word.confidence for word in words for _ in word.text.split()]
    judged = np.array(sure), np.array(right, dtype=np.bool_)
    tell(choose(*judged) if options.choose else figures(*judged), options.json)


def choose(sure: Float64Array, right: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[str, object]:
    """The power and the bound, see above; ``sure``: with the present power."""
    plain = sure ** (1.0 / MODESTY)

    def error(power: float) -> float:
        told = np.clip(plain**power, 1e-3, 1 - 1e-3)
        return float(-np.where(right, np.log(told), np.log(1 - told)).mean())

    power = min(POWERS, key=error)
    agreed = {bound: float(np.mean((plain**power >= bound) == right)) for bound in BOUNDS}
    unsure = max(agreed, key=agreed.__getitem__)
    return {
        "words": len(sure),
        "modesty": power,
        "log_error": error(power),
        "log_error_of_the_present": error(MODESTY),
        "unsure": unsure,
        "rightly_marked_or_not": agreed[unsure],
        "rightly_by_a_half": agreed[0.5],
    }


def are_right(words: Sequence[str], line: ToldLine) -> list[bool]:
    """Which of the words of a line are right."""
    right = [False] * len(words)
    for match in SequenceMatcher(None, words, line.text.split(), autojunk=False).get_matching_blocks():
        right[match.a : match.a + match.size] = [True] * match.size
    return right


def figures(sure: Float64Array, right: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[str, object]:
    """How often words are right, by their confidence; and those marked as unsure beside the others."""
    told: dict[str, object] = {"words": len(sure), "right": share(right), "mean_confidence": share(sure)}
    for low, high in pairwise(EDGES):
        inside = (sure >= low) & ((sure < high) | (high == EDGES[-1]))
        told |= {f"words_{low:g}_to_{high:g}": int(inside.sum()), f"right_{low:g}_to_{high:g}": share(right[inside])}
    unsure = sure < UNSURE
    return {
        **told,
        "marked": share(unsure),
        "right_of_marked": share(right[unsure]),
        "right_of_others": share(right[~unsure]),
    }


def share(values: np.ndarray[tuple[int], np.dtype[np.bool_]] | Float64Array) -> float | None:
    """Their mean; None of none."""
    return float(np.mean(values)) if len(values) else None


if __name__ == "__main__":
    raise SystemExit(main())
