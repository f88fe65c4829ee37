"""What is varied at each look at a line, so that no two looks are the same and hands are unlike one another.

Knows: the settings, strokes and their frame; a random generator decides all.
Refuses to know: how rows are made and batched (``dataset`` does), seeds, networks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from model.strokes import FloatArray, measure_frame


@dataclass(frozen=True, slots=True)
class Augmentation:
    """What is varied at each look at a line.

    ``scale``: each axis is stretched by 1 ± at most this. ``shear``: of x along y, at most: a slant. ``rotate``:
    radians, at most. ``crop``: begin at any stroke. ``prefix_frame``: level and size are measured on a beginning of
    the line, as the app must, which sees no more. ``drop_end``: the share of a line's length cut from its end, where
    the board's edge crowds letters. ``straighten``: bends and growth along a line are taken out of it, once.
    ``level``: of what ``prefix_frame`` measures, the slope is left out, so that heights along a line mean the same.
    """

    scale: float = 0.0
    shear: float = 0.0
    rotate: float = 0.0
    crop: bool = False
    prefix_frame: bool = False
    drop_end: float = 0.0
    straighten: bool = False
    level: bool = False


def vary(strokes: list[FloatArray], augmentation: Augmentation, random: np.random.Generator) -> list[FloatArray]:
    """One look at a line of resampled strokes: cropped, reframed, turned and stretched."""
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
    matrix = another_hand(augmentation, random)
    return strokes if matrix is None else [stroke @ matrix for stroke in strokes]


def another_hand(augmentation: Augmentation, random: np.random.Generator) -> FloatArray | None:
    """What turns, slants and stretches one look at a line: (2, 2), for rows of x and y from the left; None for nothing."""
    matrix: FloatArray | None = None
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
