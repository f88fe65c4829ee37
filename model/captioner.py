"""Reads a line of ink as a picture: its text by CTC, and by a decoder that shows where it looks. numpy alone.

``training.captioner`` trains it, ``model.captioner_form`` says what its tensors are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.arrays import Float32Array, Float64Array
from model.blstm import Blstm, log_softmax
from model.caption_decoder import END, Decoder, Said
from model.checkpoint import CAPTIONER, Tensors, check_shapes, load
from model.convolutions import COLUMNS, Convolutions
from model.decoder import Decoder as LineDecoder
from model.ink_picture import CHANNELS, HEIGHT, columns_of, picture
from model.line_reading import Reading, characters_of, places_on, seen_in
from model.seen_line import SeenLine
from model.straighten import space_strokes
from model.strokes import Frame, Representation

LONGEST = 200  # characters of a caption


@dataclass(frozen=True, eq=False, slots=True)
class Caption:
    """A line as the decoder captioned it. ``said``: of each character, and of the end where that came. ``points``: (points, 2),
    the ink's, in its own units; ``columns``: (points,), the frame that each stands in, not rounded. ``seen``: its picture."""

    text: str
    said: tuple[Said, ...]
    points: Float64Array
    columns: Float64Array
    seen: Float32Array

    @property
    def ended(self) -> bool:
        """Whether the end was said."""
        return bool(self.said) and self.said[-1].label == END


class Captioner:
    """A trained network, ready to read ink. Frozen after construction: threads may share it."""

    def __init__(self, weights: Tensors, config: Mapping[str, Any]) -> None:
        """``weights`` and ``config`` as ``model.checkpoint`` describes them. Raises ValueError when they do not fit."""
        check_shapes(weights, config)
        self.name = str(config["name"])
        self.alphabet = str(config["alphabet"])
        self.representation = Representation(**config["representation"])
        self._straighten = bool(config["straighten"])
        self._convolutions = Convolutions(weights)
        self._lstm = Blstm(weights, int(config["layers"]))
        self._head, self._head_bias = weights["head.weight"].T, weights["head.bias"]
        self.decoder = Decoder(weights)

    @classmethod
    def load(cls, path: Path) -> Captioner:
        """From a checkpoint's files. Raises CheckpointError."""
        return cls(*load(path, CAPTIONER))

    @property
    def own_matrices(self) -> tuple[Float32Array, ...]:
        """The LSTM's that are read frame by frame; all others are multiplied with a line's frames at once."""
        return self._lstm.own

    def read(self, strokes: Sequence[Float64Array], width: int = 0, decoder: LineDecoder | None = None) -> Reading:
        """See ``LineReader``: by CTC. The reading's points are ordered from left to right."""
        return self._read(self.see(strokes), width, decoder)

    def read_picture(self, darkness: Float32Array, width: int = 0, decoder: LineDecoder | None = None) -> Reading:
        """As ``read``, of what ``see_picture`` takes."""
        return self._read(self.see_picture(darkness), width, decoder)

    def frames(self, strokes: Sequence[Float64Array], frame: Frame | None = None) -> Float32Array:
        """See ``LineReader``."""
        return self.log_probs(self.encode(picture(self.level(strokes, frame))))

    def see(self, strokes: Sequence[Float64Array]) -> SeenLine:
        """A line of ink, see ``InkReader.read``, as the heads take it."""
        own = self.level(strokes)
        columns = columns_of(own) / COLUMNS
        order = np.argsort(columns, kind="stable")
        numbers = np.repeat(np.arange(len(own)), [len(stroke) for stroke in own])
        return SeenLine(self.encode(picture(own)), places_on(strokes, own)[order], numbers[order], columns[order])

    def see_picture(self, darkness: Float32Array) -> SeenLine:
        """A line of which nothing but its darkness is known, as of a photograph: (``HEIGHT``, any width), 0 … 1, ``PIXELS`` a
        spread of y, level. Its points are the columns' middles.

        Raises ValueError for another height or no columns.
        """
        height, columns = darkness.shape
        if height != HEIGHT or not columns:
            raise ValueError(f"a line's picture must be {HEIGHT} pixels high, not {columns} × {height}")
        seen = np.zeros((len(CHANNELS), HEIGHT, columns + columns % COLUMNS), dtype=np.float32)
        seen[0, :, :columns] = darkness
        at = np.arange(columns, dtype=np.float64)
        middles = np.stack((at, np.full(columns, HEIGHT / 2)), axis=1)
        return SeenLine(self.encode(seen), middles, np.zeros(columns, dtype=np.intp), at / COLUMNS)

    def caption(self, strokes: Sequence[Float64Array]) -> Caption:
        """The text of one line of ink by the decoder, greedily. Raises ValueError for ink without extent."""
        own = self.level(strokes)
        seen = picture(own)
        said = tuple(self.decoder.caption(self.encode(seen), LONGEST))
        text = "".join(self.alphabet[one.label - 1] for one in said if one.label != END)
        return Caption(text, said, places_on(strokes, own), columns_of(own) / COLUMNS, seen)

    def encode(self, seen: Float32Array) -> Float32Array:
        """The frames (width / 2, 2·hidden) of a picture (channels, height, width) of ``model.ink_picture``."""
        return self._lstm.run(self._convolutions.run(seen))

    def log_probs(self, frames: Float32Array) -> Float32Array:
        """Of each frame the log-probabilities of no character and of those of the alphabet: (frames, 1 + characters)."""
        return log_softmax(frames @ self._head + self._head_bias)

    def _read(self, line: SeenLine, width: int, decoder: LineDecoder | None) -> Reading:
        log_probs = self.log_probs(line.features)
        characters = characters_of(log_probs, self.alphabet, width, decoder)
        return line.reading(characters, seen_in(log_probs, self.alphabet))

    def level(self, strokes: Sequence[Float64Array], frame: Frame | None = None) -> list[Float64Array]:
        """A line as ``model.ink_picture`` takes it: levelled, sized, straightened. Raises ValueError for ink without extent."""
        return space_strokes(strokes, self.representation, frame=frame, straight=self._straighten)
