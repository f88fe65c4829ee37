"""Strokes of a ghost that are being laid out, and the words that they make."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from inkapp.ink.document import Origin
from inkapp.ink.ghost import GhostStroke
from inkapp.live.ghost_curve import curve
from model.arrays import Float64Array
from model.strokes import Frame

CURVE_STEP = 0.12  # spreads between the points of a drawn curve


@dataclass(slots=True)
class LaidStroke:
    """A stroke under way: local points, one a step, with its steps, times and controls.

    ``goes_back``: it dots or crosses what stands before its word. ``shift`` is where its line stands from the
    prime's, local units. ``ended``: it met ink or the paper's edge, and what follows of it is left out. ``word``:
    which word of the ghost it is of, −1 for none.
    """

    opens_piece: bool
    goes_back: bool
    shift: tuple[float, float]
    points: list[tuple[float, float]] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    temperature: float = 0.5
    closed: bool = False
    ended: bool = False
    word: int = -1
    outer: GhostStroke | None = None  # kept once it can no longer change
    _dense: Float64Array | None = None  # of as many points as there were …
    _dense_of: int = 0  # … then

    def dense(self) -> Float64Array:
        """(n, 2) the curve that is drawn through its points, not yet shifted."""
        if self._dense is None or self._dense_of != len(self.points):
            self._dense, self._dense_of = curve(np.array(self.points), CURVE_STEP)[0], len(self.points)
        return self._dense

    def dense_end(self) -> Float64Array:
        """(n, 2) its last stretch, between its last two points."""
        return curve(np.array(self.points[-2:]), CURVE_STEP)[0]

    def cut_last(self) -> None:
        """Takes the last point back and ends the stroke there."""
        for values in (self.points, self.steps, self.times):
            values.pop()
        self.ended = self.closed = True
        self.outer = None

    def on_page(self, frame: Frame, weights: str, seed: int, pressure: float) -> GhostStroke:
        """The stroke as a curve on the page, mm; ``weights`` and ``seed`` say how it came to be."""
        if self.outer is not None:
            return self.outer
        dense, at = curve(np.array(self.points) + self.shift, CURVE_STEP)
        outer = frame.to_outer(dense)
        made = GhostStroke(
            x=outer[:, 0],
            y=outer[:, 1],
            t=np.interp(at, np.arange(len(self.times)), self.times),
            pressure=np.full(len(outer), pressure),
            step=np.asarray(self.steps)[np.ceil(at - 1e-9).astype(int)],
            opens_piece=self.opens_piece,
            origin=Origin(weights, seed, self.temperature, self.steps[0]),
            word=self.word,
        )
        if self.closed:
            self.outer = made
        return made


@dataclass(slots=True)
class LaidWord:
    """Strokes between two word-sized gaps. ``begin``: from here to the right they are its own, local units.

    ``held``: near the margin, so not shown until it is known where it stands. ``shift`` is its line's, ``before``
    that of what it follows.
    """

    begin: float
    held: bool
    shift: tuple[float, float]
    before: tuple[float, float]
    strokes: list[LaidStroke] = field(default_factory=list)

    @property
    def own(self) -> list[LaidStroke]:
        """Its strokes but for those that go back to the word before."""
        return [stroke for stroke in self.strokes if not stroke.goes_back]

    def edges(self) -> tuple[float, float]:
        """The left and the right edge of its own ink, local units; it has some."""
        x = [x for stroke in self.own for x, _ in stroke.points]
        return min(x), max(x)
