"""Made-up hands as a mouse draws them, short ones: not like the data's, and little to learn them from.

``tools.synthetic`` draws letters of the project's own design; nobody wrote them, and no network has learnt from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inkapp.ink.document import Stroke
from lab.typed.tasks import FormInk, Task
from tools.synthetic.words import write_words
from training.data.iam import Line

# Each of 27 letters
TEXTS = (
    ("pack my box with", "six dozen jugs of"),
    ("we took the quick way", "home by boat"),
    ("just give them a vase", "of clear wax"),
    ("a lazy dog slept while", "birds sang"),
)
X_HEIGHT, PITCH, GAP = 3.0, 12.0, 4.5  # mm
RATE_HZ, PIXELS_PER_MM = 125.0, 3.8  # of a mouse's events, and of a screen
SLANT = (0.12, 0.15)  # a tangent, to the right: its mean and its deviation over hands


def in_made_up_hands(tasks: Sequence[Task]) -> list[Task]:
    """The tasks' texts, each in a made-up hand of its own, of which there is no other line."""
    return [replace(task, ink=made_up_hand(number)) for number, task in enumerate(tasks)]


def made_up_hand(number: int) -> FormInk:
    """A hand of two lines: the same for the same number."""
    slant = float(np.random.default_rng(number).normal(*SLANT))
    lines = []
    for row, text in enumerate(TEXTS[number % len(TEXTS)]):
        strokes = write_words(
            text.split(), 20.0, 40.0 + row * PITCH, X_HEIGHT, GAP,
            slant=slant, seed=100 * number + 10 * row, rate_hz=RATE_HZ, pixels_per_mm=PIXELS_PER_MM,
        )  # fmt: skip
        lines.append(_line(f"made-up-{number}-{row}", strokes))
    return FormInk(f"made-up-{number}", -1 - number, tuple(lines), (), (), TEXTS[number % len(TEXTS)])


def _line(name: str, strokes: Sequence[Stroke]) -> Line:
    points = np.concatenate([np.column_stack((stroke.points, stroke.t)) for stroke in strokes]).astype(np.float32)
    lift = np.zeros(len(points), dtype=np.bool_)
    lift[np.cumsum([len(stroke) for stroke in strokes]) - 1] = True
    return Line(name, points, lift)
