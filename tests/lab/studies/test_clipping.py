"""What the study calls a burst, a jump and a bound, and that its sentences are those of its figures."""

from __future__ import annotations

import math

import pytest

from lab.findings.bursts import bursts, jumps
from lab.findings.results import Results
from lab.studies.clipping import conclude, details, draw, table
from lab.studies.clipping_runs import CELLS, CLIPS, RATES, VARIANTS, above, broken, named, quantile
from tests.lab.rows import result


def test_a_burst_is_five_times_the_usual_and_a_jump_a_nat_above_it() -> None:
    norms = [1.0] * 30 + [5.1, 4.9, 1.0, math.inf]
    curve = [-0.5] * 30 + [0.6, 0.4, -3.0, math.nan]
    run = result(norms=tuple(norms), curve=tuple(curve))
    assert bursts(run) == 2 and jumps(run) == 2
    assert bursts(result(norms=(1.0,) * 4 + (99.0,))) == 0  # nothing is usual yet
    assert bursts(result(norms=(1.0,) * 5 + (99.0,))) == 1


def test_a_run_that_ends_higher_than_it_began_is_lost() -> None:
    assert broken(result(nats=1.1)) and broken(result(nats=math.inf, diverged=2)) and not broken(result(nats=0.9))


def test_quantiles_and_steps_above_the_bound() -> None:
    norms = tuple(float(k) for k in range(1, 101))
    assert quantile(result(norms=norms), 0.5) == 51.0 and quantile(result(norms=norms), 1.0) == 100.0
    assert math.isnan(quantile(result(norms=()), 0.5))
    by_norm, by_value, never = (named("LSTM", RATES[0], clip) for clip in ("norm 5", "value ±10", "none"))
    assert above(result(by_norm, norms=norms)) == 95.0 and above(result(by_value, norms=norms)) == 90.0
    assert math.isnan(above(result(never, norms=norms)))


def made(losses: dict[str, float], broken: str = "") -> Results:
    """Each clip's loss, the same for both cells and rates; at the higher rate one variant's runs are lost."""
    results: Results = {}
    for name in VARIANTS:
        clip = next(clip for clip in CLIPS if name.endswith(f", {clip}"))
        lost = name == broken
        results[name] = [
            result(
                name,
                seed,
                math.inf if lost else losses[clip] + 0.01 * seed,
                norms=(1.0,) * 30 + (9.0,) * (clip == "none") + (1.0,) * 4,
                curve=(2.0, *(0.5,) * 34),
                diverged=3 if lost else None,
            )
            for seed in (1, 2, 3)
        ]
    return results


def test_the_conclusion_says_what_is_distinguishable() -> None:
    results = made({"none": 0.5, "value ±10": 0.5, "value ±1": 0.505, "norm 5": 0.4, "norm 1": 0.7})
    said = " ".join(conclude(results))
    assert "norm 5 for the RNN, tanh at 0.1 (0.100 nats per point lower)" in said
    assert "norm 1 for the LSTM at 0.02 (0.200 nats per point higher)" in said
    assert "value ±1 for" not in said and "Without a bound no run was lost" in said
    text = " ".join(details(results))
    assert (
        "Bursts, all seeds together (none, value ±10, value ±1, norm 5, norm 1): LSTM at 0.02: 3, 0, 0, 0, 0;" in text
    )
    assert "Jumps of the loss: none." in text
    assert "Never acted: LSTM, 0.02, value ±10;" in text
    assert "median and greatest, means of the seeds: 1 and 9 at 0.02" in text
    assert "| LSTM, 0.02 | 0.520 ± 0.010 |" in table(results)
    draw(results)


def test_where_no_run_without_a_clip_ends_it_says_so() -> None:
    lost = named("RNN, tanh", RATES[-1], "none")
    results = made(dict.fromkeys(CLIPS, 0.5), broken=lost)
    text = " ".join(conclude(results))
    assert f"Without a bound runs were lost: {lost} (3 of 3);" in text and "Of 20 bounds that can be compared" in text
    assert "| RNN, tanh, 0.1 | – (3 of 3 lost) |" in table(results)
    draw(results)


def test_all_variants_share_all_but_cell_rate_and_clip() -> None:
    assert len(VARIANTS) == len(CELLS) * len(RATES) * len(CLIPS)
    with pytest.raises(KeyError):
        above(result("nothing of the kind"))
