"""What comes after a cut, as ink: a ghost of words, a ghost by free hand, and what the person wrote there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inkapp.ink.document import Document, Stroke
from inkapp.ink.ghost import Ghost
from inkapp.live.continuation import WordsWanted
from inkapp.live.encoder import NothingToContinue
from inkapp.live.line_frame import ink_length
from inkapp.live.sampling_thread import DEFAULT_LIMIT
from inkapp.live.whole_ghost import grow, grow_words
from inkapp.live.words.pen_line import NoWords
from inkapp.live.words.words_road import WordsRoad
from lab.going_on.cuts import Cut
from model.network_protocol import Writer
from model.trace import Controls


@dataclass(frozen=True, eq=False, slots=True)
class GoneOn:
    """Ink after a cut. ``says``: the words that it was to say, the one that was begun whole; "" where it was to say none."""

    cut: Cut
    strokes: tuple[Stroke, ...]
    says: str

    @property
    def length(self) -> float:
        """How long the pen's way on the paper is, mm."""
        return sum(ink_length(stroke.points) for stroke in self.strokes)


class GhostMaker:
    """Makes ghosts as the app does, whole and at once. ``controls``: of both hands; ``road``, ``live``: what writes words, and
    free hand."""

    def __init__(self, road: WordsRoad, live: Writer, controls: Controls) -> None:
        self._road, self._live, self._controls = road, live, controls

    def words(self, cut: Cut, seed: int) -> GoneOn | None:
        """None where words give way."""
        document = Document((cut.page,))
        try:
            _, grown = grow_words(
                document, 0, self._road, seed=seed, controls=self._controls, points=DEFAULT_LIMIT, words=WordsWanted(seed=seed)
            )  # fmt: skip
        except (NothingToContinue, NoWords):
            return None
        return GoneOn(cut, grown.ghost.to_strokes(), written(grown.ghost))

    def free(self, cut: Cut, seed: int) -> GoneOn | None:
        """None where there is nothing to go on from, or no room."""
        document = Document((cut.page,))
        try:
            grown = grow(document, 0, self._live, seed=seed, controls=self._controls, points=DEFAULT_LIMIT)
        except NothingToContinue:
            return None
        return GoneOn(cut, grown.ghost.to_strokes(), "")


def real(cut: Cut) -> GoneOn:
    """What the person wrote."""
    return GoneOn(cut, cut.line.strokes[cut.count :], cut.line.text[cut.begin :])


def as_long(gone_on: GoneOn, length: float) -> GoneOn:
    """Its first strokes, up to a ``length`` of ink, mm, but one at least. What they say is not known."""
    taken: list[Stroke] = []
    for stroke in gone_on.strokes:
        if taken and length <= 0.0:
            break
        taken.append(stroke)
        length -= ink_length(stroke.points)
    return GoneOn(gone_on.cut, tuple(taken), "")


def written(ghost: Ghost) -> str:
    """The words of a ghost up to the last one of which there is ink."""
    last = max((stroke.word for stroke in ghost.strokes), default=-1)
    return " ".join(word.text for word in ghost.words[: last + 1])


def seeds(cuts: Sequence[Cut], seed: int) -> list[int]:
    """One for each cut's ghosts."""
    return [seed * 1_000_003 + number for number in range(len(cuts))]
