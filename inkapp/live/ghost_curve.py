"""From the few points where a pen turns to the smooth line that it draws, and how far along them each of its points is."""

from __future__ import annotations

import numpy as np

from model.arrays import Float64Array


def curve(points: Float64Array, spacing: float) -> tuple[Float64Array, Float64Array]:
    """A smooth stroke through its points: centripetal Catmull–Rom (Barry and Goldman 1988; Yuksel et al. 2011).

    ``points``: (n, 2) → (m, 2) about ``spacing`` apart, and (m,) the fractional index of the point each stands at.
    The centripetal form neither loops nor overshoots where points stand close after a long piece.
    """
    step = np.hypot(*np.diff(points, axis=0).T) if len(points) > 1 else np.zeros(0)
    if not len(step) or not (step > 0).any():
        return points[:1], np.zeros(1)
    if (step == 0).any():
        kept = np.concatenate(([True], step > 0))
        dense, at = curve(points[kept], spacing)
        return dense, np.interp(at, np.arange(int(kept.sum())), np.flatnonzero(kept))
    padded = np.concatenate((2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]))
    knots = np.concatenate(([0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(padded, axis=0).T)))))
    counts = np.maximum(np.ceil(step / spacing).astype(int), 1)
    piece = np.repeat(np.arange(len(step)), counts)
    inside = np.concatenate([np.arange(n) / n for n in counts])
    piece, inside = np.append(piece, len(step) - 1), np.append(inside, 1.0)
    k0, k1, k2, k3 = (knots[piece + i] for i in range(4))
    p0, p1, p2, p3 = (padded[piece + i] for i in range(4))
    k = k1 + inside * (k2 - k1)

    def between(a: Float64Array, b: Float64Array, ka: Float64Array, kb: Float64Array) -> Float64Array:
        share = ((k - ka) / (kb - ka))[:, None]
        return np.asarray(a + share * (b - a))

    a1, a2, a3 = between(p0, p1, k0, k1), between(p1, p2, k1, k2), between(p2, p3, k2, k3)
    b1, b2 = between(a1, a2, k0, k2), between(a2, a3, k1, k3)
    return between(b1, b2, k1, k2), piece + inside
