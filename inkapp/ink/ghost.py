"""A ghost: ink of the network's that is not accepted yet, revealed in time, taken whole or in pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Author, Float64Array, Origin, Stroke
from inkapp.ink.recorder import POSITION_DECIMALS, PRESSURE_DECIMALS, TIME_DECIMALS

Int64Array = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class GhostStroke:
    """One stroke of a ghost.

    ``x``, ``y``: (n,) page mm. ``t``: (n,) seconds since the ghost began, not decreasing. ``pressure``: (n,) in
    0 … 1. ``step``: (n,) index of the network's step that each point belongs to, not decreasing; a curve between two
    steps belongs to the later one. ``opens_piece``: a word-sized gap, a new line or the ghost's start stands before.
    ``word``: which of its ghost's words it is of, −1 for none. Arrays are read-only; n ≥ 1.
    """

    x: Float64Array
    y: Float64Array
    t: Float64Array
    pressure: Float64Array
    step: Int64Array
    opens_piece: bool
    origin: Origin
    word: int = -1

    def __post_init__(self) -> None:
        n = len(self.x)
        if n == 0:
            raise ValueError("a ghost stroke needs at least one point")
        for name in ("x", "y", "t", "pressure", "step"):
            array = np.array(getattr(self, name), dtype=np.int64 if name == "step" else np.float64)
            if array.shape != (n,):
                raise ValueError(f"ghost stroke: {name} has shape {array.shape}, expected ({n},)")
            if not np.isfinite(array).all():
                raise ValueError(f"ghost stroke: {name} holds a value that is not finite")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        for name in ("t", "step"):
            if (np.diff(getattr(self, name)) < 0).any():
                raise ValueError(f"ghost stroke: {name} goes back")

    def __len__(self) -> int:
        return len(self.x)

    @property
    def points(self) -> Float64Array:
        """(n, 2) x and y of each point, mm."""
        return np.stack((self.x, self.y), axis=1)

    def to_stroke(self) -> Stroke:
        """The same line as ink of the model's, with times from its own beginning, rounded as recorded ink is."""
        return Stroke(
            np.round(self.x, POSITION_DECIMALS) + 0.0,
            np.round(self.y, POSITION_DECIMALS) + 0.0,
            np.round(self.t - self.t[0], TIME_DECIMALS),
            np.clip(np.round(self.pressure, PRESSURE_DECIMALS), 0.0, 1.0),
            author=Author.MODEL,
            origin=self.origin,
        )

    def cut(self, t: float) -> GhostStroke | None:
        """What of it stands at ``t``: all, nothing, or a beginning whose last point is where the pen is at ``t``."""
        if t >= self.t[-1]:
            return self
        if t < self.t[0]:
            return None
        n = int(np.searchsorted(self.t, t, side="right"))  # 1 ≤ n < len(self); t[n - 1] ≤ t < t[n]
        share = (t - self.t[n - 1]) / (self.t[n] - self.t[n - 1])
        head = {name: getattr(self, name)[:n] for name in ("x", "y", "pressure")}
        if share > 0:
            head = {
                name: np.append(values, values[-1] + share * (getattr(self, name)[n] - values[-1]))
                for name, values in head.items()
            }
        return replace(
            self,
            **head,
            t=np.append(self.t[:n], t) if share > 0 else self.t[:n],
            step=self.step[: n + (share > 0)],
        )


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word that a ghost says. ``begun``: the page's strokes that are its beginning, where it finishes a person's word."""

    text: str
    begun: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class Ghost:
    """Strokes offered as the continuation of the document at ``revision``.

    ``strokes`` are in the order they are written, their times and steps too. ``complete``: no more will come. ``words``: what
    it says, () by free hand.
    """

    revision: int
    strokes: tuple[GhostStroke, ...]
    complete: bool
    seed: int
    words: tuple[SaidWord, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see or take."""
        return not self.strokes

    @property
    def duration(self) -> float:
        """Seconds until the last point stands."""
        return float(self.strokes[-1].t[-1]) if self.strokes else 0.0

    def visible_at(self, t: float) -> tuple[GhostStroke, ...]:
        """What stands ``t`` seconds after the ghost began; the last stroke may be cut, its end where the pen is."""
        return tuple(cut for stroke in self.strokes if (cut := stroke.cut(t)) is not None)

    def step_at(self, t: float) -> int:
        """The first of the network's steps of which something is not yet visible at ``t``.

        Where all is visible it is the step that would come next; 0 for a ghost without strokes.
        """
        for stroke in self.strokes:
            n = int(np.searchsorted(stroke.t, t, side="right"))
            if n < len(stroke):
                return int(stroke.step[n])
        return int(self.strokes[-1].step[-1]) + 1 if self.strokes else 0

    def pieces(self) -> tuple[tuple[GhostStroke, ...], ...]:
        """The strokes between word-sized gaps, in order."""
        opened = np.cumsum([stroke.opens_piece and i > 0 for i, stroke in enumerate(self.strokes)])
        return tuple(
            tuple(stroke for _, stroke in group)
            for _, group in groupby(zip(opened.tolist(), self.strokes, strict=True), key=lambda pair: pair[0])
        )

    def to_strokes(self) -> tuple[Stroke, ...]:
        """All of it as ink."""
        return _as_ink(self.strokes)

    def take_piece(self, revision: int) -> tuple[tuple[Stroke, ...], Ghost]:
        """The first piece as ink, and the rest as a ghost of ``revision``, whose times are those it had."""
        first = self.pieces()[0] if self.strokes else ()
        return _as_ink(first), replace(self, revision=revision, strokes=self.strokes[len(first) :])


def _as_ink(strokes: Iterable[GhostStroke]) -> tuple[Stroke, ...]:
    return tuple(stroke.to_stroke() for stroke in strokes)
