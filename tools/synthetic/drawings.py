"""Drawings of our own making that are no writing: what a reader ought not to make words of. Equal seed, equal ink."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from inkapp.ink.document import Float64Array, Stroke

PACE = 90.0  # mm a second
STEP = 0.4  # mm between points
STRAY = 0.04  # mm by which points stray, smoothly

Path = Float64Array


def draw(kind: str, seed: int, x: float = 30.0, y: float = 60.0, size: float = 15.0) -> list[Stroke]:
    """A drawing, (x, y) its left top corner, about ``size`` high, mm. Raises KeyError for no kind of ``KINDS``."""
    make = KINDS[kind]
    chance = np.random.Generator(np.random.Philox((seed, sorted(KINDS).index(kind))))
    return [_stroke(path * size + (x, y), chance) for path in make(chance)]


def _stroke(corners: Path, chance: np.random.Generator) -> Stroke:
    """A path as a pen would draw it at an even pace, a little unsteadily."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))))
    at = np.linspace(0.0, along[-1], max(round(along[-1] / STEP), 2))
    points = np.stack([np.interp(at, along, corners[:, axis]) for axis in (0, 1)], axis=1)
    kernel = np.hanning(9) / np.hanning(9).sum()
    stray = chance.normal(0, STRAY * 3, (len(points) + 8, 2))
    points = points + np.stack([np.convolve(stray[:, axis], kernel, "valid") for axis in (0, 1)], axis=1)
    return Stroke(points[:, 0], points[:, 1], at / PACE, np.full(len(points), 0.5))


def _ellipse(middle: tuple[float, float], width: float, height: float, turns: float = 1.05) -> Path:
    angle = np.linspace(0.0, 2 * np.pi * turns, 60)
    return np.stack((middle[0] + width / 2 * np.cos(angle), middle[1] + height / 2 * np.sin(angle)), axis=1)


def _box(left: float, top: float, width: float, height: float) -> Path:
    return np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * (width, height) + (left, top)


def _boxes(chance: np.random.Generator) -> list[Path]:
    """A row of boxes, joined by lines."""
    count = int(chance.integers(1, 5))
    boxes = [_box(1.6 * k, chance.normal(0, 0.05), 1 + chance.normal(0, 0.1), 0.7) for k in range(count)]
    return [*boxes, *(np.array([(1.6 * k + 1, 0.35), (1.6 * k + 1.6, 0.35)]) for k in range(count - 1))]


def _circles(chance: np.random.Generator) -> list[Path]:
    """Circles and ellipses beside each other."""
    sizes = chance.uniform(0.4, 1.2, int(chance.integers(1, 5)))
    lefts = np.cumsum(sizes) + 0.1 * np.arange(len(sizes))
    return [
        _ellipse((left, 0.5), size, size * chance.uniform(0.6, 1), chance.uniform(1, 2))
        for left, size in zip(lefts, sizes, strict=True)
    ]


def _scribble(chance: np.random.Generator) -> list[Path]:
    """The pen to and fro on one spot."""
    return [np.cumsum(chance.normal(0, 0.35, (int(chance.integers(25, 60)), 2)), axis=0) * 0.4]


def _zigzag(chance: np.random.Generator) -> list[Path]:
    """Up and down from left to right, as one crosses something out."""
    count = int(chance.integers(12, 40))
    x = np.cumsum(chance.uniform(0.08, 0.25, count))
    return [np.stack((x, np.where(np.arange(count) % 2, 0.0, 1.0) + chance.normal(0, 0.1, count)), axis=1)]


def _hatching(chance: np.random.Generator) -> list[Path]:
    """Slanting lines side by side."""
    return [
        np.array([(0.2 * k + 0.5, 0), (0.2 * k, 1)]) + chance.normal(0, 0.03, (2, 2))
        for k in range(int(chance.integers(6, 20)))
    ]


def _spiral(chance: np.random.Generator) -> list[Path]:
    angle = np.linspace(0.0, 2 * np.pi * chance.uniform(3, 6), 200)
    return [np.stack((0.5 + angle / 40 * np.cos(angle), 0.5 + angle / 40 * np.sin(angle)), axis=1)]


def _curve(chance: np.random.Generator) -> list[Path]:
    """Two axes and a curve."""
    x = np.linspace(0.05, 2.0, 60)
    curve = 0.5 + 0.4 * np.sin(x * chance.uniform(2, 9) + chance.uniform(0, 6)) * np.exp(-x * chance.uniform(0, 1))
    return [np.array([(0, -0.1), (0, 1.0)]), np.array([(0, 1.0), (2.1, 1.0)]), np.stack((x, curve), axis=1)]


def _arrows(chance: np.random.Generator) -> list[Path]:
    """Arrows in any direction."""
    found = []
    for k in range(int(chance.integers(1, 4))):
        angle, begin = chance.uniform(-np.pi, np.pi), np.array([1.4 * k, 0.5])
        along, across = (np.array([np.cos(a), np.sin(a)]) for a in (angle, angle + np.pi / 2))
        tip = begin + along
        found += [
            np.stack((begin, tip)),
            np.stack((tip - 0.3 * along + 0.2 * across, tip, tip - 0.3 * along - 0.2 * across)),
        ]
    return found


def _house(chance: np.random.Generator) -> list[Path]:
    """A house with a door, windows and a tree."""
    return [
        _box(0, 0.5, 1.2, 0.9),
        np.array([(-0.1, 0.5), (0.6, 0.0), (1.3, 0.5)]),
        _box(0.5, 0.95, 0.25, 0.45),
        _box(0.15, 0.65, 0.2, 0.2),
        np.array([(1.8, 1.4), (1.8, 0.8)]),
        _ellipse((1.8, 0.5), 0.6, 0.7, chance.uniform(1, 2)),
    ]


def _star(chance: np.random.Generator) -> list[Path]:
    """Stars in one stroke each."""
    angle = np.arange(6) * 4 * np.pi / 5 - np.pi / 2
    star = np.stack((np.cos(angle), np.sin(angle)), axis=1) / 2 + 0.5
    return [star * chance.uniform(0.6, 1.1) + (1.2 * k, 0) for k in range(int(chance.integers(1, 5)))]


KINDS: dict[str, Callable[[np.random.Generator], list[Path]]] = {
    "arrows": _arrows,
    "boxes": _boxes,
    "circles": _circles,
    "curve": _curve,
    "hatching": _hatching,
    "house": _house,
    "scribble": _scribble,
    "spiral": _spiral,
    "star": _star,
    "zigzag": _zigzag,
}
