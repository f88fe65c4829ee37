"""Lines of different lengths: every feed sees each point once, and padding and packing come to the same sums."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from lab.engine.feeds import POOL, Packed, Padded, WholeLines, open_feed, pack, run_packed
from lab.engine.runs import train
from lab.networks.learnt_initial_state import first_state
from lab.networks.stack import Kind, Shape, Stack
from tests.lab.rows import TINY, study_ink
from tests.model import nets

LINES = [nets.ink(20 + 9 * k, seed=k) for k in range(9)]


def stack(cell: Kind = "lstm", layers: int = 2, skips: bool = True) -> Stack:
    torch.manual_seed(3)
    return Stack(Shape(cell, 5, layers, skips, components=2))


def which(lines: list[np.ndarray]) -> list[int]:
    """The places of lines in ``LINES``, told by their lengths."""
    return [(len(rows) - 20) // 9 for rows in lines]


def test_a_walk_gives_every_line_once_and_steps_their_points() -> None:
    feed = WholeLines(LINES, 120, seed=2)
    points = sum(len(rows) - 1 for rows in LINES)
    longest = max(map(len, LINES))
    given: list[int] = []
    for step in range(1, 41):
        given += which(feed.next())
        seen = sum(len(LINES[i]) - 1 for i in given)
        assert 120 * step <= seen < 120 * step + longest
    walks = [given[k : k + 9] for k in range(0, len(given) - 8, 9)]
    assert len(walks) >= 40 * 120 // points - 1
    assert all(sorted(walk) == list(range(9)) for walk in walks) and walks[0] != walks[1]
    assert which(WholeLines(LINES, 120, 2).next()) == which(WholeLines(LINES, 120, 2).next())
    with pytest.raises(ValueError, match="too few"):
        WholeLines(LINES, 10_000, 1)


def test_a_line_longer_than_a_step_is_a_step() -> None:
    feed = WholeLines(LINES, 15, seed=1)
    assert [len(feed.next()) for _ in range(18)] == [1] * 18


def test_buckets_hold_lines_of_like_length_and_as_many_points() -> None:
    lines = [nets.ink(30 + 7 * (k % 40), seed=k) for k in range(200)]

    def padding(buckets: bool) -> tuple[float, int]:
        feed = WholeLines(lines, 1500, 1, buckets=buckets)
        steps = [[len(rows) - 1 for rows in feed.next()] for _ in range(POOL)]
        points = sum(map(sum, steps))
        return points / sum(len(step) * max(step) for step in steps), points

    (mixed, some), (sorted_, same) = padding(False), padding(True)
    assert some == same and sorted_ > 0.9 > mixed


@pytest.mark.parametrize(("cell", "layers", "skips"), [("lstm", 2, True), ("gru", 2, False), ("rnn-tanh", 1, True)])
def test_packed_is_what_each_line_gives_alone(cell: Kind, layers: int, skips: bool) -> None:
    network = stack(cell, layers, skips)
    lines = sorted(LINES, key=len, reverse=True)
    rows, target = pack(lines)
    head, after = run_packed(network, rows, first_state(network, len(lines)))
    unpacked = torch.nn.utils.rnn.PackedSequence(head, rows.batch_sizes)
    padded, lengths = torch.nn.utils.rnn.pad_packed_sequence(unpacked)
    assert len(target) == len(head) == int(lengths.sum())
    for b, line in enumerate(lines):
        alone, state = network(torch.from_numpy(line[:-1, None]))
        torch.testing.assert_close(padded[: lengths[b], b], alone[:, 0], atol=1e-6, rtol=1e-5)
        for layer, one in zip(after, state, strict=True):
            for part, own in zip(layer, one, strict=True):
                torch.testing.assert_close(part[b], own[0], atol=1e-6, rtol=1e-5)


def test_padded_and_packed_have_one_price_and_one_gradient() -> None:
    found = []
    for feed in (Padded, Packed):
        network = stack()
        loss, _ = feed(WholeLines(LINES, 200, 1)).loss(network, None)
        loss.backward()
        found.append([loss.detach(), *(p.grad for p in network.parameters() if p.grad is not None)])
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other, atol=1e-6, rtol=1e-4)


def test_a_state_is_handed_on_to_more_lines_and_to_fewer() -> None:
    network = stack(layers=1)
    feed = Packed(WholeLines(LINES, 120, 1))
    for lines in (1, 7):
        given = [tuple(torch.ones(lines, 5) for _ in layer) for layer in first_state(network, 1)]
        loss, after = feed.loss(network, given)
        assert bool(torch.isfinite(loss)) and after[0][0].shape[1] == 5


def test_what_contradicts_itself_is_refused() -> None:
    lines = study_ink().train
    for setting, why in (
        (replace(TINY, learnt=True), "whole lines"),
        (replace(TINY, feed="padded"), "only packed lines"),
        (replace(TINY, feed="nonsense", carry=False), "no such feed"),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match=why):
            open_feed(setting, lines, 1)


def test_each_feed_trains() -> None:
    base = replace(TINY, batch=4, window=40, steps=3)
    for setting in (
        replace(base, feed="padded", carry=False),
        replace(base, feed="bucketed", carry=False),
        replace(base, feed="packed"),
        replace(base, feed="packed", carry=False, learnt=True),
    ):
        network, result = train(setting, study_ink(), 1, "x", lambda step, nats: None)
        assert result.diverged is None and len(result.curve) == 3
        assert (network.state_dict().keys() - stack(layers=1).state_dict().keys() == {"first"}) == setting.learnt
