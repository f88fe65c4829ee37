"""The mixture of the next point: from the head's numbers to a density, a price and a sample.

Knows: the head's layout, 20-odd bivariate Gaussians, one pen bit (Graves 2013, eq. 18–25), and temperature: Ha's, but
for the length of the pen's steps, which it leaves as it is.
Refuses to know: how the numbers were computed, seeds, and any unit but the network's own.

The head's rows: [0] the pen's logit, then, each (components,): mixture logits, μx, μy, log σx, log σy, raw ρ.
Clamps, the same in training: log σ in −7 … 5 and ρ = 0.999 · tanh(raw), so that no density is infinite. Logits of
any finite size are safe because sums of exponentials are taken relative to their largest term.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from model.trace import Controls, FloatArray, Mixture

DoubleArray = npt.NDArray[np.float64]

LOG_STD_MIN = -7.0
LOG_STD_MAX = 5.0
CORRELATION_LIMIT = 0.999
LOG_2PI = math.log(2.0 * math.pi)

LONGEST_REACH = 1.5  # a step of no clear direction is not made much longer, however cold

_COLDEST = 1e-9  # below this every weight but the largest is 0 anyway, and 1 / T would overflow


def component_count(head_rows: int) -> int:
    """M of a head of 6 · M + 1 rows. Raises ValueError for any other number."""
    count, rest = divmod(head_rows - 1, 6)
    if rest or count < 1:
        raise ValueError(f"a head has 6 · components + 1 rows, not {head_rows}")
    return count


def mixture(head: npt.NDArray[Any]) -> Mixture:
    """The distribution that one head output (6M + 1,) stands for."""
    m = component_count(len(head))
    logits, mean_x, mean_y, log_x, log_y, raw = np.asarray(head[1:], dtype=np.float64).reshape(6, m)
    weights = np.exp(logits - logits.max())
    return Mixture(
        _frozen(weights / weights.sum()),
        _frozen(mean_x),
        _frozen(mean_y),
        _frozen(np.exp(np.clip(log_x, LOG_STD_MIN, LOG_STD_MAX))),
        _frozen(np.exp(np.clip(log_y, LOG_STD_MIN, LOG_STD_MAX))),
        _frozen(CORRELATION_LIMIT * np.tanh(raw)),
        pen_chance(float(head[0])),
    )


def temper(mix: Mixture, controls: Controls) -> Mixture:
    """The mixture that is really drawn from: weights^(1/T) without those below the floor, σ · √T, the pen untouched.

    The largest component stays even when the floor is above it. A step's mean square length is |μ|² + σx² + σy², so
    σ · √T alone makes every step shorter where T < 1, and letters smaller and smaller. Each component is therefore
    scaled by g = √((|μ|² + σ²) / (|μ|² + T·σ²)), at most ``LONGEST_REACH``: its steps stay as long as they were.
    """
    with np.errstate(divide="ignore"):
        logits = np.log(mix.weights.astype(np.float64))
    weights = np.exp((logits - logits.max()) / max(controls.temperature, _COLDEST))
    weights[weights < min(controls.floor * weights.sum(), 1.0)] = 0.0
    mean_x, mean_y, std_x, std_y = (part.astype(np.float64) for part in (mix.mean_x, mix.mean_y, mix.std_x, mix.std_y))
    reach = np.sqrt(_longer(mean_x**2 + mean_y**2, std_x**2 + std_y**2, controls.temperature))
    spread = math.sqrt(controls.temperature) * reach
    return Mixture(
        _frozen(weights / weights.sum()),
        _frozen(mean_x * reach),
        _frozen(mean_y * reach),
        _frozen(std_x * spread),
        _frozen(std_y * spread),
        mix.correlation,
        mix.lift,
    )


def log_density(mix: Mixture, x: npt.ArrayLike, y: npt.ArrayLike) -> DoubleArray:
    """log p(x, y) of the offset alone, broadcast over ``x`` and ``y``; the pen's bit is left out."""
    px = np.asarray(x, dtype=np.float64)[..., None]
    py = np.asarray(y, dtype=np.float64)[..., None]
    rho = mix.correlation.astype(np.float64)
    std_x, std_y = mix.std_x.astype(np.float64), mix.std_y.astype(np.float64)
    with np.errstate(divide="ignore"):  # a weight of 0 is a log of −inf, and adds nothing
        log_weights = np.log(mix.weights.astype(np.float64))
    terms = _log_normals((px - mix.mean_x) / std_x, (py - mix.mean_y) / std_y, rho) - np.log(std_x) - np.log(std_y)
    return _log_sum_exp(log_weights + terms)


def grid(mix: Mixture, x: npt.ArrayLike, y: npt.ArrayLike) -> DoubleArray:
    """The density on a grid, (len(y), len(x)), per square of the network's unit."""
    return np.exp(log_density(mix, np.asarray(x)[None, :], np.asarray(y)[:, None]))


def nats(heads: npt.NDArray[Any], x: npt.ArrayLike, y: npt.ArrayLike, lift: npt.ArrayLike) -> DoubleArray:
    """−log of the density and the pen's chance at the points that came, (n,) for ``heads`` (n, 6M + 1)."""
    m = component_count(heads.shape[-1])
    full = np.asarray(heads, dtype=np.float64)
    logits, mean_x, mean_y, log_x, log_y, raw = np.moveaxis(full[..., 1:].reshape(*full.shape[:-1], 6, m), -2, 0)
    log_x, log_y = np.clip(log_x, LOG_STD_MIN, LOG_STD_MAX), np.clip(log_y, LOG_STD_MIN, LOG_STD_MAX)
    zx = (np.asarray(x, dtype=np.float64)[..., None] - mean_x) * np.exp(-log_x)
    zy = (np.asarray(y, dtype=np.float64)[..., None] - mean_y) * np.exp(-log_y)
    terms = _log_normals(zx, zy, CORRELATION_LIMIT * np.tanh(raw)) - log_x - log_y
    offset = _log_sum_exp(logits + terms) - _log_sum_exp(logits)
    pen = np.logaddexp(0.0, np.where(np.asarray(lift, dtype=bool), -full[..., 0], full[..., 0]))
    return np.asarray(pen - offset)


def draw_many(heads: FloatArray, noise: DoubleArray, controls: Controls) -> tuple[DoubleArray, DoubleArray, Any]:
    """One point from each of n heads: x, y (n,) and lift (n,) bool, as ``Drawer.draw`` would choose them.

    ``heads``: (6M + 1, n), the future in the last axis. ``noise``: (n, 4) rows of ``model.noise.rows``.
    """
    m = component_count(len(heads))
    logits = heads[1 : m + 1]
    temperature = max(controls.temperature, _COLDEST)
    weights = np.exp((logits - logits.max(axis=0)) / np.float32(temperature))
    weights[weights < np.minimum(controls.floor * weights.sum(axis=0), 1.0)] = 0.0
    shares = np.add.accumulate(weights, axis=0, dtype=np.float64)
    chosen = (shares <= noise[:, 0] * shares[-1]).sum(axis=0)
    columns = np.arange(heads.shape[1])
    parts = heads[1 + chosen + m * np.arange(1, 6)[:, None], columns].astype(np.float64)
    std_x, std_y = np.exp(np.clip(parts[2:4], LOG_STD_MIN, LOG_STD_MAX))
    reach = np.sqrt(_longer(parts[0] ** 2 + parts[1] ** 2, std_x**2 + std_y**2, temperature))
    spread = math.sqrt(temperature)
    rho = CORRELATION_LIMIT * np.tanh(parts[4])
    x = reach * (parts[0] + spread * std_x * noise[:, 1])
    y = reach * (parts[1] + spread * std_y * (rho * noise[:, 1] + np.sqrt(1.0 - rho * rho) * noise[:, 2]))
    pen = 0.5 * np.tanh(0.5 * heads[0].astype(np.float64)) + 0.5
    return x, y, noise[:, 3] < pen


class Drawer:
    """Draws one point after another from a head buffer that someone else keeps filling.

    The same mathematics as the functions above, laid out for speed: all scratch is made once, calls into NumPy cover
    as many rows as they can, and only the Mixture that leaves is new memory. At 20 components a call costs 0.2 µs
    between arrays of one shape, but 0.4 with a number, 0.7 with broadcasting or a reduction: so numbers stand in
    arrays, and sums are products with ones. Not for two threads at once.
    """

    def __init__(self, head: FloatArray) -> None:
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

    def draw(self, noise: list[float], controls: Controls) -> tuple[float, float, bool, float, int, Mixture]:
        """x, y, lift, nats (untempered), the component drawn from, and the untempered Mixture."""
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
        spread = math.sqrt(controls.temperature)
        r, mx, my = rho.item(chosen), mix_x.item(chosen), mix_y.item(chosen)
        sx, sy = std_x.item(chosen), std_y.item(chosen)
        reach = math.sqrt(_longer(mx * mx + my * my, sx * sx + sy * sy, controls.temperature))
        x = reach * (mx + spread * sx * noise[1])
        y = reach * (my + spread * sy * (r * noise[1] + math.sqrt(1.0 - r * r) * noise[2]))
        logit = self._head.item(0)
        pen = pen_chance(logit)
        lift = noise[3] < pen
        cost = self._offset_nats(x, y, parts, math.log(total)) + _softplus(-logit if lift else logit)
        return x, y, lift, cost, chosen, Mixture(parts[0], mix_x, mix_y, std_x, std_y, parts[5], pen)

    def _pick(self, uniform: float, controls: Controls) -> int:
        """The component whose tempered, floored share of 0 … 1 holds ``uniform``."""
        warm = self._warm
        self._number.fill(1.0 / max(controls.temperature, _COLDEST))
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

    def _offset_nats(self, x: float, y: float, parts: FloatArray, log_total: float) -> float:
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


def pen_chance(logit: float) -> float:
    """The logistic function, safe for any finite logit."""
    small = math.exp(-abs(logit))
    return 1.0 / (1.0 + small) if logit >= 0.0 else small / (1.0 + small)


def _longer(square: Any, variance: Any, temperature: float) -> Any:
    """By how much a component's mean square step must grow so that σ · √T leaves it as it was; at most so much."""
    ratio = (square + variance) / (square + max(temperature, _COLDEST) * variance)
    most = LONGEST_REACH**2
    return min(ratio, most) if isinstance(ratio, float) else np.minimum(ratio, most)


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


def _log_normals(zx: DoubleArray, zy: DoubleArray, rho: DoubleArray) -> DoubleArray:
    """log of the standardised bivariate normal of correlation ρ (Graves 2013, eq. 24–25)."""
    free = 1.0 - rho * rho
    return -LOG_2PI - 0.5 * np.log(free) - 0.5 * (zx * zx + (zy - rho * zx) ** 2 / free)


def _log_sum_exp(terms: DoubleArray) -> DoubleArray:
    top = terms.max(axis=-1)
    return np.asarray(top + np.log(np.exp(terms - top[..., None]).sum(axis=-1)))


def _frozen(array: npt.NDArray[Any]) -> FloatArray:
    kept = np.array(array, dtype=np.float32)
    kept.flags.writeable = False
    return kept
