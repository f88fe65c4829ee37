"""A hand is called by what sets it apart, and no two are called alike."""

from __future__ import annotations

import numpy as np
import pytest

from tools.hand_looks import LOOKS, apart, blotted, looks_of, names
from tools.synthetic.words import write


def look(**away: float) -> dict[str, float]:
    """Looks as usual, but for some measures: so many times as far away as most are."""
    return {measure: usual + away.get(measure, 0.0) * most for measure, (usual, most, _, _) in LOOKS.items()}


def test_each_is_called_by_the_measure_in_which_it_is_farthest_from_the_usual() -> None:
    looks = [look(slant=0.1), look(slant=4.0), look(slant=-4.0, width=1.0), look(width=3.0), look(joined=-2.0)]
    assert names(looks) == ["Plain", "Slanted", "Backhand", "Wide", "Printed"]


def test_a_name_is_of_the_hand_alone_and_not_of_those_beside_it() -> None:
    looks = [look(), look(width=2.0, slant=1.0), look(width=3.0)]
    assert names(looks) == ["Plain", "Slanted", "Wide"]  # the second is narrower than the third, and yet not narrow


def test_no_name_is_given_twice() -> None:
    random = np.random.default_rng(3)
    looks = [look(**{measure: float(random.normal()) for measure in LOOKS}) for _ in range(8)]
    given = names(looks)
    assert len(set(given)) == 8 and "Plain" in given


def test_hands_of_which_nothing_is_left_to_say_are_numbered() -> None:
    assert names([look(slant=float(k)) for k in range(4)]) == ["Plain", "Plain 2", "Plain 3", "Slanted"]


def test_looks_follow_the_ink() -> None:
    upright, leaning = ([write("hulls", 20.0, 50.0, 3.0, slant=slant)] for slant in (0.0, 0.5))
    looks, leant = looks_of(upright, 5), looks_of(leaning, 5)
    assert leant["slant"] > looks["slant"] + 0.1
    assert looks["joined"] == pytest.approx(np.log(5 / len(upright[0])))
    assert apart(looks, looks) == 0.0 and apart(looks, leant) > 0.2


def test_ink_on_ink_is_blotted() -> None:
    once = write("hulls", 20.0, 50.0, 3.0)
    assert blotted(once, 3.0) < 0.3
    assert blotted([*once, *once], 3.0) > 0.5
