"""The text that a ghost of words is written from, and which word of the ghost each of its characters is of."""

from __future__ import annotations

from dataclasses import dataclass

from inkapp.ink.document import Stroke
from inkapp.ink.ghost import SaidWord
from model.guess import Guess


@dataclass(frozen=True, slots=True)
class GhostText:
    """``text``: of the words that the network is told, those that stand on the paper among them. ``words``: what the ghost
    says. ``word_of``: of each character the number of its word, to which the space before it belongs; −1 for what stands
    whole."""

    text: str
    words: tuple[SaidWord, ...]
    word_of: tuple[int, ...]

    @property
    def finishes(self) -> bool:
        """Whether its first word is begun on the paper."""
        return bool(self.words and self.words[0].begun)

    @classmethod
    def of(cls, guess: Guess, told_before: str, begun: tuple[Stroke, ...]) -> GhostText:
        """``told_before``: the words before the one under the pen that are told, with a space after each. ``begun``: the ink of
        the word under the pen."""
        whole = told_before if guess.finishes else told_before + guess.word
        new = (guess.word if guess.finishes else "") + guess.more
        words: list[str] = []
        word_of: list[int] = []
        for character in new:
            if character == " " or not words:
                words.append("")
            word_of.append(len(words) - 1)
            words[-1] += "" if character == " " else character
        said = [SaidWord(word, begun if guess.finishes and number == 0 else ()) for number, word in enumerate(words)]
        return cls(whole + new, tuple(said), (*(-1 for _ in whole), *word_of))
