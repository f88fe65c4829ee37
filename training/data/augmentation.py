"""Augments training lines at random, so that no two samples of a line are the same and its writer's hand varies, too."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from model.arrays import Float64Array
from model.strokes import RowArray, measure_frame


@dataclass(frozen=True, slots=True)
class Augmentation:
    """What is varied in each augmented sample of a line.

    ``scale``: each axis is stretched by 1 ± at most this. ``shear``: of x along y, at most: a slant. ``rotate``:
    radians, at most. ``bend``: points are moved by a smooth field of this steepness, so that each letter leans and grows a
    little by itself (see ``Field``). ``crop``: begin at any stroke. ``prefix_frame``: level and size are measured on a
    beginning of the line, as the app must, which sees no more. ``drop_end``: the share of a line's length cut from its end,
    where the board's edge crowds letters. ``straighten``: bends and growth along a line are taken out of it, once.
    ``level``: of what ``prefix_frame`` measures, the slope is left out, so that heights along a line mean the same.
    ``drop_points``: the share of a line's points, between the ends of their strokes, that go, at most. ``noise``: the deviation
    by which every point strays, at most, in spreads of y. ``photographs``: the share of pictures that show ink on paper.
    ``blanks``: strips of a picture, at most, in which nothing is seen.
    """

    scale: float = 0.0
    shear: float = 0.0
    rotate: float = 0.0
    bend: float = 0.0
    crop: bool = False
    prefix_frame: bool = False
    drop_end: float = 0.0
    straighten: bool = False
    level: bool = False
    drop_points: float = 0.0
    noise: float = 0.0
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
    if augmentation.bend:
        field = Field(augmentation.bend, random)
        strokes = [field.move(stroke, 1.0) for stroke in strokes]
    matrix = random_map(augmentation, random)
    if matrix is not None:
        strokes = [stroke @ matrix for stroke in strokes]
    if augmentation.drop_points:
        share = random.uniform(0, augmentation.drop_points)
        strokes = [_without(stroke, share, random) for stroke in strokes]
    if augmentation.noise:
        deviation = random.uniform(0, augmentation.noise)
        strokes = [stroke + random.normal(0, deviation, stroke.shape) for stroke in strokes]
    return strokes


def _without(stroke: Float64Array, share: float, random: np.random.Generator) -> Float64Array:
    """A stroke without a ``share`` of its points, by chance; its ends stay."""
    kept = random.random(len(stroke)) >= share
    kept[0] = kept[-1] = True
    return stroke[kept]


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


def random_map(augmentation: Augmentation, random: np.random.Generator) -> Float64Array | None:
    """A random linear map, to be applied to row vectors (x, y) from the right: (2, 2); None where nothing is to vary."""
    matrix: Float64Array | None = None
    if augmentation.rotate:
        angle = random.uniform(-augmentation.rotate, augmentation.rotate)
        matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    if augmentation.shear:
        slant = np.array([[1.0, 0.0], [random.uniform(-augmentation.shear, augmentation.shear), 1.0]])
        matrix = slant if matrix is None else matrix @ slant
    if augmentation.scale:
        stretch = np.diag(1 + random.uniform(-augmentation.scale, augmentation.scale, size=2))
        matrix = stretch if matrix is None else matrix @ stretch
    return matrix


WAVES = 6  # of a field: few enough to be smooth, enough to leave no two points alike
SHORTEST, LONGEST = 2.5, 25.0  # a wave's length in spreads of y: from a letter to a few words


class Field:
    """A smooth displacement of a line's points: a sum of plane waves of random lengths, directions and sides.

    ``steepness``: the root of the mean squared slope, of each axis, whatever the waves' lengths: 0.1 leans, stretches and
    turns letters by some tenth, each otherwise. (Simard et al. 2003 deform pictures so, by a random field that is smoothed.)
    """

    def __init__(self, steepness: float, random: np.random.Generator) -> None:
        angle = random.uniform(0, 2 * np.pi, WAVES)
        number = 2 * np.pi / np.exp(random.uniform(np.log(SHORTEST), np.log(LONGEST), WAVES))
        self._waves = number * np.stack([np.cos(angle), np.sin(angle)])  # (2, waves)
        self._phases = random.uniform(0, 2 * np.pi, WAVES)
        self._sides = random.normal(0, steepness * np.sqrt(2 / WAVES), (WAVES, 2)) / number[:, None]

    def move(self, points: Float64Array, spread: float) -> Float64Array:
        """Points (n, 2) of a line whose heights spread by ``spread``, moved; equal points stay equal."""
        moved: Float64Array = points + spread * (np.sin(points / spread @ self._waves + self._phases) @ self._sides)
        return moved
