"""Doubles around the window: a bridge that does what it is told, a clock, and a person who answers dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, SignalInstance

from inkapp.ink.document import Document, Origin, Page
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.read_hand import HandSource
from inkapp.live.continuation import Choice, WordsWanted
from inkapp.live.events import Grown, Guessed, Nothing
from inkapp.live.reading.page_reader import PageReader
from inkapp.live.reading.read_thread import PageRead, ReadFailed
from inkapp.live.text_events import PlacedWord, TextEnded, TextFailed, WordsPlaced
from inkapp.ui.chrome.dialogs import Answer, Conflict
from inkapp.ui.chrome.paper_dialog import PaperChoice
from inkapp.ui.chrome.recovery_dialog import Offer, RecoveryChoice
from model.guess import Guess
from model.sampler import Sampler
from model.trace import Controls
from tests.live.reading.readers import MadeUpReader


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def ghost(pieces: int, *, complete: bool = True, revision: int = 0, seed: int = 1, shift: float = 0.0) -> Ghost:
    """A second and ten steps a piece, two strokes each."""
    strokes = []
    for number in range(2 * pieces):
        steps = 5 * number + np.arange(5)
        at = steps.astype(np.float64)
        strokes.append(
            GhostStroke(
                x=40.0 + at,
                y=30.0 + shift + np.sin(at),
                t=0.1 * (at + 1.0),
                pressure=np.full(5, 0.5),
                step=steps,
                opens_piece=number % 2 == 0,
                origin=Origin("fake", seed, 0.5, int(steps[0])),
            )
        )
    return Ghost(revision, tuple(strokes), complete, seed)


class FakeBridge(QObject):
    """Notes what is asked; tells what a test has it tell."""

    ready = Signal(str)
    failed = Signal(str)
    guessed = Signal(object)
    grown = Signal(object)
    nothing = Signal(object)
    steps = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Document, int, float]] = []  # document, seed, temperature
        self.insisted: list[bool] = []
        self.words: list[WordsWanted | None] = []
        self.observed: list[Document] = []
        self.retuned: list[tuple[int, float, int]] = []  # ticket, temperature, from_step
        self.chosen: list[tuple[int, Choice]] = []
        self.cancelled = self.pens_down = 0
        self.closed = False
        self.writer: Sampler | None = None

    def renew_words(self) -> None:
        """Nothing is loaded here."""

    def pen_down(self) -> None:
        self.pens_down += 1

    def observe(self, document: Document, page: int = 0, *, words: bool = False) -> None:
        self.observed.append(document)

    def request(
        self,
        document: Document,
        page: int = 0,
        seed: int = 0,
        controls: Controls | None = None,
        *,
        insists: bool = True,
        words: WordsWanted | None = None,
    ) -> int:
        assert controls is not None
        self.words.append(words)
        self.insisted.append(insists)
        self.asked.append((document, seed, controls.temperature))
        return len(self.asked)

    def retune(self, ticket: int, controls: Controls, from_step: int) -> None:
        self.retuned.append((ticket, controls.temperature, from_step))

    def choose(self, ticket: int, choice: Choice, controls: Controls) -> None:
        self.chosen.append((ticket, choice))

    def cancel(self) -> None:
        self.cancelled += 1

    def close(self, timeout: float = 2.0) -> bool:
        self.closed = True
        return True

    def grow(self, what: Ghost, ticket: int | None = None, *, page_full: bool = False) -> None:
        """Tells a ghost, for the last ticket unless another is named."""
        document = self.asked[-1][0]
        self.grown.emit(Grown(len(self.asked) if ticket is None else ticket, document.revision, what, page_full))

    def guess(self, *shown: str, chosen: int | None = None, reason: str = "") -> None:
        """Tells guesses of how a line goes on after "in s"; the one that was asked for is chosen unless another is named."""
        words = self.words[-1]
        assert words is not None
        parts = (text.partition(" ") for text in shown)
        guesses = tuple(Guess("in ", word, 1, space + more, 0.5) for word, space, more in parts)
        number = words.choice if chosen is None else chosen
        self.guessed.emit(Guessed(len(self.asked), self.asked[-1][0].revision, guesses, number, reason))

    def deny(self, message: str, *, page_full: bool = False) -> None:
        self.nothing.emit(Nothing(len(self.asked), self.asked[-1][0].revision, message, page_full))


class FakeTextBridge(QObject):
    """Notes what texts are asked for; tells what a test has it tell."""

    words = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.prepared: list[tuple[HandSource, TypedText | None]] = []
        self.asked: list[tuple[TypedText, HandSource, Page]] = []
        self.cancelled = 0
        self.closed = False

    def prepare(self, source: HandSource, text: TypedText | None = None) -> None:
        self.prepared.append((source, text))

    def write(self, text: TypedText, source: HandSource, page: Page) -> int:
        self.asked.append((text, source, page))
        return len(self.asked)

    def cancel(self) -> None:
        self.cancelled += 1

    def close(self, timeout: float = 2.0) -> bool:
        self.closed = True
        return True

    def tell(self, *words: PlacedWord, total: int = 0, ticket: int | None = None) -> None:
        """Tells words of the text asked for last, unless another is named."""
        number = len(self.asked) if ticket is None else ticket
        done = max((word.number for word in words), default=-1) + 1
        self.words.emit(WordsPlaced(number, words, done, total or done, 0.5))

    def end(self, note: str = "") -> None:
        self.ended.emit(TextEnded(len(self.asked), note))

    def fail(self, message: str) -> None:
        self.failed.emit(TextFailed(len(self.asked), message))

    def place(
        self, number: int, *, page: int = 0, shape: int = 0, x: float | None = None, y: float = 60.0
    ) -> PlacedWord:
        """A word of the text asked for last: two strokes in a second, a second after the word before."""
        text = self.asked[-1][0]
        left = 40.0 + 12.0 * number if x is None else x
        strokes = []
        for k in range(2):
            at = np.arange(5, dtype=np.float64)
            strokes.append(
                GhostStroke(
                    x=left + 5 * k + at,
                    y=y - 2.0 - np.sin(at * (1 + shape)),
                    t=2.0 * number + 0.5 * k + 0.1 * at,
                    pressure=np.full(5, 0.5),
                    step=np.arange(5),
                    opens_piece=k == 0,
                    origin=Origin("fake", text.seed, text.style.temperature, text=text.id, word=number),
                )
            )
        return PlacedWord(number, page, tuple(strokes))


class FakeReadBridge(QObject):
    """Reads with a made-up reader, when a test says so; until then it notes what it is to read."""

    page_read = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.reader = MadeUpReader()
        self._pages = PageReader(self.reader)
        self.asked: list[tuple[Document, tuple[int, ...]]] = []
        self.anew = 0
        self.cancelled = 0
        self.closed = False

    def read(self, document: Document, pages: Sequence[int]) -> int:
        self.asked.append((document, tuple(pages)))
        return len(self.asked)

    def tell(self, count: int | None = None) -> None:
        """Reads the pages asked for last, or so many of them."""
        document, pages = self.asked[-1]
        ticket = len(self.asked)
        for done, number in enumerate(pages[:count], 1):
            page = document.pages[number]
            text = self._pages.read(page, document.texts)
            assert text is not None
            self.page_read.emit(PageRead(ticket, number, page, text, len(pages) - done))

    def fail(self, message: str) -> None:
        self.failed.emit(ReadFailed(len(self.asked), message))

    def load_anew(self) -> None:
        self.anew += 1

    def cancel(self) -> None:
        self.cancelled += 1

    def close(self, timeout: float = 2.0) -> bool:
        self.closed = True
        return True


class Person:
    """Answers as it was told to, and counts how often it was asked."""

    def __init__(self) -> None:
        self.answer = Answer.CANCEL
        self.path: Path | None = None
        self.asked = 0
        self.not_saved_files: list[tuple[Path, str]] = []
        self.damaged_files: list[tuple[Path, str]] = []
        self.paper_of: list[Page] = []
        self.chosen: PaperChoice | None = None
        self.conflict_answer = Conflict.CANCEL
        self.replaces = False
        self.to_replace: list[list[Path]] = []
        self.recovery_answer = (RecoveryChoice.LATER, 0)
        self.offered: list[Sequence[Offer]] = []
        self.waited: list[str] = []
        self.while_waiting: Callable[[], object] = lambda: None
        self.suggested: list[tuple[Path, tuple[str, ...], str]] = []

    def unsaved(self, title: str) -> Answer:
        self.asked += 1
        return self.answer

    def conflict(self, title: str) -> Conflict:
        self.asked += 1
        return self.conflict_answer

    def replace(self, paths: Sequence[Path]) -> bool:
        self.to_replace.append(list(paths))
        return self.replaces

    def recover(self, offers: Sequence[Offer]) -> tuple[RecoveryChoice, int]:
        self.offered.append(offers)
        return self.recovery_answer

    def open_path(self, suffixes: Sequence[str], folder: Path, what: str = "ink") -> Path | None:
        return self.path

    def save_path(self, suggestion: Path, suffixes: Sequence[str], title: str) -> Path | None:
        self.suggested.append((suggestion, tuple(suffixes), title))
        return self.path

    def wait(self, title: str, told: Callable[[], str], changed: SignalInstance, is_done: Callable[[], bool]) -> bool:
        self.waited.append(told())
        self.while_waiting()
        return is_done()

    def paper(self, paper: Page, pages: int) -> PaperChoice | None:
        self.paper_of.append(paper)
        return self.chosen

    def damaged(self, path: Path, technical: str) -> None:
        self.damaged_files.append((path, technical))

    def not_saved(self, path: Path, technical: str) -> None:
        self.not_saved_files.append((path, technical))
