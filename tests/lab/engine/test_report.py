"""Each study's conclusion: two or three sentences that its figures make, and where the report has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.engine import report
from lab.engine.registry import find_study
from lab.findings.results import Results
from lab.studies import clipping_runs, gates, gradients
from tests.lab.rows import result, study, study_ink
from tests.lab.studies import test_cell_types as cells
from tests.lab.studies import test_clipping as clips
from tests.lab.studies import test_depth_width as depths
from tests.lab.studies import test_gates as parts
from tests.lab.studies import test_gradients as ways
from tests.lab.studies import test_scale as scales
from tests.lab.studies import test_sequence_length as lengths

CLIPS = dict.fromkeys(clipping_runs.CLIPS, 0.5)
LOST = clipping_runs.named("RNN, tanh", clipping_runs.RATES[-1], "none")

# Of each study results of two kinds, and what of them the plain sentences must say.
Case = tuple[str, Callable[[], Results], str]
CASES: list[Case] = [
    (
        "cell-types",
        lambda: cells.made(cells.LOSSES),
        "GRU (0.225 ± 0.010) nats per point lead and are not distinguishable",
    ),
    ("cell-types", lambda: cells.made({**cells.LOSSES, "GRU": 0.1}), "GRU (0.120 ± 0.010) predicts best"),
    ("cell-types", lambda: cells.made(cells.LOSSES, lost="LSTM"), "no cell came lower"),
    ("cell-types", lambda: cells.made({**cells.LOSSES, "LSTM": 0.1}, lost="LSTM"), "LSTM (0.120) came lower than all"),
    ("gates", lambda: parts.made(no_forget_gate=0.9), "nats per point: no forget gate (0.400)."),
    ("gates", lambda: parts.made(no_forget_gate=0.505), "No part's loss is higher than the standard"),
    ("gates", lambda: parts.made(**{"forget_bias_0": 0.3}), "Forget bias 0 predicts better than forget bias 1"),
    ("gradients", lambda: ways.made({gradients.TANH: 0.4}, {}), "is gone after 8 steps: 1/1,500 is left"),
    ("gradients", lambda: ways.made({gradients.TANH: 0.95}, {}), "is not gone after 8 steps: 0.67 is left"),
    (
        "gradients",
        lambda: ways.made({}, {gradients.RESIDUAL: 0.99}, {gradients.RESIDUAL: 2.0}),
        "A gradient that comes back is not",
    ),
    ("depth-width", lambda: depths.results(**{"4layersskips": 0.3}), "(4 layers, skips) predicts better than one wide"),
    (
        "depth-width",
        lambda: depths.results(),
        "one wide layer predicts better: 0.520 nats per point against 0.520",
    ),
    ("depth-width", lambda: depths.results(**{"3layersnoskips": 0.9}), "Skips decide: 3 layers have 0.520 with"),
    ("depth-width", lambda: depths.results(**{"3layersnoskips": 0.2}), "Skips do not always help"),
    (
        "clipping",
        lambda: clips.made({**CLIPS, "norm 5": 0.3}),
        "norm 5 for the LSTM at 0.02 (0.200 nats per point lower)",
    ),
    ("clipping", lambda: clips.made(CLIPS), "0 changed the loss by more than twice the seeds' spread. By chance"),
    ("clipping", lambda: clips.made(CLIPS, broken=LOST), f"{LOST} (3 of 3); fewer with RNN, tanh, 0.1, value"),
    ("scale", lambda: scales.results(), "A network of 8 M parameters predicts better than one of 0.1 M parameters"),
    ("scale", lambda: scales.results(**{"8 M parameters": 0}), "A network of 3 M parameters predicts better"),
    ("sequence-length", lambda: lengths.made(), "No length of a window with the state carried is distinguishable"),
    ("sequence-length", lambda: lengths.made(zeroed=0.9), "nats per point by window: 25 (0.400 ± 0.000 lower); else"),
    (
        "sequence-length",
        lambda: lengths.made(learnt=0.3),
        "beside training from zero: learnt start (0.200 ± 0.000 lower).",
    ),
]


def concluded(name: str, results: Results) -> list[str]:
    return find_study(name).conclude(results)


@pytest.mark.parametrize(("name", "results", "said"), CASES)
def test_the_conclusion_is_short_and_those_of_the_figures(name: str, results: Callable[[], Results], said: str) -> None:
    sentences = concluded(name, results())
    assert 2 <= len(sentences) <= 3 and said in " ".join(sentences)
    assert all(sentence.endswith(".") and "nan" not in sentence and "  " not in sentence for sentence in sentences)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in CASES}))
def test_other_figures_make_other_sentences(name: str) -> None:
    texts = [" ".join(concluded(name, results())) for of, results, _ in CASES if of == name]
    assert len(set(texts)) == len(texts) >= 2


def test_a_run_gone_astray_is_no_part_of_a_mean() -> None:
    results = parts.made()
    results[gates.SHOWN][1] = result(gates.SHOWN, 2, 7.5, curve=(3.0,) * 40)
    first, second, _ = concluded("gates", results)
    assert f"Runs that learnt nothing: {gates.SHOWN} (1 of 3 runs)." in first and gates.SHOWN not in second


def test_the_conclusion_comes_first_and_what_it_is_made_from_in_the_appendix() -> None:
    results = {"LSTM": [result(seed=s) for s in (1, 2, 3)], "GRU": [result("GRU", s) for s in (1, 2, 3)]}
    made = study(conclude=lambda _: ["In short."], details=study().conclude)
    text = report.compose("trial", made, study_ink(), results, quick=False)
    assert text.index("## Conclusion\n\n- In short.\n") < text.index("(trial.svg)") < text.index("## Limits")
    assert "## Appendix\n\n- LSTM and GRU are not distinguishable" in text
    before = report.compose("trial", study(), study_ink(), results, quick=False)
    assert "## Conclusion\n\n- LSTM and GRU" in before and "## Appendix\n\n| variant |" in before
