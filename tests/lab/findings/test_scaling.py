"""A row's law predicts what was kept from it, and the sentences say how surely."""

from __future__ import annotations

import math

import pytest

from lab.findings.scaling import Row, is_law, predict, prediction, say_law, say_test
from lab.findings.spread import Spread
from tests.lab.rows import result

X = (1e5, 3e5, 1e6, 3e6, 8e6)


def law(x: float) -> float:
    return -0.2 + 0.6 * (x / 1e5) ** -0.4


def row(last: float = law(8e6)) -> Row:
    """Three seeds 0.01 apart, of the largest one; all but that on the law."""
    nats = [Spread((law(x) - 0.01, law(x), law(x) + 0.01)) for x in X[:-1]]
    return Row(tuple("abcde"), X, (*nats, Spread((last,))))


def test_a_law_predicts_the_figure_that_was_kept_from_it() -> None:
    middle, low, high = predict(row().without_largest(), X[-1], seeds=1)
    assert middle == pytest.approx(law(8e6), abs=0.01) and low < law(8e6) < high
    _, alone_low, alone_high = predict(row().without_largest(), X[-1])
    assert low < alone_low < alone_high < high
    near, far = predict(row(), 3e5), predict(row(), 8e7)
    assert far[0] < near[0] and far[2] - far[1] > near[2] - near[1]


def test_the_sentences_give_the_law_its_range_and_the_test() -> None:
    said = say_law("Networks", "N", row(), "parameters")
    assert said.startswith("Networks: L(N) = −0.2") and "(N / 100,000 parameters)^−0.4" in said
    assert "misses the figures by 0.00" in said and "seeds' spread is 0.010" in said
    assert "without e, the law predicts −0.09" in say_test(row()) and "within the range." in say_test(row())
    assert "range also holds" not in say_test(row())
    assert "above and outside the range." in say_test(row(0.3))
    assert "below and outside the range." in say_test(row(-0.5))
    assert prediction(row(), 8e6).startswith("−0.09") and " to −0.0" in prediction(row(), 8e6)


def test_a_test_that_no_gain_would_pass_too_says_so() -> None:
    nats = tuple(Spread((m - 0.03, m, m + 0.03)) for m in (0.5, 0.4, 0.35, 0.34, 0.335))
    said = say_test(Row(tuple("abcde"), X, nats))
    assert "within the range." in said and "d (0.340): no gain from there on would have passed too." in said


def test_where_nothing_falls_no_law_is_claimed() -> None:
    nats = tuple(Spread((0.5 + 0.1 * k, 0.52 + 0.1 * k)) for k in range(5))
    said = say_law("Data", "D", Row(tuple("abcde"), X, nats), "lines")
    assert (
        "nothing falls with D; the law is a level of 0.7" in said
        and "Of bootstrap laws" in said
        and "fall at all" in said
    )


def test_who_did_not_come_to_an_end_is_no_part_of_a_row() -> None:
    results = {
        "small": [result(nats=0.5, measures={"lines": 10}), result(nats=math.inf, diverged=3)],
        "large": [result(nats=math.inf, diverged=3)],
    }
    found = Row.of(results, ("small", "large"), "lines")
    assert found == Row(("small",), (10.0,), (Spread((0.5,)),))
    assert "Too few runs" in say_test(found)


def test_a_fit_at_the_edge_of_the_search_is_called_no_law() -> None:
    def of(*means: float) -> Row:
        return Row(tuple("abcde"), X, tuple(Spread((m - 0.001, m, m + 0.001)) for m in means))

    step, log = of(0.5, 0.4, 0.4, 0.4, 0.4), of(*(0.5 - 0.02 * math.log(x / 1e5) for x in X))
    assert is_law(row()) and not is_law(step) and not is_law(log) and not is_law(of(0.4, 0.4, 0.4, 0.4, 0.5))
    assert "no law in D" in say_law("Data", "D", step, "lines") and "all but a step" in say_law(
        "Data", "D", step, "lines"
    )
    assert "0.02, all but a logarithm" in say_law("Data", "D", log, "lines")
