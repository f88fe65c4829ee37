"""States, gates and heads that a reading keeps equal Graves' equations written out in torch, double precision."""

import numpy as np
import pytest
import torch

from model.activations import read_lines
from model.arrays import Float32Array
from model.checkpoint import Config, Tensors
from model.sampler import Sampler
from tests.model import nets

SHAPES = [{"layers": layers, "hidden": 20, "inputs": inputs} for layers in (1, 2, 3) for inputs in (3, 4)]


def spelled_out(weights: Tensors, config: Config, rows: Float32Array) -> dict[str, np.ndarray]:
    """Graves' equations 7–11 in torch, double precision: h, c (n + 1, layers, units), i, f, o, g (n, layers, units), heads."""
    wide = {name: torch.from_numpy(array).double() for name, array in weights.items()}
    x = torch.from_numpy(rows).double()
    x[:, :2] /= torch.tensor(config["input_scale"], dtype=torch.double)
    layers, units = config["layers"], config["hidden"]
    kept: dict[str, list[torch.Tensor]] = {name: [] for name in "ifogch"}
    below = x
    for k in range(layers):
        h = c = torch.zeros(units, dtype=torch.double)
        parts: dict[str, list[torch.Tensor]] = {name: [] for name in "ifog"} | {"c": [c], "h": [h]}
        for row in below:
            total = wide[f"lstm.{k}.weight_ih_l0"] @ row + wide[f"lstm.{k}.bias_ih_l0"]
            total = total + wide[f"lstm.{k}.weight_hh_l0"] @ h + wide[f"lstm.{k}.bias_hh_l0"]
            a_i, a_f, a_g, a_o = total.chunk(4)
            i, f, g, o = a_i.sigmoid(), a_f.sigmoid(), a_g.tanh(), a_o.sigmoid()
            c = f * c + i * g
            h = o * c.tanh()
            for name, value in zip("ifogch", (i, f, o, g, c, h), strict=True):
                parts[name].append(value)
        for name in kept:
            kept[name].append(torch.stack(parts[name]))
        below = torch.cat((x, kept["h"][-1][1:]), dim=1)
    found = {name: torch.stack(value, dim=1).numpy() for name, value in kept.items()}
    tops = torch.cat([top[1:] for top in kept["h"]], dim=1)
    return found | {"heads": (tops @ wide["head.weight"].T + wide["head.bias"]).numpy()}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("beside", [0, 2, 5])
def test_states_gates_and_heads_are_torchs(shape: dict[str, int], beside: int) -> None:
    """Alone, and on both roads that lines side by side take."""
    weights, config = nets.make(**shape)
    rows = nets.ink(60, shape["inputs"])
    others = [nets.ink(41 + 9 * k, shape["inputs"], seed=7 + k) for k in range(beside)]
    line = read_lines(Sampler(weights, config), [rows, *others])[0]
    wanted = spelled_out(weights, config, rows)
    assert len(line) == 60
    assert line.hidden == pytest.approx(wanted["h"], abs=2e-5) and line.cell == pytest.approx(wanted["c"], abs=2e-4)
    assert line.heads == pytest.approx(wanted["heads"], abs=1e-4)
    for k in range(shape["layers"]):
        for begin, end in ((0, None), (0, 60), (11, 29), (59, 60), (7, 7)):
            gates = line.gates(k, begin, end)
            for name, found in zip("ifog", (gates.input, gates.forget, gates.output, gates.candidate), strict=True):
                assert found == pytest.approx(wanted[name][begin:end, k], abs=2e-5)
                assert found.dtype == np.float32 and not found.flags.writeable
