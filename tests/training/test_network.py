"""The network in torch against torch's own cells and the sampler, its loss against SciPy, its gradient by differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy import stats

from model import mdn
from model.sampler import Sampler
from tests.agreement.reference import Reference
from tests.model import nets
from training.network import Config, Network, mixture_nats, parameter_count, squared_error


def network_of(layers: int, hidden: int, inputs: int) -> tuple[Network, Sampler, Reference]:
    weights, config = nets.make(layers=layers, hidden=hidden, inputs=inputs)
    network = Network(Config(layers, hidden, config["components"], inputs))
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    return network.eval(), Sampler(weights, config), Reference(weights, config)


@pytest.mark.parametrize(("layers", "hidden", "inputs"), [(1, 20, 3), (2, 24, 4), (3, 16, 3)])
def test_500_points_are_torchs_and_the_samplers(layers: int, hidden: int, inputs: int) -> None:
    network, sampler, reference = network_of(layers, hidden, inputs)
    rows = nets.ink(501, inputs)
    scaled = torch.from_numpy(rows.copy())
    scaled[:, :2] /= torch.tensor(sampler.input_scale)
    with torch.no_grad():
        heads, _ = network(scaled[:-1, None])
    assert np.abs(heads[:, 0].numpy() - reference.heads(rows[:-1])).max() < 1e-5
    assert np.abs(heads[:, 0].numpy() - sampler.heads(rows[:-1])).max() < 1e-4
    nats = mixture_nats(heads[:, 0], scaled[1:, :3]).numpy()
    assert nats == pytest.approx(sampler.score(rows), abs=1e-3, rel=1e-4)


def test_a_state_carries_on_and_a_batch_is_its_lines() -> None:
    network, _, _ = network_of(2, 24, 4)
    one, other = (torch.from_numpy(nets.ink(40, 4, seed)) for seed in (1, 2))
    with torch.no_grad():
        whole, _ = network(one[:, None])
        first, state = network(one[:15, None])
        rest, _ = network(one[15:, None], state)
        both, _ = network(torch.stack((one, other), dim=1))
    assert torch.allclose(torch.cat((first, rest)), whole, atol=1e-5)
    assert torch.allclose(both[:, :1], whole, atol=1e-5) and not torch.allclose(both[:, 1:], whole, atol=1e-2)


def test_it_starts_with_open_forget_gates_and_counts_itself() -> None:
    network = Network(Config(2, 8, 3, 4))
    for k in range(2):
        bias = network.state_dict()[f"lstm.{k}.bias_ih_l0"]
        assert (bias[8:16] == 1.0).all() and (network.state_dict()[f"lstm.{k}.bias_hh_l0"] == 0.0).all()
    shapes = [(32, 4), (32, 8), (32,), (32,), (32, 12), (32, 8), (32,), (32,), (19, 16), (19,)]
    assert parameter_count([network]) == sum(math.prod(shape) for shape in shapes)


def heads_and_targets(count: int, components: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    head = random.normal(0.0, 1.0, (count, 1 + 6 * components))
    return head, np.concatenate((random.normal(0.0, 1.0, (count, 2)), random.integers(0, 2, (count, 1))), axis=1)


def test_the_loss_is_scipys_mixture() -> None:
    head, target = heads_and_targets(40, 5)
    nats = mixture_nats(torch.from_numpy(head), torch.from_numpy(target)).numpy()
    for h, (x, y, lift), found in zip(head, target, nats, strict=True):
        weight, mx, my, lx, ly, raw = h[1:].reshape(6, 5)
        weight = np.exp(weight) / np.exp(weight).sum()
        density = 0.0
        for k in range(5):
            sx, sy, rho = math.exp(lx[k]), math.exp(ly[k]), 0.999 * math.tanh(raw[k])
            covariance = [[sx * sx, rho * sx * sy], [rho * sx * sy, sy * sy]]
            density += weight[k] * stats.multivariate_normal([mx[k], my[k]], covariance).pdf([x, y])
        pen = 1 / (1 + math.exp(-h[0]))
        assert found == pytest.approx(-math.log(density) - math.log(pen if lift else 1 - pen), rel=1e-9)
    wanted = mdn.nats(head.astype(np.float32), target[:, 0], target[:, 1], target[:, 2])
    assert nats == pytest.approx(wanted, abs=1e-3, rel=1e-4)


def test_its_gradient_is_that_of_finite_differences() -> None:
    head, target = heads_and_targets(6, 4, seed=3)
    wanted = torch.from_numpy(target)
    point = torch.from_numpy(head).requires_grad_()
    assert torch.autograd.gradcheck(lambda h: mixture_nats(h, wanted), (point,), eps=1e-6, atol=1e-6, rtol=1e-5)
    mixture_nats(point, wanted).sum().backward()
    step = np.zeros_like(head)
    for row, column in [(0, 0), (1, 3), (2, 6), (3, 10), (4, 15), (5, 23)]:  # one of each kind, by hand
        step[:] = 0.0
        step[row, column] = 1e-6
        up, down = (float(mixture_nats(torch.from_numpy(head + s * step), wanted).sum()) for s in (1, -1))
        assert float(point.grad[row, column]) == pytest.approx((up - down) / 2e-6, rel=1e-5, abs=1e-7)


def test_extreme_heads_cost_a_finite_price_with_a_finite_gradient() -> None:
    random = np.random.default_rng(0)
    head = torch.from_numpy(random.choice([-60.0, 0.0, 60.0], (200, 25)).astype(np.float32)).requires_grad_()
    target = torch.from_numpy(
        np.concatenate((random.normal(0, 3, (200, 2)), np.ones((200, 1))), axis=1).astype(np.float32)
    )
    nats = mixture_nats(head, target)
    nats.sum().backward()
    assert torch.isfinite(nats).all() and torch.isfinite(head.grad).all()  # type: ignore[arg-type]


def test_the_squared_error_is_of_the_mixtures_mean() -> None:
    head, target = heads_and_targets(20, 5)
    weight = np.exp(head[:, 1:6]) / np.exp(head[:, 1:6]).sum(axis=1, keepdims=True)
    mean = np.stack(((weight * head[:, 6:11]).sum(axis=1), (weight * head[:, 11:16]).sum(axis=1)), axis=1)
    wanted = ((mean - target[:, :2]) ** 2).sum(axis=1)
    assert squared_error(torch.from_numpy(head), torch.from_numpy(target)).numpy() == pytest.approx(wanted)


def test_a_component_at_rest_stays_there_while_all_else_learns() -> None:
    torch.manual_seed(0)
    config = Config(1, 12, 4, 3, rest=2)
    network = Network(config)
    rows = [1 + 2 + 4 * block for block in range(1, 6)]
    held = {name: network.state_dict()[name][rows].clone() for name in ("head.weight", "head.bias")}
    assert (held["head.weight"] == 0).all() and held["head.bias"].tolist() == [0.0, 0.0, -8.0, -8.0, 0.0]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=1e-3)
    ink = torch.from_numpy(nets.ink(30, 3))
    ink[5:15, :2] = 0.0  # the pen rests
    first = last = 0.0
    for step in range(30):
        head, _ = network(ink[:-1, None])
        loss = mixture_nats(head[:, 0], ink[1:]).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        first, last = (float(loss.detach()) if step == 0 else first), float(loss.detach())
    after = network.state_dict()
    assert torch.equal(after["head.weight"][rows], held["head.weight"])
    assert torch.allclose(after["head.bias"][rows], held["head.bias"], atol=0.01)  # weight decay alone moves it
    assert (after["head.bias"][rows][2:4] < -7.0).all()  # and it stays beyond the clamp
    others = [r for r in range(25) if r not in rows]
    assert (after["head.weight"][others] != before["head.weight"][others]).any(dim=1).all()
    assert last < first - 0.5
    network.load_state_dict(before)
    with torch.no_grad():
        network.head.weight.fill_(1.0)
    network.hold_rest()
    assert torch.equal(network.state_dict()["head.weight"][rows], held["head.weight"])


def test_recurrent_dropout_thins_a_layers_own_weights_in_training_alone() -> None:
    torch.manual_seed(5)
    network, rows = Network(Config(2, 12, 3, 4, recurrent_dropout=0.4)), torch.randn(9, 2, 4)
    plain = Network(Config(2, 12, 3, 4))
    plain.load_state_dict(network.state_dict())
    network.train()
    torch.manual_seed(1)
    head, _ = network(rows)
    torch.manual_seed(1)
    for layer in plain.lstm:  # the same weights left out by hand
        with torch.no_grad():
            layer.weight_hh_l0.copy_(torch.nn.functional.dropout(layer.weight_hh_l0, 0.4))  # type: ignore[arg-type]
    torch.testing.assert_close(head, plain(rows)[0])
    head.sum().backward()
    left_out = plain.lstm[0].weight_hh_l0 == 0
    gradient = network.lstm[0].weight_hh_l0.grad
    assert float(gradient[~left_out].abs().min()) > 0 and float(gradient[left_out].abs().max()) == 0
    network.eval()
    plain.load_state_dict(network.state_dict())
    torch.testing.assert_close(network(rows)[0], plain(rows)[0], rtol=0, atol=0)


def test_dropout_is_for_training_alone() -> None:
    torch.manual_seed(0)
    network = Network(Config(2, 12, 3, 4, dropout=0.5))
    ink = torch.from_numpy(nets.ink(10))[:, None]
    network.train()
    assert not torch.equal(network(ink)[0], network(ink)[0])
    network.eval()
    assert torch.equal(network(ink)[0], network(ink)[0])
