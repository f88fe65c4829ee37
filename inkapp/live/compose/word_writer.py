"""Writes words with the network, several side by side and each several times, and keeps the best of each.

Every word is a new line after the same ink, so that none drifts and any can be written again alone. Which try is best the
network's own window says (``model.text_protocol.Try``); a reader of ink refuses those that it cannot read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import inf

from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.live.compose.characters import Unit
from inkapp.live.compose.network_run import ink_of
from inkapp.live.compose.read_hand import ReadHand
from inkapp.live.compose.whole_word import runs, write_word
from inkapp.live.compose.written_runs import RunKey, WrittenRuns
from inkapp.live.compose.written_word import WrittenWord
from model.text_protocol import Try, TryWriter, WritingStopped
from model.trace import Controls

TRIES = 4  # of each run, side by side
ROUNDS = 3  # so often are tries repeated of a run of which each has a fault
CLEAR = 0.2  # nats a character: a try that is doubted less (``TryWriter.doubt``) can be read


@dataclass(frozen=True, eq=False, slots=True)
class MadeWord:
    """A word as ink, and whether a letter of it may be missing or there twice. ``tries``: the one that was taken of each of its
    runs of learnt characters."""

    ink: WrittenWord
    faulty: bool
    tries: tuple[Try, ...] = ()


def controls_of(style: TextStyle) -> Controls:
    """How the network writes in a style. Raises ValueError for temperatures out of range."""
    return Controls(style.temperature, shake=style.shake, pen=1.0 if style.pen is None else style.pen)


def word_seed(text: TypedText, number: int) -> int:
    """The seed of a word: it follows from the text's, from the word's number, and from how often it was written again."""
    return _mixed(text.seed, number, dict(text.again).get(number, 0))


def _mixed(*numbers: int) -> int:
    """One seed of several numbers, in 0 … 2⁶³ − 1."""
    digest = blake2b(repr(numbers).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "little") >> 1


@dataclass(frozen=True, slots=True)
class _Found:
    """A try, and how much it is doubted; ∞ where it has a fault."""

    one: Try
    doubt: float

    @property
    def rank(self) -> tuple[int, float, float]:
        """The least is the best."""
        faults, cost = self.one.rank
        return faults, self.doubt, cost


class WordWriter:
    """Writes words in a hand. For one thread."""

    def __init__(
        self,
        network: TryWriter,
        hand: ReadHand,
        controls: Controls,
        stop: Callable[[], bool] | None = None,
        *,
        tries: int = TRIES,
        rounds: int = ROUNDS,
        written: WrittenRuns | None = None,
    ) -> None:
        """``stop``: see ``TryWriter.write_texts``. ``tries``, ``rounds``: as ``TRIES`` and ``ROUNDS``. ``written``: where
        runs are kept, and taken from."""
        self._tries, self._rounds = tries, rounds
        self._written = WrittenRuns() if written is None else written
        self._network, self._hand, self._controls, self._stop = network, hand, controls, stop

    def write(self, words: Sequence[Sequence[Unit]], seeds: Sequence[int]) -> list[MadeWord]:
        """The words, each of its units and with its own seed: no word changes with what is written beside it.

        Raises WritingStopped.
        """
        asked = [
            (_mixed(seed, k), run)
            for units, seed in zip(words, seeds, strict=True)
            for k, run in enumerate(runs(units))
        ]
        best = iter(self._best([run for _, run in asked], [seed for seed, _ in asked]))
        made: list[MadeWord] = []
        for units, seed in zip(words, seeds, strict=True):
            own = [(next(best), run) for run in runs(units)]
            inks = iter([ink_of(one, run, self._hand) for one, run in own])
            ink = write_word(units, self._hand.measures, seed, lambda run: next(inks), card=self._hand.signs)  # noqa: B023
            tries = tuple(one for one, _ in own)
            made.append(MadeWord(ink, any(one.faults for one in tries), tries))
        return made

    def _best(self, asked: Sequence[str], seeds: Sequence[int]) -> list[Try]:
        """The best try of each run that is asked for; where none is good, of some more."""
        keys = [
            RunKey(self._hand, run, seed, self._controls, self._tries, self._rounds)
            for run, seed in zip(asked, seeds, strict=True)
        ]
        best = {index: kept for index, key in enumerate(keys) if (kept := self._written.find(key)) is not None}
        missing = [index for index in range(len(asked)) if index not in best]
        new: dict[int, _Found] = {}
        for tried in range(0, self._rounds * self._tries, self._tries):
            if not missing:
                break
            tries = [(index, _mixed(seeds[index], tried + k)) for index in missing for k in range(self._tries)]
            written = self._network.write_texts(
                self._hand.state,
                [asked[index] for index, _ in tries],
                [seed for _, seed in tries],
                self._controls,
                self._stop,
            )
            for at, index in enumerate(missing):
                own = written[at * self._tries : (at + 1) * self._tries]
                new[index] = self._better(new.get(index), own, asked[index])
            missing = [index for index in missing if new[index].one.faults]
        for index, found in new.items():
            best[index] = found.one
            self._written.keep(keys[index], found.one)
        return [best[index] for index in range(len(asked))]

    def _better(self, best: _Found | None, tries: Sequence[Try], run: str) -> _Found:
        """The first of some tries, in the order of their ranks, that can be read; where none can, the least doubted, which may
        be the ``best`` before. Reading takes a tenth of what a run's tries take to write, so no more are read than that needs.
        """
        for one in sorted(tries, key=lambda one: one.rank):
            if self._stop is not None and self._stop():
                raise WritingStopped
            found = _Found(one, inf if one.faults else self._network.doubt(one, run))
            if best is None or found.rank < best.rank:
                best = found
            if best.doubt < CLEAR or one.faults:  # those that follow have faults, too
                break
        assert best is not None
        return best
