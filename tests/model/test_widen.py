"""A widened network says what the narrow one said, can learn with its new units, and refuses what does not fit."""

from __future__ import annotations

import pytest
import torch

from model.network import Config, Network, mixture_nats
from model.widen import widen


def pair(hidden: int = 5, wide: int = 9, layers: int = 3) -> tuple[Network, Network]:
    torch.manual_seed(1)
    narrow = Network(Config(layers, hidden, 4, 3))
    torch.manual_seed(2)
    return narrow, Network(Config(layers, wide, 4, 3))


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_it_says_what_the_narrow_one_said(layers: int) -> None:
    narrow, wide = pair(layers=layers)
    widen(wide, narrow.state_dict(), 5)
    rows = torch.randn(40, 3, 3)
    torch.testing.assert_close(wide(rows)[0], narrow(rows)[0], rtol=0, atol=1e-5)


def test_the_new_units_listen_and_their_weights_learn() -> None:
    narrow, wide = pair()
    widen(wide, narrow.state_dict(), 5)
    states = wide(torch.randn(40, 3, 3))[1]
    assert all(float(h[..., 5:].detach().abs().max()) > 0.01 for h, _ in states)
    rows = torch.randn(6, 2, 3)
    mixture_nats(wide(rows[:-1])[0], rows[1:].abs().clamp(max=1)).mean().backward()
    assert float(wide.head.weight.grad[:, 5:9].abs().max()) > 0
    assert float(wide.lstm[0].weight_hh_l0.grad[:5, 5:].abs().max()) > 0


def test_equal_width_takes_all_over() -> None:
    narrow, _ = pair()
    _, same = pair(wide=5)
    widen(same, narrow.state_dict(), 5)
    assert all(torch.equal(value, same.state_dict()[name]) for name, value in narrow.state_dict().items())


@pytest.mark.parametrize(("hidden", "message"), [(10, "do not fit"), (0, "do not fit"), (4, "is not that of 4 units")])
def test_what_does_not_fit_is_refused(hidden: int, message: str) -> None:
    narrow, wide = pair()
    with pytest.raises(ValueError, match=message):
        widen(wide, narrow.state_dict(), hidden)


def test_a_missing_tensor_is_named() -> None:
    narrow, wide = pair()
    tensors = narrow.state_dict()
    del tensors["lstm.1.weight_hh_l0"]
    with pytest.raises(ValueError, match=r"lstm\.1\.weight_hh_l0"):
        widen(wide, tensors, 5)
