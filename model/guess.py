"""Guesses of how a line goes on: frozen values that may cross threads; and what is asked of who makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from model.arrays import Float32Array


@dataclass(frozen=True, slots=True)
class Guess:
    """One way in which a line may go on: it says ``before`` + ``word`` + ``more``.

    ``before``: all before the word under the pen ("in "). ``word``: that word, whole ("support"). ``begun``: how many of its
    letters stand on the paper. ``more``: what comes after it (" of the"), "" for nothing. ``chance``: that the first word which
    does not stand yet is right: ``word`` where it is unfinished, else the first of ``more``.
    """

    before: str
    word: str
    begun: int
    more: str
    chance: float

    @property
    def text(self) -> str:
        """The whole line."""
        return self.before + self.word + self.more

    @property
    def standing(self) -> str:
        """What of it stands on the paper."""
        return self.before + self.word[: self.begun]

    @property
    def finishes(self) -> bool:
        """Whether the word under the pen is unfinished."""
        return self.begun < len(self.word)

    @property
    def shown(self) -> str:
        """What a person is shown of it: the words that do not stand whole."""
        return (self.word + self.more if self.finishes else self.more).strip()


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of a line: ``before``: what stands in the lines before it; ``known``: with what text it begins for sure;
    ``log_probs``: frames of the ink after that (frames, classes), None where there is none."""

    before: str = ""
    known: str = ""
    log_probs: Float32Array | None = None


class Guesser(Protocol):
    """What guesses how lines go on: ``completions.Completions``. For one thread, since it keeps what it has read."""

    def guesses(self, line: Line, most: int = 3) -> list[Guess]:
        """The likeliest words that finish the word under the pen or come next, the likeliest first."""

    def go_on(
        self, guess: Guess, before: str, most: int, least: float, temperature: float = 0.0, seed: int = 0
    ) -> Guess:
        """The guess with at most ``most`` words more, as long as the likeliest one has a chance of ``least``.

        ``before``: as a ``Line``'s. ``temperature``: 0 takes the likeliest; above, words are drawn by ``seed``, at 1 as likely
        as they are.
        """

    def foreign(self, text: str) -> bool:
        """Whether the last whole words of a text are of another language than that of the guesses, as far as they tell."""


def sure(guesses: Sequence[Guess], finish: float, follow: float) -> list[Guess]:
    """Those of a chance that is worth showing: ``finish``, of a word under the pen, ``follow``, of the next one."""
    return [guess for guess in guesses if guess.chance >= (finish if guess.finishes else follow)]
