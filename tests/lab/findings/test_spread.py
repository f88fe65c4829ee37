"""What may be said of a difference is what the figures allow."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest

from lab.findings.spread import (
    Spread,
    by_chance,
    compare,
    distinguishable,
    exceeds_spread,
    false_alarm,
    judge,
    listed,
    paired,
    rank,
)

LOW, NEAR, HIGH = (Spread((mean - 0.01, mean, mean + 0.01)) for mean in (-0.50, -0.49, -0.30))


def test_a_spread_is_the_standard_librarys_and_leaves_out_what_is_no_number() -> None:
    spread = Spread.of([1.0, math.inf, 2.0, math.nan, 4.0])
    assert spread.values == (1.0, 2.0, 4.0)
    assert spread.mean == pytest.approx(statistics.mean(spread.values))
    assert spread.deviation == pytest.approx(statistics.stdev(spread.values))


def test_how_it_is_written() -> None:
    assert LOW.text() == "−0.500 ± 0.010"
    assert Spread((2.0,)).text(".1f") == "2.0"
    assert Spread(()).text() == "–"


def test_a_difference_within_the_spread_is_said_to_be_none() -> None:
    assert distinguishable(LOW, HIGH) and not distinguishable(LOW, NEAR) and not distinguishable(LOW, Spread((9.0,)))
    assert "not distinguishable" in compare("a", LOW, "b", NEAR, "nats")
    assert compare("a", HIGH, "b", LOW, "nats") == "b is 0.200 nats below a; twice the seeds' spread is 0.020."
    assert "one seed is too few" in compare("a", LOW, "b", Spread((9.0,)), "nats")
    assert compare("a", LOW, "b", Spread(()), "nats") == "There is no figure of b to compare."


def test_what_seeds_share_falls_out_of_paired_differences() -> None:
    ones, others = (0.50, 0.60, 0.70), (0.48, 0.59, 0.68)
    assert not distinguishable(Spread(ones), Spread(others)) and exceeds_spread(paired(ones, others))
    assert paired(ones, others).values == pytest.approx((0.02, 0.01, 0.02))
    assert not exceeds_spread(paired((0.5, 0.6), (0.6, 0.5))) and not exceeds_spread(paired((0.5,), (0.1,)))
    with pytest.raises(ValueError):
        paired(ones, others[:2])


@pytest.mark.parametrize("seeds", [3, 5])
def test_the_rule_errs_as_often_as_is_said(seeds: int) -> None:
    random = np.random.default_rng(1)
    draws = random.normal(0.0, 1.0, (4000, 2, seeds)).tolist()
    share = sum(distinguishable(Spread(tuple(one)), Spread(tuple(other))) for one, other in draws) / len(draws)
    assert share == pytest.approx(false_alarm(seeds), abs=0.012)
    assert by_chance(12, 3) == "By chance alone 0.8 of 12 would differ."


def test_an_order_says_where_it_is_none() -> None:
    assert rank({"c": HIGH, "b": NEAR, "none": Spread(()), "a": LOW}) == "a ≈ b < c"
    assert rank({}) == ""


def test_a_judgement_in_words_says_no_more_than_the_figures() -> None:
    low, high, near = Spread((-0.51, -0.49)), Spread((0.2, 0.22)), Spread((-0.5, -0.48))
    assert judge("b", high, "a", low) == "A predicts better than b: −0.500 nats per point against 0.210."
    assert judge("a", low, "c", near).startswith(
        "These runs do not show whether a or c predicts better: −0.500 nats per point"
    )
    assert "against −0.490, within twice the seeds' spread" in judge("a", low, "c", near)
    assert "one seed is too few" in judge("a", low, "d", Spread((9.0,)))
    assert "Of d no run came to its end" in judge("a", low, "d", Spread(()))
    assert [listed(names) for names in ([], ["a"], ["a", "b", "c"], ["a, b", "c", "d"])] == [
        "",
        "a",
        "a, b and c",
        "a, b; c and d",
    ]
