"""Depth against width: equal parameters to two percent, and sentences that follow the figures."""

from __future__ import annotations

import math

import pytest

from lab.engine.runs import train
from lab.findings.results import Results
from lab.networks.budget import count_parameters, fit_width
from lab.studies.depth_width import STUDY, VARIANTS, conclude, details, draw, measure
from tests.lab.rows import TINY, result, study_ink


def results(**nats: float) -> Results:
    """Three seeds a variant, 0.01 apart; ``nats`` by the variant's name without spaces and commas, else 0.5."""
    found: Results = {}
    for name, setting in VARIANTS.items():
        mean = nats.get("".join(c for c in name if c.isalnum()), 0.5)
        measures = {"contexts": [1, 2, 4], "nats_by_context": [0.9, 0.7, 0.6], "reach": 8.0 * setting.layers}
        lost = {"diverged": 2} if math.isinf(mean) else {"measures": measures}
        pace = 40_000.0 / setting.layers
        found[name] = [result(name, s, mean + 0.01 * s, points_per_s=pace, **lost) for s in (1, 2, 3)]
    return found


def test_all_variants_have_the_same_parameters_and_the_deeper_is_narrower() -> None:
    counts = [count_parameters(s.shape(fit_width(s))) for s in VARIANTS.values()]
    assert max(counts) < 1.02 * min(counts) and len(VARIANTS) == 7 and len(STUDY.seeds) == 3
    for skips in (True, False):
        widths = [fit_width(s) for s in VARIANTS.values() if s.skips is skips or s.layers == 1]
        assert widths == sorted(widths, reverse=True) and len(set(widths)) == 4


def test_the_conclusion_names_the_best_depth_and_what_skips_do() -> None:
    found = results(**{"2layersskips": 0.3, "4layersnoskips": 0.9})
    said = conclude(found)
    assert "The best of several layers (2 layers, skips) predicts better than one wide layer: 0.320 nats" in said[0]
    assert "2 layers have 0.320 with them and 0.520 without; 4 layers have 0.520 with them and 0.920 without" in said[1]
    assert "at 3 layers skips make no distinguishable difference" in said[1] and "at 0.25 of the speed" in said[2]
    more = details(found)
    assert more[0].startswith("From the lowest loss: 2 layers, skips < ")
    assert more[1].endswith("2 layers, skips is lower than 1 layer in 3 of 3.")
    assert "4 layers, skips needs 32 of them and 1 layer 8." in more[2]


@pytest.mark.parametrize("lost", [{"4layersnoskips": math.inf}, {"1layer": math.inf, "2layersskips": math.inf}])
def test_what_diverged_is_left_out_and_said(lost: dict[str, float]) -> None:
    found = results(**lost)
    assert any("no run came to its end" in sentence or "make no" in sentence for sentence in conclude(found))
    assert len(draw(found).axes) == 4


def test_the_measures_are_those_of_the_contexts_that_lines_allow() -> None:
    network, _ = train(TINY, study_ink(), 1, "one", lambda step, nats: None)
    found = measure(network, study_ink(), TINY)
    assert found["contexts"] == [1, 2, 4, 8, 16, 32] and len(found["nats_by_context"]) == 6
    assert found["reach"] in found["contexts"]
