"""Loads all that a ghost of words needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inkapp.live.reading.page_reader import PageReader
from inkapp.live.words.pen_line import PenLineReader
from inkapp.live.words.words_road import WordsRoad
from model.captioner import Captioner
from model.character_lstm import CharacterLstm
from model.completions import Completions
from model.language import Language
from model.own_words import with_own
from model.text_model import TextModel
from model.text_writer import TextWriter
from model.told_writer import ToldWriters
from model.word_reader import WordReader
from model.word_table import load


def load_road(
    writer: TextWriter, captioner: Captioner, table: Path, network: Path | None = None, own: Sequence[str] = ()
) -> WordsRoad:
    """``table``: of words; ``network``: over characters; ``own``: texts of the person's. Raises ModelError."""
    model = TextModel(Language(with_own(load(table), own)))
    foretells = None if network is None else CharacterLstm.load(network)
    lines = PenLineReader(captioner, PageReader(WordReader(captioner, model)))
    return WordsRoad(ToldWriters(writer), lines, Completions(model, captioner.alphabet, foretells))
