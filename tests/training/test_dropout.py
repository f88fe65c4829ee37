"""Dropout's noise is each line's own: the same in any part of the batch, on any process."""

from __future__ import annotations

import pytest
import torch

from training.dropout import LineDropout


def noise(p: float, key: tuple[int, ...], lines: list[int], time: int = 30, units: int = 7) -> list[torch.Tensor]:
    dropout = LineDropout(p)
    dropout.begin(key, lines)
    return [dropout(torch.ones(time, len(lines), units)) for _ in range(2)]


def test_a_lines_noise_is_the_same_in_any_company() -> None:
    whole, part = noise(0.3, (1, 2), [0, 1, 2, 3, 4]), noise(0.3, (1, 2), [1, 4], time=20)
    for all_lines, two in zip(whole, part, strict=True):
        assert torch.equal(all_lines[:20, [1, 4]], two)
    for other in (noise(0.3, (1, 3), [0, 1, 2, 3, 4]), noise(0.3, (2, 2), [0, 1, 2, 3, 4])):
        assert not torch.equal(whole[0], other[0])
    assert not torch.equal(whole[0], whole[1]) and not torch.equal(whole[0][:, 0], whole[0][:, 1])


@pytest.mark.parametrize("p", [0.1, 0.5])
def test_a_share_is_zero_and_the_mean_stays(p: float) -> None:
    values = noise(p, (7,), list(range(20)), time=100, units=64)[0]
    assert float((values == 0).float().mean()) == pytest.approx(p, abs=0.005)
    assert float(values.mean()) == pytest.approx(1, abs=0.01)
    assert float(values.max()) == pytest.approx(1 / (1 - p), rel=1e-4)


def test_its_gradient_goes_where_the_values_went_in_half_precision_too() -> None:
    dropout = LineDropout(0.4)
    dropout.begin((1,), [0, 1])
    given = torch.ones(9, 2, 5, dtype=torch.bfloat16, requires_grad=True)
    values = dropout(given)
    values.sum().backward()
    assert values.dtype == torch.bfloat16 and torch.equal(given.grad, values.detach())  # type: ignore[arg-type]


def test_none_is_asked_for_outside_training_or_at_0() -> None:
    values = torch.ones(3, 2, 4)
    assert LineDropout(0.5).eval()(values) is values and LineDropout(0.0)(values) is values
    with pytest.raises(ValueError, match="begun for 0 lines, not for 2"):
        LineDropout(0.5)(values)
