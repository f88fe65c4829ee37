"""Reads a line of ink, or a picture of one, by what a captioner's frames say and by words. numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from model.arrays import Float32Array, Float64Array
from model.captioner import Captioner
from model.language import Language
from model.line_reading import Reading
from model.text_model import TextModel
from model.word_beam import WordBeam


class WordReader:
    """An ``InkReader`` that reads pictures, too. Frozen: threads may share it."""

    def __init__(self, captioner: Captioner, model: TextModel) -> None:
        self._captioner, self._beam = captioner, WordBeam(model, captioner.alphabet)

    @classmethod
    def load(cls, weights: Path, table: Path) -> WordReader:
        """From a captioner's files and a table of words. Raises CheckpointError, LanguageError."""
        return cls(Captioner.load(weights), TextModel(Language.load(table)))

    @property
    def name(self) -> str:
        """The weights'."""
        return self._captioner.name

    def read(self, strokes: Sequence[Float64Array], /) -> Reading:
        """See ``InkReader``."""
        return self._captioner.read(strokes, decoder=self._beam)

    def read_picture(self, darkness: Float32Array, /) -> Reading:
        """Of a line's darkness alone, see ``Captioner.see_picture``."""
        return self._captioner.read_picture(darkness, decoder=self._beam)
