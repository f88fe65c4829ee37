"""The study of the LSTM's parts: what it compares, and that each sentence follows its figures, whichever they are."""

from __future__ import annotations

import re

import pytest

from lab.findings.figure import svg
from lab.findings.results import Results, spreads
from lab.networks.budget import count_parameters, fit_width, hold_to_budget, shared
from lab.studies.gates import FORGET, PARTS, SHOWN, STANDARD, STUDY, VARIANTS, astray, farthest, settled
from tests.lab.rows import result

CONTEXTS = [1, 2, 4, 8]


def made(**losses: float) -> Results:
    """Three seeds a variant around 0.5 nats, or around what is given of it ("no_forget_gate=0.9")."""
    results: Results = {}
    for name in VARIANTS:
        nats = losses.get(name.replace(" ", "_"), 0.5)
        measures = {"contexts": CONTEXTS, "nats_by_context": [2.0, 1.0, nats, nats], "reach": 4.0}
        results[name] = [
            result(name, seed, nats + 0.01 * seed, curve=(3.0,) * 20 + (1.0,) * 20, measures=measures)
            for seed in (1, 2, 3)
        ]
    return results


def said_of(results: Results) -> str:
    assert STUDY.details is not None
    return "\n".join([*STUDY.conclude(results), *STUDY.details(results)])


def test_variants_differ_in_their_parts_alone_and_are_equal_in_parameters() -> None:
    _, different = shared(list(VARIANTS.values()))
    assert different == ["gates"] and len({setting.gates for setting in VARIANTS.values()}) == len(VARIANTS) == 10
    counts = []
    for setting in VARIANTS.values():
        hold_to_budget(setting)
        counts.append(count_parameters(setting.shape(fit_width(setting))))
    assert max(counts) / min(counts) < 1.04  # each within 2 % of what is given
    assert VARIANTS[STANDARD].gates.forget_bias == 1.0


def test_what_greff_found_is_said_to_be_found_only_where_it_is() -> None:
    theirs = said_of(made(no_forget_gate=0.9, no_tanh_of_c=0.8))
    assert f"Here the worst: {FORGET}, {SHOWN}. Both of theirs are among these" in theirs
    assert "peepholes: not distinguishable." in theirs and f"{FORGET} (0.400), {SHOWN} (0.300)" in theirs
    others = said_of(made(no_input_gate=0.9, no_output_gate=0.8, no_forget_gate=0.7, peepholes=0.4))
    assert "the worst: no input gate, no output gate. Neither of theirs is among these" in others
    assert "peepholes: 0.100 nats lower" in others
    none = said_of(made())
    assert "Here the worst: none. Neither" in none and "No part's loss is higher than" in none


@pytest.mark.parametrize(
    ("zero", "said"), [(0.3, "0 is better"), (0.5, "0 and 1 are not distinguishable"), (0.8, "Here it does")]
)
def test_the_forget_bias_is_judged_by_its_figures(zero: float, said: str) -> None:
    text = said_of(made(forget_bias_0=zero))
    assert said in text and "whether forget bias 2 or forget bias 1 predicts better" in text.lower()


def test_a_run_gone_astray_is_named_and_moves_no_other_figure() -> None:
    results = made(no_forget_gate=0.9)
    results[SHOWN][1] = result(SHOWN, 2, 7.5, curve=(3.0,) * 40, measures=results[SHOWN][1].measures)
    assert [astray(run) for run in results[SHOWN]] == [False, True, False]
    assert len(settled(results)[SHOWN]) == 2 and len(settled(results)[STANDARD]) == 3
    text = said_of(results)
    assert (
        f"counted in the table alone: {SHOWN} (1 of 3)." in text
        and f"not learning every time: {SHOWN}. Both of theirs" in text
    )
    assert "7." not in text


def test_a_run_that_diverged_is_named() -> None:
    results = made()
    results[SHOWN] = [result(SHOWN, seed, float("inf"), curve=(3.0,), diverged=1) for seed in (1, 2, 3)]
    assert f"Diverged: {SHOWN}." in said_of(results) and "no figure" not in said_of(results)
    assert "diverged" in svg(STUDY.draw(results)).decode()


def test_the_figure_shows_every_variant_and_curves_of_the_farthest() -> None:
    results = made(no_forget_gate=0.9, no_output_gate=0.8, i_and_f_coupled=0.2)
    few = farthest(spreads(results, "nats"))
    assert few == [STANDARD, FORGET, "no output gate", "i and f coupled"]
    text = svg(STUDY.draw(results)).decode()
    for name in PARTS:
        assert len(re.findall(f">{name}</text>", text)) == (3 if name in few else 1)
    assert "forget bias" in text and "nats per point (lower is better)" in text
