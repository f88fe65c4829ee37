"""Networks that write texts for the tests: a small random one, and one that writes the made-up hand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Page
from model.attention import Faults
from model.batched_writer import BatchedWriter
from model.network_protocol import State
from model.strokes import Representation
from model.text_protocol import Try, WritingStopped
from model.text_writer import TextWriter
from model.trace import Controls
from tests.live.fakes import PATIENCE
from tests.model import texts
from tools.synthetic.words import write_words
from tools.synthetic.written_runs import write_run as draw_run

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
X_HEIGHT, BASELINE = 1.24, 0.62  # spreads: the made-up network's hand

write_run = cache(draw_run)  # drawing takes a while


def random_network(**shape: object) -> BatchedWriter:
    """A small random network."""
    weights, config = texts.make(**shape)  # type: ignore[arg-type]
    return BatchedWriter(TextWriter(weights, {**config, "representation": Representation().to_json()}))


@cache
def page_of(text: str = "pack my box with five dozen jugs", baseline: float = 54.0, x_height: float = 3.0) -> Page:
    """A page with a line of made-up writing."""
    return replace(Page(), strokes=tuple(write_words(text.split(), 20.0, baseline, x_height, 1.5 * x_height)))


class MadeUpNetwork:
    """Draws the letters a–z. ``bad``: which tries (text, seed) fail. ``gated``: each call waits at the gate. ``doubts``: of
    tries in the order in which they are read back; 0 for those after."""

    def __init__(
        self,
        *,
        bad: Callable[[str, int], bool] = lambda text, seed: False,
        gated: bool = False,
        doubts: Iterable[float] = (),
    ) -> None:
        self.name, self.representation = "made-up", Representation()
        self.bad, self.gated = bad, gated
        self._doubts = iter(doubts)
        self.read_back: list[tuple[Try, str]] = []
        self.read: list[int] = []
        self.asked: list[list[str]] = []
        self.stopped = 0
        self.gate, self.reached = threading.Semaphore(0), threading.Semaphore(0)

    def start(self) -> State:
        return State()

    def feed(self, state: State, rows: npt.ArrayLike) -> State:
        self.read.append(len(np.asarray(rows)))
        return State()

    def write_texts(
        self,
        state: State,
        texts: Sequence[str],
        seeds: Sequence[int],
        controls: Controls,
        stop: Callable[[], bool] | None = None,
    ) -> list[Try]:
        self.asked.append(list(texts))
        if self.gated:
            self.reached.release()
            assert self.gate.acquire(timeout=PATIENCE)
        if stop is not None and stop():
            self.stopped += 1
            raise WritingStopped
        return [self._try(text, seed) for text, seed in zip(texts, seeds, strict=True)]

    def doubt(self, written: Try, text: str) -> float:
        self.read_back.append((written, text))
        return next(self._doubts, 0.0)

    def _try(self, text: str, seed: int) -> Try:
        letters = "".join(letter if letter in LETTERS else "o" for letter in text)
        word = write_run(letters, 0.1, 1)
        wider = 1.0 + (seed % 97) / 2000  # so are no two alike
        points = np.concatenate([stroke.points for stroke in word.strokes]) * (wider * X_HEIGHT, X_HEIGHT) + (
            0.5,
            BASELINE,
        )
        lifts = np.zeros(len(points), dtype=np.bool_)
        lifts[np.cumsum([len(stroke.points) for stroke in word.strokes]) - 1] = True
        units = np.concatenate([stroke.units for stroke in word.strokes])
        offsets = np.diff(points, axis=0, prepend=np.zeros((1, 2)))
        bad = self.bad(text, seed)
        return Try(offsets, lifts, units, Faults(early=bad), (seed % 97) / 97)
