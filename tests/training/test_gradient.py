"""The gradient of a batch is that of its mean over real points, in whatever parts it is worked."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from training.gradient import Gradient
from training.parallel import Team


def network() -> nn.Linear:
    torch.manual_seed(1)
    return nn.Linear(3, 1)


VALUES = torch.randn(12, 3, generator=torch.Generator().manual_seed(2))


def worked(parts: list[slice]) -> tuple[nn.Linear, Gradient, float, int]:
    net = network()
    gradient = Gradient(net)

    def nats_of(part: slice) -> tuple[Tensor, int]:
        some = VALUES[part]
        return net(some).pow(2).sum(), len(some)

    return net, gradient, *gradient.work(parts, nats_of, Team())


@pytest.mark.parametrize(
    "parts", [[slice(12)], [slice(5), slice(5, 12)], [slice(0), slice(12)], [slice(i, i + 3) for i in (0, 3, 6, 9)]]
)
def test_parts_of_any_size_give_the_mean_over_all_points(parts: list[slice]) -> None:
    plain = network()
    mean = plain(VALUES).pow(2).mean()
    mean.backward()
    for _ in range(2):  # nothing of an earlier batch is left
        net, _, nats, points = worked(parts)
    assert points == 12 and nats == pytest.approx(float(mean.detach()), rel=1e-6)
    for got, wanted in zip(net.parameters(), plain.parameters(), strict=True):
        assert torch.allclose(got.grad, wanted.grad, rtol=1e-5)  # type: ignore[arg-type]


def test_it_is_clipped_as_torch_does() -> None:
    for longest in (0.1, 100.0):
        net, gradient, _, _ = worked([slice(12)])
        plain, _, _, _ = worked([slice(12)])
        length = float(torch.nn.utils.clip_grad_norm_(plain.parameters(), longest))
        assert gradient.clip(longest) == pytest.approx(length, rel=1e-6)
        for got, wanted in zip(net.parameters(), plain.parameters(), strict=True):
            assert torch.allclose(got.grad, wanted.grad, rtol=1e-6)  # type: ignore[arg-type]
