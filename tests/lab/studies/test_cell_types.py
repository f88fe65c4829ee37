"""What the study concludes is what its figures allow."""

from __future__ import annotations

import math

from lab.findings.results import Results
from lab.studies.cell_type_runs import CELLS, RATES, at_best, best_rate, named
from lab.studies.cell_types import conclude, details, table
from tests.lab.rows import result


def made(best: dict[str, float], lost: str = "") -> Results:
    """Each cell's loss at the middle rate, worse at the others; one cell's runs at that rate lost."""
    results: Results = {}
    for k, name in enumerate(CELLS):
        for rate in RATES:
            loss = best[name] + (0.0 if rate == RATES[1] else 0.5)
            broken = name == lost and rate == RATES[1]
            results[named(name, rate)] = [
                result(
                    named(name, rate),
                    seed,
                    math.inf if broken and seed == 2 else loss + 0.01 * seed,
                    diverged=7 if broken and seed == 2 else None,
                    points_per_s=1000.0 * (k + 1),
                    measures={"reach": 8 * (k + 1) + seed, "hundredth": 10},
                )
                for seed in (1, 2, 3)
            ]
    return results


LOSSES = {"RNN, tanh": 0.5, "RNN, ReLU": 0.4, "LSTM": 0.2, "GRU": 0.205}


def test_each_cell_is_judged_at_its_best_rate() -> None:
    results = made(LOSSES)
    assert all(best_rate(results, name) == RATES[1] for name in CELLS)
    assert at_best(results)["GRU"] == results[named("GRU", RATES[1])]
    text = " ".join(details(results))
    assert "LSTM ≈ GRU < RNN, ReLU < RNN, tanh" in text
    assert "steps back and RNN, tanh 10: not distinguishable" in text
    assert "GRU trains at 4.0 times the speed of RNN, tanh" in text
    said = " ".join(conclude(results))
    assert "nats per point lead and are not distinguishable; behind: RNN, ReLU" in said
    assert "GRU needs 34 points before it and RNN, tanh 10." in said and "No run diverged" in said
    assert "Might do better" not in text and "runs that held" not in text


def test_the_table_has_a_row_a_cell_and_says_what_diverged() -> None:
    rows = table(made(LOSSES, lost="LSTM")).splitlines()
    assert len(rows) == 2 + len(CELLS) and "(1 of 3 diverged)" in rows[4] and rows[4].startswith("| LSTM | 7 |")


def test_a_rate_that_breaks_a_run_is_not_the_best() -> None:
    results = made(LOSSES, lost="LSTM")
    assert best_rate(results, "LSTM") == RATES[0]
    text = " ".join(details(results))
    assert "Might do better" not in conclude(results)[0]  # its loss was lower at the rate that broke a run
    assert "LSTM at 0.01 came to 0.220 ± 0.014 nats per point in the 2 of 3 runs that held" in text


def test_a_loss_that_still_falls_at_the_last_rate_is_said_to() -> None:
    results = made(LOSSES)
    results[named("GRU", RATES[-1])] = [
        result(seed=seed, nats=0.01 * seed, measures={"reach": 8, "hundredth": 9}) for seed in (1, 2, 3)
    ]
    assert "Might do better still at a higher rate than was tried: GRU." in conclude(results)[0]


def test_a_run_that_leapt_and_came_back_is_said() -> None:
    results = made(LOSSES)
    assert "No run that came to its end had a step whose loss leapt." in details(results)
    wild = named("RNN, ReLU", RATES[0])
    results[wild][1] = result(
        wild, 2, 0.9, curve=(3.0,) * 9 + (1e13,) + (2.0,) * 30, measures={"reach": 9, "hundredth": 9}
    )
    assert f"{wild} (1 of 3)." in next(said for said in details(results) if "leapt" in said)
