"""A run of characters that the network wrote, as ink of a word: x-heights on its baseline, with curves, times and pressure."""

from __future__ import annotations

import numpy as np

from inkapp.live.compose.level_word import level
from inkapp.live.compose.read_hand import ReadHand
from inkapp.live.compose.written_word import WrittenStroke, WrittenWord
from inkapp.live.ghost_curve import curve
from inkapp.live.ghost_layout import HOP_SECONDS, HOP_SECONDS_A_SPREAD, PIECE_SECONDS
from inkapp.live.ghost_words import CURVE_STEP
from model.text_protocol import Try


def ink_of(best: Try, run: str, hand: ReadHand) -> WrittenWord:
    """The run with its left edge at x = 0; its units are the characters of ``run``."""
    points = (np.cumsum(best.offsets, axis=0) - (0.0, hand.baseline)) / hand.x_height
    ends = np.flatnonzero(best.lifts[:-1]) + 1
    strokes, units = np.split(points, ends), np.split(best.characters, ends)
    strokes = level(strokes, units, run)
    left = min(float(stroke[:, 0].min()) for stroke in strokes)
    made = [_stroke(stroke - (left, 0.0), owners, hand) for stroke, owners in zip(strokes, units, strict=True)]
    return WrittenWord(tuple(made), max(float(stroke.points[:, 0].max()) for stroke in made))


def hop_seconds(length: float) -> float:
    """How long the pen is in the air over ``length``, in spreads."""
    return HOP_SECONDS + HOP_SECONDS_A_SPREAD * length


def _stroke(points: np.ndarray, units: np.ndarray, hand: ReadHand) -> WrittenStroke:
    """A curve through (n, 2) points, in the time that a pen would take; ``units``: of each point."""
    spread = 1.0 / hand.x_height  # in x-heights
    dense, at = curve(points, CURVE_STEP * spread)
    pieces = np.hypot(*np.diff(points, axis=0).T) / spread
    times = np.concatenate(([0.0], np.cumsum(PIECE_SECONDS * np.sqrt(pieces))))
    t = np.interp(at, np.arange(len(times)), times)
    owner = units[np.ceil(at - 1e-9).astype(int)]
    return WrittenStroke(dense, owner, t, np.full(len(dense), hand.measures.pressure[0]))
