"""Gradients back through time equal torch's own in double precision."""

from copy import deepcopy

import numpy as np
import pytest
import torch

from model.activations import read_line
from model.arrays import Float32Array
from model.backward import gradient
from model.checkpoint import Config, Tensors
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
def test_the_gradient_is_torchs(shape: dict[str, int], rest: int) -> None:
    weights, config = nets.make(**shape)
    network = network_of(weights, config, rest)
    held = {name: value.float().numpy() for name, value in network.state_dict().items()}
    rows = nets.ink(40, shape["inputs"])
    reading = read_line(Sampler(held, config), rows)
    for row in (1, 2, 25, 39):
        wanted, found = torchs(network, config, rows, row), gradient(reading, row)
        assert (found.row, found.begin) == (row, 0) and found.cell is not None
        assert found.log_density == pytest.approx(float(wanted["log p"]), abs=1e-4)
        assert found.rows.shape == (row, shape["inputs"])
        assert near(found.rows, wanted["rows"])
        assert near(found.hidden, wanted["h"]) and near(found.cell, wanted["c"])
