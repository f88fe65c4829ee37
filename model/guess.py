"""A guess of how a line goes on, as a frozen value that may cross threads."""

from __future__ import annotations

from dataclasses import dataclass


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
