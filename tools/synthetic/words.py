"""Words in a joined hand of our own making, sampled as a mouse would: ink for the network to continue.

A pen joins letters, slows in bends, drifts, and adds bars and dots once the word is done. The example pages are drawn with it,
and tests and benches take their primes from it, so that they need no data set. Equal seed, equal ink.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Float64Array, Stroke
from inkapp.ink.pen import PenSample, Phase
from inkapp.ink.recorder import Recorder
from inkapp.live.ghost_curve import curve
from tools.synthetic.letters import LETTERS, Letter

PACE = 11.0  # heights of an x that the pen goes in a second, on the straight
SLOWEST = 0.25  # of the pace, in the sharpest bend
BEND = 1 / 3  # speed grows with the bend's radius to this power (Lacquaniti, Terzuolo and Viviani 1983)
SPACING = 0.02  # heights of an x between the points of the path before it is sampled
TIMES_SMOOTHED = 0.014  # seconds: a writer rounds what is faster
WANDER = 0.028  # heights of an x by which a path's points stray
LIFTED = 0.06  # how often the pen is lifted where it need not be
OVERLAP, AFTER_A_LIFT = 0.12, 0.08  # heights of an x between letters: joined ones share their joining stroke


def write(
    word: str,
    x_mm: float,
    baseline_mm: float,
    x_height_mm: float,
    *,
    slant: float = 0.12,
    seed: int = 0,
    rate_hz: float = 125.0,
    pixels_per_mm: float | None = None,
) -> list[Stroke]:
    """A word of the letters a–z as strokes on the page, letters first, then bars and dots from left to right.

    ``slant``: to the right, a tangent. ``rate_hz``: the device's events a second. ``pixels_per_mm``: the device tells
    whole pixels of this size; None: places as fine as they come. Raises ValueError for an empty word or another letter.
    """
    unknown = sorted(set(word) - set(LETTERS))
    if not word or unknown:
        raise ValueError(f"a word of the letters a–z is needed, not {word!r}")
    chance = np.random.Generator(np.random.Philox(seed))
    paths = _paths(word, chance)
    slant = slant + chance.normal(0, 0.012)
    strokes = []
    for path in paths:
        sheared = np.stack((path[:, 0] + slant * path[:, 1], -path[:, 1]), axis=1)
        timed = _timed(sheared, rate_hz)
        strokes.append(_recorded(timed * x_height_mm + (x_mm, baseline_mm), rate_hz, pixels_per_mm))
    return strokes


def write_words(
    words: Sequence[str],
    x_mm: float,
    baseline_mm: float,
    x_height_mm: float,
    gap_mm: float,
    *,
    slant: float = 0.12,
    seed: int = 0,
    rate_hz: float = 125.0,
    pixels_per_mm: float | None = None,
) -> list[Stroke]:
    """Words side by side, the ink of each ``gap_mm`` from all before it; ``seed``: the first one's, each has the next. Else
    as ``write``."""
    strokes: list[Stroke] = []
    for number, word in enumerate(words):
        left = max(stroke.bounds[2] for stroke in strokes) + gap_mm if strokes else x_mm
        strokes += write(
            word, left, baseline_mm, x_height_mm,
            slant=slant, seed=seed + number, rate_hz=rate_hz, pixels_per_mm=pixels_per_mm,
        )  # fmt: skip
    return strokes


def _paths(word: str, chance: np.random.Generator) -> list[Float64Array]:
    """The word's strokes, each (n, 2): heights of an x, the word's left edge and the baseline at 0, y up."""
    strokes: list[list[Float64Array]] = []
    later: list[Float64Array] = []
    size, drift = 1 + chance.normal(0, 0.02), chance.normal(0, 0.02)
    at = 0.0
    before: Letter | None = None
    for name in word:
        letter = LETTERS[name]
        scale = (1 + chance.normal(0, 0.04), size + chance.normal(0, 0.025))
        drift = 0.7 * drift + chance.normal(0, 0.02)
        path = letter.path + chance.normal(0, WANDER, letter.path.shape)
        lifted = chance.random() < LIFTED
        if before is None or before.lifts or lifted:
            at += AFTER_A_LIFT if strokes else 0.0
            strokes.append([])
        else:
            at -= OVERLAP
            lead = letter.lead[1:] if before.high else letter.lead
            # from a high end the pen needs no stroke up to where the letter turns
            path = path[1:] if before.high and not len(lead) and path[0, 1] < 0.75 else np.concatenate((lead, path))
        strokes[-1].append(path * scale + (at, drift))
        later += [
            (part + chance.normal(0, WANDER, 2) + chance.normal(0, WANDER / 2, part.shape)) * scale + (at, drift)
            for part in letter.later
        ]
        at += float(letter.path[:, 0].max() if letter.lifts else letter.path[-1, 0]) * scale[0]
        before = letter
    return [*map(np.concatenate, strokes), *later]


def _timed(path: Float64Array, rate_hz: float) -> Float64Array:
    """(n, 2) points where the pen turns → (m, 2) where it is at each event, slower in bends."""
    longest = float(np.hypot(*np.diff(path, axis=0).T).max())
    dense, _ = curve(path, min(SPACING, longest / 4))
    step = np.hypot(*np.diff(dense, axis=0).T)
    heading = np.unwrap(np.arctan2(*np.diff(dense, axis=0).T[::-1]))
    turn = np.abs(np.gradient(heading)) / np.maximum(step, 1e-6)  # radians a height of an x
    kernel = np.hanning(9) / np.hanning(9).sum()
    turn = np.convolve(np.pad(turn, 4, mode="edge"), kernel, mode="valid")
    speed = PACE * np.clip((1 / np.maximum(turn, 1e-3)) ** BEND, SLOWEST, 1.0)
    clock = np.concatenate(([0.0], np.cumsum(step / speed)))
    fine = np.linspace(0.0, clock[-1], max(round(clock[-1] * 1000), 2))  # every millisecond
    places = np.stack([np.interp(fine, clock, dense[:, axis]) for axis in (0, 1)], axis=1)
    reach = 3 * TIMES_SMOOTHED * 1000
    weights = np.exp(-0.5 * (np.arange(-int(reach), int(reach) + 1) / (TIMES_SMOOTHED * 1000)) ** 2)
    padded = np.pad(places, ((int(reach), int(reach)), (0, 0)), mode="edge")
    smooth = np.stack([np.convolve(padded[:, axis], weights / weights.sum(), "valid") for axis in (0, 1)], axis=1)
    events = np.arange(0.0, fine[-1] + 1 / rate_hz, 1 / rate_hz)
    return np.stack([np.interp(events, fine, smooth[:, axis]) for axis in (0, 1)], axis=1)


def _recorded(points: Float64Array, rate_hz: float, pixels_per_mm: float | None) -> Stroke:
    """What the app records of such events of a mouse."""
    if pixels_per_mm is not None:
        points = np.round(points * pixels_per_mm) / pixels_per_mm
    recorder = Recorder()
    for index, (x, y) in enumerate(points.tolist()):
        recorder.feed(PenSample(x, y, index / rate_hz, None, Phase.MOVE if index else Phase.DOWN))
    stroke = recorder.finish()
    assert stroke is not None
    return stroke
