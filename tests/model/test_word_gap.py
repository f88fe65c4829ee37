"""A rest begins a word where that is the likelier, and never where the network has ruled it out."""

from dataclasses import replace

import numpy as np
import pytest

from model import noise, word_gap
from model.arrays import Float32Array
from model.futures import continue_batch
from model.point_sampler import PointSampler, sample_points
from model.trace import Controls
from tests.model import nets

CONTROLS = Controls(1.0, 0.0)
HERE, BEYOND = 0.0, 4.0  # where a hop within the word goes, and one that begins another


def head(chance: float) -> Float32Array:
    """Two narrow components: the word goes on, or (with ``chance``) another begins."""
    logits = [np.log(1 - chance), np.log(chance)]
    return np.array([0.0, *logits, HERE, BEYOND, 0.0, 0.0, -3.0, -3.0, -3.0, -3.0, 0.0, 0.0], dtype=np.float32)


def begins(chance: float, seed: int, controls: Controls = CONTROLS) -> bool:
    raw = head(chance)
    row = [0.0, 0.1, 0.2, 0.5]  # left to itself the word goes on
    chosen, drawn_with = word_gap.hop_noise(raw, row, seed, 2.0, 0.5, controls)
    return PointSampler(raw).sample(chosen, drawn_with)[0] > 2.0


@pytest.mark.parametrize("beyond", [-1.0, 2.0, 3.99, 4.02])
def test_the_chance_of_a_gap_is_the_share_of_hops_that_make_one(beyond: float) -> None:
    raw, count = head(0.3), 20_000
    drawn, _, _ = sample_points(np.repeat(raw[:, None], count, axis=1), noise.rows(1, 0, count), CONTROLS)
    assert word_gap.gap_chance(raw, beyond) == pytest.approx((drawn > beyond).mean(), abs=0.015)


@pytest.mark.parametrize("temperature", [0.1, 0.5, 1.0])
def test_the_likelier_is_done_at_every_temperature_and_seed(temperature: float) -> None:
    controls = Controls(temperature)  # whose floor drops what is as rare as this
    even = 1 / (1 + word_gap.ODDS)
    assert all(begins(1.2 * even, seed, controls) for seed in range(50))
    assert not any(begins(0.9 * even, seed, Controls(temperature, 0.2)) for seed in range(50))


def test_where_the_word_must_go_on_it_does() -> None:
    assert not any(begins(1e-6, seed) for seed in range(50))


def test_equal_seeds_hop_alike_and_others_do_not() -> None:
    raw, row = head(0.5), [0.0, 0.1, 0.2, 0.5]
    hops = [word_gap.hop_noise(raw, row, seed, 2.0, 0.5, CONTROLS)[0] for seed in (1, 1, 2)]
    assert hops[0] == hops[1] != hops[2]


def test_a_hop_leaves_room_for_a_round_letter_where_it_can() -> None:
    raw = head(0.5)
    raw[7:9] = np.log(1.0)  # one broad hop of 4: many just beyond the least
    for spread, least in ((1.0, 4.0 + word_gap.ROUND), (100.0, 4.0)):
        for seed in range(30):
            row, drawn_with = word_gap.hop_noise(raw, [0.0, 0.1, 0.2, 0.5], seed, 4.0, spread, CONTROLS)
            assert PointSampler(raw).sample(row, drawn_with)[0] > least


def test_the_sampler_hops_once_and_its_futures_alike() -> None:
    sampler = nets.sampler()
    state = replace(sampler.feed(sampler.start(), nets.ink(12)), lifted=True)
    resting = replace(state, gap=0.6)
    alone = []
    for seed in range(12):
        pairs = list(sampler.continue_ink(resting, seed, Controls(0.8), limit=5))
        assert all(after.gap == 0.0 for _, after in pairs)
        alone.append([step.dx for step, _ in pairs])
    futures = continue_batch(sampler, resting, range(12), Controls(0.8), 5)
    side_by_side = futures.dx.T
    assert side_by_side == pytest.approx(np.array(alone), abs=1e-4)
    plain = continue_batch(sampler, state, range(12), Controls(0.8), 1)
    assert (futures.dx[0] > 0.6).mean() > (plain.dx[0] > 0.6).mean()
