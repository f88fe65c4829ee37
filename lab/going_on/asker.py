"""Asks the app's models how a line goes on that was cut: from its ink, as the app does, or told what stands, without a slip."""

from __future__ import annotations

from inkapp.ink.document import Document
from inkapp.live.encoder import NothingToContinue, encode_for
from inkapp.live.words.pen_line import NoWords
from lab.going_on.cuts import Cut
from lab.going_on.models import Models
from model.guess import Guess, Line

MANY = 60  # guesses, of which those are taken that fit to a gap, or to none


class Asker:
    """Asks ``models``."""

    def __init__(self, models: Models) -> None:
        self._lines, self._guesser, self._writer = models.lines, models.guesser, models.writer.trunk

    def by_ink(self, cut: Cut) -> list[Guess]:
        """The app's guesses, whatever their chance; none where it would give way."""
        document = Document((cut.page,))
        try:
            prime = encode_for(document, 0, self._writer)
            line = self._lines.read(document, 0, prime).line
        except (NothingToContinue, NoWords):
            return []
        return self._guesser.guesses(line)

    def by_text(self, cut: Cut, most: int = 3) -> list[Guess]:
        """Those for what stands. Nobody says whether its last word has ended."""
        return self._guesser.guesses(Line(cut.line.above, cut.standing), most)

    def with_gaps(self, cut: Cut) -> list[Guess]:
        """The same where that is said."""
        return [guess for guess in self.by_text(cut, MANY) if guess.finishes == bool(cut.begun)]
