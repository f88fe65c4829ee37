"""What the network offers in answer to one request, and how much of it is ink already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inkapp.ink.document import Stroke
from inkapp.ink.ghost import Ghost, GhostStroke


@dataclass(frozen=True, slots=True)
class Taken:
    """Ink that was taken of a ghost. ``words``: of those that are whole by now, their ink, what a person had begun of it
    included, and what it says."""

    strokes: tuple[Stroke, ...]
    words: tuple[tuple[tuple[Stroke, ...], str], ...] = ()


class GhostOffer:
    """The ghost of one request, of which the sampling thread always gives the whole and a person takes pieces.

    ``ticket`` is the request's, ``revision`` that of the document it was about. ``next_step``: the first of the network's
    steps that is not ink already.
    """

    def __init__(self, ticket: int, revision: int) -> None:
        self.ticket, self.revision = ticket, revision
        self.next_step = 0
        self._taken = 0  # strokes
        self._skipped = 0.0  # seconds of strokes that were taken before they were revealed
        self._parts: dict[int, list[Stroke]] = {}  # what was taken of words that are not whole, by their numbers

    def rest(self, whole: Ghost, revision: int) -> Ghost:
        """What is left of the whole ghost, for the document as it is now."""
        return _sooner(replace(whole, revision=revision, strokes=whole.strokes[self._taken :]), self._skipped)

    def shown(self, rest: Ghost, elapsed: float) -> int:
        """How many pieces of what is left have been begun when the pen is at ``elapsed``; at least 1, for the next."""
        return max(sum(float(piece[0].t[0]) <= elapsed for piece in rest.pieces()), 1)

    def can_take(self, rest: Ghost, pieces: int = 1) -> bool:
        """Whether so many pieces of what is left are written to their end."""
        return bool(rest.strokes) and (rest.complete or len(rest.pieces()) > pieces)

    def take(self, rest: Ghost, elapsed: float, pieces: int = 1) -> tuple[Taken, Ghost]:
        """The first pieces of what is left as ink, and what is left then, ``elapsed`` being where the pen is.

        Nobody waits for what is ink already: the pen goes on from the last piece's end.
        """
        taken: list[Stroke] = []
        for piece in rest.pieces()[:pieces]:
            strokes, rest = rest.take_piece(rest.revision)
            taken += strokes
            self._note_words(piece, strokes)
            last = piece[-1]
            self._taken += len(piece)
        ahead = max(float(last.t[-1]) - elapsed, 0.0)
        self._skipped += ahead
        self.next_step = int(last.step[-1]) + 1
        return Taken(tuple(taken), tuple(self._whole_words(rest))), _sooner(rest, ahead)

    def _note_words(self, piece: Iterable[GhostStroke], strokes: Iterable[Stroke]) -> None:
        for shown, stroke in zip(piece, strokes, strict=True):
            if shown.word >= 0:
                self._parts.setdefault(shown.word, []).append(stroke)

    def _whole_words(self, rest: Ghost) -> Iterable[tuple[tuple[Stroke, ...], str]]:
        """The words of which nothing is left in ``rest``; each is given once."""
        left = {stroke.word for stroke in rest.strokes}
        for number in sorted(self._parts.keys() - left):
            word = rest.words[number]
            yield (*word.begun, *self._parts.pop(number)), word.text


def _sooner(ghost: Ghost, seconds: float) -> Ghost:
    """The same ghost, so many seconds earlier."""
    if not seconds:
        return ghost
    return replace(ghost, strokes=tuple(replace(stroke, t=stroke.t - seconds) for stroke in ghost.strokes))
