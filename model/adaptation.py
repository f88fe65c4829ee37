"""Adapts a captioner to one hand, from lines whose texts are known: its upper tensors learn on by CTC. numpy alone.

Only what follows the convolutions changes, so a line is seen once (``Captioner.columns``). Adam (Kingma and Ba 2015) with a
penalty on the square of what has changed: as few lines cannot say what a hand's other letters look like, the weights must not
go far. The decoder that captions a line stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array
from model.blstm import log_softmax
from model.blstm_gradient import LayerRun
from model.checkpoint import Tensors
from model.ctc_gradient import ctc_gradient

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class KnownLine:
    """``columns``: (frames, numbers), as the convolutions see it; ``labels``: what it says, class k + 1 the alphabet's k."""

    columns: Float32Array
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AdaptationSettings:
    """``lowest``: the first LSTM layer that learns; with as many as there are, the head alone does. ``rate``: Adam's;
    ``pull``: how much of what has changed is taken back at each step, times the rate; ``rounds``: times that each line is
    seen; ``at_once``: lines a step; ``dropout``: the share of each layer's inputs that a step does not see."""

    lowest: int = 1
    rate: float = 5e-4
    pull: float = 0.0
    rounds: int = 12
    at_once: int = 4
    dropout: float = 0.25


Round = Callable[[int, Tensors], bool]


def adapt(
    weights: Mapping[str, Float32Array],
    layers: int,
    lines: Sequence[KnownLine],
    settings: AdaptationSettings,
    each_round: Round,
    seed: int = 0,
) -> Tensors:
    """The tensors that changed. ``each_round`` is told how many rounds are done and what has changed so far, before the first
    one, too, and says whether to go on. Lines too short for their text are left out."""
    net = _Learner(weights, layers, settings, np.random.default_rng(seed))
    able = [line for line in lines if len(line.columns) >= _least(line.labels)]
    if able and settings.lowest:  # the layers that stay as they are run once
        risen = tops_of(weights, range(settings.lowest), [line.columns for line in able])
        able = [KnownLine(columns, line.labels) for columns, line in zip(risen, able, strict=True)]
    done = 0
    while each_round(done, net.learnt) and able and done < settings.rounds:
        order = net.random.permutation(len(able))
        for begin in range(0, len(able), settings.at_once):
            net.step([able[int(index)] for index in order[begin : begin + settings.at_once]])
        done += 1
    return net.learnt


def frames_of(weights: Mapping[str, Float32Array], layers: int, columns: Sequence[Float32Array]) -> list[Float32Array]:
    """Each line's log-probabilities (frames, classes), read side by side."""
    tops = tops_of(weights, range(layers), columns)
    return [log_softmax(top @ weights["head.weight"].T + weights["head.bias"]) for top in tops]


def tops_of(weights: Mapping[str, Float32Array], layers: range, columns: Sequence[Float32Array]) -> list[Float32Array]:
    """What LSTM layers make of lines."""
    below, lengths = padded(columns)
    for k in layers:
        below = LayerRun(weights, k, below, lengths).out
    return [below[:frames, line] for line, frames in enumerate(lengths)]


def padded(columns: Sequence[Float32Array]) -> tuple[Float32Array, Indices]:
    """Lines (frames, numbers) side by side, (frames, lines, numbers), zeros behind each; and how many frames each has."""
    lengths = np.array([len(line) for line in columns])
    block = np.zeros((lengths.max(), len(columns), columns[0].shape[1]), dtype=np.float32)
    for number, line in enumerate(columns):
        block[: len(line), number] = line
    return block, lengths


class _Learner:
    """``learnt``: the tensors that change, of which each step makes new ones."""

    def __init__(
        self,
        weights: Mapping[str, Float32Array],
        layers: int,
        settings: AdaptationSettings,
        random: np.random.Generator,
    ) -> None:
        self._first, self._layers, self._settings, self.random = weights, layers, settings, random
        names = [
            name
            for name in weights
            if name.startswith(tuple(f"lstm.{k}." for k in range(settings.lowest, layers))) and ".bias_hh" not in name
        ]
        self.learnt: Tensors = {name: weights[name].copy() for name in (*names, "head.weight", "head.bias")}
        self._means = {name: np.zeros_like(part) for name, part in self.learnt.items()}
        self._squares = {name: np.zeros_like(part) for name, part in self.learnt.items()}
        self._steps = 0

    def step(self, lines: Sequence[KnownLine]) -> None:
        """Adam's, on the mean over the characters of some lines."""
        gradient = self._gradient(lines)
        self._steps += 1
        settings = self._settings
        rate = settings.rate * np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps)
        for name, part in gradient.items():
            mean, square, now = self._means[name], self._squares[name], self.learnt[name]
            mean += 0.1 * (part - mean)
            square += 0.001 * (part**2 - square)
            changed = now - rate * mean / (np.sqrt(square) + 1e-8)
            changed -= settings.rate * settings.pull * (now - self._first[name])
            self.learnt[name] = changed.astype(np.float32)

    def _gradient(self, lines: Sequence[KnownLine]) -> dict[str, Float32Array]:
        now = {**self._first, **self.learnt}
        below, lengths = padded([line.columns for line in lines])
        runs, masks = [], []
        for k in range(self._settings.lowest, self._layers):
            masks.append(self._mask(below.shape))
            runs.append(LayerRun(now, k, below * masks[-1], lengths))
            below = runs[-1].out
        masks.append(self._mask(below.shape))
        below = below * masks[-1]
        head = now["head.weight"]
        log_probs = log_softmax(below @ head.T + now["head.bias"])
        _, above = ctc_gradient(log_probs, lengths, [line.labels for line in lines])
        above /= sum(len(line.labels) for line in lines)
        flat = above.reshape(-1, above.shape[2])
        found = {"head.weight": flat.T @ below.reshape(-1, below.shape[2]), "head.bias": flat.sum(axis=0)}
        above = (above @ head) * masks[-1]
        for run, mask in zip(reversed(runs), reversed(masks[:-1]), strict=True):
            above, own = run.gradient(above)
            above = above * mask
            found |= own
        return found

    def _mask(self, shape: tuple[int, ...]) -> Float32Array:
        kept = self.random.random(shape, dtype=np.float32) >= self._settings.dropout
        return kept.astype(np.float32) / np.float32(1 - self._settings.dropout)


def _least(labels: Sequence[int]) -> int:
    """The frames that a text needs: one a character, and one between equal neighbours."""
    return max(len(labels) + sum(one == other for one, other in pairwise(labels)), 1)
