"""Augments training lines at random, so that no two samples of a line are the same and its writer's hand varies, too."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from model.arrays import Float64Array
from model.strokes import RowArray, measure_frame
from model.varied_ink import Field, Variation, random_map, varied


@dataclass(frozen=True, slots=True)
class Augmentation(Variation):
    """What is varied in each augmented sample of a line, besides what ``Variation`` says.

    ``crop``: begin at any stroke. ``prefix_frame``: level and size are measured on a
    beginning of the line, as the app must, which sees no more. ``drop_end``: the share of a line's length cut from its end,
    where the board's edge crowds letters. ``straighten``: bends and growth along a line are taken out of it, once.
    ``level``: of what ``prefix_frame`` measures, the slope is left out, so that heights along a line mean the same.
    ``photographs``: the share of pictures that show ink on paper. ``blanks``: strips of a picture, at most, in which nothing
    is seen.
    """

    crop: bool = False
    prefix_frame: bool = False
    drop_end: float = 0.0
    straighten: bool = False
    level: bool = False
    photographs: float = 0.0
    blanks: int = 0


def vary(strokes: list[Float64Array], augmentation: Augmentation, random: np.random.Generator) -> list[Float64Array]:
    """An augmented sample of a line of resampled strokes: cropped, reframed, turned and stretched."""
    if augmentation.drop_end and len(strokes) > 8:
        lengths = np.cumsum([np.hypot(*np.diff(s, axis=0).T).sum() for s in strokes])
        strokes = strokes[: max(int(np.searchsorted(lengths, lengths[-1] * (1 - augmentation.drop_end))), 4)]
    if augmentation.crop and len(strokes) > 6 and random.random() < 0.6:
        strokes = strokes[int(random.integers(0, len(strokes) // 2)) :]
    if augmentation.prefix_frame:
        lengths = np.cumsum([np.hypot(*np.diff(s, axis=0).T).sum() for s in strokes])
        shortest = min(10.0, lengths[-1])
        wanted = float(np.exp(random.uniform(np.log(shortest), np.log(max(lengths[-1], shortest)))))
        count = int(np.searchsorted(lengths, wanted)) + 1
        try:
            frame = measure_frame(strokes[:count])
        except ValueError:
            frame = measure_frame(strokes)
        if augmentation.level:
            frame = replace(frame, angle=0.0)
        strokes = [frame.to_local(stroke) for stroke in strokes]
    return varied(strokes, augmentation, random)


def vary_in_time(rows: RowArray, augmentation: Augmentation, random: np.random.Generator) -> RowArray:
    """An augmented sample of a line of unscaled rows (n, 3) in time: bent, turned, slanted, stretched. Lifts stay."""
    rows = rows.copy()
    if augmentation.bend:
        points = np.cumsum(rows[:, :2], axis=0, dtype=np.float64)
        spread = float(points[:, 1].std())
        if spread > 0:
            moved = Field(augmentation.bend, random).move(points, spread)
            rows[1:, :2] = np.diff(moved, axis=0)
    matrix = random_map(augmentation, random)
    if matrix is not None:
        rows[:, :2] = rows[:, :2] @ matrix.astype(np.float32)
    return rows
