"""Made-up drawings: of every kind, equal for equal seeds."""

from __future__ import annotations

import pytest

from tools.synthetic.drawings import KINDS, draw


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_drawings_are_equal_for_equal_seeds_and_stand_about_where_they_are_told_to(kind: str):
    first, again, other = draw(kind, 1), draw(kind, 1), draw(kind, 2)
    assert first == again and first != other
    assert all(stroke.bounds[0] > 0 and stroke.bounds[2] < 250 and len(stroke) > 1 for stroke in first)


def test_there_is_no_other_kind():
    with pytest.raises(KeyError):
        draw("poem", 1)
