"""Is a sloping line one line, and does the ghost follow it? ``python -m lab.measure.line_slopes``.

Made-up lines of words (``tools.synthetic.words``) are turned by −30° … 30° (downhill above 0). For each slope: how many of them
the page's reader of lines breaks in two, and by how many degrees the direction in which a ghost goes on is off, for lines of
several words and for lines of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inkapp.ink.document import Document, Page, Stroke
from inkapp.live.encoder import encode
from inkapp.live.page_lines import lines
from model.strokes import Representation
from tools.synthetic.words import write_words

SLOPES = range(-30, 31, 5)  # degrees
SHORT = ("hello one", "the one", "and the", "by fifteen", "light the", "minimum time")
TEXTS = ("the quick brown fox", "it is a little light", "minimum and time", "the little brown fox and it")
SEEDS = (0, 10, 20)
X_HEIGHT, GAP = 3.6, 6.0  # mm
PAGE = Page(width=400.0, height=400.0)


def sloping_line(text: str, degrees: float, seed: int = 0) -> list[Stroke]:
    """A line of words from (20, 200) mm, turned by so many degrees about its beginning."""
    left, base = 20.0, 200.0
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return [
        replace(
            stroke,
            x=left + (stroke.x - left) * cos - (stroke.y - base) * sin,
            y=base + (stroke.x - left) * sin + (stroke.y - base) * cos,
        )
        for stroke in write_words(text.split(), left, base, X_HEIGHT, GAP, seed=seed)
    ]


def measure(degrees: float, texts: Sequence[str] = TEXTS) -> tuple[int, float]:
    """Of all made-up lines of a slope: how many are broken, and the worst error of the direction of those that are whole."""
    broken, errors = 0, [0.0]
    for text in texts:
        for seed in SEEDS:
            page = PAGE.with_strokes(sloping_line(text, degrees, seed))
            if lines(page.strokes, page.rule_spacing).any():
                broken += 1
            else:
                frame = encode(Document((page,)), 0, Representation()).frame
                errors.append(abs(float(np.degrees(frame.angle)) - degrees))
    return broken, max(errors)


def table_of(slopes: Sequence[int]) -> str:
    """The figures for people, as a table in Markdown."""
    counts = len(TEXTS) * len(SEEDS), len(SHORT) * len(SEEDS)
    rows = [f"| slope | broken of {counts[0]} | off by at most | two words: broken of {counts[1]} | off by at most |"]
    rows.append("| --- | --- | --- | --- | --- |")
    for degrees in slopes:
        (broken, error), (short_broken, short_error) = measure(degrees), measure(degrees, SHORT)
        rows.append(f"| {degrees}° | {broken} | {error:.1f}° | {short_broken} | {short_error:.1f}° |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table_of(SLOPES))
