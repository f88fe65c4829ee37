"""The app's models of how a line goes on, as a command asks for them."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from assets import LANGUAGE
from inkapp.live.reading.page_reader import PageReader
from inkapp.live.words.pen_line import PenLineReader
from inkapp.live.words.words_road import WordsRoad
from model.captioner import Captioner
from model.character_lstm import CharacterLstm
from model.checkpoint import CAPTIONER_FILE, CHARACTERS, WRITER
from model.completions import Completions
from model.language import Language
from model.text_model import TextModel
from model.text_writer import TextWriter
from model.told_writer import ToldWriters
from model.word_reader import WordReader


@dataclass(frozen=True, eq=False, slots=True)
class Models:
    """``lines``: reads; ``guesser``: guesses; ``writer``: writes texts, and says how ink is taken. ``told``: their names."""

    captioner: Captioner
    lines: PenLineReader
    guesser: Completions
    writer: TextWriter
    told: dict[str, object]

    def road(self) -> WordsRoad:
        """From a page to a ghost of words, as in the app, for a person of whom nothing is known."""
        return WordsRoad(ToldWriters(self.writer), self.lines, lambda _: self.guesser)


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Which models go on."""
    parser.add_argument("--captioner", type=Path, default=CAPTIONER_FILE, help="the network that reads")
    parser.add_argument("--weights", type=Path, default=WRITER, help="the network that writes text")
    parser.add_argument("--table", type=Path, default=LANGUAGE, help="of words")
    parser.add_argument(
        "--network", type=_file_or_none, default=CHARACTERS, metavar="FILE",
        help="the network over characters; 'none': the table alone",
    )  # fmt: skip


def load_models(options: argparse.Namespace) -> Models:
    """Those of a command's options. Raises ModelError, OSError."""
    captioner, model = Captioner.load(options.captioner), TextModel(Language.load(options.table))
    network = None if options.network is None else CharacterLstm.load(options.network)
    writer = TextWriter.load(options.weights)
    lines = PenLineReader(captioner, PageReader(WordReader(captioner, model)))
    told: dict[str, object] = {"captioner": captioner.name, "weights": writer.name, "table": options.table.name}
    told["network"] = None if options.network is None else options.network.name
    return Models(captioner, lines, Completions(model, captioner.alphabet, network), writer, told)


def _file_or_none(said: str) -> Path | None:
    return None if said == "none" else Path(said)
