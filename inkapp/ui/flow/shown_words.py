"""The words of a text that are still to be shown, on the clock of the player that shows them. No Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from inkapp.ink.ghost import GhostStroke
from inkapp.live.text_events import PlacedWord, WordsPlaced

AHEAD = 12  # words that the player has at once: it looks through all of them at each frame
LONGEST_PAUSE_S = 1.0  # between two words, also where the pen goes to another line


@dataclass(slots=True)
class _Word:
    """``pause``, ``length``: seconds before it, and of it. ``stood``: nobody needs to see it written. ``shown``: its strokes
    on the player's clock, once they are given."""

    word: PlacedWord
    pause: float
    length: float
    stood: bool
    shown: tuple[GhostStroke, ...] = ()
    is_given: bool = False


class ShownWords:
    """Takes words as they are told, and gives back those that are shown."""

    def __init__(self) -> None:
        self._waiting: deque[_Word] = deque()
        self._clock = 0.0  # of the player, when all that was given is shown
        self._end = 0.0  # of the last word that was told, seconds since the text began
        self._told, self._taken, self._seconds = 0, 0, 0.0
        self._total = 0
        self._seconds_left = 0.0

    @property
    def waiting(self) -> int:
        """How many words are still to be shown."""
        return len(self._waiting)

    @property
    def next_word(self) -> PlacedWord | None:
        return self._waiting[0].word if self._waiting else None

    def add(self, event: WordsPlaced, stood: Callable[[PlacedWord], bool]) -> None:
        """The next words; ``stood`` says of which nobody needs to see how they are written."""
        self._total, self._seconds_left = event.total, event.seconds_left
        for word in event.words:
            begin, end = (
                (float(word.strokes[0].t[0]), float(word.strokes[-1].t[-1])) if word.strokes else (self._end,) * 2
            )
            at_once = not word.strokes or stood(word)
            waits = not at_once and not (self._waiting and self._waiting[-1].stood)
            pause = min(max(begin - self._end, 0.0), LONGEST_PAUSE_S) if waits else 0.0
            one = _Word(word, pause, 0.0 if at_once else end - begin, at_once)
            self._end = end
            self._told += 1
            self._seconds += one.pause + one.length
            self._waiting.append(one)

    def take_due(self, elapsed: float) -> list[PlacedWord]:
        """The words that are shown to their end when the player's clock is at ``elapsed``."""
        return self._take(lambda one: one.stood or (one.is_given and one.shown[-1].t[-1] <= elapsed))

    def take_begun(self, elapsed: float) -> list[PlacedWord]:
        """Those, and the one under the pen."""
        return self._take(lambda one: one.stood or (one.is_given and one.shown[0].t[0] < elapsed))

    def take_all(self) -> list[PlacedWord]:
        """All that were told."""
        return self._take(lambda one: True)

    def new_clock(self) -> None:
        """The player's clock begins anew; only where nothing that was given is still to be shown."""
        self._clock = 0.0
        for one in self._waiting:
            one.shown, one.is_given = (), False

    def ahead(self) -> tuple[GhostStroke, ...]:
        """The next words of one page as the player is to show them; the same objects as before, as far as they were given."""
        return tuple(stroke for one in self._ahead() for stroke in one.shown)

    def progress(self, pace: float) -> str:
        """How far it has come, and how long the rest takes; ``pace``: see ``GhostPlayer.set_pace``."""
        left = self._seconds_left
        if pace > 0 and self._told:
            left = max(left, self._seconds / self._told * (self._total - self._taken) / pace)
        return f"Writing: {self.count}  ·  {_duration(left)} left" if self._total else "Writing"

    @property
    def count(self) -> str:
        """How many words were shown."""
        return f"{self._taken:,} of {self._total:,} words"

    def _ahead(self) -> Iterator[_Word]:
        page = self._waiting[0].word.page if self._waiting else 0
        for one in takewhile(lambda one: one.word.page == page, islice(self._waiting, AHEAD)):
            if not one.is_given and not one.stood:
                shift = self._clock + one.pause - float(one.word.strokes[0].t[0])
                one.shown = tuple(replace(stroke, t=stroke.t + shift) for stroke in one.word.strokes)
                one.is_given = True
                self._clock = float(one.shown[-1].t[-1])
            yield one

    def _take(self, wanted: Callable[[_Word], bool]) -> list[PlacedWord]:
        taken = [one.word for one in takewhile(wanted, self._waiting)]
        for _ in taken:
            self._waiting.popleft()
        self._taken += len(taken)
        return taken


def _duration(seconds: float) -> str:
    return f"{max(round(seconds), 1)} s" if seconds < 100 else f"{round(seconds / 60)} min"
