"""The study of the gradient's way back: what it measures of a network, and that its sentences follow the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from lab.findings.figure import svg
from lab.findings.results import Results
from lab.networks.budget import Setting, hold_to_budget, shared
from lab.networks.gradient_by_step import flow_back, left
from lab.networks.gradient_reach import ASKED, PLACES, WIDTHS, gone
from lab.networks.memory import places
from lab.networks.stack import Stack
from lab.studies import gradients
from lab.studies.gradients import GRU, IRNN, LSTM, RESIDUAL, STUDY, TANH, UNIFORM, VARIANTS
from tests.lab.rows import TINY, result, study_ink


def silent(step: int, nats: float) -> None: ...


def fading(factor: float) -> list[float]:
    return [factor**k for k in range(65)]


def made(before: dict[str, float], after: dict[str, float], nats: dict[str, float] | None = None) -> Results:
    """Results in which a variant keeps a factor of its gradient a step: 0.9 where nothing is given."""
    results: Results = {}
    for name, setting in VARIANTS.items():
        runs = []
        for seed in (1, 2, 3):
            measures: dict[str, object] = {}
            for stage, factors in (("before", before), ("after", after)):
                shares = fading(factors.get(name, 0.9) + 0.001 * seed)
                parts = ["h", *(["c", "direct"] if name == LSTM else ["direct"] if name in (GRU, RESIDUAL) else [])]
                for part in parts:
                    measures |= {f"{part} {stage}": shares, f"eight {part} {stage}": shares[8]}
                    measures[f"step {part} {stage}"] = shares[8] ** (1 / 8)
                measures[f"gone {stage}"] = gone(shares)
                if "rnn" in setting.cell:
                    measures[f"radius {stage}"] = 1.06
            if name in gradients.SWEPT.values():
                measures["by width"] = [(0.1 * width**0.5) ** ASKED for width in WIDTHS]
            loss = (nats or {}).get(name, 0.5)
            runs.append(result(name, seed, loss + 0.01 * seed, hidden=112, measures=measures))
        results[name] = runs
    return results


def said_of(results: Results) -> str:
    assert STUDY.details is not None
    return "\n".join([*STUDY.conclude(results), *STUDY.details(results)])


def test_variants_are_cells_and_starts_at_equal_parameters() -> None:
    _, different = shared(list(VARIANTS.values()))
    assert set(different) == {"cell", "start", "residual"}
    for setting in VARIANTS.values():
        hold_to_budget(setting)
    assert VARIANTS[TANH] == replace(VARIANTS[RESIDUAL], residual=0.0) == replace(VARIANTS[UNIFORM], start="normal")


def test_the_untrained_network_is_the_one_that_training_begins_with() -> None:
    setting = replace(TINY, cell="rnn-tanh", start="normal")
    network, done = gradients.train(setting, study_ink(), 1, TANH, silent)
    torch.manual_seed(1)
    before = Stack(network.shape)
    dev = study_ink().dev
    distance = max(map(len, dev)) // 3
    rows, target = places(dev, distance + distance // 2, PLACES)
    wanted = left(flow_back(before, rows, target[-1], distance).h)
    assert done.measures["h before"] == pytest.approx(wanted) and done.measures["eight h before"] == wanted[ASKED]
    assert len(done.measures["by width"]) == len(WIDTHS) and "h after" not in done.measures
    after = gradients.measure(network, study_ink(), setting)
    assert after["h after"] != wanted and after["h after"][0] == 1.0 and after["radius after"] > 0


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_gated_cells_have_their_other_way(cell: str) -> None:
    setting: Setting = replace(TINY, cell=cell)  # type: ignore[arg-type]
    network = Stack(setting.shape(6))
    found = gradients.measure(network, study_ink(), setting)
    assert ("eight c after" in found) is (cell == "lstm") and "eight direct after" in found
    assert "radius after" not in found


def test_the_students_question_is_answered_by_the_figures() -> None:
    gone_now = said_of(made({TANH: 0.4}, {}))
    assert "the gradient of the vanilla network is gone after 8 steps: 1/1,500 is left;" in gone_now
    there = said_of(made({TANH: 0.95}, {}))
    assert "is not gone after 8 steps: 0.67 is left;" in there
    assert "gone up to 16 units and no longer from the next on" in there  # by the rule (0.1·√n)⁸
    assert "that rule 1.06" in there


def test_training_and_the_two_highways_are_compared() -> None:
    text = said_of(made({LSTM: 0.8}, {LSTM: 0.95, GRU: 0.5}, {RESIDUAL: 2.0}))
    assert "nearer in 1 of 9 variants and farther in 1; for the other 7" in text
    assert "Per step, the LSTM through c is 0.100 of a factor below the residual" in text
    assert "Per step, the residual is 0.050 of a factor below the LSTM through c" in text
    assert "keeps most of it and has" not in text  # the LSTM keeps most here, and its loss is no higher
    high = said_of(made({}, {RESIDUAL: 0.99}, {RESIDUAL: 2.0}))
    assert f"{RESIDUAL} keeps most of it and has 2.020 nats per point, {TANH} 0.520" in high


def test_a_run_that_diverged_keeps_what_was_measured_before() -> None:
    results = made({}, {})
    for run in results[IRNN]:
        for name in [name for name in run.measures if name.endswith("after")]:
            del run.measures[name]
    results[IRNN] = [replace(run, diverged=3, nats=float("inf")) for run in results[IRNN]]
    assert f"Diverged: {IRNN}." in said_of(results)
    text = svg(STUDY.draw(results)).decode()
    assert (
        "LSTM, normal, through c" in text
        and "Cells, untrained" in text
        and "Starts of the tanh network, untrained" in text
    )
    assert "distance, steps back" in text and "width, units" in text
