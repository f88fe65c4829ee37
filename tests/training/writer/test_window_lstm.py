"""The lowest layer with its window: its gradient by differences, its steps by hand, and what a hidden text may not change."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from training.writer.window_lstm import LOG_WEIGHT, WindowLstm

STEPS, LINES, HIDDEN, FEATURES, INPUTS = 7, 3, 5, 4, 6


def parts(components: int, dtype: torch.dtype = torch.float64, seed: int = 0) -> tuple[Tensor, ...]:
    """x, on, h₀, c₀, text, W, V, v; of the first line the text is on later than of the others."""
    random = torch.Generator().manual_seed(seed)

    def normal(*shape: int, by: float = 1.0) -> Tensor:
        return by * torch.randn(*shape, dtype=dtype, generator=random)

    on = torch.ones(STEPS, LINES, dtype=dtype)
    on[:2], on[:4, 0] = 0, 0
    return (
        normal(STEPS, LINES, INPUTS),
        on,
        normal(LINES, HIDDEN, by=0.5),
        normal(LINES, HIDDEN, by=0.5),
        normal(LINES, 6, FEATURES),
        normal(4 * HIDDEN, HIDDEN + FEATURES + INPUTS, by=0.5),
        normal(3 * components, HIDDEN),
        normal(3 * components),
    )


@pytest.mark.parametrize("components", [1, 3])
def test_the_gradient_is_that_of_small_differences(components: int) -> None:
    x, on, h0, c0, *rest = parts(components)
    for part in rest:
        part.requires_grad_()
    assert torch.autograd.gradcheck(lambda *given: WindowLstm.apply(x, on, h0, c0, *given, False)[:2], rest)


def test_beyond_its_limits_a_window_learns_nothing() -> None:
    x, on, h0, c0, text, w, v, bias = parts(1)
    bias[0] = LOG_WEIGHT[1] + 50
    bias.requires_grad_()
    h, read, _, _ = WindowLstm.apply(x, on, h0, c0, text, w, v, bias, False)
    (h.sum() + read.sum()).backward()
    assert bias.grad is not None and bias.grad[0] == 0 and bias.grad[1:].abs().min() > 0


def test_a_step_is_graves_equations() -> None:
    x, on, h0, c0, text, w, v, bias = (part.numpy() for part in parts(2))
    given = [torch.from_numpy(part) for part in (x, on, h0, c0, text, w, v, bias)]
    h, read, kappa, phi = (part.numpy() for part in WindowLstm.apply(*given, False))
    line = 1
    state, cell, place, window = h0[line], c0[line], np.zeros(2), np.zeros(FEATURES)
    for t in range(STEPS):
        i, f, g, o = np.split(w @ np.concatenate((state, window, x[t, line])), 4)
        i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
        cell = f * cell + i * np.tanh(g)
        state = o * np.tanh(cell)
        a, b, k = np.split(v @ state + bias, 3)
        place = place + on[t, line] * np.log1p(np.exp(k))
        far = place[:, None] - np.arange(text.shape[1])
        seen = on[t, line] * (np.exp(a)[:, None] * np.exp(-np.exp(b)[:, None] * far**2)).sum(0)
        window = seen @ text[line]
        for ours, theirs in ((state, h), (place, kappa), (seen, phi), (window, read)):
            assert ours == pytest.approx(theirs[t, line], abs=1e-12)


def test_with_its_text_hidden_a_line_is_the_same_whatever_the_text() -> None:
    x, on, h0, c0, text, w, v, bias = parts(1)
    one = WindowLstm.apply(x, torch.zeros_like(on), h0, c0, text, w, v, bias, False)
    other = WindowLstm.apply(x, torch.zeros_like(on), h0, c0, -text, w, v, bias, False)
    assert torch.equal(one[0], other[0]) and not one[1].any() and not one[2].any() and not one[3].any()
    until = WindowLstm.apply(x, on, h0, c0, text, w, v, bias, False)[0]
    assert torch.equal(until[:5, 0], one[0][:5, 0])  # on at row 4 it is read into the state of row 5
    assert not torch.allclose(until[5:, 0], one[0][5:, 0])


def test_bfloat16_is_near() -> None:
    given = parts(1, torch.float32)
    exact = WindowLstm.apply(*given, False)
    near = WindowLstm.apply(*given, True)
    assert near[0].dtype == torch.float32
    assert torch.allclose(exact[0], near[0], atol=0.05) and not torch.equal(exact[0], near[0])
