"""Takes ruled lines out of a picture whose lines are level: dark rows that go on much longer than any letter's stroke."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from inkapp.live.photograph.paper import FAINT, noise_of
from model.arrays import Float32Array

PARTS = 16  # across a picture, in each of which a rule is looked for
COVERED = 0.2  # the share of a part's row that may be lighter than its rule, at a gap of print or of light
ROUND = 4  # parts on each side, most of which must have the rule as well
LIGHTEST = 0.35  # this quantile of what those show is the rule's own darkness: words on it show more
STRAY = 2  # rows by which it may stand higher or lower there, where paper is bent
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

DARKER = 1.7  # ink that crosses a rule is by so much darker than it, or has ink above and below


def without_rules(dark: Float32Array) -> Float32Array:
    """``dark``, (height, width), where rules stand made as light as paper; ink that crosses them stays."""
    width = dark.shape[1]
    if width < 4 * PARTS:
        return dark
    rule = _rules(dark)
    on = rule > 2 * noise_of(dark) + FAINT / 2
    if not on.any():
        return dark
    thick = _thickest(on)
    across = np.repeat(np.arange(PARTS), np.diff(_edges(width)))
    rows = np.flatnonzero(on.any(axis=1))
    own, ruled, rule_there = dark[rows], on[rows][:, across], rule[rows][:, across]
    left = np.where(ruled & (own <= DARKER * rule_there), 0.0, own).astype(np.float32)
    # the nearest ink above and below that is on no rule, also aslant
    above, below = (_beyond(dark, on, across, rows, way * thick) for way in (-1, 1))
    made = dark.copy()
    made[rows] = np.where(ruled, np.maximum(left, np.minimum(np.minimum(above, below), own)), left)
    return made


def _beyond(dark: Float32Array, on: BoolArray, across: IntArray, rows: IntArray, reach: int) -> Float32Array:
    """The darkest pixel of no rule up to |reach| + 1 rows above (reach < 0) or below each of ``rows``, or beside those."""
    darkest = np.zeros((len(rows), dark.shape[1]), dtype=np.float32)
    for step in range(1, abs(reach) + 2):
        at = np.clip(rows + (step if reach > 0 else -step), 0, len(dark) - 1)
        np.maximum(darkest, np.where(on[at][:, across], 0.0, dark[at]), out=darkest)
    padded = np.pad(darkest, ((0, 0), (1, 1)))
    return np.asarray(np.maximum(darkest, np.maximum(padded[:, :-2], padded[:, 2:])))


def _edges(width: int) -> IntArray:
    return np.linspace(0, width, PARTS + 1).astype(np.intp)


def _rules(dark: Float32Array) -> Float32Array:
    """How dark a rule is in each part of each row, (height, ``PARTS``), 0 where there is none."""
    edges = _edges(dark.shape[1])
    own = np.empty((len(dark), PARTS), dtype=np.float32)
    for part, (left, right) in enumerate(pairwise(edges)):
        lightest = int(COVERED * (right - left))
        own[:, part] = np.partition(dark[:, left:right], lightest, axis=1)[:, lightest]
    near = own.copy()
    for step in range(1, STRAY + 1):
        near[step:] = np.maximum(near[step:], own[:-step])
        near[:-step] = np.maximum(near[:-step], own[step:])
    padded = np.pad(near, ((0, 0), (ROUND, ROUND)), mode="reflect")
    views = np.stack([padded[:, k : k + PARTS] for k in range(2 * ROUND + 1)])
    rule = np.minimum(own, 1.25 * np.quantile(views, LIGHTEST, axis=0))
    return np.asarray(np.maximum(rule, 0), dtype=np.float32)


def _thickest(on: BoolArray) -> int:
    """Rows of most rules, or fewer: the longer runs are no rules, but two of them or worse."""
    edges = np.diff(np.pad(on, ((1, 1), (0, 0))).astype(np.int8), axis=0).T
    runs = np.nonzero(edges == -1)[1] - np.nonzero(edges == 1)[1]
    return int(np.quantile(runs, 0.9))
