"""Adapts a captioner to one hand, from lines whose texts are known: the network learns on by CTC. numpy alone.

All tensors but the decoder's learn, since a hand is most of all other shapes, and shapes are the convolutions'. As few lines
cannot say much, they are varied anew at each step, as in the training; the rate of Adam (Kingma and Ba 2015) falls to 0, and
there are so few steps that the weights stay near. Of the way that they went the network goes a part: between the shipped
weights and the adapted ones lie some that are hardly worse for that hand and safer elsewhere (Wortsman et al. 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.blstm import log_softmax
from model.blstm_gradient import LayerRun
from model.checkpoint import Tensors
from model.convolution_gradient import PictureRun
from model.convolutions import Convolutions
from model.ctc_gradient import ctc_gradient
from model.ink_picture import picture
from model.varied_ink import Variation, varied

Indices = npt.NDArray[np.intp]
LEARNT = ("see.", "frame.", "lstm.", "head.")
TOGETHER = 8  # lines that are read side by side
# half of what the captioner's own training had
VARIATION = Variation(scale=0.15, shear=0.15, rotate=0.03, bend=0.1, drop_points=0.1, noise=0.03)


class Stopped(Exception):
    """Whoever asked for an adaptation wants it no more."""


@dataclass(frozen=True, eq=False, slots=True)
class KnownLine:
    """``strokes``: see ``Captioner.level``; ``labels``: what they say, class k + 1 the alphabet's k."""

    strokes: Sequence[Float64Array]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AdaptationSettings:
    """``steps``: how many, of ``at_once`` lines each; ``rate``: Adam's at the first, from which it falls to 0 evenly.
    ``part``: of the way from the shipped weights to those that the last step leaves, how much is gone.
    ``dropout``: the share of each layer's inputs that a step does not see; ``plain``: the share of lines that it sees as they
    are, all others varied by ``variation``."""

    steps: int = 40
    at_once: int = 4
    rate: float = 6e-4
    part: float = 0.5
    dropout: float = 0.25
    plain: float = 0.2
    variation: Variation = VARIATION


def adapt(
    weights: Mapping[str, Float32Array],
    layers: int,
    lines: Sequence[KnownLine],
    settings: AdaptationSettings,
    progress: Callable[[float], bool] = lambda share: True,
    seed: int = 0,
) -> Tensors:
    """The tensors that changed. ``progress`` is told the share that is done, and says whether to go on. Raises Stopped where it
    does not."""
    net = _Learner(weights, layers, settings, np.random.default_rng(seed))
    waiting: list[KnownLine] = []
    for step in range(settings.steps if lines else 0):
        if not progress(step / settings.steps):
            raise Stopped
        while len(waiting) < settings.at_once:
            waiting += [lines[int(index)] for index in net.random.permutation(len(lines))]
        net.step(waiting[: settings.at_once])
        del waiting[: settings.at_once]
    return {
        name: weights[name] + np.float32(settings.part) * (part - weights[name]) for name, part in net.learnt.items()
    }


def frames_of(weights: Mapping[str, Float32Array], layers: int, lines: Sequence[KnownLine]) -> list[Float32Array]:
    """Each line's log-probabilities (frames, classes)."""
    tops = tops_of(weights, layers, lines)
    return [log_softmax(top @ weights["head.weight"].T + weights["head.bias"]) for top in tops]


def tops_of(weights: Mapping[str, Float32Array], layers: int, lines: Sequence[KnownLine]) -> list[Float32Array]:
    """What the heads read of each line, (frames, 2·hidden)."""
    net, tops = Convolutions(weights), []
    for begin in range(0, len(lines), TOGETHER):
        below, lengths = padded([net.run(picture(line.strokes)) for line in lines[begin : begin + TOGETHER]])
        for k in range(layers):
            below = LayerRun(weights, k, below, lengths).out
        tops += [below[:frames, line] for line, frames in enumerate(lengths)]
    return tops


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
        self._weights, self._layers, self._settings, self.random = weights, layers, settings, random
        self.learnt: Tensors = {
            name: part.copy() for name, part in weights.items() if name.startswith(LEARNT) and ".bias_hh" not in name
        }
        self._means = {name: np.zeros_like(part) for name, part in self.learnt.items()}
        self._squares = {name: np.zeros_like(part) for name, part in self.learnt.items()}
        self._steps = 0

    def step(self, lines: Sequence[KnownLine]) -> None:
        """Adam's, on the mean over the characters of some lines."""
        gradient = self._gradient(lines)
        rate = self._settings.rate * (1 - self._steps / self._settings.steps)
        self._steps += 1
        rate *= np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps)
        for name, part in gradient.items():
            mean, square = self._means[name], self._squares[name]
            mean += 0.1 * (part - mean)
            square += 0.001 * (part**2 - square)
            self.learnt[name] = (self.learnt[name] - rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)

    def _gradient(self, lines: Sequence[KnownLine]) -> dict[str, Float32Array]:
        now = {**self._weights, **self.learnt}
        pictures = [PictureRun(now, picture(self._seen(line))) for line in lines]
        below, lengths = padded([run.columns for run in pictures])
        runs, masks = [], []
        for k in range(self._layers):
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
        for line, seen in enumerate(pictures):
            for name, part in seen.gradient(above[: lengths[line], line]).items():
                found[name] = found[name] + part if line else part
        return found

    def _seen(self, line: KnownLine) -> Sequence[Float64Array]:
        if self.random.random() < self._settings.plain:
            return line.strokes
        return varied(line.strokes, self._settings.variation, self.random)

    def _mask(self, shape: tuple[int, ...]) -> Float32Array:
        kept = self.random.random(shape, dtype=np.float32) >= self._settings.dropout
        return kept.astype(np.float32) / np.float32(1 - self._settings.dropout)
