"""Loads all that a ghost of words needs; what does not change is kept, so that a person's new words are soon known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from inkapp.live.reading.page_reader import PageReader
from inkapp.live.words.pen_line import PenLineReader
from inkapp.live.words.words_road import WordsRoad
from model.captioner import Captioner
from model.character_lstm import CharacterLstm
from model.completions import Completions
from model.freed_memory import give_back
from model.language import Language
from model.own_words import with_own
from model.text_model import TextModel
from model.text_writer import shared_text_writer
from model.told_writer import ToldWriters
from model.word_reader import WordReader
from model.word_table import WordTable, load


class WordsLoader:
    """``writer``: weights of a network that writes texts; ``table``: of words; ``network``: weights over characters, None
    where the table guesses alone. ``captioner`` and ``own`` are asked each time: the reader as it was adapted to the person's
    hand, and texts that they wrote."""

    def __init__(
        self,
        writer: Path,
        table: Path,
        network: Path | None,
        captioner: Callable[[], Captioner],
        own: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._paths = writer, table, network
        self._captioner, self._own = captioner, own

    def __call__(self) -> WordsRoad:
        """Raises ModelError, OSError."""
        captioner, own = self._captioner(), tuple(self._own())

        def model(texts: Sequence[str]) -> TextModel:
            return TextModel(Language(with_own(self._table, (*own, *texts))))

        known = model(())

        def learn(texts: Sequence[str]) -> Completions:
            return Completions(model(texts) if texts else known, captioner.alphabet, self._network)

        lines = PenLineReader(captioner, PageReader(WordReader(captioner, known)))
        road = WordsRoad(ToldWriters(shared_text_writer(self._paths[0])), lines, learn)
        give_back()  # what was freed while the networks were loaded
        return road

    @cached_property
    def _table(self) -> WordTable:
        return load(self._paths[1])

    @cached_property
    def _network(self) -> CharacterLstm | None:
        return None if self._paths[2] is None else CharacterLstm.load(self._paths[2])
