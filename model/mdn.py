"""The mixture of the next point: from the head's numbers to a density, a loss, and the mixture at a temperature.

A mixture has some 20 bivariate Gaussians and one pen bit (Graves 2013, eq. 18–25). Temperature is Ha's, but for the length of
the pen's steps, which it leaves as it is (``temper``).

The head's rows: [0] the pen's logit, then, each (components,): mixture logits, μx, μy, log σx, log σy, raw ρ.
Clamps, the same in training: log σ in −7 … 5 and ρ = 0.999 · tanh(raw), so that no density is infinite. Logits of
any finite size are safe because sums of exponentials are taken relative to their largest term.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.trace import Controls, Mixture

LOG_STD_MIN = -7.0
LOG_STD_MAX = 5.0
CORRELATION_LIMIT = 0.999
LOG_2PI = math.log(2.0 * math.pi)

LONGEST_REACH = 1.5  # a step of no clear direction is not made much longer, however cold

COLDEST = 1e-9  # below this every weight but the largest is 0 anyway, and 1 / T would overflow


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
    """The mixture that is really sampled from: weights^(1/T) without those below the floor, σ · √T, the pen's logit / ``pen``.

    The largest component stays even when the floor is above it. A step's mean square length is |μ|² + σx² + σy², so
    σ · √T alone makes every step shorter where T < 1, and letters smaller and smaller. Each component is therefore
    scaled by g = √((|μ|² + σ²) / (|μ|² + T·σ²)), at most ``LONGEST_REACH``: its steps stay as long as they were.
    """
    with np.errstate(divide="ignore"):
        logits = np.log(mix.weights.astype(np.float64))
    weights = np.exp((logits - logits.max()) / max(controls.temperature, COLDEST))
    weights[weights < min(controls.floor * weights.sum(), 1.0)] = 0.0
    mean_x, mean_y, std_x, std_y = (part.astype(np.float64) for part in (mix.mean_x, mix.mean_y, mix.std_x, mix.std_y))
    shake = controls.of_deviations
    reach = np.sqrt(longer(mean_x**2 + mean_y**2, std_x**2 + std_y**2, shake))
    spread = math.sqrt(shake) * reach
    return Mixture(
        _frozen(weights / weights.sum()),
        _frozen(mean_x * reach),
        _frozen(mean_y * reach),
        _frozen(std_x * spread),
        _frozen(std_y * spread),
        mix.correlation,
        mix.lift if controls.pen == 1.0 else pen_chance(_logit(mix.lift) / controls.pen),
    )


def log_density(mix: Mixture, x: npt.ArrayLike, y: npt.ArrayLike) -> Float64Array:
    """log p(x, y) of the offset alone, broadcast over ``x`` and ``y``; the pen's bit is left out."""
    px = np.asarray(x, dtype=np.float64)[..., None]
    py = np.asarray(y, dtype=np.float64)[..., None]
    rho = mix.correlation.astype(np.float64)
    std_x, std_y = mix.std_x.astype(np.float64), mix.std_y.astype(np.float64)
    with np.errstate(divide="ignore"):  # a weight of 0 is a log of −inf, and adds nothing
        log_weights = np.log(mix.weights.astype(np.float64))
    terms = log_normals((px - mix.mean_x) / std_x, (py - mix.mean_y) / std_y, rho) - np.log(std_x) - np.log(std_y)
    return _log_sum_exp(log_weights + terms)


def grid(mix: Mixture, x: npt.ArrayLike, y: npt.ArrayLike) -> Float64Array:
    """The density on a grid, (len(y), len(x)), per square of the network's unit."""
    return np.exp(log_density(mix, np.asarray(x)[None, :], np.asarray(y)[:, None]))


def nats(heads: npt.NDArray[Any], x: npt.ArrayLike, y: npt.ArrayLike, lift: npt.ArrayLike) -> Float64Array:
    """−log of the density and the pen's chance at the points that came, (n,) for ``heads`` (n, 6M + 1)."""
    m = component_count(heads.shape[-1])
    full = np.asarray(heads, dtype=np.float64)
    logits, mean_x, mean_y, log_x, log_y, raw = np.moveaxis(full[..., 1:].reshape(*full.shape[:-1], 6, m), -2, 0)
    log_x, log_y = np.clip(log_x, LOG_STD_MIN, LOG_STD_MAX), np.clip(log_y, LOG_STD_MIN, LOG_STD_MAX)
    zx = (np.asarray(x, dtype=np.float64)[..., None] - mean_x) * np.exp(-log_x)
    zy = (np.asarray(y, dtype=np.float64)[..., None] - mean_y) * np.exp(-log_y)
    terms = log_normals(zx, zy, CORRELATION_LIMIT * np.tanh(raw)) - log_x - log_y
    offset = _log_sum_exp(logits + terms) - _log_sum_exp(logits)
    pen = np.logaddexp(0.0, np.where(np.asarray(lift, dtype=bool), -full[..., 0], full[..., 0]))
    return np.asarray(pen - offset)


def longer(square: Any, variance: Any, temperature: float) -> Any:
    """By how much a component's mean square step must grow so that σ · √T leaves it as it was; at most so much."""
    ratio = (square + variance) / (square + max(temperature, COLDEST) * variance)
    most = LONGEST_REACH**2
    return min(ratio, most) if isinstance(ratio, float) else np.minimum(ratio, most)


def pen_chance(logit: float) -> float:
    """The logistic function, safe for any finite logit."""
    small = math.exp(-abs(logit))
    return 1.0 / (1.0 + small) if logit >= 0.0 else small / (1.0 + small)


def _logit(chance: float) -> float:
    """The way back, finite for chances of 0 and 1 too."""
    chance = min(max(chance, 1e-12), 1.0 - 1e-12)
    return math.log(chance / (1.0 - chance))


def log_normals(zx: Float64Array, zy: Float64Array, rho: Float64Array) -> Float64Array:
    """log of the standardised bivariate normal of correlation ρ (Graves 2013, eq. 24–25)."""
    free = 1.0 - rho * rho
    return -LOG_2PI - 0.5 * np.log(free) - 0.5 * (zx * zx + (zy - rho * zx) ** 2 / free)


def _log_sum_exp(terms: Float64Array) -> Float64Array:
    top = terms.max(axis=-1)
    return np.asarray(top + np.log(np.exp(terms - top[..., None]).sum(axis=-1)))


def _frozen(array: npt.NDArray[Any]) -> Float32Array:
    kept = np.array(array, dtype=np.float32)
    kept.flags.writeable = False
    return kept
