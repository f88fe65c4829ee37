"""Made-up lines in the data set's layout: looping words by invented writers, to try a study or a test without IAM-OnDB.

Loops, arches and bars follow each other by a rule, so that there is something to predict; figures from this ink say nothing
of handwriting. ``tools.synthetic.words`` draws legible words.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training.data.iam import Line

# a shape: width, height, where its loop turns (radians), how far it leans back; in x-heights
SHAPES = ((1.0, 1.0, 0.0, 0.9), (0.7, 2.0, 0.4, 0.5), (1.2, 1.0, 1.6, 0.2), (0.9, 1.0, 3.1, 0.7), (0.6, 1.6, 2.2, 0.1))
FOLLOWS = (1, 3, 2, 4, 0)  # the shape that most often comes next
POINTS = 14  # a shape
UNITS = 100.0  # an x-height, so that the ink has a whiteboard's size


def made_up_line(name: str, writer: int, number: int, words: int = 6) -> Line:
    """A line of ``words`` words: the same for the same ``writer`` and ``number``, on any machine.

    Whiteboard units, y down, seconds. A writer has a size, slant, width and jitter; a line has its words. ``name``: what the
    line is called, as in the data set's lists.
    """
    body = np.random.default_rng((writer, 0))
    size, slant = UNITS * float(np.exp(body.normal(0, 0.25))), float(body.uniform(-0.2, 0.5))
    width, jitter = float(body.uniform(0.8, 1.3)), float(body.uniform(0.01, 0.03))
    random = np.random.default_rng((writer, number, 1))
    strokes: list[npt.NDArray[np.float64]] = []
    place = 0.0
    for _ in range(words):
        kind = int(random.integers(len(SHAPES)))
        word: list[npt.NDArray[np.float64]] = []
        for _ in range(int(random.integers(2, 6))):
            wide, high, turn, back = SHAPES[kind]
            t = np.linspace(0.0, 1.0, POINTS, endpoint=False)
            x = place + width * (wide * t + back * 0.5 * np.sin(2 * np.pi * t + turn))
            y = -0.5 * high * (1 - np.cos(2 * np.pi * t))
            word.append(np.stack((x, y), axis=1) + random.normal(0, jitter, (POINTS, 2)))
            place += width * wide
            kind = FOLLOWS[kind] if random.random() < 0.8 else int(random.integers(len(SHAPES)))
        strokes.append(np.concatenate(word))
        if random.random() < 0.3:  # a dot over the word's last shape
            strokes.append(np.array([[place - 0.5 * width, -2.4]]))
        place += width * float(random.uniform(0.9, 1.5))
    points = np.concatenate(strokes)
    lift = np.zeros(len(points), dtype=np.bool_)
    lift[np.cumsum([len(stroke) for stroke in strokes]) - 1] = True
    table = np.zeros((len(points), 3), dtype=np.float32)
    table[:, 0] = 900 + size * (points[:, 0] - slant * points[:, 1])
    table[:, 1] = 1500 + size * points[:, 1]
    table[:, 2] = 0.014 * np.arange(len(points))
    return Line(name, table, lift)
