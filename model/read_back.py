"""Reads back what a network has written: how unlikely its ink says the text that it was to say."""

from __future__ import annotations

import numpy as np

from model.ctc import log_likelihood
from model.line_reading import LineReader
from model.strokes import Frame
from model.text_protocol import Try

AS_WRITTEN = Frame((0.0, 0.0), 1.0, 0.0)  # a word alone hardly tells its size: that of its hand is known


class ReadBack:
    """A reader of ink that is asked how well a text can be read, not what is written. Threads may share it."""

    def __init__(self, reader: LineReader) -> None:
        self._reader = reader
        self._labels = {character: label for label, character in enumerate(reader.alphabet, 1)}

    def doubt(self, written: Try, text: str) -> float:
        """−log of the chance that ink says ``text``, by CTC over all ways to read it, in nats a character.

        ∞ where there is too little ink. Characters that the reader does not know are passed over; 0 where there is no ink, or
        nothing is left to ask.
        """
        labels = [self._labels[character] for character in text if character in self._labels]
        if not labels or not len(written.offsets):
            return 0.0
        strokes = np.split(np.cumsum(written.offsets, axis=0), np.flatnonzero(written.lifts[:-1]) + 1)
        return -log_likelihood(self._reader.frames(strokes, AS_WRITTEN), labels) / len(labels)
