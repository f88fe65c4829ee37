"""What a score is compared with: the states' random projections, a network that learnt nothing, and the rows themselves.

A random projection takes h (or c) of all layers, each cell divided by its own deviation so that none is louder than another,
along a direction sampled evenly from the unit sphere: it tells what *any* mixture of the states tells, so that a cell which
tells no more is no special cell. The untrained network tells what gates and memory tell without learning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from lab.cells.survey_ink import Thinned
from model.activations import read_lines
from model.arrays import Float32Array, Float64Array
from model.checkpoint import Config, Tensors, expected_shapes
from model.sampler import Sampler

BATCH = 24  # lines read side by side
BLOCK = 128  # signals scored at a time

Blocks = list[Callable[[], tuple[Float32Array, Float32Array]]]


@dataclass(frozen=True, slots=True)
class UnitSignal:
    """A signal of the network: ``kind`` "h" or "c", layer and unit from 0."""

    kind: str
    layer: int
    unit: int

    def __str__(self) -> str:
        return f"{self.kind} {self.layer}/{self.unit}"


def cells(layers: int, hidden: int) -> list[UnitSignal]:
    """All signals in the order of ``States``: h of the first layer, of the second …, then c."""
    return [UnitSignal(kind, layer, unit) for kind in "hc" for layer in range(layers) for unit in range(hidden)]


@dataclass(frozen=True, eq=False, slots=True)
class States:
    """The standardised signals of a network over two sets of lines: (signals, points) each.

    ``mean``, ``deviation``: (signals,) over the fitting points, by which both are standardised; a dead cell's is 1.
    """

    fitting: Float32Array
    judging: Float32Array
    mean: Float64Array
    deviation: Float64Array

    def blocks(self) -> Blocks:
        """The signals themselves, some at a time."""
        return [partial(self._block, at) for at in range(0, len(self.fitting), BLOCK)]

    def _block(self, at: int) -> tuple[Float32Array, Float32Array]:
        return self.fitting[at : at + BLOCK], self.judging[at : at + BLOCK]


def states(
    sampler: Sampler,
    fitting: Thinned,
    judging: Thinned,
    tell: Callable[[int, int], None] = lambda done, lines: None,
) -> States:
    """Reads all lines, each from the zero state, and keeps the points that are looked at.

    ``tell`` hears how many of how many are read.
    """
    size = 2 * sampler.layers * sampler.hidden
    whole: list[Float32Array] = []
    done, lines = 0, len(fitting.rows) + len(judging.rows)
    for half in (fitting, judging):
        kept = np.empty((size, len(half.kept)), dtype=np.float32)
        start = at = 0
        for first in range(0, len(half.rows), BATCH):
            for reading in read_lines(sampler, half.rows[first : first + BATCH]):
                end = at + int(np.searchsorted(half.kept[at:], start + len(reading)))
                own = half.kept[at:end] - start + 1  # the state after that row
                both = [part[own].reshape(len(own), -1) for part in (reading.hidden, reading.cell)]
                kept[:, at:end] = np.concatenate(both, axis=1).T
                at, start = end, start + len(reading)
            done = done + min(BATCH, len(half.rows) - first)
            tell(done, lines)
        whole.append(kept)
    mean = whole[0].mean(axis=1, dtype=np.float64)
    deviation = np.array([signal.std(dtype=np.float64) for signal in whole[0]])
    deviation[deviation < 1e-6] = 1.0
    for kept in whole:
        kept -= mean[:, None].astype(np.float32)
        kept /= deviation[:, None].astype(np.float32)
    return States(whole[0], whole[1], mean, deviation)


def directions(signals: int, seed: int = 0) -> Float32Array:
    """(signals, signals / 2) unit directions, evenly by chance: the first half for h, the second for c."""
    directions = np.random.default_rng((seed, 7)).normal(size=(signals, signals // 2)).astype(np.float32)
    return np.asarray(directions / np.linalg.norm(directions, axis=1, keepdims=True), dtype=np.float32)


def projected(found: States, along: Float32Array) -> Blocks:
    """As many projections of the states as there are signals, some at a time: ``along`` as ``directions`` gives them."""
    half = len(found.fitting) // 2

    def block(at: int) -> tuple[Float32Array, Float32Array]:
        own = slice(0, half) if at < half else slice(half, 2 * half)
        rows = along[at : min(at + BLOCK, own.stop)]
        return rows @ found.fitting[own], rows @ found.judging[own]

    starts = [*range(0, half, BLOCK), *range(half, 2 * half, BLOCK)]
    return [partial(block, at) for at in starts]


def given(fitting: Thinned, judging: Thinned) -> Blocks:
    """The rows' own columns, dx, dy, lift and height, as four signals: what a cell tells by passing its input on."""
    halves = [np.ascontiguousarray(np.concatenate(half.rows)[half.kept].T) for half in (fitting, judging)]
    return [lambda: (halves[0], halves[1])]


def untrained(config: Config, seed: int = 0) -> Sampler:
    """A network of the same shape and input scale with first weights: all even in ± 1/√H, the head in ± 1/√(L·H).

    That is what ``torch.nn.LSTM`` and ``torch.nn.Linear`` begin with; numpy samples them, so they are others than torch's.
    """
    random = np.random.default_rng((seed, 3))
    width = int(config["hidden"])
    weights: Tensors = {}
    for name, shape in expected_shapes(config).items():
        reach = (width if name.startswith("lstm") else width * int(config["layers"])) ** -0.5
        weights[name] = random.uniform(-reach, reach, shape).astype(np.float32)
    return Sampler(weights, config)
