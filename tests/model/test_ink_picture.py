"""A line as a picture: where its ink is dark, and what the other channels say of how it was drawn."""

from __future__ import annotations

import numpy as np
import pytest

from model.ink_picture import CHANNELS, HEIGHT, MARGIN, PIXELS, columns_of, picture

DARK, DX, DY, LATE, BEGIN, END = range(len(CHANNELS))
BAR = np.array([[2.0, 0.0], [6.0, 0.0]])
STEM = np.array([[10.0, 1.5], [10.0, -1.5]])


def test_ink_is_dark_where_it_lies_and_nowhere_else() -> None:
    made = picture([BAR])
    assert made.dtype == np.float32 and made.shape[1] == HEIGHT and made.shape[2] % 2 == 0
    row = HEIGHT // 2
    assert made[DARK, row, MARGIN : MARGIN + int(4 * PIXELS)].min() > 0.4
    assert made[DARK, : row - 1].max() == made[DARK, row + 2 :].max() == 0
    assert made[DARK].sum() == pytest.approx(4 * PIXELS, rel=0.05)  # as much ink as there is path
    assert made[:, :, : MARGIN - 1].max() == 0 and 0 <= made[DARK].min() <= made[DARK].max() <= 1


def test_direction_is_the_pens_and_its_way_back_is_the_opposite() -> None:
    there, back = picture([BAR, STEM]), picture([BAR[::-1], STEM[::-1]])
    assert np.allclose(there[DARK], back[DARK], atol=1e-5)
    assert np.allclose(there[[DX, DY]], -back[[DX, DY]], atol=1e-5)
    assert there[DX].max() > 0.9 and there[DX].min() > -0.01  # to the right
    assert there[DY].min() < -0.9 and there[DY].max() < 0.01  # up


def test_a_stroke_begins_and_ends_where_it_does() -> None:
    made = picture([BAR])
    columns = columns_of([BAR])
    assert made[BEGIN].sum(axis=0).argmax() == pytest.approx(columns[0], abs=PIXELS * 4)
    bent = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 0.0], [6.0, 0.0]])
    made, columns = picture([bent]), columns_of([bent])
    begun, ended = made[BEGIN].sum(axis=0), made[END].sum(axis=0)
    assert begun[int(columns[1]) + 2 :].max() == 0 and begun[: int(columns[1])].max() > 0
    assert ended[: int(columns[2]) - 2].max() == 0 and ended[int(columns[2]) + 1 :].max() > 0


def test_what_is_added_later_is_late() -> None:
    dot = np.array([[3.0, -2.0]])
    at_once, later = picture([BAR, dot, STEM]), picture([BAR, STEM, dot])
    assert np.allclose(at_once[[DARK, DX, DY]], later[[DARK, DX, DY]], atol=1e-5)
    top = slice(0, HEIGHT // 2 - 6)  # the dot alone
    columns = slice(0, int((4.0 - 2.0) * PIXELS) + MARGIN)
    assert later[LATE, top, columns].max() > at_once[LATE, top, columns].max() > 0


def test_tall_ink_stays_in_the_picture_and_none_is_refused() -> None:
    tall = np.array([[0.0, -50.0], [0.0, 50.0]])
    made = picture([tall])
    assert made[DARK, 0].max() == 1 and made[DARK, HEIGHT - 1].max() > 0
    with pytest.raises(ValueError, match="no ink"):
        picture([])
