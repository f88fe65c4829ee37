"""Writes words by a plain loop in torch, whatever the window: one try each, without guidance, several words side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lab.windows.networks import FeedbackWriter
from model import noise
from model.alphabet import NOTHING, to_ids
from model.arrays import Float64Array
from model.input_rows import NEW_LINE
from model.point_sampler import sample_points
from model.strokes import RowArray
from model.text_futures import most_points
from model.text_writer import FAR_PAST, PAST
from model.trace import Controls
from training.network import State

AT_ONCE = 64  # words


@dataclass(frozen=True, eq=False, slots=True)
class Word:
    """A word to be written after ``prime``, unscaled rows (n, 4) that a hand has written, as a line of its own."""

    text: str
    prime: RowArray
    seed: int


def write(
    network: FeedbackWriter, words: Sequence[Word], controls: Controls, scale: tuple[float, float]
) -> list[RowArray]:
    """Each word's rows (n, 4), unscaled; its first begins at the line's beginning. Longer words may stand side by side.

    It ends as ``TextWriter.write`` says. Nothing is steadied, whatever ``controls`` say.
    """
    written: list[RowArray] = [np.zeros((0, 4), dtype=np.float32)] * len(words)
    order = sorted(range(len(words)), key=lambda number: len(words[number].text))
    with torch.no_grad():
        for begin in range(0, len(order), AT_ONCE):
            part = order[begin : begin + AT_ONCE]
            for number, rows in zip(part, _write([words[n] for n in part], network, controls, scale), strict=True):
                written[number] = rows
    return written


def _write(
    words: Sequence[Word], network: FeedbackWriter, controls: Controls, scale: tuple[float, float]
) -> list[RowArray]:
    pens = Pens(network, words, scale)
    length = np.array([len(word.text) for word in words])
    limit = np.array([most_points(word.text) for word in words])
    made = np.zeros((limit.max(), len(words), 4), dtype=np.float32)
    noises = np.stack([noise.rows(word.seed, 0, len(made)) for word in words], axis=1)
    row = np.repeat(NEW_LINE[None], len(words), 0)
    counts, busy = np.zeros(len(words), dtype=np.intp), np.ones(len(words), dtype=np.bool_)
    for t in range(len(made)):
        head, end = pens.read(row)
        beyond = pens.place.min(1).values.numpy() - length
        busy &= ~(beyond > FAR_PAST) & ~((t > 0) & (row[:, 2] > 0) & (beyond > PAST)) & (t < limit)
        if not busy.any():
            break
        x, y, lift = sample_points(head.T.numpy(), noises[t], controls)
        height = row[:, 3] + y * scale[1]
        row = np.stack((x * scale[0], y * scale[1], lift, height), 1).astype(np.float32)
        made[t] = row
        counts += busy
        busy &= ~(lift & (end.numpy() > 0))
    return [made[:count, column] for column, count in enumerate(counts.tolist())]


class Pens:
    """The network at the beginnings of words, one row at a time.

    ``place``: (words, K), where the windows stand.
    """

    def __init__(self, network: FeedbackWriter, words: Sequence[Word], scale: tuple[float, float]) -> None:
        self._network, self._scale = network, torch.tensor((*scale, 1.0, 1.0))
        texts = [to_ids(word.text) for word in words]
        self._ids = torch.full((len(words), max(map(len, texts))), NOTHING)
        for line, ids in enumerate(texts):
            self._ids[line, : len(ids)] = torch.tensor(ids)
        self._text = network.text(self._ids)
        self._on = torch.ones(1, len(words))
        self._wide = [
            torch.cat((network.layer(k).get_parameter("weight_ih_l0"), network.text.lstm[k]), 1)
            for k in range(network.config.layers)
        ]
        self._head = torch.cat((network.head.weight, network.text.head), 1)
        self._states = self._after([word.prime for word in words])
        self._window = self._text.new_zeros(len(words), self._text.shape[2])
        self.place = self._text.new_zeros(len(words), network.window.components)

    def _after(self, primes: Sequence[RowArray]) -> list[tuple[Tensor, Tensor]]:
        """Each layer's h and c, (words, H), after the primes; one that several words follow is read once."""
        found: dict[int, State] = {}
        zero = torch.zeros(1, 1, self._network.config.hidden)
        for prime in primes:
            if id(prime) not in found:
                rows = (torch.from_numpy(prime) / self._scale)[:, None]
                empty: State = [(zero, zero)] * self._network.config.layers
                found[id(prime)] = self._network.states(rows) if len(prime) else empty
        every = [found[id(prime)] for prime in primes]
        return [
            (torch.cat([state[k][0][0] for state in every]), torch.cat([state[k][1][0] for state in every]))
            for k in range(self._network.config.layers)
        ]

    def read(self, rows: RowArray) -> tuple[Tensor, Tensor]:
        """Reads the next rows (words, 4), unscaled: the head (words, 1 + 6·components), and the logit that a lift ends."""
        network = self._network
        own = torch.from_numpy(rows) / self._scale
        below, aside = own, torch.cat((self._window, self._on.T), 1)
        outputs = []
        for k, state in enumerate(self._states):
            layer = network.layer(k)
            more = [layer.get_parameter(name) for name in ("weight_hh_l0", "bias_ih_l0", "bias_hh_l0")]
            h, c = torch.lstm_cell(torch.cat((below, aside), 1), state, self._wide[k], *more)
            self._states[k] = h, c
            outputs.append(h)
            if k == 0:
                place, seen = network.see(h[None], self._on, self._ids, self._text, self.place)
                self.place = place[0]
                self._window = torch.einsum("lu,luf->lf", seen[0], self._text)
                aside = torch.cat((self._window, self._on.T), 1)
            below = torch.cat((own, h), 1)
        top = torch.cat((*outputs, self._window), 1)
        return functional.linear(top, self._head, network.head.bias), network.text.end(top)[:, 0]


def strokes_of(rows: RowArray) -> list[Float64Array]:
    """The strokes that rows draw, each (n, 2)."""
    points = np.cumsum(rows[:, :2], axis=0, dtype=np.float64)
    return [part for part in np.split(points, np.flatnonzero(rows[:, 2] > 0.5) + 1) if len(part)]


def side_by_side(words: Sequence[list[Float64Array]], gap: float) -> list[Float64Array]:
    """The strokes of all words in one line, the ink of each ``gap`` right of the one before; none where there is no ink."""
    line: list[Float64Array] = []
    end = 0.0
    for strokes in filter(None, words):
        points = np.concatenate(strokes)
        shift = (end + gap if line else 0.0) - points[:, 0].min()
        line += [stroke + np.array((shift, 0.0)) for stroke in strokes]
        end = float(points[:, 0].max() + shift)
    return line
