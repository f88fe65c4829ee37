"""Varies the ink of a line at random: slanted, stretched, turned and bent, with points that stray or go. numpy alone.

Trainings vary their lines so (``training.data.augmentation``), and so does a reader that learns a person's hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.arrays import Float64Array


@dataclass(frozen=True, slots=True)
class Variation:
    """What is varied.

    ``scale``: each axis is stretched by 1 ± at most this. ``shear``: of x along y, at most: a slant. ``rotate``:
    radians, at most. ``bend``: points are moved by a smooth field of this steepness, so that each letter leans and grows a
    little by itself (see ``Field``). ``drop_points``: the share of a line's points, between the ends of their strokes, that
    go, at most. ``noise``: the deviation by which every point strays, at most, in spreads of y.
    """

    scale: float = 0.0
    shear: float = 0.0
    rotate: float = 0.0
    bend: float = 0.0
    drop_points: float = 0.0
    noise: float = 0.0


def varied(strokes: Sequence[Float64Array], variation: Variation, random: np.random.Generator) -> list[Float64Array]:
    """A line's strokes (n, 2), in spreads of its y, once more."""
    made = list(strokes)
    if variation.bend:
        field = Field(variation.bend, random)
        made = [field.move(stroke, 1.0) for stroke in made]
    matrix = random_map(variation, random)
    if matrix is not None:
        made = [stroke @ matrix for stroke in made]
    if variation.drop_points:
        share = random.uniform(0, variation.drop_points)
        made = [_without(stroke, share, random) for stroke in made]
    if variation.noise:
        deviation = random.uniform(0, variation.noise)
        made = [stroke + random.normal(0, deviation, stroke.shape) for stroke in made]
    return made


def random_map(variation: Variation, random: np.random.Generator) -> Float64Array | None:
    """A random linear map, to be applied to row vectors (x, y) from the right: (2, 2); None where nothing is to vary."""
    matrix: Float64Array | None = None
    if variation.rotate:
        angle = random.uniform(-variation.rotate, variation.rotate)
        matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    if variation.shear:
        slant = np.array([[1.0, 0.0], [random.uniform(-variation.shear, variation.shear), 1.0]])
        matrix = slant if matrix is None else matrix @ slant
    if variation.scale:
        stretch = np.diag(1 + random.uniform(-variation.scale, variation.scale, size=2))
        matrix = stretch if matrix is None else matrix @ stretch
    return matrix


def _without(stroke: Float64Array, share: float, random: np.random.Generator) -> Float64Array:
    """A stroke without a ``share`` of its points, by chance; its ends stay."""
    kept = random.random(len(stroke)) >= share
    kept[0] = kept[-1] = True
    return stroke[kept]


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
