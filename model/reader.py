"""Reads a line of ink: its text, and of each character where it stands and how sure the network is of it. numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.checkpoint import CTC_READER, Tensors, expected_shapes, load
from model.ctc import align, best_path, prefix_beam
from model.decoder import Decoder
from model.reader_form import DIRECTIONS, REACH, columns_read
from model.straighten import space_strokes
from model.strokes import Representation, RowArray, to_rows


@dataclass(frozen=True, slots=True)
class ReadCharacter:
    """A character of a ``Reading``. ``begin``, ``end``: it was read from the rows [begin, end), or from near them.

    ``confidence``: the highest probability that a frame there gives it, 0 … 1, or what a decoder says instead.
    """

    character: str
    begin: int
    end: int
    confidence: float


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What a line says. ``points``: (rows, 2), where each row stands, in the ink's own units; ``strokes``: (rows,), in which
    of its strokes."""

    characters: tuple[ReadCharacter, ...]
    points: Float64Array
    strokes: npt.NDArray[np.intp]

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(character.character for character in self.characters)


class Reader:
    """A trained network, ready to read ink. Frozen after construction: threads may share it."""

    def __init__(self, weights: Tensors, config: Mapping[str, Any]) -> None:
        """``weights`` and ``config`` as ``model.checkpoint`` describes them. Raises ValueError when they do not fit."""
        shapes = expected_shapes(config)
        if any(name not in weights or weights[name].shape != shape for name, shape in shapes.items()):
            raise ValueError("these weights are not this network's")
        self.name = str(config["name"])
        self.alphabet = str(config["alphabet"])
        self.stride = int(config["frames"]["stride"])
        self.representation = Representation(**config["representation"])
        self._straighten = bool(config["straighten"])
        self._scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
        self._near, self._far = (_across(weights[f"{name}.weight"]) for name in ("near", "far"))
        self._near_bias, self._far_bias = weights["near.bias"], weights["far.bias"]
        self._layers = [
            [_Lstm(weights, f"lstm.{k}.{direction}") for direction in DIRECTIONS] for k in range(config["layers"])
        ]
        self._head, self._head_bias = weights["head.weight"].T, weights["head.bias"]

    @classmethod
    def load(cls, path: Path) -> Reader:
        """From a checkpoint's files. Raises CheckpointError."""
        return cls(*load(path, CTC_READER))

    def read(self, strokes: Sequence[Float64Array], width: int = 0, decoder: Decoder | None = None) -> Reading:
        """The text of one line of ink: strokes (each (n, ≥2), y down), of any size, in the order in which they were drawn.

        ``width``: of a beam (``ctc.prefix_beam``); 0 takes the likeliest path. ``decoder`` decides instead of both.
        Raises ValueError for ink without extent, and for a decoder of another alphabet.
        """
        if decoder is not None and decoder.alphabet != self.alphabet:
            raise ValueError("the decoder knows another alphabet")
        own = space_strokes(strokes, self.representation, straight=self._straighten)
        log_probs = self.log_probs(to_rows(own, height=True))
        if decoder is None:
            labels = tuple(prefix_beam(log_probs, width)[0][0] if width else best_path(log_probs))
            spans = align(log_probs, labels)
            sure = tuple(
                float(np.exp(log_probs[begin:end, label].max()))
                for label, (begin, end) in zip(labels, spans, strict=True)
            )
        else:
            decoded = decoder.decode(log_probs)
            labels, sure = decoded.labels, decoded.confidences
            spans = align(log_probs, labels)
        rows = sum(map(len, own))
        characters = tuple(
            ReadCharacter(self.alphabet[label - 1], begin * self.stride, min(end * self.stride, rows), confidence)
            for label, (begin, end), confidence in zip(labels, spans, sure, strict=True)
        )
        points = np.concatenate([_places(old, new) for old, new in zip(strokes, own, strict=True)])
        return Reading(characters, points, np.repeat(np.arange(len(own)), [len(stroke) for stroke in own]))

    def frames(self, strokes: Sequence[Float64Array]) -> Float32Array:
        """The log-probabilities of a line's frames, see ``log_probs``; strokes as ``read`` takes them, and its ValueError."""
        own = space_strokes(strokes, self.representation, straight=self._straighten)
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
        for ahead, back in self._layers:
            below = np.concatenate((ahead.run(below), back.run(below[::-1])[::-1]), axis=1)
        scores = below @ self._head + self._head_bias
        scores -= scores.max(axis=1, keepdims=True)
        return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), dtype=np.float32)


class _Lstm:
    """One LSTM layer in one direction. Gates in the order i, f, o, g, those of a sigmoid halved: σ(a) = ½ (1 + tanh(a / 2))."""

    def __init__(self, weights: Tensors, name: str) -> None:
        both = weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"]
        self._below, self._own, self._bias = (
            _reordered(part) for part in (weights[f"{name}.weight_ih_l0"], weights[f"{name}.weight_hh_l0"], both)
        )

    def run(self, below: Float32Array) -> Float32Array:
        """The outputs (frames, hidden) for a sequence (frames, inputs), from the zero state."""
        sums = below @ self._below.T + self._bias
        hidden = self._own.shape[1]
        out = np.zeros((len(below), hidden), dtype=np.float32)
        cell = np.zeros(hidden, dtype=np.float32)
        for t, gates in enumerate(sums):
            if t:
                gates += self._own @ out[t - 1]
            np.tanh(gates, out=gates)
            gates[: 3 * hidden] += 1.0
            taken, kept, shown, new = gates.reshape(4, hidden)
            cell = 0.5 * (kept * cell + taken * new)
            out[t] = 0.5 * shown * np.tanh(cell)
        return out


def _places(old: Float64Array, new: Float64Array) -> Float64Array:
    """Where the points of a stroke that was made anew stand on the old one: as far along it."""
    along, wanted = (
        np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(stroke[:, :2], axis=0).T)))) for stroke in (old, new)
    )
    share = wanted * (along[-1] / wanted[-1] if wanted[-1] else 0.0)
    return np.stack([np.interp(share, along, old[:, axis]) for axis in (0, 1)], axis=1)


def _across(kernel: Float32Array) -> Float32Array:
    """A convolution's kernel (out, in, reach) as the matrix (reach · in, out) that ``_convolved`` takes."""
    return np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(-1, kernel.shape[0]))


def _convolved(rows: Float32Array, matrix: Float32Array, stride: int) -> Float32Array:
    """A convolution over rows (n, in), without padding."""
    reach = len(matrix) // rows.shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(rows, reach, axis=0)[::stride]  # (frames, in, reach)
    return np.asarray(windows.transpose(0, 2, 1).reshape(len(windows), -1) @ matrix)


def _reordered(part: Float32Array) -> Float32Array:
    i, f, g, o = np.split(part, 4)
    return np.ascontiguousarray(np.concatenate((0.5 * i, 0.5 * f, 0.5 * o, g)))
