"""Words of a line's reading, with their confidence and their ink."""

from __future__ import annotations

import numpy as np

from inkapp.live.photograph.line_picture import LinePicture
from inkapp.live.photograph.read_lines import read_lines
from inkapp.live.reading.words_of_line import MODESTY
from model.arrays import Float32Array
from model.ink_picture import HEIGHT
from model.line_reading import ReadCharacter, Reading


class Says:
    """Reads the same text everywhere, its characters ten columns wide each."""

    def __init__(self, text: str, confidence: float) -> None:
        self.text, self.confidence = text, confidence

    def read_picture(self, darkness: Float32Array) -> Reading:
        """See ``PictureReader``."""
        at = np.arange(darkness.shape[1], dtype=np.float64)
        told = [ReadCharacter(c, 10 * k, 10 * k + 10, self.confidence) for k, c in enumerate(self.text)]
        return Reading(tuple(told), np.stack((at, at), axis=1), np.zeros(len(at), dtype=np.intp), ())


def line() -> LinePicture:
    columns = np.arange(0, 80, 4.0)
    points = np.stack((100 + 2 * columns, 50 + 10 * (columns > 45)), axis=1)
    return LinePicture(np.zeros((HEIGHT, 80), dtype=np.float32), points, columns)


def test_words_have_the_ink_under_them() -> None:
    (read,) = read_lines([line()], Says(" ab  cde ", 0.9))
    assert read.text == "ab cde" and read.bounds == (100.0, 50.0, 252.0, 60.0)
    first, second = read.words
    assert first.confidence == second.confidence == 0.9**MODESTY
    # columns 10 … 30 and 50 … 80: their rooms part at 40
    assert first.bounds == (100.0, 50.0, 172.0, 50.0) and second.bounds == (180.0, 50.0, 252.0, 60.0)


def test_nothing_read_is_a_line_without_words() -> None:
    (read,) = read_lines([line()], Says("  ", 0.9))
    assert read.words == () and read.text == ""


def test_a_word_beside_all_ink_stands_at_the_nearest() -> None:
    assert line().bounds_between(200, 210) == (252.0, 60.0, 252.0, 60.0)
