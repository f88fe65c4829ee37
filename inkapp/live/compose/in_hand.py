"""A drawn sign in a person's hand: its slant, its width, its shake, its speed and pressure, and never twice the same.

Equal sign, hand and seed give equal ink. Letters vary from one to the next by ``VARIATION``, as nobody's two are alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inkapp.live.compose import shake
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.signs import Drawing, sign
from inkapp.live.compose.written_word import WrittenStroke, WrittenWord, word_of
from model.arrays import Float64Array

DRAWN_TALL = 1.9  # x-heights: the drawn capitals and digits
LEAST_TALL, MOST_TALL = 0.8, 1.25  # how far tall signs follow a hand's tall letters
SLOWEST = 0.3  # of the speed, in the sharpest bend
BEND = 1 / 3  # speed grows with the bend's radius to this power (Lacquaniti, Terzuolo and Viviani 1983)
DAB = np.array(((-0.02, -0.03), (0.0, 0.01), (0.015, 0.04)))  # what a pen makes of a dot
DIRECTED = frozenset("\\|¦†‡⊥∥∠↑↓☐☑□★☆✓✔✗✘©®⊕⊗")  # signs that would be others, or odd, if they leant as letters do
DIRECTED_SLANT = 0.3  # of the hand's slant that they have
PRESSURE_REACH = 0.5  # x-heights over which pressure changes


@dataclass(frozen=True, slots=True)
class Variation:
    """Standard deviations from one letter to the next: of its size and its width (shares), its slant (a tangent), its turn
    (radians), its height on the line and the place of each stroke (x-heights), and how far its shape is bent (x-heights)."""

    size: float = 0.03
    width: float = 0.04
    slant: float = 0.025
    turn: float = 0.012
    height: float = 0.02
    place: float = 0.012
    bend: float = 0.018


VARIATION = Variation()


def in_hand(name: str, hand: Hand, seed: int, *, variation: float = 1.0) -> WrittenWord:
    """A sign as the only unit of a word; its ink begins at x = 0. ``variation``: of ``VARIATION`` and of the shake, 0 for none.

    Raises KeyError for a sign that is not drawn.
    """
    drawing = sign(name)
    chance = chance_of(seed, ord(name))
    strokes = shaped(drawing, hand, chance, variation=variation, height=_height(drawing, hand))
    return word_of([pen_stroke(stroke, hand, chance, unit=0) for stroke in strokes])


def chance_of(seed: int, number: int) -> np.random.Generator:
    """The random numbers of one sign or letter under a seed, which may be any integer."""
    return np.random.Generator(np.random.Philox(key=np.array((seed % (1 << 64), number), dtype=np.uint64)))


def shaped(
    drawing: Drawing, hand: Hand, chance: np.random.Generator, *, variation: float = 1.0, height: float = 1.0
) -> list[Float64Array]:
    """The strokes of a sign or an accent in a hand's shape, each (n, 2), about the drawing's own origin."""
    size, width, slant, turn, rise = (
        variation * deviation * float(chance.standard_normal())
        for deviation in (VARIATION.size, VARIATION.width, VARIATION.slant, VARIATION.turn, VARIATION.height)
    )
    slant += hand.slant * (DIRECTED_SLANT if drawing.name in DIRECTED else 1.0)
    stretch = np.array((hand.aspect * (1 + width) * (1 + size), height * (1 + size)))
    left, top, right, bottom = drawing.bounds
    middle = np.array(((left + right) / 2, (top + bottom) / 2))
    waves = variation * VARIATION.bend * chance.standard_normal((2, 2, 2))  # axis, along which axis, phase
    strokes = []
    for stroke in drawing.strokes:
        place = variation * VARIATION.place * chance.standard_normal(2)
        stroke = stroke + DAB if len(stroke) == 1 else stroke
        bent = (stroke + _bend(stroke - middle, waves) + place) * stretch
        shaken = shake.shaken(bent, variation * hand.shake, chance)
        turned = shaken + turn * (shaken - middle * stretch)[:, ::-1] * (-1.0, 1.0)
        strokes.append(np.stack((turned[:, 0] - slant * turned[:, 1], turned[:, 1] + rise), axis=1))
    return strokes


def _bend(away: Float64Array, waves: Float64Array) -> Float64Array:
    """A slow bend of the plane, (n, 2) from the sign's middle → (n, 2) how far each point moves: half waves of an x-height."""
    moved = np.zeros_like(away)
    for axis in (0, 1):
        for along in (0, 1):
            moved[:, axis] += waves[axis, along, 0] * np.sin(np.pi * away[:, along])
            moved[:, axis] += waves[axis, along, 1] * (np.cos(np.pi * away[:, along]) - 1.0)
    return moved


def _height(drawing: Drawing, hand: Hand) -> float:
    """By how much a sign is stretched upwards: capitals, digits and marks are as tall as the hand's tall letters."""
    if drawing.name.islower() or drawing.bounds[1] > -1.3:
        return 1.0
    return float(np.clip(hand.tall / DRAWN_TALL, LEAST_TALL, MOST_TALL))


def pen_stroke(points: Float64Array, hand: Hand, chance: np.random.Generator, *, unit: int) -> WrittenStroke:
    """A stroke as the hand's pen would have been recorded: points as far apart as the hand's, their times, their pressure."""
    even = shake.evenly(points, hand.spacing)
    mean, deviation = hand.pressure
    along = shake.lengths(even)
    knots = np.arange(0.0, along[-1] + 2 * PRESSURE_REACH, PRESSURE_REACH)
    pressure = np.interp(along, knots, mean + deviation * np.clip(chance.standard_normal(len(knots)), -2.0, 2.0))
    return WrittenStroke(even, np.full(len(even), unit), pen_times(even, hand.speed), np.clip(pressure, 0.0, 1.0))


def pen_times(points: Float64Array, speed: float) -> Float64Array:
    """(n,) seconds at which a pen that goes ``speed`` on the straight is at each of (n, 2) points; it slows in bends."""
    if len(points) < 2:
        return np.zeros(len(points))
    step = np.diff(points, axis=0)
    length = np.hypot(*step.T)
    heading = np.unwrap(np.arctan2(step[:, 1], step[:, 0]))
    bend = np.abs(np.gradient(heading)) if len(heading) > 1 else np.zeros(1)
    radius = length / np.maximum(bend, 1e-6)
    return np.concatenate(([0.0], np.cumsum(length / (speed * np.clip(radius**BEND, SLOWEST, 1.0)))))
