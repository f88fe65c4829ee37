"""Written runs are found again by all that they follow from; the least recently used go first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inkapp.live.compose.read_hand import read_lines
from inkapp.live.compose.written_runs import RunKey, WrittenRuns
from model.attention import Faults
from model.text_protocol import Try
from model.trace import Controls
from tests.live.compose.networks import MadeUpNetwork, page_of


def a_try(cost: float) -> Try:
    return Try(np.zeros((1, 2)), np.ones(1, dtype=np.bool_), np.zeros(1, dtype=np.int64), Faults(), cost)


def test_a_run_is_found_by_all_that_it_follows_from():
    network = MadeUpNetwork()
    hand, same_ink = (read_lines(network, [page_of().strokes], {}) for _ in range(2))
    key, runs, best = RunKey(hand, "wax", 3, Controls(0.4), 4, 3), WrittenRuns(), a_try(1.0)
    runs.keep(key, best)
    assert runs.find(RunKey(hand, "wax", 3, Controls(0.4), 4, 3)) is best
    others = [
        replace(key, hand=same_ink),
        replace(key, run="wa"),
        replace(key, seed=4),
        replace(key, controls=Controls(0.4, shake=0.2)),
        replace(key, tries=1),
        replace(key, rounds=1),
    ]
    assert [runs.find(other) for other in others] == [None] * len(others)


def test_the_least_recently_used_go_first():
    hand = read_lines(MadeUpNetwork(), [page_of().strokes], {})
    keys = [RunKey(hand, "wax", seed, Controls(), 4, 3) for seed in range(4)]
    runs = WrittenRuns(most=3)
    for key in keys[:3]:
        runs.keep(key, a_try(1.0))
    assert runs.find(keys[0]) is not None
    runs.keep(keys[3], a_try(1.0))
    assert [runs.find(key) is not None for key in keys] == [True, False, True, True]
