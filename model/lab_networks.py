"""The lab's networks without torch: one layer of a tanh network, an LSTM or a GRU under the mixture head.

They exist to be looked at beside the shipped network: all is double precision, nothing is tuned. The equations are those of
``lab.networks.cells`` and ``lab.networks.gradient_by_step``, which the tests hold them to. A file holds ``cell.weight_ih``
(blocks·units, 4), ``cell.weight_hh`` (blocks·units, units), ``cell.bias_ih``, ``cell.bias_hh``, ``head.weight`` (6M + 1, units)
and ``head.bias``; its JSON is a checkpoint's with "cell" and one layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load as read_tensors
from safetensors.numpy import save as write_tensors

from model import mdn
from model.arrays import Float32Array, Float64Array, frozen
from model.atomic_write import swap_in
from model.backward import DensityGradient, first_row
from model.checkpoint import LIVE, CheckpointError, load_config, save_config
from model.mdn_gradient import log_density_gradient

BLOCKS = {"rnn-tanh": 1, "lstm": 4, "gru": 3}  # of the weight matrices: h; i f g o; r z n
ARCHITECTURE = "lab-cell"  # in their JSON; files without are read as such, too
NAMES = ("lab-rnn", "lab-lstm", "lab-gru")
LAB = {name: LIVE.with_name(f"{name}.safetensors") for name in NAMES}  # the networks that the app shows beside its own


@dataclass(frozen=True, eq=False, slots=True)
class Trail:
    """What a network computed over n rows. ``hidden`` (n + 1, units): h before any row and after each; ``cell``: c of an
    LSTM, else None. ``gates``: (n, blocks, units), bent, in the order of ``BLOCKS``; ``recurred``: (n, units), a GRU's
    U h₋₁ + b′ of the candidate, else None. ``heads``: (n, 6M + 1), what was expected after each row."""

    rows: Float64Array
    hidden: Float64Array
    cell: Float64Array | None
    gates: Float64Array
    recurred: Float64Array | None
    heads: Float64Array


class LabNetwork:
    """One of the lab's networks. Frozen after construction: threads may share it."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]], config: Mapping[str, Any]) -> None:
        """Raises ValueError where weights and config do not fit each other."""
        fault = _fault(weights, config)
        if fault:
            raise ValueError(fault)
        self.config = dict(config)
        self.name, self.cell = str(config["name"]), str(config["cell"])
        self.hidden, self.inputs = int(config["hidden"]), len(config["inputs"])
        self.input_scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
        wide = {name: array.astype(np.float64) for name, array in weights.items()}
        self._w, self._u = wide["cell.weight_ih"], wide["cell.weight_hh"]
        self._b, self._b_own = wide["cell.bias_ih"], wide["cell.bias_hh"]
        self._head, self._head_bias = wide["head.weight"], wide["head.bias"]
        self.parameters = sum(array.size for array in weights.values())

    @classmethod
    def load(cls, path: Path) -> LabNetwork:
        """From its two files. Raises CheckpointError, one line naming the file and the fault, and nothing else."""
        path = Path(path)
        config = load_config(path, ARCHITECTURE)
        try:
            weights = read_tensors(path.read_bytes())
        except OSError as error:
            raise CheckpointError(f"{path}: cannot be read ({error.strerror or error})") from None
        except (SafetensorError, KeyError, ValueError, TypeError, AttributeError) as error:
            fault = " ".join(str(error).split())[:200]
            raise CheckpointError(f"{path}: not a safetensors file, or damaged ({fault})") from None
        try:
            return cls(weights, config)
        except ValueError as error:
            raise CheckpointError(f"{path}: {error}") from None

    def read(self, rows: npt.ArrayLike) -> Trail:
        """Reads ``rows`` (n, inputs), unscaled, from a zero state. Raises ValueError for another shape, nan or inf."""
        ink = np.array(rows, dtype=np.float64)
        if ink.ndim != 2 or ink.shape[1] != self.inputs:
            raise ValueError(f"rows of this network are (n, {self.inputs}), not {ink.shape}")
        if not np.isfinite(ink).all():
            raise ValueError("rows hold a value that is not finite")
        scaled = ink.copy()
        scaled[:, :2] /= self.input_scale
        n, h, blocks = len(ink), self.hidden, BLOCKS[self.cell]
        given = scaled @ self._w.T + self._b
        hidden, gates = np.zeros((n + 1, h)), np.zeros((n, blocks, h))
        cell = np.zeros((n + 1, h)) if self.cell == "lstm" else None
        recurred = np.zeros((n, h)) if self.cell == "gru" else None
        for t in range(n):
            own = self._u @ hidden[t] + self._b_own
            if recurred is not None:
                gates[t, :2] = _open((given[t] + own)[: 2 * h]).reshape(2, h)
                r, z = gates[t, :2]
                recurred[t] = own[2 * h :]
                gates[t, 2] = np.tanh(given[t, 2 * h :] + r * recurred[t])
                hidden[t + 1] = gates[t, 2] + z * (hidden[t] - gates[t, 2])
            elif cell is not None:
                sums = (given[t] + own).reshape(4, h)
                gates[t] = _open(sums)
                gates[t, 2] = np.tanh(sums[2])
                i, f, g, o = gates[t]
                cell[t + 1] = f * cell[t] + i * g
                hidden[t + 1] = o * np.tanh(cell[t + 1])
            else:
                hidden[t + 1] = gates[t, 0] = np.tanh(given[t] + own)
        heads = hidden[1:] @ self._head.T + self._head_bias
        return Trail(ink, hidden, cell, gates, recurred, heads)

    def score(self, rows: npt.ArrayLike) -> Float64Array:
        """What each row after the first costs, given all before it: (n − 1,) nats, density over scaled offsets."""
        trail = self.read(rows)
        sx, sy = self.input_scale
        came = trail.rows[1:]
        return mdn.nats(trail.heads[:-1], came[:, 0] / sx, came[:, 1] / sy, came[:, 2] > 0.5)

    def gradient(self, rows: npt.ArrayLike | Trail, row: int, limit: int | None = None) -> DensityGradient:
        """The gradient of log p(row ``row`` | all before it), at most ``limit`` steps back; as that of one layer.

        ``rows``: unscaled, or what ``read`` gave of them. Raises ValueError for rows of another shape, and for a row that has
        none before it or is not there.
        """
        trail = rows if isinstance(rows, Trail) else self.read(rows)
        begin = first_row(row, len(trail.rows), limit)
        n, h = row - begin, self.hidden
        (x, y), lift, expected = trail.rows[row, :2] / self.input_scale, trail.rows[row, 2] > 0.5, trail.heads[row - 1]
        d_hidden, d_cell, direct = np.zeros((3, n + 1, h))
        d_hidden[n] = log_density_gradient(expected, float(x), float(y), bool(lift)) @ self._head
        inward = np.zeros((n, len(self._w)))  # δ of what W x + b feeds
        if trail.cell is not None:
            d_cell[n] = self._through(trail, row) * d_hidden[n]
            direct[n] = d_cell[n]
        elif trail.recurred is not None:
            direct[n] = d_hidden[n]
        for k in range(n - 1, -1, -1):
            t = begin + k
            if trail.cell is not None:
                i, f, g, o = trail.gates[t]
                d_c, d_o = d_cell[k + 1], d_hidden[k + 1] * np.tanh(trail.cell[t + 1]) * o * (1 - o)
                parts = (d_c * g * i * (1 - i), d_c * trail.cell[t] * f * (1 - f), d_c * i * (1 - g * g), d_o)
                inward[k] = np.concatenate(parts)
                d_hidden[k] = inward[k] @ self._u
                d_cell[k] = d_c * f + (self._through(trail, t) * d_hidden[k] if t else 0.0)
                direct[k] = direct[k + 1] * f
            elif trail.recurred is not None:
                r, z, new = trail.gates[t]
                d_n = d_hidden[k + 1] * (1 - z) * (1 - new * new)
                d_r, d_z = (
                    d_n * trail.recurred[t] * r * (1 - r),
                    d_hidden[k + 1] * (trail.hidden[t] - new) * z * (1 - z),
                )
                inward[k] = np.concatenate((d_r, d_z, d_n))
                d_hidden[k] = d_hidden[k + 1] * z + np.concatenate((d_r, d_z, d_n * r)) @ self._u
                direct[k] = direct[k + 1] * z
            else:
                inward[k] = d_hidden[k + 1] * (1 - trail.gates[t, 0] ** 2)
                d_hidden[k] = inward[k] @ self._u
        cost = mdn.nats(expected[None], [x], [y], [lift])
        return DensityGradient(
            row,
            begin,
            -float(cost[0]),
            _kept(inward @ self._w),
            _kept(d_hidden[:, None]),
            _kept(d_cell[:, None]) if trail.cell is not None else None,
            _kept(direct[:, None]) if self.cell != "rnn-tanh" else None,
        )

    def _through(self, trail: Trail, state: int) -> Float64Array:
        """∂h / ∂c within state ``state`` ≥ 1 of an LSTM: o (1 − tanh² c)."""
        assert trail.cell is not None
        return np.asarray(trail.gates[state - 1, 3] * (1.0 - np.tanh(trail.cell[state]) ** 2))


def save(path: Path, weights: Mapping[str, npt.NDArray[Any]], config: Mapping[str, Any]) -> None:
    """Writes ``path`` (.safetensors) and the JSON beside it. Raises CheckpointError where they do not fit, OSError."""
    fault = _fault(weights, config)
    if fault:
        raise CheckpointError(f"{path}: {fault}")
    save_config(path, config, ARCHITECTURE)
    swap_in({path: write_tensors({name: np.ascontiguousarray(array) for name, array in weights.items()})})


def _fault(weights: Mapping[str, npt.NDArray[Any]], config: Mapping[str, Any]) -> str:
    """What is wrong with them, in one line; nothing if they fit. The config's sizes are ``checkpoint``'s to check."""
    if config.get("cell") not in BLOCKS:
        return f"cell must be one of {', '.join(BLOCKS)}, not {config.get('cell')!r}"
    if config["layers"] != 1:
        return f"a lab network has 1 layer, not {config['layers']}"
    h, inputs, rows = config["hidden"], len(config["inputs"]), BLOCKS[config["cell"]] * config["hidden"]
    heads = 6 * config["components"] + 1
    shapes = {"cell.weight_ih": (rows, inputs), "cell.weight_hh": (rows, h), "cell.bias_ih": (rows,)}
    shapes |= {"cell.bias_hh": (rows,), "head.weight": (heads, h), "head.bias": (heads,)}
    for name in sorted(set(shapes) ^ set(weights)):
        return f"tensor {name} is {'missing' if name in shapes else 'not one of a lab network'}"
    for name, shape in shapes.items():
        if weights[name].shape != shape:
            return f"tensor {name} has shape {weights[name].shape}, expected {shape}"
        if weights[name].dtype.kind != "f" or not np.isfinite(weights[name]).all():
            return f"tensor {name} holds a value that is not a finite float"
    return ""


def _open(sums: Float64Array) -> Float64Array:
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * sums))


def _kept(array: Float64Array) -> Float32Array:
    return frozen(array.astype(np.float32))
