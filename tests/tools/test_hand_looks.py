"""A hand is called by what sets it apart, and no two are called alike."""

from __future__ import annotations

import numpy as np
import pytest

from tools.hand_looks import LOOKS, looks_of, names
from tools.synthetic.words import write

MEASURES = [measure for measure, _, _ in LOOKS]


def look(**apart: float) -> dict[str, float]:
    return {measure: apart.get(measure, 0.0) for measure in MEASURES}


def test_each_is_called_by_the_measure_in_which_it_is_farthest() -> None:
    looks = [look(), look(slant=0.4), look(slant=-0.4), look(aspect=0.9), look(joined=-3.0)]
    assert names(looks) == ["Plain", "Slanted", "Backhand", "Wide", "Printed"]


def test_no_name_is_given_twice() -> None:
    random = np.random.default_rng(3)
    looks = [look(**{measure: float(random.normal()) for measure in MEASURES}) for _ in range(10)]
    given = names(looks)
    assert len(set(given)) == 10 and "Plain" in given


def test_more_hands_than_names_are_refused() -> None:
    with pytest.raises(ValueError, match="names"):
        names([look(slant=float(k)) for k in range(5)])  # nothing else differs: two names and "Plain"


def test_looks_follow_the_ink() -> None:
    upright, leaning = ([write("hulls", 20.0, 50.0, 3.0, slant=slant)] for slant in (0.0, 0.5))
    assert looks_of(leaning, 5)["slant"] > looks_of(upright, 5)["slant"] + 0.1
    joined = looks_of(upright, 5)["joined"]
    assert joined == pytest.approx(5 / len(upright[0]))
