"""Sampling the next point: one after another as fast as NumPy lets us, or for many futures at once.

The mathematics are ``mdn``'s, laid out for speed; the noise is handed in.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from model.arrays import Float32Array, Float64Array
from model.mdn import COLDEST, CORRELATION_LIMIT, LOG_2PI, LOG_STD_MAX, LOG_STD_MIN, component_count, longer, pen_chance
from model.trace import Controls, Mixture


def sample_points(
    heads: Float32Array, noise: Float64Array, controls: Controls, lean: Float64Array | float = 0.0
) -> tuple[Float64Array, Float64Array, Any]:
    """One point from each of n heads: x, y (n,) and lift (n,) bool, as ``PointSampler.sample`` would choose them.

    ``heads``: (6M + 1, n), the future in the last axis. ``noise``: (n, 4) rows of ``model.noise.rows``. ``lean`` is
    added to y.
    """
    m = component_count(len(heads))
    logits = heads[1 : m + 1]
    temperature = max(controls.temperature, COLDEST)
    weights = np.exp((logits - logits.max(axis=0)) / np.float32(temperature))
    weights[weights < np.minimum(controls.floor * weights.sum(axis=0), 1.0)] = 0.0
    shares = np.add.accumulate(weights, axis=0, dtype=np.float64)
    chosen = (shares <= noise[:, 0] * shares[-1]).sum(axis=0)
    columns = np.arange(heads.shape[1])
    parts = heads[1 + chosen + m * np.arange(1, 6)[:, None], columns].astype(np.float64)
    std_x, std_y = np.exp(np.clip(parts[2:4], LOG_STD_MIN, LOG_STD_MAX))
    reach = np.sqrt(longer(parts[0] ** 2 + parts[1] ** 2, std_x**2 + std_y**2, controls.of_deviations))
    spread = math.sqrt(controls.of_deviations)
    rho = CORRELATION_LIMIT * np.tanh(parts[4])
    x = reach * (parts[0] + spread * std_x * noise[:, 1])
    y = reach * (parts[1] + spread * std_y * (rho * noise[:, 1] + np.sqrt(1.0 - rho * rho) * noise[:, 2])) + lean
    pen = 0.5 * np.tanh(0.5 * heads[0].astype(np.float64) / controls.pen) + 0.5
    return x, y, noise[:, 3] < pen


class PointSampler:
    """Samples one point after another from a head buffer that someone else keeps filling.

    The same mathematics as the functions above, laid out for speed: all scratch is made once, calls into NumPy cover
    as many rows as they can, and only the Mixture that leaves is new memory. At 20 components a call costs 0.2 µs
    between arrays of one shape, but 0.4 with a number, 0.7 with broadcasting or a reduction: so numbers stand in
    arrays, and sums are products with ones. Not for two threads at once.
    """

    def __init__(self, head: Float32Array) -> None:
        self._components = m = component_count(len(head))
        self._head = head
        self._logits = head[1 : m + 1]
        self._means = head[m + 1 : 3 * m + 1].reshape(2, m)
        self._log_std = head[3 * m + 1 : 5 * m + 1].reshape(2, m)
        self._raw = head[5 * m + 1 :]
        self._logs = np.empty((3, m), dtype=np.float32)  # logits below their largest, log σx, log σy
        self._shifted, self._log_x, self._log_y = self._logs
        self._clamped = self._logs[1:]
        self._warm, self._number, self._rest = np.empty((3, m), dtype=np.float32)
        self._point, self._scaled = np.empty((2, 2, m), dtype=np.float32)
        self._x, self._y = self._point
        self._zx, self._zy = self._scaled
        self._low = np.full((2, m), LOG_STD_MIN, dtype=np.float32)
        self._high = np.full((2, m), LOG_STD_MAX, dtype=np.float32)
        self._limit = np.full(m, CORRELATION_LIMIT, dtype=np.float32)
        self._ones = np.ones(m, dtype=np.float32)
        self._minus_half = np.full(m, -0.5, dtype=np.float32)

    def sample(
        self, noise: list[float], controls: Controls, lean: float = 0.0
    ) -> tuple[float, float, bool, float, int, Mixture]:
        """x, y, lift, nats (untempered), the component sampled from, and the untempered Mixture; ``lean`` is added to y."""
        number = self._number
        parts = np.empty((6, self._components), dtype=np.float32)  # weights, σx, σy, μx, μy, ρ
        weights, rho = parts[0], parts[5]
        number.fill(max(self._logits.tolist()))
        np.subtract(self._logits, number, self._shifted)
        np.maximum(self._log_std, self._low, out=self._clamped)
        np.minimum(self._clamped, self._high, out=self._clamped)
        np.exp(self._logs, parts[:3])
        parts[3:5] = self._means
        np.tanh(self._raw, rho)
        np.multiply(rho, self._limit, rho)
        total = float(weights.dot(self._ones))
        number.fill(1.0 / total)
        np.multiply(weights, number, weights)
        parts.flags.writeable = False
        mix_x, mix_y, std_x, std_y = parts[3], parts[4], parts[1], parts[2]

        chosen = self._pick(noise[0], controls)
        spread = math.sqrt(controls.of_deviations)
        r, mx, my = rho.item(chosen), mix_x.item(chosen), mix_y.item(chosen)
        sx, sy = std_x.item(chosen), std_y.item(chosen)
        reach = math.sqrt(longer(mx * mx + my * my, sx * sx + sy * sy, controls.of_deviations))
        x = reach * (mx + spread * sx * noise[1])
        y = reach * (my + spread * sy * (r * noise[1] + math.sqrt(1.0 - r * r) * noise[2])) + lean
        logit = self._head.item(0)
        pen = pen_chance(logit)
        lift = noise[3] < (pen if controls.pen == 1.0 else pen_chance(logit / controls.pen))
        cost = self._offset_nats(x, y, parts, math.log(total)) + _softplus(-logit if lift else logit)
        return x, y, lift, cost, chosen, Mixture(parts[0], mix_x, mix_y, std_x, std_y, parts[5], pen)

    def _pick(self, uniform: float, controls: Controls) -> int:
        """The component whose tempered, floored share of 0 … 1 holds ``uniform``."""
        warm = self._warm
        self._number.fill(1.0 / max(controls.temperature, COLDEST))
        np.multiply(self._shifted, self._number, warm)
        np.exp(warm, warm)
        shares: list[float] = warm.tolist()
        least = min(controls.floor * sum(shares), 1.0)  # the largest share is exactly 1 and must stay
        shares = [share if share >= least else 0.0 for share in shares]
        left = uniform * sum(shares)
        last = 0
        for index, share in enumerate(shares):
            if share > 0.0:
                last = index
                if left < share:
                    break
                left -= share
        return last

    def _offset_nats(self, x: float, y: float, parts: Float32Array, log_total: float) -> float:
        """−log p(x, y); ``self._logs`` must hold this point's logits and log σ."""
        scaled, zx, zy, rest, rho = self._scaled, self._zx, self._zy, self._rest, parts[5]
        self._x.fill(x)
        self._y.fill(y)
        np.subtract(self._point, parts[3:5], scaled)
        np.divide(scaled, parts[1:3], scaled)
        np.multiply(rho, zx, rest)
        np.subtract(zy, rest, zy)  # what y adds beyond its share of x
        np.multiply(rho, rho, rest)
        np.subtract(self._ones, rest, rest)
        np.multiply(scaled, scaled, scaled)
        np.divide(zy, rest, zy)
        np.log(rest, rest)
        np.add(zx, rest, zx)
        np.add(zx, zy, zx)
        np.multiply(zx, self._minus_half, zx)
        np.add(zx, self._shifted, zx)
        np.subtract(zx, self._log_x, zx)
        np.subtract(zx, self._log_y, zx)
        top = max(zx.tolist())
        self._number.fill(top)
        np.subtract(zx, self._number, zx)
        np.exp(zx, zx)
        return LOG_2PI + log_total - float(top) - math.log(float(zx.dot(self._ones)))


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))
