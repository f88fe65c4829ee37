"""Reads a line of ink: its text, and of each character where it stands and how sure the network is of it. numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from model.arrays import Float32Array, Float64Array
from model.blstm import Blstm, log_softmax
from model.checkpoint import CTC_READER, Tensors, check_shapes, load
from model.decoder import Decoder
from model.line_reading import Reading, characters_of, places_on, seen_in
from model.reader_form import REACH, columns_read
from model.straighten import space_strokes
from model.strokes import Frame, Representation, RowArray, to_rows


class Reader:
    """A trained network, ready to read ink. Frozen after construction: threads may share it."""

    def __init__(self, weights: Tensors, config: Mapping[str, Any]) -> None:
        """``weights`` and ``config`` as ``model.checkpoint`` describes them. Raises ValueError when they do not fit."""
        check_shapes(weights, config)
        self.name = str(config["name"])
        self.alphabet = str(config["alphabet"])
        self.stride = int(config["frames"]["stride"])
        self.representation = Representation(**config["representation"])
        self._straighten = bool(config["straighten"])
        self._scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
        self._near, self._far = (_across(weights[f"{name}.weight"]) for name in ("near", "far"))
        self._near_bias, self._far_bias = weights["near.bias"], weights["far.bias"]
        self._lstm = Blstm(weights, int(config["layers"]))
        self._head, self._head_bias = weights["head.weight"].T, weights["head.bias"]

    @classmethod
    def load(cls, path: Path) -> Reader:
        """From a checkpoint's files. Raises CheckpointError."""
        return cls(*load(path, CTC_READER))

    def read(self, strokes: Sequence[Float64Array], width: int = 0, decoder: Decoder | None = None) -> Reading:
        """See ``LineReader``."""
        own = space_strokes(strokes, self.representation, straight=self._straighten)
        log_probs = self.log_probs(to_rows(own, height=True))
        rows = sum(map(len, own))
        characters = tuple(
            replace(one, begin=one.begin * self.stride, end=min(one.end * self.stride, rows))
            for one in characters_of(log_probs, self.alphabet, width, decoder)
        )
        numbers = np.repeat(np.arange(len(own)), [len(part) for part in own])
        return Reading(characters, places_on(strokes, own), numbers, seen_in(log_probs, self.alphabet))

    def frames(self, strokes: Sequence[Float64Array], frame: Frame | None = None) -> Float32Array:
        """See ``LineReader``."""
        own = space_strokes(strokes, self.representation, frame=frame, straight=self._straighten)
        return self.log_probs(to_rows(own, height=True))

    def log_probs(self, rows: RowArray) -> Float32Array:
        """Of each frame the log-probabilities of no character and of those of the alphabet: (frames, 1 + characters).

        ``rows``: (n, 4), n > 0, of ``model.input_rows``.
        """
        count = -(-len(rows) // self.stride)
        below = columns_read(rows, self._scale)
        near = np.zeros(((count + 1) * self.stride, len(self._near_bias)), dtype=np.float32)
        half = self.stride // 2  # a frame sees half a stride beyond its own rows on both sides
        seen = _convolved(np.pad(below, ((REACH // 2, REACH // 2), (0, 0))), self._near, 1)
        near[half : half + len(rows)] = np.maximum(seen + self._near_bias, 0)
        below = np.maximum(_convolved(near, self._far, self.stride) + self._far_bias, 0)
        return log_softmax(self._lstm.run(below) @ self._head + self._head_bias)


def _across(kernel: Float32Array) -> Float32Array:
    """A convolution's kernel (out, in, reach) as the matrix (reach · in, out) that ``_convolved`` takes."""
    return np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(-1, kernel.shape[0]))


def _convolved(rows: Float32Array, matrix: Float32Array, stride: int) -> Float32Array:
    """A convolution over rows (n, in), without padding."""
    reach = len(matrix) // rows.shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(rows, reach, axis=0)[::stride]  # (frames, in, reach)
    return np.asarray(windows.transpose(0, 2, 1).reshape(len(windows), -1) @ matrix)
