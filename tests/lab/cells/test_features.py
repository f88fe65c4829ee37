"""Features of a few rows, counted by hand, and where each is not defined."""

from __future__ import annotations

import numpy as np
import pytest

from lab.cells import shapes
from lab.cells.features import COLUMN, FEATURES, NAMES, Annotations, measure
from model.strokes import RowArray
from tests.lab.cells.test_shapes import rows, zigzag


def of(name: str, ink: RowArray, told: Annotations | None = None) -> list[float]:
    """A feature's column; −1 where it is not defined."""
    return np.nan_to_num(measure(ink, told)[:, COLUMN[name]], nan=-1.0).tolist()


LINE = rows(zigzag(5), zigzag(4, 3.0), zigzag(5, 9.0))


def test_the_pen_lifts_and_words_end() -> None:
    assert of("pen about to lift", LINE) == [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1]
    assert of("first point after a lift", LINE) == [-1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert of("word gap ahead", LINE) == [-1, -1, -1, -1, 0, -1, -1, -1, 1, -1, -1, -1, -1, -1]


def test_strokes_go_down_and_up() -> None:
    assert of("down-stroke", LINE)[:6] == [-1, 0, 1, 0, 1, -1]
    gone = of("distance since the stroke began", LINE)
    assert gone[0] == gone[5] == 0 and gone[2] == pytest.approx(2 * np.hypot(0.5, 2), rel=1e-6)
    assert of("direction along", LINE)[1] == pytest.approx(0.5 / np.hypot(0.5, 2), rel=1e-6)
    assert of("direction down", LINE)[2] == pytest.approx(2 / np.hypot(0.5, 2), rel=1e-6)
    assert of("direction down", LINE)[5] == -1 and of("step length", LINE)[5] == -1


def test_heights_are_above_the_baseline_and_places_along_the_line() -> None:
    assert of("height", LINE)[:3] == [0, 2, 0]
    assert of("place on the line", LINE)[5] == pytest.approx(3.0) and of("place on the line", LINE)[
        -1
    ] == pytest.approx(11.0)
    near = of("line's end near", LINE)
    assert near[5] == 0 and near[-1] == near[9] == 1
    other = measure(LINE, letters=shapes.Body(3.0, 1.0))
    assert other[0, COLUMN["height"]] == pytest.approx(2.0)


def test_ascenders_and_descenders_are_whole_swings() -> None:
    tall = rows([*zigzag(9), (4.5, -4.0), (5.0, 1.0), (5.5, 3.0), (6.0, -1.0)])
    assert of("ascender", tall)[8:] == [0, 1, 1, 1, 0] and of("descender", tall)[8:] == [0, 0, 1, 1, 1]


def test_a_mark_is_owed_from_its_letter_until_it_is_set() -> None:
    ink = rows(zigzag(9), [(1.5, -2.0)])
    assert of("dot or bar owed", ink) == [0, 0, 1, 1, 1, 1, 1, 1, 1, 0]
    assert of("dot or bar owed", ink, Annotations(marks_hold=False)) == [-1] * 10


def test_what_is_told_beside_the_rows() -> None:
    n = len(LINE)
    speed = np.full(n, np.e)
    speed[3] = np.nan
    told = Annotations(speed, np.where(np.arange(n) < 2, 1.0, np.nan), np.zeros(n))
    assert of("pen speed", LINE, told)[:4] == [-1, 1, 1, -1]  # a hop has none
    assert of("capital", LINE, told)[:3] == [1, 1, -1] and of("digit", LINE, told) == [0] * n
    assert of("capital", LINE) == of("pen speed", LINE) == [-1] * n


def test_kinds_names_and_shapes() -> None:
    values = measure(LINE)
    assert values.shape == (len(LINE), len(FEATURES)) and values.dtype == np.float32
    for k, feature in enumerate(FEATURES):
        known = values[np.isfinite(values[:, k]), k]
        assert feature.kind == "number" or set(known.tolist()) <= {0.0, 1.0}
    assert len(set(NAMES)) == len(NAMES) and all(
        name in measure.__globals__["__doc__"] for name in ("capital", "digit")
    )
    assert measure(LINE[:0]).shape == (0, len(FEATURES)) and measure(LINE[:1]).shape == (1, len(FEATURES))
    with pytest.raises(ValueError, match=r"\(n, 4\)"):
        measure(LINE[:, :3])
