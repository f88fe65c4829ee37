"""A network that grew says what the small one said, can learn with what is new, and refuses what does not fit."""

from __future__ import annotations

import pytest
import torch

from training.grow_network import grow
from training.network import Config, Network, mixture_nats


def pair(hidden: int = 5, wide: int = 9, layers: int = 3) -> tuple[Network, Network]:
    torch.manual_seed(1)
    narrow = Network(Config(layers, hidden, 4, 3))
    torch.manual_seed(2)
    return narrow, Network(Config(layers, wide, 4, 3))


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_it_says_what_the_narrow_one_said(layers: int) -> None:
    narrow, wide = pair(layers=layers)
    grow(wide, narrow.state_dict(), layers, 5)
    rows = torch.randn(40, 3, 3)
    torch.testing.assert_close(wide(rows)[0], narrow(rows)[0], rtol=0, atol=1e-5)


def test_the_new_units_listen_and_their_weights_learn() -> None:
    narrow, wide = pair()
    grow(wide, narrow.state_dict(), 3, 5)
    states = wide(torch.randn(40, 3, 3))[1]
    assert all(float(h[..., 5:].detach().abs().max()) > 0.01 for h, _ in states)
    rows = torch.randn(6, 2, 3)
    mixture_nats(wide(rows[:-1])[0], rows[1:].abs().clamp(max=1)).mean().backward()
    assert float(wide.head.weight.grad[:, 5:9].abs().max()) > 0
    assert float(wide.lstm[0].weight_hh_l0.grad[:5, 5:].abs().max()) > 0


@pytest.mark.parametrize(("layers", "hidden"), [(1, 9), (2, 9), (2, 12)])
def test_a_deeper_one_says_the_same_and_its_new_layer_learns(layers: int, hidden: int) -> None:
    shallow, _ = pair(hidden=9, layers=layers)
    _, deep = pair(wide=hidden)
    grow(deep, shallow.state_dict(), layers, 9)
    rows = torch.randn(40, 3, 3)
    torch.testing.assert_close(deep(rows)[0], shallow(rows)[0], rtol=0, atol=1e-5)
    assert float(deep(rows)[1][2][0].detach().abs().max()) > 0.01
    mixture_nats(deep(rows[:-1])[0], rows[1:].abs().clamp(max=1)).mean().backward()
    assert float(deep.head.weight.grad[:, layers * hidden :].abs().max()) > 0


def test_a_shallower_one_is_refused() -> None:
    deep, _ = pair()
    shallow, _ = pair(layers=2)
    with pytest.raises(ValueError, match="3 layers do not fit into 2"):
        grow(shallow, deep.state_dict(), 3, 5)


def test_equal_width_takes_all_over() -> None:
    narrow, _ = pair()
    _, same = pair(wide=5)
    grow(same, narrow.state_dict(), 3, 5)
    assert all(torch.equal(value, same.state_dict()[name]) for name, value in narrow.state_dict().items())


@pytest.mark.parametrize(
    ("hidden", "message"), [(10, "do not fit"), (0, "do not fit"), (4, "is not that of 3 layers with 4 units")]
)
def test_what_does_not_fit_is_refused(hidden: int, message: str) -> None:
    narrow, wide = pair()
    with pytest.raises(ValueError, match=message):
        grow(wide, narrow.state_dict(), 3, hidden)


def test_a_missing_tensor_is_named() -> None:
    narrow, wide = pair()
    tensors = narrow.state_dict()
    del tensors["lstm.1.weight_hh_l0"]
    with pytest.raises(ValueError, match=r"lstm\.1\.weight_hh_l0"):
        grow(wide, tensors, 3, 5)
