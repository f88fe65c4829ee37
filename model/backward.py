"""Back through time without torch: the gradient of one point's log density with respect to all rows and states before it.

What is derived is log p(row r | rows 0 … r − 1), r the selected row. δx is short for ∂ log p / ∂x; state t is the one before
row t, so that state r is the last that counts. With a the gates' sums, for each layer from the top down (Graves 2013,
eq. 7–11; the sums backwards as in Graves 2012, eq. 4.12–4.16):

    δh_t   = (what the head and the layer above have of h_t) + Uᵀ δa_{t+1}
    δc_t   = f_{t+1} ⊙ δc_{t+1} + δh_t ⊙ o_t ⊙ (1 − tanh² c_t)
    δa_i   = δc_t ⊙ g ⊙ i (1 − i)          δa_f = δc_t ⊙ c_{t−1} ⊙ f (1 − f)
    δa_g   = δc_t ⊙ i ⊙ (1 − g²)           δa_o = δh_t ⊙ tanh c_t ⊙ o (1 − o)
    δrow_{t−1} = Σ over layers of Vᵀ δa_t  δh_t of the layer below: Wᵀ δa_t

δc_t = f_{t+1} ⊙ δc_{t+1} alone is the constant error carousel of Hochreiter and Schmidhuber (1997) with the forget gate of
Gers et al. (2000): ``direct``. The head's own gradient is ``mdn_gradient``'s. Only Uᵀ δa waits for the step after; what is
above, below and beside is one product over all steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.activations import Activations
from model.arrays import Float32Array, Float64Array, frozen
from model.mdn_gradient import log_density_gradient


@dataclass(frozen=True, eq=False, slots=True)
class DensityGradient:
    """∂ log p(row ``row`` | all before it), in nats, of what came before; arrays are read-only and in the order of time.

    ``log_density``: log p itself, over scaled offsets. ``begin``: the first row that was gone back to; n = ``row`` − ``begin``
    is how many steps that is.
    ``rows``: (n, inputs), of rows ``begin`` … ``row`` − 1 as the network reads them: dx, dy divided by ``input_scale``, lift
    and height as they are, each moved alone (a height that follows from the offsets is held). Per unit of the
    representation the first two are to be divided by ``input_scale``.
    ``hidden``: (n + 1, layers, units), δh of states ``begin`` … ``row`` (state t is before row t): h alone is moved, c of the
    same state is held, and all that follows from h in this layer and those above goes along. ``cell``: the same of c,
    with which h of the same state goes along, too. torch's graph has the same two. State 0, from which the reading began,
    was given: there neither moves the other.
    ``direct``: what of ``cell`` comes from the last state's through forget gates (of a GRU: of ``hidden``, through z) alone.
    ``cell`` and ``direct`` are None for a cell that has no such part.
    """

    row: int
    begin: int
    log_density: float
    rows: Float32Array
    hidden: Float32Array
    cell: Float32Array | None = None
    direct: Float32Array | None = None

    @property
    def hidden_norms(self) -> Float64Array:
        """(n + 1, layers) lengths of ``hidden``, by distance: [0] is the last state, [n] that before row ``begin``."""
        return lengths(self.hidden)

    @property
    def cell_norms(self) -> Float64Array | None:
        """(n + 1, layers) lengths of ``cell``, by distance; None without."""
        return None if self.cell is None else lengths(self.cell)

    @property
    def direct_norms(self) -> Float64Array | None:
        """(n + 1, layers) lengths of ``direct``, by distance; None without."""
        return None if self.direct is None else lengths(self.direct)


def lengths(parts: Float32Array) -> Float64Array:
    """Euclidean lengths along the last axis, the last in time first."""
    wide = parts[::-1].astype(np.float64)
    return np.asarray(np.sqrt((wide * wide).sum(axis=-1)))


def first_row(row: int, count: int, limit: int | None) -> int:
    """How far back ``limit`` steps from ``row`` of ``count`` rows go (None: all). Raises ValueError for what is not there."""
    if not 1 <= row < count:
        raise ValueError(f"row {row} has no row before it among the {count} that were read; 1 … {count - 1} have")
    if limit is not None and limit < 0:
        raise ValueError(f"limit must be at least 0, not {limit}")
    return 0 if limit is None else max(row - limit, 0)


def gradient(reading: Activations, row: int, limit: int | None = None) -> DensityGradient:
    """The gradient of log p(row ``row`` | all before it), at most ``limit`` steps back. Raises ValueError for a row that
    has none before it, or that is not there."""
    sampler = reading.sampler
    begin = first_row(row, len(reading), limit)
    earliest = max(begin - 1, 0)  # what a layer above has of state ``begin`` comes by the step to it
    n, units, layers, layout = row - earliest, sampler.hidden, sampler.layers, sampler.layout
    came = reading.rows[row]
    sx, sy = sampler.input_scale
    slope = log_density_gradient(reading.heads[row - 1], float(came[0]) / sx, float(came[1]) / sy, bool(came[2] > 0.5))
    # the head's matrix reads 2h
    at_head = 2.0 * (slope.astype(np.float32) @ sampler.matrices[-1])
    rows = np.zeros((n, sampler.inputs), dtype=np.float32)
    hidden, cell, direct = np.zeros((3, n + 1, layers, units), dtype=np.float32)
    from_above: Float32Array | None = None
    for k in reversed(range(layers)):
        given = hidden[:, k]  # what is known of δh before the layer's own steps back
        given[n] = at_head[layout.hidden_at(k) : layout.hidden_at(k) + units]
        if from_above is not None:
            given[1:] += from_above
        slopes = _layer(reading, k, earliest, row, given, cell[:, k], direct[:, k])
        matrix, first = sampler.matrices[k], layout.reads(k).start
        at = layout.input_of(k) - first
        rows += 0.5 * (slopes @ matrix[:, at : at + sampler.inputs])
        if k:
            at = layout.hidden_at(k - 1) - first
            from_above = slopes @ matrix[:, at : at + units]
    cost = -float(reading.nats[row])
    return DensityGradient(
        row, begin, cost, *(frozen(part[begin - earliest :]) for part in (rows, hidden, cell, direct))
    )


def _layer(
    reading: Activations, k: int, begin: int, row: int, d_h: Float32Array, d_c: Float32Array, direct: Float32Array
) -> Float32Array:
    """A layer's steps back from state ``row`` to ``begin``: completes ``d_h`` and fills ``d_c``, ``direct``, (n + 1, units).

    Returns 2 δ(sums), (n, 4·units), of the sums as the matrices give them: in the order o, i, f, g, with those of o, i, f
    halved, and of 2h; so that a product with columns that read 2h is a gradient of h, and half of one with those that read
    inputs is a gradient of them.
    """
    n, units = row - begin, d_h.shape[1]
    gates = reading.gates(k, begin, row)
    i, f, o, g = gates.input, gates.forget, gates.output, gates.candidate
    squashed = np.tanh(reading.cell[begin : row + 1, k])
    shown = np.zeros((n + 1, units), dtype=np.float32)  # o (1 − tanh² c); h of the first state comes from no c
    shown[1:] = o * (1.0 - squashed[1:] * squashed[1:])
    outward = 4.0 * squashed[1:] * o * (1.0 - o)
    inward = np.empty((n, 3, units), dtype=np.float32)
    inward[:, 0] = 4.0 * g * i * (1.0 - i)
    inward[:, 1] = 4.0 * reading.cell[begin:row, k] * f * (1.0 - f)
    inward[:, 2] = 2.0 * i * (1.0 - g * g)
    slopes = np.empty((n, 4, units), dtype=np.float32)
    flat = slopes.reshape(n, 4 * units)
    own = reading.sampler.own[k]
    np.multiply(d_h[n], shown[n], out=d_c[n])
    for t in range(n - 1, -1, -1):  # from state t + 1 to t
        np.multiply(d_h[t + 1], outward[t], out=slopes[t, 0])
        np.multiply(d_c[t + 1], inward[t], out=slopes[t, 1:])
        d_h[t] += flat[t] @ own
        np.multiply(d_h[t], shown[t], out=d_c[t])
        d_c[t] += d_c[t + 1] * f[t]
    direct[n] = d_c[n]
    np.cumprod(f[::-1], axis=0, out=direct[:n][::-1])
    direct[:n] *= d_c[n]
    return flat
