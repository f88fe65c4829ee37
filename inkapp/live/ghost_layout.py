"""A ghost on the page: where each stroke of the network's endless line stands, and when it is drawn.

A word that would cross the right margin, or ink that stands there, goes to the next ruled line that is free, its leftmost ink
at the left edge of what is written; nothing is written beside the paper, and only what is too long for any line is parted, at
a lift of the pen. The network is never told of margins or other ink: to it the line goes on, and so it neither crowds its
letters nor shrinks them there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from inkapp.ink.document import Page
from inkapp.ink.ghost import Ghost
from inkapp.live.encoder import WORD_GAP, Prime
from inkapp.live.ghost_words import LaidStroke, LaidWord
from inkapp.live.line_pitch import line_pitch
from inkapp.live.other_ink import OtherInk, dense_points, touch
from inkapp.live.word_places import HOLD, Place, other_places
from inkapp.live.words.ghost_text import GhostText
from model.arrays import Float64Array
from model.trace import Step

# Of IAM-OnDB's training lines, every 20th (523): a piece of length l spreads takes 0.043·l^½ s (least squares on
# logarithms); hops take about 0.1 s + 0.06 s a spread.
PIECE_SECONDS = 0.043
HOP_SECONDS, HOP_SECONDS_A_SPREAD = 0.10, 0.06
LEAST_GAP = 2.5  # spreads from a word to the next one's first point, which is some 0.6 to the right of its left edge
SPACE = 0.7  # of WORD_GAP: from where a hop at which a space is read begins the next word
BACK = 1.5  # spreads that a stroke begins to the left of its word, if it dots or crosses what stands before


class PageLayout:
    """Lays out steps one by one; ``ghost`` is a frozen picture of what stands so far.

    ``limit``: points after which writing stops at the next gap between words, or a lift when none comes soon.
    ``decided``: first steps of words near a line's end → where one that goes to another line stands, or None where it
    stays. Strokes begun before step ``seen`` may have been seen already and are not moved any more. ``other``: the page's
    ink but for the prime's, ``pitch``: ``line_pitch``; both are found where they are not given. ``text``: what the ghost says,
    if it says words: then it ends with the line.
    """

    def __init__(
        self,
        prime: Prime,
        page: Page,
        weights: str,
        seed: int,
        limit: int = 400,
        decided: Mapping[int, Place | None] | None = None,
        seen: int = 0,
        other: OtherInk | None = None,
        pitch: float | None = None,
        text: GhostText | None = None,
    ) -> None:
        self._prime, self._page, self._weights, self._seed, self._limit = prime, page, weights, seed, limit
        self._text = text
        self._word = -1  # the number of the word being written
        self._x, self._y = prime.pen
        self._time = 0.0
        self._words: list[LaidWord] = []
        self._decided = dict(decided or {})
        self._seen = seen
        self._steps: list[Step] = []
        self._line = (0.0, 0.0)
        self._other = other or OtherInk(prime.others(page), prime.frame)
        self._right_ink = max(float(prime.frame.to_local(s.points)[:, 0].max()) for s in prime.strokes)
        self._end = self._other.end_after(self._right_ink, 0.0)  # of the line, local units with its shift
        self._pressure = float(np.median(np.concatenate([s.pressure for s in prime.strokes])))
        self._left = prime.left
        self._pitch = line_pitch(prime, page) if pitch is None else pitch
        self.done = self.full = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps laid out, in order."""
        return tuple(self._steps)

    def add(self, step: Step) -> None:
        """Lays out one more step; sets ``done`` where a sensible end is reached, and ``full`` besides where no room is left."""
        if self.done:
            return
        length = math.hypot(step.dx, step.dy)
        x, y = self._x + step.dx, self._y + step.dy
        starts = step.new_stroke or not self._words
        gap = starts and (not self._words or self._opens_word(step, x))
        if gap and self._text is not None:
            self._word = self._word_begun(step, x, self._text)
            if self._word > 0 or (self._word == 0 and not self._text.finishes):
                x = max(x, self._right_ink + LEAST_GAP)  # it is known that a word begins: it must be seen, too
        late = step.index + 1 - self._limit
        if starts and self._words and ((gap and late > 0) or late > max(self._limit // 4, 30)):
            self.done = True
            return
        if not starts:
            self._time += PIECE_SECONDS * math.sqrt(length)
        elif self._words:  # the way to the first stroke was made while the pen rested
            self._time += HOP_SECONDS + HOP_SECONDS_A_SPREAD * length
        if starts:
            self._begin_stroke(step, x, y, gap=gap)
            if self.done:
                return
        word = self._words[-1]
        stroke = word.strokes[-1]
        if not stroke.ended:
            stroke.points.append((x, y))
            stroke.steps.append(step.index)
            stroke.times.append(self._time)
        stroke.temperature = step.controls.temperature
        stroke.closed = step.lift
        stroke.outer = None
        self._x, self._y = x, y
        self._right_ink = max(self._right_ink, x)
        self._steps.append(step)
        if stroke.goes_back:
            if not stroke.ended and not self._stands(stroke.dense_end(), stroke.shift):
                stroke.cut_last()
        elif not word.held:
            self._keep_on_paper(word)
        elif word.own and np.ptp(word.edges()) > HOLD:
            self._settle()

    def _opens_word(self, step: Step, x: float) -> bool:
        """Whether a stroke that begins at ``x`` opens a word."""
        if self._text is None:
            return x - self._right_ink > WORD_GAP
        # the window reads a little ahead: a space may be that behind the letter which the stroke begins
        is_letter = self._text.text[step.character] != " "
        return self._text.word_of[step.character] > self._word and (is_letter or self._is_wide(x))

    def _word_begun(self, step: Step, x: float, text: GhostText) -> int:
        """The number of the word that a stroke at ``x`` opens. The first one finishes the person's word, if that is begun,
        though the window may be beyond its end; but not after a wide hop."""
        if not self._words and text.finishes and not self._is_wide(x):
            return 0
        return text.word_of[step.character]

    def _is_wide(self, x: float) -> bool:
        return x - self._right_ink > SPACE * WORD_GAP

    def _begin_stroke(self, step: Step, x: float, y: float, *, gap: bool) -> None:
        place = self._decided.get(step.index)
        if gap or place is not None:
            self._settle()
            if self.done:
                return
            room = self._right - self._outer([(x, y)], self._line)[0, 0]
            at = x + self._line[0]
            near = room < HOLD * self._prime.frame.size or self._end - at < HOLD or self._line[1] != 0.0
            near = near or self._other.is_near(at - BACK, at + HOLD, self._line[1])
            held = step.index not in self._decided and near
            before = self._line
            if place is not None:
                _, self._line, self._end = place
            # the first word may go on with the person's own, or dot it
            edge = place.begin if place is not None else x if self._words else self._right_ink
            self._words.append(LaidWord(edge, held, self._line, before))
        word = self._words[-1]
        back = x < word.begin - BACK
        word.strokes.append(
            LaidStroke(gap or place is not None, back, word.before if back else word.shift, word=self._word)
        )

    @property
    def _right(self) -> float:
        """The right margin, page mm."""
        return self._page.width - self._page.margin

    def _outer(self, points: Sequence[tuple[float, float]] | Float64Array, shift: tuple[float, float]) -> Float64Array:
        """(n, 2) where local points of a line stand on the page, mm."""
        return self._prime.frame.to_outer(np.array(points) + shift)

    def _meets(self, curve: Float64Array, shift: tuple[float, float]) -> bool:
        """Whether a curve of local points would touch ink that is not of its own line: the page's, or the ghost's own."""
        curve = curve + shift
        if self._other.touches(curve):
            return True
        own = [stroke for word in self._words for stroke in word.strokes if stroke.points]
        lines = [stroke.dense() + stroke.shift for stroke in own if stroke.shift[1] != shift[1]]
        if shift[1] != 0.0:
            lines += [dense_points(stroke, self._prime.frame) for stroke in self._prime.strokes]
        return any(touch(curve, line) for line in lines)

    def _stands(self, curve: Float64Array, shift: tuple[float, float]) -> bool:
        """Whether a curve is on the paper and touches nothing there."""
        return self._is_on_paper(self._outer(curve, shift)) and not self._meets(curve, shift)

    def _fits(self, curve: Float64Array, place: Place) -> bool:
        """Whether a word has room there: before the margin, before what stands on the line, and off all other ink."""
        _, shift, end = place
        if curve[:, 0].max() + shift[0] > end or (self._outer(curve, shift)[:, 0] > self._right).any():
            return False
        return self._stands(curve, shift)

    def _is_on_paper(self, points: Float64Array) -> bool:
        return bool((points >= 0).all() and (points <= (self._page.width, self._page.height)).all())

    def _settle(self) -> None:
        """The last word is all there, or wide enough to tell: it stays, or goes to the next line that is free."""
        word = self._words[-1] if self._words else None
        if word is None or not word.held:
            return
        word.held = False
        first = word.strokes[0].steps[0]
        self._decided[first] = None
        own = word.own
        if not own:
            return
        curve = np.concatenate([stroke.dense() for stroke in own])
        here = Place(word.begin, word.shift, self._end)
        if self._fits(curve, here):
            return
        if self._text is not None and len(self._words) > 1:
            self._drop(word, word.strokes.index(own[0]))
            self.full = False  # there is room, but on another line
            return
        elsewhere = other_places(here, curve, self._prime, self._page, self._pitch, self._other)
        place = next((place for place in elsewhere if self._fits(curve, place)), None)
        if place is None:
            self._drop(word, word.strokes.index(own[0]))
            return
        self._decided[own[0].steps[0]] = place
        word.begin, self._line, self._end = place
        word.shift = self._line
        own[0].opens_piece = True
        for stroke in own:
            stroke.shift, stroke.outer = self._line, None

    def _keep_on_paper(self, word: LaidWord) -> None:
        """After a point of a word that is shown as it grows: what leaves the line is moved, what leaves the paper ends."""
        stroke = word.strokes[-1]
        last = self._outer(stroke.points[-1:], stroke.shift)
        seen = stroke.steps[0] < self._seen
        wide = self._outer(stroke.points[:1], stroke.shift)[0, 0] - self._left > HOLD * self._prime.frame.size
        met = stroke.points[-1][0] + stroke.shift[0] > self._end or self._meets(stroke.dense_end(), stroke.shift)
        too_far = last[0, 0] > (self._right if wide else self._page.width) or met
        if too_far and stroke is not word.own[0] and not seen:
            # a word of its own from here on, which waits until its left edge is known
            word.strokes.pop()
            self._words.append(LaidWord(min(x for x, _ in stroke.points), True, word.shift, self._line, [stroke]))
        elif met or not self._is_on_paper(last):
            stays = seen or (met and len(stroke.points) > 1)
            if stays:
                stroke.cut_last()
            if not stays or not stroke.points:
                self._drop(word, len(word.strokes) - 1)
            self.done = self.full = True

    def _drop(self, word: LaidWord, at: int) -> None:
        """Ends before a stroke of the last word, for which there is no room."""
        del word.strokes[at:]
        if not word.strokes:
            self._words.pop()
        self.done = self.full = True

    def ghost(self, complete: bool) -> Ghost:
        """What stands so far, without a word that still waits at the margin (unless it is ``complete``)."""
        if complete:
            self._settle()
        made = (self._prime.frame, self._weights, self._seed, self._pressure)
        strokes = tuple(
            stroke.on_page(*made) for word in self._words if not word.held for stroke in word.strokes if stroke.points
        )
        words = () if self._text is None else self._text.words
        return Ghost(self._prime.revision, strokes, complete, self._seed, words)

    def cut(self, step: int) -> PageLayout:
        """A layout as it was before ``step``; what stood somewhere by then stays there."""
        kept = {first: begin for first, begin in self._decided.items() if first < step}
        again = PageLayout(
            self._prime,
            self._page,
            self._weights,
            self._seed,
            self._limit,
            kept,
            step,
            self._other,
            self._pitch,
            self._text,
        )
        for earlier in self._steps:
            if earlier.index < step:
                again.add(earlier)
        return again
