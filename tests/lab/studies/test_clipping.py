"""What the study calls a burst, a jump and a bound, and that its sentences are those of its figures."""

from __future__ import annotations

import math

import pytest

from lab.findings.bursts import bursts, jumps
from lab.findings.results import Results
from lab.studies.clipping import CELLS, CLIPS, RATES, VARIANTS, above, broken, conclude, draw, named, quantile
from tests.lab.rows import result


def test_a_burst_is_five_times_the_usual_and_a_jump_a_nat_above_it() -> None:
    norms = [1.0] * 30 + [5.1, 4.9, 1.0, math.inf]
    curve = [-0.5] * 30 + [0.6, 0.4, -3.0, math.nan]
    run = result(norms=tuple(norms), curve=tuple(curve))
    assert bursts(run) == 2 and jumps(run) == 2
    assert bursts(result(norms=(1.0,) * 4 + (99.0,))) == 0  # nothing is usual yet
    assert bursts(result(norms=(1.0,) * 5 + (99.0,))) == 1


def test_who_ends_dearer_than_it_began_is_lost() -> None:
    assert broken(result(nats=1.1)) and broken(result(nats=math.inf, diverged=2)) and not broken(result(nats=0.9))


def test_quantiles_and_steps_above_the_bound() -> None:
    norms = tuple(float(k) for k in range(1, 101))
    assert quantile(result(norms=norms), 0.5) == 51.0 and quantile(result(norms=norms), 1.0) == 100.0
    assert math.isnan(quantile(result(norms=()), 0.5))
    by_norm, by_value, never = (named("LSTM", RATES[0], clip) for clip in ("norm 5", "value ±10", "none"))
    assert above(result(by_norm, norms=norms)) == 95.0 and above(result(by_value, norms=norms)) == 90.0
    assert math.isnan(above(result(never, norms=norms)))


def made(prices: dict[str, float], broken: str = "") -> Results:
    """Each clip's price, the same for both cells and rates; at the higher rate one variant's runs are lost."""
    results: Results = {}
    for name in VARIANTS:
        clip = next(clip for clip in CLIPS if name.endswith(f", {clip}"))
        lost = name == broken
        results[name] = [
            result(
                name,
                seed,
                math.inf if lost else prices[clip] + 0.01 * seed,
                norms=(1.0,) * 30 + (9.0,) * (clip == "none") + (1.0,) * 4,
                curve=(2.0, *(0.5,) * 34),
                diverged=3 if lost else None,
            )
            for seed in (1, 2, 3)
        ]
    return results


def test_the_conclusion_tells_apart_what_is_apart() -> None:
    results = made({"none": 0.5, "value ±10": 0.5, "value ±1": 0.505, "norm 5": 0.4, "norm 1": 0.7})
    text = " ".join(conclude(results))
    assert "LSTM at 0.02, nats a point from the lowest: norm 5 < none ≈ value ±10 ≈ value ±1 < norm 1" in text
    assert "RNN, tanh at 0.1: norm 5 is 0.100 nats a point below none" in text and "untrained: no run." in text
    assert "Bursts, all seeds together: LSTM, 0.02, none: 3; LSTM, 0.05, none: 3; LSTM, 0.1, none: 3;" in text
    assert "Jumps of the loss, all seeds together: none." in text
    assert "Number for number the runs without a clip: LSTM, 0.02, value ±10;" in text
    assert "half of a run's steps up to 1, the greatest 9 at 0.02" in text
    draw(results)


def test_where_no_run_without_a_clip_ends_it_says_so() -> None:
    lost = named("RNN, tanh", RATES[-1], "none")
    results = made(dict.fromkeys(CLIPS, 0.5), broken=lost)
    text = " ".join(conclude(results))
    assert "RNN, tanh at 0.1: without clipping no run came to its end." in text
    assert f"untrained: {lost} (3 of 3)." in text and "LSTM at 0.1: no clip is told apart from none." in text
    draw(results)


def test_all_variants_share_all_but_cell_rate_and_clip() -> None:
    assert len(VARIANTS) == len(CELLS) * len(RATES) * len(CLIPS)
    with pytest.raises(KeyError):
        above(result("nothing of the kind"))
