"""From a page to a ghost of words: the line is read, its ways on are guessed, and the network is led to where the pen is.

The network is told the last words that stand there, along their ink; of all other ink it takes the hand, not the text. So a
misread word further back does no harm (docs/words.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inkapp.ink.document import Document
from inkapp.live.continuation import Continuation, Request, WordsWanted
from inkapp.live.encoder import Prime, encode_for
from inkapp.live.events import Guessed
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.other_ink import OtherInk
from inkapp.live.page_lines import measure
from inkapp.live.prime_reader import PrimeReader
from inkapp.live.words.ghost_text import GhostText
from inkapp.live.words.pen_line import NoWords, PenLine, PenLineReader, own_ink, told_from
from model.alphabet import PRINTABLE
from model.guess import Guess, Guesser, sure
from model.input_rows import on_new_line
from model.network_protocol import State, Writer
from model.strokes import to_rows
from model.text_protocol import TextContinuer

FINISH, FOLLOW = 0.2, 0.05  # the chance from which a word under the pen, or a next one, is shown
GO_ON = 0.06  # the chance of the likeliest next word from which a ghost goes on with it
MOST_WORDS = 5  # that a ghost goes on with after the first
TOLD_LETTERS = 3  # that the network is told at least, of the last words
MARK = 3.0  # spreads of ink: a longer stroke is no dot or bar of a word that stands already
UNSURE = "It is not plain how the line goes on"
AMID = "The pen is not at the end of the line"
FOREIGN = "The line has letters that the network does not write"
OTHER_LANGUAGE = "The line does not look like English"
PRINTABLE_SET = frozenset(PRINTABLE)


@dataclass(frozen=True, eq=False, slots=True)
class Looked:
    """A page as it was looked at. ``guesses``: the likeliest first, each with one new word."""

    prime: Prime
    line: PenLine
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Start:
    """Where a ghost of words begins. ``prime``: its pen is where the told ink ends."""

    writer: Writer
    state: State
    prime: Prime
    text: GhostText


class WordsRoad:
    """For one thread: what was read is kept. ``learn``: makes a guesser that knows texts, too, those of the page's other lines;
    that takes a while."""

    def __init__(self, writer: TextContinuer, lines: PenLineReader, learn: Callable[[Sequence[str]], Guesser]) -> None:
        self._writer, self._lines, self._learn = writer, lines, learn
        self._texts: tuple[str, ...] = ()
        self._guesser = self._unlearnt = learn(())
        self._primes = PrimeReader(writer.trunk, encode_for)
        self._wanted = WordsWanted()
        self._begun: tuple[object, tuple[tuple[Guess, ...], int, Start]] | None = None
        self._looked: tuple[Document, int, Looked | NoWords] | None = None

    @property
    def name(self) -> str:
        """The weights that write."""
        return self._writer.name

    def look(self, document: Document, page: int) -> Looked:
        """Reads the line under the pen and guesses how it goes on, once for a document. Raises NothingToContinue, NoWords."""
        last = self._looked
        if last is None or last[0] is not document or last[1] != page:
            prime = self._primes.encode(document, page)
            found: Looked | NoWords
            try:
                found = self._look(document, page, prime)
            except NoWords as reason:
                found = reason
            last = self._looked = document, page, found
        if isinstance(last[2], NoWords):
            raise last[2]
        return last[2]

    def read_ahead(self, document: Document, page: int, overtaken: Callable[[], bool]) -> None:
        """What a request will need: the hidden ink, the line, its guesses. Raises NothingToContinue, NoWords."""
        try:
            looked = self.look(document, page)
            if not overtaken():
                self._start(looked, self._wanted, overtaken)
        finally:
            self._learn_page(document, page, overtaken)

    def extended(self, looked: Looked, wanted: WordsWanted) -> tuple[tuple[Guess, ...], int]:
        """The guesses, the wanted one with the words that follow it; and its number."""
        chosen = wanted.choice % len(looked.guesses)
        guess = self._guesser.go_on(
            looked.guesses[chosen], looked.line.line.before, MOST_WORDS, GO_ON, wanted.temperature, wanted.seed
        )
        return (*looked.guesses[:chosen], guess, *looked.guesses[chosen + 1 :]), chosen

    def begin(self, looked: Looked, guess: Guess, overtaken: Callable[[], bool]) -> Start | None:
        """Where the writing of a guess begins; None where it is no longer wanted. Raises NoWords."""
        text, told = self._told(looked, guess)
        hidden = self._read_hidden(looked, told, overtaken)
        if hidden is None:
            return None
        prime = looked.prime
        strokes = [own for own, stroke in self._with_local(prime) if stroke in told]
        if not strokes:
            raise NoWords(UNSURE)
        rows = on_new_line(to_rows(strokes, height=True))
        writer, state = self._writer.begin(hidden, prime.rows, rows, text.text)
        last = next(stroke for stroke in reversed(prime.strokes) if stroke.id in told)
        end = prime.frame.to_local(last.points[-1:])[0]
        pen = (float(end[0]), float(end[1]))
        return Start(writer, state, replace(prime, pen=pen), text)

    def continuation(self, request: Request, overtaken: Callable[[], bool]) -> tuple[Guessed, Continuation] | None:
        """The guesses for a request that wants words, and the writing of the one it wants; None where it is no longer wanted.

        Raises NothingToContinue; NoWords where words give way.
        """
        assert request.words is not None
        document, page = request.document, request.document.pages[request.page]
        self._wanted = request.words
        looked = self.look(document, request.page)
        found = self._start(looked, request.words, overtaken)
        if found is None:
            return None
        guesses, chosen, start = found
        layout = PageLayout(start.prime, page, self.name, request.seed, request.limit, text=start.text)
        guessed = Guessed(request.ticket, document.revision, guesses, chosen, "")
        return guessed, Continuation(start.writer, request, start.state, layout)

    def _start(
        self, looked: Looked, wanted: WordsWanted, overtaken: Callable[[], bool]
    ) -> tuple[tuple[Guess, ...], int, Start] | None:
        """The guesses, which is wanted, and where its writing begins, made once; None where that is no longer wanted."""
        key = looked, wanted.choice, wanted.temperature, wanted.seed if wanted.temperature else 0
        if self._begun is None or self._begun[0] != key:
            guesses, chosen = self.extended(looked, wanted)
            start = self.begin(looked, guesses[chosen], overtaken)
            if start is None:
                return None
            self._begun = key, (guesses, chosen, start)
        return self._begun[1]

    def _learn_page(self, document: Document, page: int, overtaken: Callable[[], bool]) -> None:
        """Has the guesser know what the page's other lines say, for the lines after it."""
        texts = self._lines.other_lines(document, page, self._primes.encode(document, page), overtaken)
        if texts is not None and texts != self._texts and not overtaken():
            self._texts, self._guesser = texts, self._learn(texts)
            self._looked = None

    def _look(self, document: Document, page: int, prime: Prime) -> Looked:
        other = OtherInk(prime.others(document.pages[page]), prime.frame)
        right = max(float(prime.frame.to_local(stroke.points)[:, 0].max()) for stroke in prime.strokes)
        if np.isfinite(other.end_after(right, 0.0)):
            raise NoWords(AMID)
        line = self._lines.read(document, page, prime)
        guesses = self._guesser.guesses(line.line)
        best = guesses[0].standing if guesses else ""
        # by a guesser that does not know the page's other lines: they may be in that language, too
        if guesses and self._unlearnt.foreign(f"{line.line.before} {_whole(guesses[0])}"):
            raise NoWords(OTHER_LANGUAGE)
        self._lines.settle(line.words_as(best, self._lines.alphabet))
        guesses = sure(guesses, FINISH, FOLLOW)
        if not guesses:
            raise NoWords(UNSURE)
        return Looked(prime, line, tuple(guesses))

    def _told(self, looked: Looked, guess: Guess) -> tuple[GhostText, set[int]]:
        """What the network is told, and the ids of the strokes that say its beginning."""
        words = looked.line.words_as(guess.standing, self._lines.alphabet)
        if not words:
            raise NoWords(UNSURE)
        told = words[told_from(words, TOLD_LETTERS) :]
        last = looked.prime.strokes[-1]
        if last.id not in own_ink(told) and measure(last)[3] > MARK * looked.prime.frame.size:
            raise NoWords(AMID)
        before = "".join(f"{word.text} " for word in told[:-1])
        if not set(before + guess.text) <= PRINTABLE_SET:
            raise NoWords(FOREIGN)
        return GhostText.of(guess, before, words[-1].strokes), own_ink(told)

    def _read_hidden(self, looked: Looked, told: set[int], overtaken: Callable[[], bool]) -> State | None:
        """The state after all ink but the told words'."""
        prime = looked.prime
        hidden = [own for own, stroke in self._with_local(prime) if stroke not in told]
        if not hidden:
            return self._writer.trunk.start()
        return self._primes.read(replace(prime, rows=to_rows(hidden, height=True)), overtaken)

    def _with_local(self, prime: Prime) -> list[tuple[np.ndarray, int]]:
        """Each of a prime's strokes as the network reads it, and its id; −1 in the line before."""
        local = prime.local
        ids = [-1] * (len(local) - len(prime.strokes)) + [stroke.id for stroke in prime.strokes]
        return list(zip(local, ids, strict=True))


def _whole(guess: Guess) -> str:
    """The words of a guess that stand whole."""
    return guess.before if guess.finishes else guess.standing
