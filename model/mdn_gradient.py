"""The mixture's gradient: of the log density of the point that came, with respect to each number of the head
(Graves 2013, sec. 4.1, eq. 27–36).

With responsibilities γ_j = π_j N_j / Σ π N, C = 1 / (1 − ρ²), standardised offsets x̃, ỹ and Z = x̃² + ỹ² − 2ρ x̃ ỹ, of
log p (Graves has its negative, the loss):

    ∂/∂ pen's logit = lift − e            ∂/∂ log σx = γ (C x̃ (x̃ − ρ ỹ) − 1)
    ∂/∂ logit π     = γ − π               ∂/∂ log σy = γ (C ỹ (ỹ − ρ x̃) − 1)
    ∂/∂ μx          = γ C / σx (x̃ − ρ ỹ)  ∂/∂ ρ      = γ C (x̃ ỹ + ρ (1 − C Z))
    ∂/∂ μy          = γ C / σy (ỹ − ρ x̃)  ∂ρ / ∂ raw = 0.999 (1 − tanh² raw)

A log σ beyond its clamp gets nothing. The head's order is ``mdn``'s.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array
from model.mdn import CORRELATION_LIMIT, LOG_STD_MAX, LOG_STD_MIN, component_count


def log_density_gradient(head: npt.NDArray[Any], x: float, y: float, lift: bool) -> Float64Array:
    """∂ log p(x, y, lift) / ∂ head, (6M + 1,), of one ``head`` (6M + 1,) at the point that came, in scaled offsets.

    Raises ValueError for a head of another length.
    """
    m = component_count(len(head))
    full = np.asarray(head, dtype=np.float64)
    logits, mean_x, mean_y, raw_x, raw_y, raw = full[1:].reshape(6, m)
    log_x, log_y = np.clip(raw_x, LOG_STD_MIN, LOG_STD_MAX), np.clip(raw_y, LOG_STD_MIN, LOG_STD_MAX)
    bent = np.tanh(raw)
    rho = CORRELATION_LIMIT * bent
    c = 1.0 / (1.0 - rho * rho)
    zx, zy = (x - mean_x) * np.exp(-log_x), (y - mean_y) * np.exp(-log_y)
    square = zx * zx + zy * zy - 2.0 * rho * zx * zy
    share = _softmax(logits - 0.5 * c * square - log_x - log_y + 0.5 * np.log(c))
    along_x, along_y = c * (zx - rho * zy), c * (zy - rho * zx)
    out = np.empty(6 * m + 1)
    out[0] = float(lift) - 1.0 / (1.0 + np.exp(-np.clip(full[0], -500.0, 500.0)))
    out[1:] = np.concatenate(
        (
            share - _softmax(logits),
            share * along_x * np.exp(-log_x),
            share * along_y * np.exp(-log_y),
            share * (along_x * zx - 1.0) * (raw_x == log_x),
            share * (along_y * zy - 1.0) * (raw_y == log_y),
            share * c * (zx * zy + rho * (1.0 - c * square)) * CORRELATION_LIMIT * (1.0 - bent * bent),
        )
    )
    return out


def _softmax(terms: Float64Array) -> Float64Array:
    raised = np.exp(terms - terms.max())
    return np.asarray(raised / raised.sum())
