"""From the network's endless line to the page: pace, curves, words, margins and new lines.

Knows: where the next stroke stands in millimetres and when it is drawn; that a word which would cross the right
margin goes to the next ruled line, at the left edge of what is written.
Refuses to know: Qt, threads, probabilities. The network is never told of a margin: to it the line goes on, and so
it neither crowds its letters nor shrinks them there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from inkapp.ink.document import Origin, Page
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.live.encoder import Prime
from model.strokes import FloatArray
from model.trace import Step

# Of IAM-OnDB's training lines, every 20th (523): a piece of length l spreads takes 0.043·l^½ s (least squares on
# logarithms); hops take about 0.1 s + 0.06 s a spread; the gaps between strokes have a valley at 1.9 spreads.
PIECE_SECONDS = 0.043
HOP_SECONDS, HOP_SECONDS_A_SPREAD = 0.10, 0.06
WORD_GAP = 1.9
HOLD = 16.0  # spreads before the margin, from which a word waits until it is known to fit
LINE_PITCH = 5.0  # spreads: lines nearer than this would touch
CURVE_STEP = 0.12  # spreads between the points of a drawn curve


def curve(points: FloatArray, spacing: float) -> tuple[FloatArray, FloatArray]:
    """A smooth stroke through its points: centripetal Catmull–Rom (Barry and Goldman 1988; Yuksel et al. 2011).

    ``points``: (n, 2) → (m, 2) about ``spacing`` apart, and (m,) the fractional index of the point each stands at.
    The centripetal form neither loops nor overshoots where points stand close after a long piece.
    """
    step = np.hypot(*np.diff(points, axis=0).T) if len(points) > 1 else np.zeros(0)
    if not len(step) or not (step > 0).any():
        return points[:1], np.zeros(1)
    if (step == 0).any():
        kept = np.concatenate(([True], step > 0))
        dense, at = curve(points[kept], spacing)
        return dense, np.interp(at, np.arange(int(kept.sum())), np.flatnonzero(kept))
    padded = np.concatenate((2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]))
    knots = np.concatenate(([0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(padded, axis=0).T)))))
    counts = np.maximum(np.ceil(step / spacing).astype(int), 1)
    piece = np.repeat(np.arange(len(step)), counts)
    inside = np.concatenate([np.arange(n) / n for n in counts])
    piece, inside = np.append(piece, len(step) - 1), np.append(inside, 1.0)
    k0, k1, k2, k3 = (knots[piece + i] for i in range(4))
    p0, p1, p2, p3 = (padded[piece + i] for i in range(4))
    k = k1 + inside * (k2 - k1)

    def between(a: FloatArray, b: FloatArray, ka: FloatArray, kb: FloatArray) -> FloatArray:
        share = ((k - ka) / (kb - ka))[:, None]
        return np.asarray(a + share * (b - a))

    a1, a2, a3 = between(p0, p1, k0, k1), between(p1, p2, k1, k2), between(p2, p3, k2, k3)
    b1, b2 = between(a1, a2, k0, k2), between(a2, a3, k1, k3)
    return between(b1, b2, k1, k2), piece + inside


@dataclass(slots=True)
class _Placed:
    """A stroke under way: local points, one a step, with its steps, times and controls."""

    opens_piece: bool
    points: list[tuple[float, float]] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    temperature: float = 0.5
    closed: bool = False
    drawn: GhostStroke | None = None  # kept once it can no longer change


@dataclass(slots=True)
class _Word:
    """Strokes between two word-sized gaps; ``shift`` is where its line stands from the prime's, local units."""

    strokes: list[_Placed] = field(default_factory=list)
    shift: tuple[float, float] = (0.0, 0.0)
    held: bool = False
    first_of_line: bool = False


class Placer:
    """Places steps one by one; ``ghost`` is a frozen picture of what stands so far.

    ``limit``: points after which writing stops at the next gap between words, or a lift when none comes soon.
    """

    def __init__(
        self, prime: Prime, page: Page, weights: str, seed: int, limit: int = 400, breaks: frozenset[int] = frozenset()
    ) -> None:
        self._prime, self._page, self._weights, self._seed, self._limit = prime, page, weights, seed, limit
        self._x, self._y = prime.pen
        self._time = 0.0
        self._words: list[_Word] = []
        self._breaks = set(breaks)  # first steps of words that are known to have gone to a new line
        self._steps: list[Step] = []
        self._line = (0.0, 0.0)
        self._right_ink = max(float(prime.frame.to_local(np.stack((s.x, s.y), 1))[:, 0].max()) for s in prime.strokes)
        self._pressure = float(np.median(np.concatenate([s.pressure for s in prime.strokes])))
        self.done = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps placed, in order."""
        return tuple(self._steps)

    def add(self, step: Step) -> None:
        """Places one more step; sets ``done`` where the page is full or a sensible end is reached."""
        if self.done:
            return
        length = math.hypot(step.dx, step.dy)
        x, y = self._x + step.dx, self._y + step.dy
        starts = step.new_stroke or not self._words
        gap = starts and (not self._words or x - self._right_ink > WORD_GAP)
        late = step.index + 1 - self._limit
        if starts and self._words and ((gap and late > 0) or late > max(self._limit // 4, 30)):
            self.done = True
            return
        self._time += HOP_SECONDS + HOP_SECONDS_A_SPREAD * length if starts else PIECE_SECONDS * math.sqrt(length)
        if gap:
            self._close_word()
            self._open_word(step, x)
            if self.done:
                return
        if starts:
            self._words[-1].strokes.append(_Placed(opens_piece=bool(gap)))
        stroke = self._words[-1].strokes[-1]
        stroke.points.append((x, y))
        stroke.steps.append(step.index)
        stroke.times.append(self._time)
        stroke.temperature = step.controls.temperature
        stroke.closed = step.lift
        stroke.drawn = None
        self._x, self._y = x, y
        self._right_ink = max(self._right_ink, x)
        self._steps.append(step)
        word = self._words[-1]
        if word.held and self._page_x(x, y, word.shift) > self._page.width - self._page.margin:
            self._break(word)

    def _page_x(self, x: float, y: float, shift: tuple[float, float]) -> float:
        return float(self._prime.frame.to_outer(np.array([[x + shift[0], y + shift[1]]]))[0, 0])

    def _open_word(self, step: Step, x: float) -> None:
        word = _Word(shift=self._line)
        room = self._page.width - self._page.margin - self._page_x(x, self._y, word.shift)
        word.held = room < HOLD * self._prime.frame.size
        self._words.append(word)
        if step.index in self._breaks or room < 0:
            # the stroke's first point tells where the word begins; where it has no room at all, it does not wait
            self._x_of_word = x
            self._break(word, x)

    def _close_word(self) -> None:
        if self._words:
            self._words[-1].held = False

    def _break(self, word: _Word, begin: float | None = None) -> None:
        """Moves a word to the next line, at the left edge of what is written; ends where the page does."""
        frame, page = self._prime.frame, self._page
        word.held = False
        if word.strokes:
            begin = min(x for stroke in word.strokes for x, _ in stroke.points)
            self._breaks.add(word.strokes[0].steps[0])
        assert begin is not None
        pitch = page.rule_spacing * max(1, math.ceil(LINE_PITCH * frame.size / page.rule_spacing - 0.25))
        here = frame.to_outer(np.array([[begin + self._line[0], self._line[1]]]))[0]
        left = max(self._prime.left, 0.0)
        # down by whole ruled lines, and along the line's own slope back to the left edge
        target = np.array([left, here[1] + (left - here[0]) * math.tan(frame.angle) + pitch])
        if target[1] + 1.5 * frame.size > page.height - page.margin / 2:
            self._words.pop()
            self.done = True
            return
        local = frame.to_local(target[None])[0]
        self._line = (float(local[0] - begin), float(local[1]))
        word.shift = self._line
        word.first_of_line = True
        for stroke in word.strokes:
            stroke.drawn = None

    def _draw(self, stroke: _Placed, shift: tuple[float, float]) -> GhostStroke:
        if stroke.drawn is None:
            dense, at = curve(np.array(stroke.points) + shift, CURVE_STEP)
            outer = self._prime.frame.to_outer(dense)
            times = np.interp(at, np.arange(len(stroke.times)), stroke.times)
            steps = np.asarray(stroke.steps)[np.ceil(at - 1e-9).astype(int)]
            origin = Origin(self._weights, self._seed, stroke.temperature, stroke.steps[0])
            drawn = GhostStroke(
                x=outer[:, 0],
                y=outer[:, 1],
                t=times,
                pressure=np.full(len(outer), self._pressure),
                step=steps,
                opens_piece=stroke.opens_piece,
                joins=False,
                origin=origin,
            )
            if not stroke.closed:
                return drawn
            stroke.drawn = drawn
        return stroke.drawn

    def ghost(self, complete: bool) -> Ghost:
        """What stands so far, without a word that still waits at the margin (unless it is ``complete``)."""
        strokes = tuple(
            self._draw(stroke, word.shift)
            for word in self._words
            if complete or not word.held
            for stroke in word.strokes
        )
        return Ghost(revision=self._prime.revision, strokes=strokes, complete=complete, seed=self._seed)

    def cut(self, step: int) -> Placer:
        """A placer as it was before ``step``; words that had gone to a new line by then stay there."""
        kept = frozenset(b for b in self._breaks if b < step)
        again = Placer(self._prime, self._page, self._weights, self._seed, self._limit, kept)
        for earlier in self._steps:
            if earlier.index < step:
                again.add(earlier)
        return again
