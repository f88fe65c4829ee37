"""Infers, point by point, the phases of a line on the digitizer's lattice, and the gain in log-likelihood from them.

A network's density N = Σ wₖ·Nₖ over the next offset, times the lattice's pattern M as far as the points so far have shown
it, each component normalised to an integral of 1:

    p(d) = Σ wₖ · Nₖ(d) · M(d) / Zₖ,    Zₖ = ∫ Nₖ·M = 1 + Σ cₐᵦ · φₖ(ω)

with Nₖ's characteristic function φₖ, so Zₖ has a closed form and p is a density given the offsets so far. M is the
mean of the pattern over a belief: how likely each pair of phases is, on a grid, by Bayes' rule. A component narrower than
the pattern is left as it is (such as one that stands for a pen at rest: there M says nothing new). With the odds
``STRANGER`` a line comes from another device, and then p is the network's own density.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model import mdn
from model.arrays import Float32Array, Float64Array
from training.lattice.lattice import BLUR, Lattice

STRANGER = 0.1  # how likely it is, before any point, that a line is not on the lattice
LOST = 1e-4  # how likely at each point that the phases begin anew: an offset that was clipped, a sensor's fault

FUZZ = 1e-2  # page units: how far from whole an offset may be by single precision's fault


@dataclass(frozen=True, eq=False, slots=True)
class Components:
    """Mixtures side by side in page units, each (…, components): ``chance``: that a component produced the point that came."""

    chance: Float64Array
    mean_x: Float64Array
    mean_y: Float64Array
    var_x: Float64Array
    var_y: Float64Array
    cov: Float64Array

    @classmethod
    def of(cls, heads: npt.NDArray[np.floating], offsets: Float64Array, scale: tuple[float, float]) -> Components:
        """Of heads (…, 6M + 1) and the offsets (…, 2) that came, in page units. ``scale``: page units to the network's."""
        m = mdn.component_count(heads.shape[-1])
        full = np.asarray(heads[..., 1:], dtype=np.float64)
        logits, mean_x, mean_y, log_x, log_y, raw = np.moveaxis(full.reshape(*full.shape[:-1], 6, m), -2, 0)
        std_x = np.exp(np.clip(log_x, mdn.LOG_STD_MIN, mdn.LOG_STD_MAX)) * scale[0]
        std_y = np.exp(np.clip(log_y, mdn.LOG_STD_MIN, mdn.LOG_STD_MAX)) * scale[1]
        mean_x, mean_y = mean_x * scale[0], mean_y * scale[1]
        rho = mdn.CORRELATION_LIMIT * np.tanh(raw)
        terms = logits - np.log(std_x) - np.log(std_y)
        terms = terms + mdn.log_normals((offsets[..., :1] - mean_x) / std_x, (offsets[..., 1:] - mean_y) / std_y, rho)
        chance = np.exp(terms - terms.max(axis=-1, keepdims=True))
        chance /= chance.sum(axis=-1, keepdims=True)
        return cls(chance, mean_x, mean_y, std_x**2, std_y**2, rho * std_x * std_y)

    def narrow(self) -> Float64Array:
        """Each one's deviation along its narrowest direction."""
        half, apart = (self.var_x + self.var_y) / 2, (self.var_x - self.var_y) / 2
        return np.sqrt(np.maximum(half - np.hypot(apart, self.cov), 0.0))


class Belief:
    """Of lines side by side: how likely each pair of phases is. All start with all phases alike, at their first point."""

    def __init__(self, lattice: Lattice, lines: int) -> None:
        self.lattice = lattice
        pairs, weight = lattice.harmonics()
        across = (np.arange(lattice.cells) + 0.5) / lattice.cells
        up = across[: lattice.cells // 2]  # half a turn is enough: both phases so much further make the same lattice
        self._across, self._up = across, up
        self._pairs = pairs.astype(np.float64)
        self._weight = weight / (lattice.mean + BLUR)
        self._wave_x = np.exp(2j * np.pi * np.outer(across, pairs[:, 0])).astype(np.complex64)
        self._wave_y = np.exp(2j * np.pi * np.outer(up, pairs[:, 1])).astype(np.complex64)
        self.phases: Float32Array = np.full((lines, len(across), len(up)), 1.0 / (len(across) * len(up)), np.float32)
        self.stranger: Float64Array = np.full(lines, STRANGER)
        self._here = np.zeros((lines, 2))  # page units from each line's first point
        self._learn(self.pattern(self._here), np.ones(lines))

    def pattern(self, positions: Float64Array) -> Float32Array:
        """M at ``positions`` (lines, 2), page units from the first point, for every pair of phases: (lines, across, up)."""
        turns = positions * self.lattice.slow
        x, y = turns[:, :1] + self._across, turns[:, 1:] + self._up
        whole = self.lattice.whole
        count = whole(x)[:, :, None] * whole(y)[:, None] + whole(x + 0.5)[:, :, None] * whole(y + 0.5)[:, None]
        return np.asarray((count + BLUR) / (self.lattice.mean + BLUR), dtype=np.float32)

    def integrals(self, mixtures: Components) -> Float64Array:
        """Zₖ of the next offset's components (lines, components), by the belief as it is."""
        waves_of_belief = ((self.phases.transpose(0, 2, 1) @ self._wave_x) * self._wave_y).sum(
            axis=1
        )  # (lines, harmonics)
        turn = 2 * np.pi * self.lattice.slow * self._pairs
        here = np.exp(1j * (self._here @ turn.T))
        wx, wy = turn[:, 0], turn[:, 1]
        mean = mixtures.mean_x[..., None] * wx + mixtures.mean_y[..., None] * wy
        spread = mixtures.var_x[..., None] * wx**2 + mixtures.var_y[..., None] * wy**2
        spread = spread + 2 * mixtures.cov[..., None] * wx * wy
        waves = np.exp(1j * mean - 0.5 * spread) * (self._weight * waves_of_belief * here)[:, None]
        return np.asarray(1.0 + 2.0 * waves.real.sum(axis=-1))

    def log_gain(self, mixtures: Components, offsets: Float64Array) -> Float64Array:
        """log of p over the network's density at the offsets that came, (lines, 2); then updates the belief by them.

        ``mixtures``: the next offset's, (lines, components).
        """
        wide = mixtures.narrow() >= self.lattice.narrowest
        there = self._here + offsets
        pattern = self.pattern(there)
        mean = (self.phases * pattern).sum(axis=(1, 2), dtype=np.float64)
        ratio = np.where(wide, mean[:, None] / self.integrals(mixtures), 1.0)
        on_lattice = (mixtures.chance * ratio).sum(axis=-1)
        gain = self.stranger + (1.0 - self.stranger) * on_lattice
        self.stranger = np.maximum(self.stranger / gain, 1e-12)  # a line is never so sure that no fault undoes it
        self._here = there
        # Zₖ of a single pair of phases is taken as 1: belief may be a little off, but p stays a density
        self._learn(pattern, (mixtures.chance * wide).sum(axis=-1))
        return np.asarray(np.log(gain))

    def _learn(self, pattern: Float32Array, share: Float64Array) -> None:
        """Bayes' rule, of points that are ``share`` (lines,) likely to be of a component on the lattice."""
        part = share.astype(np.float32)[:, None, None]
        self.phases *= part * pattern + (1 - part)
        self.phases /= self.phases.sum(axis=(1, 2), keepdims=True)
        self.phases *= np.float32(1 - LOST)
        self.phases += np.float32(LOST / self.phases[0].size)


def gains(
    heads: npt.NDArray[np.floating],
    offsets: npt.NDArray[np.floating],
    counts: npt.NDArray[np.integer],
    scale: tuple[float, float],
    lattice: Lattice,
) -> Float64Array:
    """Nats by which the lattice lowers each point's loss: (time, lines), 0 beyond a line's end.

    ``heads`` (time, lines, 6M + 1) predict ``offsets`` (time, lines, 2), whole page units; ``counts``: how many points of
    each line are predicted.
    """
    belief = Belief(lattice, heads.shape[1])
    found = np.zeros(heads.shape[:2])
    exact = np.asarray(offsets, dtype=np.float64)
    whole = np.round(exact)
    exact = np.where(np.abs(exact - whole) < FUZZ, whole, exact)
    for t in range(len(heads)):
        found[t] = belief.log_gain(Components.of(heads[t], exact[t], scale), exact[t])
    found[np.arange(len(heads))[:, None] >= counts] = 0.0
    return found
