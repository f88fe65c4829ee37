"""Feeds: the ways in which lines of different lengths become the points of a step, each with the mean nats of real points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, cast

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pack_sequence

from lab.engine.study_ink import Lanes
from lab.networks.budget import Setting
from lab.networks.cells import RecurrentCell, State
from lab.networks.learnt_initial_state import first_state
from lab.networks.stack import Stack
from model.strokes import RowArray
from training.data.batch import collate
from training.network import mixture_nats

POOL = 12  # steps whose lines are put into buckets together: lines of like length, but of an order by chance


class Stream(Protocol):
    """What a training loop asks of a feed."""

    def loss(self, network: Stack, state: list[State] | None) -> tuple[Tensor, list[State]]:
        """Mean nats per point of the next step's points, with its gradient, and the state after them.

        ``state``: that after the step before; None: each line or window begins with the network's first state.
        """
        ...


def open_feed(setting: Setting, lines: Sequence[RowArray], seed: int) -> Stream:
    """The feed that a setting asks for. Raises ValueError for too little ink, or for what contradicts itself."""
    if setting.feed == "lanes":
        if setting.learnt:
            raise ValueError("a learnt first state is for whole lines; lanes begin within them")
        return Windows(Lanes(lines, setting.batch, setting.window, seed))
    if setting.feed == "packed":
        return Packed(WholeLines(lines, setting.batch * setting.window, seed))
    if setting.carry:
        raise ValueError("after padding a state is no longer that of the line's end; only packed lines hand it on")
    if setting.feed not in ("padded", "bucketed"):
        raise ValueError(f"no such feed: {setting.feed}")
    return Padded(WholeLines(lines, setting.batch * setting.window, seed, buckets=setting.feed == "bucketed"))


class Windows:
    """Windows of one length from lanes, as ``Lanes`` cuts them: no point is padding, and lines are cut anywhere."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes

    def loss(self, network: Stack, state: list[State] | None) -> tuple[Tensor, list[State]]:
        """See ``Stream.loss``."""
        rows, target, fresh = self.lanes.next()
        head, state = network(rows, state, fresh)
        return mixture_nats(head, target).mean(), state


class WholeLines:
    """Whole lines in an order by chance, shared out to steps of ``points`` real points, or as near as whole lines come.

    A step takes lines, one at least, until all steps together have their points: after n steps n · points were seen, and at
    most a line more, if no line is longer than a step. Each walk through the lines has an order of its own, a function of
    ``seed`` and its number. With ``buckets`` the lines of ``POOL`` steps at a time are sorted by length before they are
    shared out, and the steps then shuffled. Raises ValueError where all lines together would not fill a step.
    """

    def __init__(self, lines: Sequence[RowArray], points: int, seed: int, *, buckets: bool = False) -> None:
        self.points, self.seed, self.buckets = points, seed, buckets
        self._lines = [rows for rows in lines if len(rows) > 1]
        self._lengths = np.array([len(rows) - 1 for rows in self._lines])
        if self._lengths.sum() < points:
            raise ValueError(f"{self._lengths.sum()} points are too few for steps of {points}")
        self.walk, self._seen, self._given = -1, 0, 0
        self._order: list[int] = []  # of the walk, what is left, last first
        self._steps: list[list[int]] = []  # shared out and not yet given, last first

    def next(self) -> list[RowArray]:
        """The next step's lines, (n, 4) each. Row i predicts row i + 1 of its line."""
        if not self._steps:
            self._share_out()
        return [self._lines[i] for i in self._steps.pop()]

    def _share_out(self) -> None:
        """One step's lines; with buckets, a pool's."""
        steps = POOL if self.buckets else 1
        chosen: list[int] = []
        before = self._seen
        while not chosen or self._seen < (self._given + steps) * self.points:
            chosen.append(self._draw())
            self._seen += int(self._lengths[chosen[-1]])
        if self.buckets:
            chosen.sort(key=lambda i: int(self._lengths[i]))
        shares: list[list[int]] = [[]]
        seen = before
        for i in chosen:
            if shares[-1] and seen >= (self._given + len(shares)) * self.points:
                shares.append([])
            shares[-1].append(i)
            seen += int(self._lengths[i])
        self._given += len(shares)
        random = np.random.default_rng((self.seed, self._given, 1))
        self._steps = [shares[k] for k in random.permutation(len(shares)).tolist()]

    def _draw(self) -> int:
        """The next line of the walk; of a new one where it is at its end."""
        if not self._order:
            self.walk += 1
            self._order = np.random.default_rng((self.seed, self.walk)).permutation(len(self._lines)).tolist()
        return self._order.pop()


class Padded:
    """Whole lines side by side, the shorter ones followed by zeros up to the longest, which a mask keeps out of the loss."""

    def __init__(self, lines: WholeLines) -> None:
        self.lines = lines

    def loss(self, network: Stack, state: list[State] | None) -> tuple[Tensor, list[State]]:
        """See ``Stream.loss``; the state is of no use, for it has run on through the zeros."""
        batch = collate(self.lines.next(), (1.0, 1.0))
        head, after = network(batch.rows, first_state(network, len(batch)))
        return (mixture_nats(head, batch.target) * batch.mask).sum() / batch.mask.sum(), after


class Packed:
    """The same lines without a zero: at each time the network takes a step for those lines that are not yet at their end.

    The layout is torch's ``PackedSequence``; its kernels know torch's own cells alone, so ``run_packed`` does their work.
    """

    def __init__(self, lines: WholeLines) -> None:
        self.lines = lines

    def loss(self, network: Stack, state: list[State] | None) -> tuple[Tensor, list[State]]:
        """See ``Stream.loss``. Where a step has more lines than the one before it had, they share its states in turn."""
        lines = sorted(self.lines.next(), key=len, reverse=True)
        rows, target = pack(lines)
        if state is None:
            begin = first_state(network, len(lines))
        else:
            turns = torch.arange(len(lines)) % len(state[0][0])
            begin = [tuple(part[turns] for part in layer) for layer in state]
        head, after = run_packed(network, rows, begin)
        return mixture_nats(head, target).mean(), after


def pack(lines: Sequence[RowArray]) -> tuple[PackedSequence, Tensor]:
    """Rows (points, 4) packed, and targets (points, 3), of lines from the longest to the shortest. ValueError otherwise."""
    if any(len(after) > len(before) for before, after in pairwise(lines)):
        raise ValueError("lines are packed from the longest to the shortest")
    rows = pack_sequence([torch.from_numpy(line[:-1]) for line in lines])
    return rows, pack_sequence([torch.from_numpy(line[1:, :3]) for line in lines]).data


def run_packed(network: Stack, rows: PackedSequence, state: list[State]) -> tuple[Tensor, list[State]]:
    """What ``Stack.forward`` does, of packed rows: head (points, 1 + 6·components), each layer's states at the lines' ends.

    ``state``: each layer's before the first row, (lines, hidden) each part, as are the states after.
    """
    sizes = rows.batch_sizes.tolist()
    outputs: list[Tensor] = []
    after: list[State] = []
    skips = network.shape.skips
    for k, module in enumerate(network.cells):
        cell = cast(RecurrentCell, module)
        below = rows.data if not k else torch.cat((rows.data, outputs[-1]), dim=-1) if skips else outputs[-1]
        now = state[k]
        shown: list[Tensor] = []
        ended: list[State] = []  # of the lines that are done, the shortest first
        for size, projected in zip(sizes, torch.split(cell.project(below), sizes), strict=True):
            if size < len(now[0]):
                ended.append(tuple(part[size:] for part in now))
                now = tuple(part[:size] for part in now)
            now = cell.step(projected, now)
            shown.append(now[0])
        outputs.append(torch.cat(shown))
        after.append(tuple(torch.cat(parts) for parts in zip(now, *reversed(ended), strict=True)))
    return network.head(torch.cat(outputs, dim=-1) if skips else outputs[-1]), after
