"""Back through time against torch's own gradients in double precision, and against rows that were really moved."""

import subprocess
import sys
from copy import deepcopy

import numpy as np
import pytest
import torch

from model.activations import read, read_all
from model.arrays import Float32Array
from model.backward import Gradient, gradient
from model.checkpoint import Config, Tensors
from model.mdn_gradient import log_density_gradient
from model.sampler import Sampler
from tests.model import nets
from training.network import Config as Shape
from training.network import Network, mixture_nats

SHAPES = [{"layers": layers, "hidden": 20, "inputs": inputs} for layers in (1, 2, 3) for inputs in (3, 4)]


def network_of(weights: Tensors, config: Config, rest: int = -1) -> Network:
    shape = Shape(config["layers"], config["hidden"], config["components"], len(config["inputs"]), rest=rest)
    network = Network(shape)
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    network.hold_rest()
    return network.double().eval()


def torchs(network: Network, config: Config, rows: Float32Array, row: int) -> dict[str, np.ndarray]:
    """log p of row ``row`` and its gradient: rows (row, inputs); h and c (row + 1, layers, units).

    The network is run row by row, so that every state is a tensor of the graph; that it is the same network is checked.
    """
    x = torch.from_numpy(rows).double()
    x[:, :2] /= torch.tensor(config["input_scale"], dtype=torch.double)
    leaf = x[:row].clone().requires_grad_(True)
    layers, units = config["layers"], config["hidden"]
    first = [torch.zeros(1, units, dtype=torch.double, requires_grad=True) for _ in range(2 * layers)]
    states = [list(zip(first[::2], first[1::2], strict=True))]
    for t in range(row):
        shown: list[torch.Tensor] = []
        for k, (h, c) in enumerate(states[-1]):
            layer = network.lstm[k]
            total = torch.cat([leaf[t : t + 1], *shown[-1:]], dim=1) @ layer.weight_ih_l0.T + layer.bias_ih_l0
            i, f, g, o = (total + h @ layer.weight_hh_l0.T + layer.bias_hh_l0).chunk(4, dim=1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            shown.append(o.sigmoid() * c.tanh())
            states.append([]) if k == 0 else None
            states[-1].append((shown[-1], c))
    head = network.head(torch.cat([h for h, _ in states[-1]], dim=1))[0]
    whole, _ = deepcopy(network).float()(x[:row, None].float())
    assert torch.allclose(head, whole[-1, 0].double(), atol=1e-4)
    nats = mixture_nats(head, x[row])
    flat = [tensor for state in states for pair in state for tensor in pair]
    found = torch.autograd.grad(-nats, [leaf, *flat], allow_unused=True)
    parts = [torch.zeros(1, units) if one is None else one for one in found[1:]]
    stacked = torch.stack(parts).reshape(row + 1, layers, 2, units).numpy()
    return {"log p": -nats.detach().numpy(), "rows": found[0].numpy(), "h": stacked[:, :, 0], "c": stacked[:, :, 1]}


def near(found: np.ndarray, wanted: np.ndarray) -> bool:
    """Within 1e-4 of the longest at the same time, or of a billionth of the longest of all."""
    size = np.abs(wanted).max(axis=-1, keepdims=True)
    return bool((np.abs(found - wanted) <= 1e-4 * np.maximum(size, 1e-9 * np.abs(wanted).max())).all())


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("rest", [-1, 2])
def test_it_is_torchs(shape: dict[str, int], rest: int) -> None:
    weights, config = nets.make(**shape)
    network = network_of(weights, config, rest)
    held = {name: value.float().numpy() for name, value in network.state_dict().items()}
    rows = nets.ink(40, shape["inputs"])
    reading = read(Sampler(held, config), rows)
    for row in (1, 2, 25, 39):
        wanted, found = torchs(network, config, rows, row), gradient(reading, row)
        assert (found.row, found.begin) == (row, 0) and found.cell is not None
        assert found.log_density == pytest.approx(float(wanted["log p"]), abs=1e-4)
        assert found.rows.shape == (row, shape["inputs"])
        assert near(found.rows, wanted["rows"])
        assert near(found.hidden, wanted["h"]) and near(found.cell, wanted["c"])


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_rows_that_are_really_moved_say_the_same(shape: dict[str, int]) -> None:
    sampler, rows = nets.sampler(**shape), nets.ink(12, shape["inputs"])
    found, row, by = gradient(read(sampler, rows), 9).rows, 9, 4e-3
    scale = np.array((*sampler.input_scale, 1.0, 1.0))[: shape["inputs"]]
    for t in range(row):
        for column in range(shape["inputs"]):
            prices = []
            for sign in (-1, 1):
                moved = rows.copy()
                moved[t, column] += sign * by * scale[column]
                prices.append(sampler.score(moved)[row - 1])
            slope = (prices[0] - prices[1]) / (2 * by)
            assert found[t, column] == pytest.approx(slope, rel=2e-2, abs=2e-2 * float(np.abs(found).max()))


def test_at_distance_0_is_the_head_alone() -> None:
    sampler, rows = nets.sampler(layers=2), nets.ink(15)
    reading = read(sampler, rows)
    found = gradient(reading, 10)
    sx, sy = sampler.input_scale
    x, y = float(rows[10, 0]) / sx, float(rows[10, 1]) / sy
    slope = log_density_gradient(reading.heads[9], x, y, bool(rows[10, 2] > 0.5))
    weights, _ = nets.make(layers=2)
    at_top = (slope @ weights["head.weight"])[24:]
    assert found.hidden[-1, 1] == pytest.approx(at_top, rel=1e-4, abs=1e-5)
    o = reading.gates(1).output[9]
    assert found.cell is not None and found.direct is not None
    assert found.cell[-1, 1] == pytest.approx(at_top * o * (1 - np.tanh(reading.cell[10, 1]) ** 2), rel=1e-4, abs=1e-5)
    assert np.array_equal(found.direct[-1], found.cell[-1])


def test_the_highway_is_the_product_of_the_forget_gates() -> None:
    reading = read(nets.sampler(layers=3, hidden=16), nets.ink(30))
    found = gradient(reading, 22)
    assert found.direct is not None and found.cell is not None
    for k in range(3):
        forget = reading.gates(k).forget.astype(np.float64)
        for t in (0, 7, 21):
            assert found.direct[t, k] == pytest.approx(forget[t:22, :].prod(axis=0) * found.cell[-1, k], rel=1e-4)


@pytest.mark.parametrize("limit", [0, 1, 6, 19, 100])
def test_a_limit_cuts_and_changes_nothing(limit: int) -> None:
    reading = read(nets.sampler(layers=2), nets.ink(30))
    whole, part = gradient(reading, 20), gradient(reading, 20, limit)
    n = min(limit, 20)
    assert part.begin == 20 - n and part.rows.shape == (n, 4) and part.hidden.shape == (n + 1, 2, 24)

    def parts(one: Gradient) -> list[Float32Array]:
        assert one.cell is not None and one.direct is not None
        return [one.rows, one.hidden, one.cell, one.direct]

    for ours, theirs in zip(parts(part), parts(whole), strict=True):
        assert ours == pytest.approx(theirs[len(theirs) - len(ours) :], rel=1e-4, abs=1e-6)
        assert not ours.flags.writeable


def test_lengths_are_by_distance() -> None:
    found = gradient(read(nets.sampler(layers=2), nets.ink(30)), 20, 12)
    assert found.cell is not None and found.cell_norms is not None and found.direct_norms is not None
    assert found.row_norms.shape == (12,) and found.hidden_norms.shape == found.direct_norms.shape == (13, 2)
    assert found.row_norms[0] == pytest.approx(np.linalg.norm(found.rows[-1]), rel=1e-6)
    assert found.hidden_norms[12, 1] == pytest.approx(np.linalg.norm(found.hidden[0, 1]), rel=1e-6)
    assert found.cell_norms[3, 0] == pytest.approx(np.linalg.norm(found.cell[-4, 0]), rel=1e-6)


def test_a_reading_that_began_from_a_state_goes_back_to_it() -> None:
    sampler, rows = nets.sampler(layers=2), nets.ink(30)
    whole = gradient(read(sampler, rows), 25)
    rest = read_all(sampler, [rows[10:]], [sampler.feed(sampler.start(), rows[:10])])[0]
    part = gradient(rest, 15)
    assert part.rows == pytest.approx(whole.rows[10:], rel=1e-3, abs=1e-5)
    assert part.hidden[1:] == pytest.approx(whole.hidden[11:], rel=1e-3, abs=1e-5)


def test_what_is_not_there_is_refused() -> None:
    reading = read(nets.sampler(), nets.ink(10))
    for row in (-1, 0, 10, 99):
        with pytest.raises(ValueError, match=f"row {row} .*10 that were read"):
            gradient(reading, row)
    with pytest.raises(ValueError, match="limit must be at least 0, not -1"):
        gradient(reading, 5, -1)


def test_no_torch_is_needed() -> None:
    code = "import sys, model.backward; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
