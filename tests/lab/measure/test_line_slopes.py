"""Lines that run steeply uphill and downhill are whole, and ghosts follow them."""

import pytest

from lab.measure.line_slopes import SHORT, SLOPES, measure, table_of


@pytest.mark.parametrize("degrees", SLOPES)
def test_a_steep_line_is_one_line_and_is_followed(degrees: int):
    broken, error = measure(degrees)
    assert broken == 0 and error < 3.0


@pytest.mark.parametrize("degrees", [-30, -15, 15, 25])
def test_a_steep_line_of_two_words_is_followed(degrees: int):
    broken, error = measure(degrees, SHORT)
    assert broken == 0 and error < 1.5


def test_two_level_words_stay_level():
    assert measure(0, SHORT)[1] < 2.0


def test_the_table_has_a_row_for_each_slope():
    assert table_of([0]).splitlines()[2].startswith("| 0° | 0 |")
