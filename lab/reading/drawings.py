"""``python -m lab.reading.drawings --data DIR [--choose]``: how much writing, and how much else, the app takes for writing.

Writing: lines of the data set, their beginnings, and made-up words. Else: made-up drawings, and the lines in a mirror and
upside down, which stand for other scripts. ``inkapp.live.reading.looks_written`` has the bounds. ``--choose`` tries others, and
prints those by which the least is misjudged, as ``COST`` counts it.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.reading.looks_written import LEAST_SURE, MOST_INK, evidence, may_be_line
from lab.reading.told_lines import ToldLine, add_reading_options, as_stroke, load, read
from lab.tell_figures import tell
from model.line_reading import InkReader
from tools.synthetic.drawings import KINDS, draw
from tools.synthetic.letters import LETTERS
from tools.synthetic.words import write_words
from training.command import run_command

EACH = 20  # drawings of a kind
MADE_UP = 60  # lines of made-up words
WRITTEN = ("lines", "beginnings", "made_up_words")
# What is misjudged of each kind counts so often: a line that a person wrote and that is not read is the worst
COST = {"lines": 10.0, "beginnings": 1.0, "made_up_words": 1.0, "mirrored": 1.0, "upside_down": 1.0, "drawings": 2.0}
SURE_TRIED = tuple(number / 50 for number in range(20, 48))
INK_TRIED = tuple(float(number) for number in range(9, 25))
Found = Mapping[str, Sequence[tuple[float, float]]]  # by kind of ink, ``looks_written.evidence`` of each piece


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.drawings", description="What is taken for writing.")
    add_reading_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints of each kind of ink how many there are, and how many are taken for writing. Raises ModelError, OSError."""
    reader, lines = load(options)
    found = {kind: [evidence_of(reader, ink) for ink in inks] for kind, inks in kinds(lines).items()}
    if options.choose:
        sure, ink = min(((sure, ink) for sure in SURE_TRIED for ink in INK_TRIED), key=lambda pair: cost(found, *pair))
        chosen: dict[str, object] = {"least_sure": sure, "most_ink": ink, "cost": cost(found, sure, ink)}
        tell(
            {**chosen, "cost_of_the_present": cost(found, LEAST_SURE, MOST_INK), **taken(found, sure, ink)},
            options.json,
        )
    else:
        tell(taken(found, LEAST_SURE, MOST_INK), options.json)


def taken(found: Found, least_sure: float, most_ink: float) -> dict[str, object]:
    """Of each kind of ink how many there are, and which part is taken for writing."""
    told: dict[str, object] = {}
    shares = _shares(found, least_sure, most_ink)
    for kind, pieces in found.items():
        told |= {f"{kind}_inks": len(pieces), f"{kind}_taken": shares[kind]}
    return {**told, "drawings_taken": float(np.mean([shares[kind] for kind in KINDS]))}


def cost(found: Found, least_sure: float, most_ink: float) -> float:
    """What such bounds misjudge: shares of ink of each kind, times ``COST``."""
    shares = _shares(found, least_sure, most_ink)
    wrong = {"drawings": float(np.mean([shares[kind] for kind in KINDS]))}
    wrong |= {kind: 1.0 - shares[kind] if kind in WRITTEN else shares[kind] for kind in COST if kind != "drawings"}
    return sum(times * wrong[kind] for kind, times in COST.items())


def _shares(found: Found, least_sure: float, most_ink: float) -> dict[str, float]:
    return {
        kind: float(np.mean([sure >= least_sure and ink <= most_ink for sure, ink in pieces]))
        for kind, pieces in found.items()
    }


def kinds(lines: Sequence[ToldLine]) -> dict[str, list[Sequence[Stroke]]]:
    """All ink that is tried, by its kind."""
    whole: list[Sequence[Stroke]] = [line.ink for line in lines]
    return {
        "lines": whole,
        "beginnings": [ink[: max(len(ink) // 5, 2)] for ink in whole],
        "made_up_words": [made_up_words(seed) for seed in range(MADE_UP)],
        "mirrored": [turned(ink, -1.0, 1.0) for ink in whole],
        "upside_down": [turned(ink, -1.0, -1.0) for ink in whole],
        **{kind: [draw(kind, seed) for seed in range(EACH)] for kind in KINDS},
    }


def evidence_of(reader: InkReader, ink: Sequence[Stroke]) -> tuple[float, float]:
    """What ``looks_written`` judges ink by; of what is not even read as if nothing were seen."""
    reading = read(reader, ink) if may_be_line(ink) else None
    return (0.0, math.inf) if reading is None else evidence(reading, ink)


def made_up_words(seed: int) -> list[Stroke]:
    """Three words of letters by chance."""
    chance = np.random.default_rng(seed)
    words = ["".join(chance.choice(sorted(LETTERS), chance.integers(2, 8))) for _ in range(3)]
    return write_words(words, 20.0, 50.0, 3.0, 2.5, seed=10 * seed)


def turned(ink: Sequence[Stroke], x: float, y: float) -> list[Stroke]:
    """Ink whose coordinates are multiplied."""
    return [as_stroke(stroke.points * (x, y)) for stroke in ink]


if __name__ == "__main__":
    raise SystemExit(main())
