"""The ways in which a decoder's symbols are chosen: the likeliest, one by chance at a temperature, and a beam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.captioner.decoder import END, Decoder


@dataclass(frozen=True, slots=True)
class Caption:
    """``labels``: the classes that were said, without the end. ``ended``: whether the end came. ``nats``: −log of how likely
    the decoder holds all of it, the end included."""

    labels: tuple[int, ...]
    ended: bool
    nats: float


def by_chance(
    decoder: Decoder, frames: Tensor, temperatures: Sequence[float], longest: int, random: np.random.Generator
) -> list[Caption]:
    """A caption of a line at each temperature; at 0 the likeliest symbol each time. ``frames``: (time, width).

    A symbol of softmax(log p / T) is the one whose log p + T · g is the highest, g being Gumbel noise (Gumbel 1954).
    """
    heat = torch.tensor(temperatures)[:, None]
    look = decoder.begin(frames.expand(len(heat), -1, -1), torch.tensor([len(frames)] * len(heat)))
    last = torch.zeros(len(heat), dtype=torch.int64)
    over, nats = torch.zeros(len(heat), dtype=torch.bool), torch.zeros(len(heat), dtype=torch.float64)
    said: list[Tensor] = []
    while len(said) < longest and not bool(over.all()):
        log_probs = functional.log_softmax(decoder.head(look.step(last)), dim=1)
        noise = torch.from_numpy(random.gumbel(size=tuple(log_probs.shape)).astype(np.float32))
        last = (log_probs + heat * noise).argmax(dim=1).masked_fill(over, END)
        nats -= log_probs.gather(1, last[:, None])[:, 0].double().masked_fill(over, 0.0)
        over = over | (last == END)
        said.append(last)
    columns = torch.stack(said, dim=1).tolist()
    return [
        Caption(tuple(column[: column.index(END)] if ended else column), ended, value)
        for column, ended, value in zip(columns, over.tolist(), nats.tolist(), strict=True)
    ]


def by_beam(decoder: Decoder, frames: Tensor, width: int, longest: int) -> Caption:
    """The likeliest caption that a beam of so many hypotheses finds (Graves 2012, arXiv 1211.3711, without its lengths).

    It stops once no unfinished one is likelier than the best that has ended: more symbols only make one less likely.
    """
    look = decoder.begin(frames.expand(width, -1, -1), torch.tensor([len(frames)] * width))
    scores = torch.full((width,), -torch.inf, dtype=torch.float64)
    scores[0] = 0.0  # all are the same before the first symbol
    last, said = torch.zeros(width, dtype=torch.int64), [()] * width
    best: Caption | None = None
    for _ in range(longest):
        log_probs = functional.log_softmax(decoder.head(look.step(last)), dim=1).double()
        every = scores[:, None] + log_probs
        k = int(every[:, END].argmax())
        if best is None or -float(every[k, END]) < best.nats:
            best = Caption(said[k], True, -float(every[k, END]))
        every[:, END] = -torch.inf
        top = every.flatten().topk(width)
        scores, order, last = top.values, top.indices // every.shape[1], top.indices % every.shape[1]
        if -float(scores[0]) >= best.nats:
            return best
        look.follow(order)
        said = [(*said[k], label) for k, label in zip(order.tolist(), last.tolist(), strict=True)]
    return Caption(said[0], False, -float(scores[0]))
