"""The lab's little networks: heads, nats and gradients equal torch's for the same weights."""

from typing import cast

import numpy as np
import pytest
import torch

from lab.networks.cells import RecurrentCell
from lab.networks.stack import Kind, Shape, Stack
from model.lab_networks import LabNetwork
from tests.model import nets
from training.network import mixture_nats

CELLS: list[Kind] = ["rnn-tanh", "lstm", "gru"]


def stack(cell: Kind, weights: dict[str, np.ndarray], inputs: int, hidden: int = 12) -> Stack:
    """The lab's own torch network with these weights, in double precision."""
    network = Stack(Shape(cell, hidden, components=4, inputs=inputs))
    named = {name.replace("cell.", "cells.0."): torch.from_numpy(array) for name, array in weights.items()}
    network.load_state_dict(named)
    return network.double()


def torchs(network: Stack, rows: np.ndarray, row: int) -> tuple[float, np.ndarray, list[np.ndarray]]:
    """log p of row ``row``; its gradient of rows (row, inputs), and of each part of the states (row + 1, units)."""
    x = torch.from_numpy(rows).double()
    x[:, :2] /= torch.tensor([0.75, 0.5], dtype=torch.double)
    leaf = x[:row].clone().requires_grad_(True)
    cell = cast(RecurrentCell, network.cells[0])
    states = [tuple(part.requires_grad_(True) for part in cell.zero(1))]
    for t in range(row):
        states.append(cell(leaf[t : t + 1], states[-1]))
    nats = mixture_nats(network.head(states[-1][0])[0], x[row])
    flat = [part for state in states for part in state]
    found = torch.autograd.grad(-nats, [leaf, *flat], allow_unused=True)
    parts = [torch.zeros(1, cell.hidden) if one is None else one for one in found[1:]]
    return (
        -float(nats.detach()),
        found[0].numpy(),
        [torch.cat(parts[k :: cell.parts]).numpy() for k in range(cell.parts)],
    )


def near(found: np.ndarray, wanted: np.ndarray) -> bool:
    size = np.abs(wanted).max(axis=-1, keepdims=True)
    return bool((np.abs(found - wanted) <= 1e-4 * size + 1e-30).all())


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("inputs", [3, 4])
def test_heads_prices_and_gradients_are_torchs(cell: Kind, inputs: int) -> None:
    weights, config = nets.little(cell, inputs=inputs)
    network = stack(cell, weights, inputs)
    rows = nets.ink(30, inputs)
    little = LabNetwork(weights, config)
    prices = little.score(rows)
    trail = little.read(rows)
    for row in (1, 2, 29):
        log_p, of_rows, of_states = torchs(network, rows, row)
        for found in (little.gradient(rows, row), little.gradient(trail, row)):
            assert found.log_density == pytest.approx(log_p, abs=1e-6) and -prices[row - 1] == pytest.approx(
                log_p, abs=1e-6
            )
            assert (found.row, found.begin, found.rows.shape) == (row, 0, (row, inputs))
            assert near(found.rows, of_rows) and near(found.hidden[:, 0], of_states[0])
            assert found.cell is None if cell != "lstm" else near(cast(np.ndarray, found.cell)[:, 0], of_states[1])
