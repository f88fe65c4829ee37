"""Futures: many continuations sampled side by side from one point, on the page, each with its loss.

Future k is the sampler's continuation with seed + k; it runs on over the page's edge, since the network knows no margin.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from inkapp.inspect.next_point import ahead, checked_row
from inkapp.inspect.page import InkLine
from model.arrays import Float64Array
from model.futures import continue_batch
from model.trace import Controls

HAIRS, POINTS = 50, 50
PARTS = 3  # at most; the same on every machine, for the last bits hang on what is multiplied side by side
FEWEST = 16  # hairs of a part: a product of fewer columns is slower a column
THREADS = (
    PARTS if (os.cpu_count() or 1) > 1 else 1
)  # threads that sample them: three share two cores better than two rounds
SAMPLED = ("dx", "dy", "lift", "nats")  # of ``model.futures.Futures``


@dataclass(frozen=True, eq=False, slots=True)
class Hairs:
    """``hairs`` continuations of ``points`` steps from point ``row``.

    ``x``, ``y``: (hairs, points + 1) page mm, the first is the tip. ``lift``: (hairs, points + 1) bool, the pen leaves the
    paper after it. ``nats``: (hairs, points), what each step cost under the untempered density and pen.
    ``seeds``: (hairs,) int.
    """

    row: int
    controls: Controls
    x: Float64Array
    y: Float64Array
    lift: npt.NDArray[np.bool_]
    nats: Float64Array
    seeds: npt.NDArray[np.int64]

    @property
    def cost(self) -> Float64Array:
        """(hairs,) nats a point: low for what the network holds likely."""
        return np.asarray(self.nats.mean(axis=1))

    def pieces(self, hair: int) -> list[Float64Array]:
        """A hair's ink as polylines, each (k, 2) mm, k ≥ 1: it is parted where the pen was up."""
        points = np.stack((self.x[hair], self.y[hair]), axis=1)
        parts = np.split(points, np.flatnonzero(self.lift[hair, :-1]) + 1)
        return parts[1:] if self.lift[hair, 0] else parts  # a tip that was lifted from is no ink of the hair's


def futures(
    line: InkLine,
    row: int = -1,
    seed: int = 0,
    controls: Controls | None = None,
    hairs: int = HAIRS,
    points: int = POINTS,
) -> Hairs:
    """What may come after point ``row`` (from 0; from the end where negative): ``continue_batch`` for seeds ``seed`` …

    They are sampled in ``PARTS`` on ``THREADS`` threads, each with one of BLAS, as small products want it. Raises IndexError
    for a row that is not there, ValueError for no hair or no point.
    """
    row = checked_row(line, row)
    if hairs < 1 or points < 1:
        raise ValueError(f"at least one hair of one point, not {hairs} of {points}")
    controls = controls or Controls()
    reading = line.reading
    seeds = np.arange(seed, seed + hairs, dtype=np.int64)
    sample = partial(continue_batch, reading.sampler, reading.state(row), controls=controls, steps=points)
    parts = [part.tolist() for part in np.array_split(seeds, max(min(PARTS, hairs // FEWEST), 1))]
    with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(THREADS) as pool:
        sampled = list(pool.map(sample, parts))
    dx, dy, lifts, nats = (np.concatenate([getattr(one, name) for one in sampled], axis=1) for name in SAMPLED)
    on_page = ahead(line, row, dx.cumsum(axis=0).T, dy.cumsum(axis=0).T)
    tip = np.broadcast_to((line.x[row], line.y[row]), (hairs, 1, 2))
    whole = np.concatenate((tip, on_page), axis=1)
    lift = np.concatenate((np.full((hairs, 1), line.lift[row]), lifts.T), axis=1)
    return Hairs(row, controls, whole[..., 0], whole[..., 1], lift, np.ascontiguousarray(nats.T), seeds)
