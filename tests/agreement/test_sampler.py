"""The sampler's heads and sampled points equal torch's for the same weights, within 1e-4."""

import numpy as np
import pytest

from model.sampler import Sampler
from model.trace import Controls
from tests.agreement.reference import Reference
from tests.model import nets

SHAPES = [
    {"layers": 1, "hidden": 20, "inputs": 3},
    {"layers": 2, "hidden": 24, "inputs": 4},
    {"layers": 3, "hidden": 16, "inputs": 3},
    {"layers": 4, "hidden": 16, "inputs": 4},
    {"layers": 5, "hidden": 12, "inputs": 4},
    {"layers": 2, "hidden": 512, "inputs": 4, "components": 20},  # the shipped ones
    {"layers": 3, "hidden": 400, "inputs": 3, "components": 20},
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_heads_of_given_rows_are_torchs(shape: dict[str, int]) -> None:
    weights, config = nets.make(**shape)
    rows = nets.ink(500, shape["inputs"])
    wanted = Reference(weights, config).heads(rows)
    assert np.abs(Sampler(weights, config).heads(rows) - wanted).max() < 1e-4


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_sampled_points_are_torchs(shape: dict[str, int]) -> None:
    """500 sampled points, read back by torch: the mixtures that drew them are those torch would have had."""
    weights, config = nets.make(**shape)
    sampler, inputs = Sampler(weights, config), shape["inputs"]
    rows = nets.ink(20, inputs)
    steps = [s for s, _ in sampler.continue_ink(sampler.feed(sampler.start(), rows), 3, Controls(0.3), limit=480)]
    road = np.zeros((len(steps), inputs), dtype=np.float32)
    road[:, :3] = [(step.dx, step.dy, step.lift) for step in steps]
    if inputs == 4:
        road[:, 3] = rows[-1, 3] + np.cumsum([step.dy for step in steps])
    heads = Reference(weights, config).heads(np.concatenate([rows, road]))[19:-1]
    means = np.array([np.concatenate([step.mixture.mean_x, step.mixture.mean_y]) for step in steps])
    m = config["components"]
    assert np.abs(means - heads[:, 1 + m : 1 + 3 * m]).max() < 1e-4
    lifts = 1.0 / (1.0 + np.exp(-heads[:, 0]))
    assert np.abs(np.array([step.mixture.lift for step in steps]) - lifts).max() < 1e-4
