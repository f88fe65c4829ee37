"""The cross of sizes and shares, its laws, and what is said of them."""

from __future__ import annotations

import math

import pytest

from lab.findings.results import Results
from lab.networks.budget import count_parameters, fit_width, hold_to_budget
from lab.studies.scale import BY_SHARE, BY_SIZE, LINES, STUDY, conclude, details, draw, last_training, measure, quick
from tests.lab.rows import result, study_ink


def results(**lost: float) -> Results:
    """Figures that obey a law of each row exactly but for seeds 0.01 apart; ``lost``: names of variants that diverged."""
    found: Results = {}
    for name, setting in STUDY.variants.items():
        by_size = name in BY_SIZE
        lines = setting.lines or LINES
        nats = (
            0.2 + 0.6 * (setting.parameters / 1e5) ** -0.4
            if by_size
            else 0.8 + 0.5 * ((lines / 510) ** -0.6 - 20**-0.6)
        )
        points = setting.steps * setting.window
        found[name] = [
            result(
                name,
                seed,
                math.inf if name in lost else nats + 0.01 * (seed - 2),
                parameters=setting.parameters,
                curve=(1.0,) * 20,
                diverged=3 if name in lost else None,
                measures={} if name in lost else {"lines": lines, "points": 300 * lines, "seen": points},
            )
            for seed in STUDY.seeds
        ]
    return found


def test_sizes_are_within_the_budget_and_shares_are_of_all_lines() -> None:
    for setting in STUDY.variants.values():
        hold_to_budget(setting)
    sizes = [count_parameters(s.shape(fit_width(s))) / 1e6 for s in BY_SIZE.values()]
    assert sizes == pytest.approx([0.1, 0.3, 1, 3, 8], rel=0.02)
    assert [s.lines for s in BY_SHARE.values()] == [510, 1020, 2551, 5102, 0]
    assert {s.steps * s.window for s in BY_SIZE.values()} == {240_000}
    assert {s.steps * s.window for s in BY_SHARE.values()} == {2_400_000}


def test_a_trial_keeps_the_shares() -> None:
    assert [quick(s).lines for s in BY_SHARE.values()] == [4, 8, 18, 36, 0]
    assert len({quick(s).parameters for s in BY_SIZE.values()}) == 5


def test_what_is_measured_is_what_there_was_to_learn_from() -> None:
    few = BY_SHARE["5 % of the lines"]
    lines = study_ink().train
    found = measure(None, study_ink(), few)  # type: ignore[arg-type]
    assert found == {"lines": len(lines), "points": sum(len(r) - 1 for r in lines), "seen": 2_400_000}
    assert last_training(result(curve=(9.0,) * 18 + (1.0, 2.0))) == 1.5


def test_the_conclusion_gives_the_laws_the_test_and_what_they_predict() -> None:
    said = "\n".join([*conclude(results()), *details(results())])
    assert "Networks: L(N) = 0.2" in said and "Data: L(D) = 0.7" in said
    assert said.count("Tested: fitted without") == 2 and "without 8 M parameters" in said
    assert said.count("and within the range.") == 2
    assert "Predicted for the shipped network's 3.3 M parameters" in said and "for ten times the lines" in said
    assert "after 15.7 passes through 5 % of the lines" in said
    assert len(draw(results()).axes) == 4


def test_a_largest_that_is_off_is_outside_and_one_that_diverged_is_left_out() -> None:
    found = results()
    found["8 M parameters"] = [
        result("8 M parameters", 1, 0.9, parameters=8_000_000, measures=found["8 M parameters"][0].measures)
    ]
    assert "above and outside the range" in conclude(found)[2]
    lost = results(**{"8 M parameters": 1.0})
    assert "fitted without 3 M parameters" in conclude(lost)[2]
    assert len(draw(lost).axes) == 4
