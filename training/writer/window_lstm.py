"""The lowest layer of the network that writes text: an LSTM that reads a window over it, with its gradient by hand.

Graves 2013, eq. 46–51: a step's window follows from its hidden state, and goes into the layer's next step. So the layer must
be looped over time, and the loop is what a training step waits for. Here all that feeds the gates lies side by side in one row,
a step is one product, and the weights' gradient is one product over all steps.

    z_t = [h_{t−1}, w_{t−1}, x_t]          gates = z_t · Wᵀ, in the order i, f, o, g
    (â, b̂, k̂) = h_t · Vᵀ + v               α = exp â, β = exp b̂, κ_t = κ_{t−1} + on_t · softplus k̂
    φ_t(u) = Σ_k α exp(−β (κ_t − u)²)      w_t = on_t · Σ_u φ_t(u) c_u

``softplus`` in place of Graves' exp: a step's advance grows no faster than its number.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

LOG_WEIGHT = (-8.0, 4.0)  # â's limits, beyond which nothing is learnt
LOG_WIDTH = (-5.0, 3.0)  # b̂'s


class WindowLstm(torch.autograd.Function):
    """(x, on, h₀, c₀, text, W, V, v, half) → (h, w, κ, φ); the last two carry no gradient.

    ``x``: (time, lines, inputs), and the state before it, h₀ and c₀ (lines, H), with no gradient; the window begins at the
    first character. ``on``: (time, lines), 1 where the text may be read, else 0. ``text``: (lines, characters, features),
    zeros beyond a text's end. ``W``: (4H, H + features + inputs), ``V``: (3K, H), ``v``: (3K,). ``half``: products of W in
    bfloat16. h: (time, lines, H); w: (time, lines, features); κ: (time, lines, K); φ: (time, lines, characters).
    """

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        on: Tensor,
        h0: Tensor,
        c0: Tensor,
        text: Tensor,
        w: Tensor,
        v: Tensor,
        v_bias: Tensor,
        half: bool,
    ) -> Any:
        steps, lines, inputs = x.shape
        h, features, k = w.shape[0] // 4, text.shape[2], v.shape[0] // 3
        kind = torch.bfloat16 if half else w.dtype
        plain: dict[str, Any] = {"dtype": w.dtype, "device": w.device}
        weights = torch.cat((w[: 2 * h], w[3 * h :], w[2 * h : 3 * h])).to(kind)  # i, f, o, g: one σ for three
        turned, v_turned = weights.T, v.T
        z = torch.empty(steps + 1, lines, h + features + inputs, dtype=kind, device=w.device)
        z[0, :, :h] = h0
        z[0, :, h : h + features] = 0
        z[:steps, :, h + features :] = x
        gates = torch.empty(steps, lines, 4 * h, **plain)
        cells = torch.empty(steps + 1, lines, h, **plain)
        cells[0] = c0
        bent = torch.empty(steps, lines, h, **plain)
        hidden = torch.empty(steps, lines, h, **plain)
        raw = torch.zeros(steps, lines, 3 * k, **plain)
        at = torch.zeros(steps + 1, lines, k, **plain)
        phi = torch.zeros(steps, lines, text.shape[1], **plain)
        read = torch.zeros(steps, lines, features, **plain)
        sums = torch.empty(lines, 4 * h, dtype=kind, device=w.device)
        places = torch.arange(text.shape[1], **plain)
        live = on.amax(1).tolist()
        for t in range(steps):
            torch.mm(z[t], turned, out=sums)
            gate = gates[t]
            gate.copy_(sums)
            gate[:, : 3 * h].sigmoid_()
            gate[:, 3 * h :].tanh_()
            i, f, o, g = torch.split(gate, h, 1)
            torch.mul(f, cells[t], out=cells[t + 1]).addcmul_(i, g)
            torch.tanh(cells[t + 1], out=bent[t])
            torch.mul(o, bent[t], out=hidden[t])
            z[t + 1, :, :h] = hidden[t]
            if not live[t]:
                at[t + 1] = at[t]
                z[t + 1, :, h : h + features] = 0
                continue
            torch.addmm(v_bias, hidden[t], v_turned, out=raw[t])
            a, b, step = torch.split(raw[t], k, 1)
            torch.addcmul(at[t], functional.softplus(step), on[t, :, None], out=at[t + 1])
            far = at[t + 1, :, :, None] - places
            weight = a.clamp(*LOG_WEIGHT)[:, :, None] - b.clamp(*LOG_WIDTH).exp()[:, :, None] * far * far
            torch.sum(weight.exp_(), 1, out=phi[t])
            phi[t].mul_(on[t, :, None])
            torch.bmm(phi[t, :, None], text, out=read[t, :, None])
            z[t + 1, :, h : h + features] = read[t]
        ctx.save_for_backward(on, text, weights, v, z, gates, cells, bent, hidden, raw, at, phi)
        ctx.live = live
        kappa = at[1:].clone()
        ctx.mark_non_differentiable(kappa, phi)
        return hidden, read, kappa, phi

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        on, text, weights, v, z, gates, cells, bent, hidden, raw, at, phi = ctx.saved_tensors
        from_hidden, from_read = grads[:2]
        steps, lines, h = hidden.shape
        features, k = text.shape[2], v.shape[0] // 3
        plain: dict[str, Any] = {"dtype": hidden.dtype, "device": hidden.device}
        d_gates = torch.empty(steps, lines, 4 * h, dtype=weights.dtype, device=hidden.device)
        d_raw = torch.zeros(steps, lines, 3 * k, **plain)
        d_read = torch.zeros(steps, lines, features, **plain)
        d_z = torch.zeros(lines, z.shape[2], dtype=weights.dtype, device=hidden.device)
        d_cell = torch.zeros(lines, h, **plain)
        d_at = torch.zeros(lines, k, **plain)
        d_hidden, scratch = torch.empty(lines, h, **plain), torch.empty(lines, h, **plain)
        d_gate = torch.empty(lines, 4 * h, **plain)
        places = torch.arange(text.shape[1], **plain)
        sigmoid_back = torch.ops.aten.sigmoid_backward.grad_input
        tanh_back = torch.ops.aten.tanh_backward.grad_input
        for t in range(steps - 1, -1, -1):
            torch.add(from_hidden[t], d_z[:, :h], out=d_hidden)
            if ctx.live[t]:
                torch.add(from_read[t], d_z[:, h : h + features], out=d_read[t]).mul_(on[t, :, None])
                d_phi = torch.bmm(text, d_read[t, :, :, None])[:, :, 0]
                a, b, step = torch.split(raw[t], k, 1)
                beta = b.clamp(*LOG_WIDTH).exp()
                far = at[t + 1, :, :, None] - places
                square = far * far
                # of log φ's parts: dL / d log φ_k(u)
                parts = (a.clamp(*LOG_WEIGHT)[:, :, None] - beta[:, :, None] * square).exp_().mul_(d_phi[:, None])
                da, db, dk = torch.split(d_raw[t], k, 1)
                torch.sum(parts, 2, out=da).mul_((a >= LOG_WEIGHT[0]) & (a <= LOG_WEIGHT[1]))
                torch.sum(square.mul_(parts), 2, out=db).mul_(-beta).mul_((b >= LOG_WIDTH[0]) & (b <= LOG_WIDTH[1]))
                d_at.addcmul_(parts.mul_(far).sum(2), beta, value=-2)
                torch.mul(d_at, step.sigmoid(), out=dk).mul_(on[t, :, None])
                d_hidden.addmm_(d_raw[t], v)
            i, f, o, g = torch.split(gates[t], h, 1)
            di, df, do, dg = torch.split(d_gate, h, 1)
            torch.mul(d_hidden, bent[t], out=do)
            torch.mul(d_hidden, o, out=scratch)
            tanh_back(scratch, bent[t], grad_input=scratch)
            d_cell.add_(scratch)
            torch.mul(d_cell, g, out=di)
            torch.mul(d_cell, cells[t], out=df)
            torch.mul(d_cell, i, out=dg)
            d_cell.mul_(f)
            sigmoid_back(d_gate[:, : 3 * h], gates[t, :, : 3 * h], grad_input=d_gate[:, : 3 * h])
            tanh_back(dg, g, grad_input=dg)
            d_gates[t] = d_gate
            torch.mm(d_gates[t], weights, out=d_z)
        flat = d_gates.view(steps * lines, 4 * h)
        d_weights = (flat.T @ z[:steps].view(steps * lines, -1)).to(hidden.dtype)
        d_w = torch.cat((d_weights[: 2 * h], d_weights[3 * h :], d_weights[2 * h : 3 * h]))
        raw_flat = d_raw.view(steps * lines, 3 * k)
        d_text = torch.bmm(phi.permute(1, 2, 0), d_read.transpose(0, 1))
        return None, None, None, None, d_text, d_w, raw_flat.T @ hidden.view(steps * lines, h), raw_flat.sum(0), None
