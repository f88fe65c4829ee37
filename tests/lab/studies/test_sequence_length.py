"""The study sees as many points in every variant, and its sentences are those of its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from lab.findings.results import Results
from lab.networks.budget import Setting
from lab.networks.stack import Stack
from lab.studies.sequence_length import (
    BASE,
    BEGINNING,
    BUCKETED,
    LEARNT,
    OTHER,
    PACKED,
    PADDED,
    VARIANTS,
    conclude,
    cut,
    draw,
    measure,
    padding,
)
from tests.lab.rows import TINY, result, study_ink
from training.network import mixture_nats


def test_every_variant_sees_as_many_points() -> None:
    assert {s.batch * s.window * s.steps for s in VARIANTS.values()} == {BASE.batch * BASE.window * BASE.steps}


def test_what_is_measured_of_a_network() -> None:
    torch.manual_seed(1)
    network = Stack(TINY.shape(6))
    given = measure(network, study_ink(), TINY)
    prices = []
    for rows in study_ink().dev:
        with torch.no_grad():
            head, _ = network(torch.from_numpy(rows[:BEGINNING, None]))
        prices.append(mixture_nats(head[:, 0], torch.from_numpy(rows[1 : BEGINNING + 1, :3])))
    assert given["beginning"] == pytest.approx(float(torch.cat(prices).mean()), abs=1e-5)
    assert given["padding"] == 0 and abs(given["other"] - given["beginning"]) < 1


def test_padding_is_counted_where_there_is_some() -> None:
    base = replace(TINY, batch=5, window=40, carry=False)
    padded, bucketed = (padding(study_ink(), replace(base, feed=feed)) for feed in ("padded", "bucketed"))
    assert padded > bucketed >= 0 and padding(study_ink(), Setting()) == 0


def made(**prices: float) -> Results:
    """A result a seed of every variant, those named with prices of their own."""
    own = {PADDED: "padded", BUCKETED: "bucketed", LEARNT: "learnt", OTHER: "other", cut(25, False): "zeroed"}
    return {
        name: [
            result(
                name,
                seed,
                prices.get(own.get(name, ""), 0.5) + 0.01 * seed,
                points_per_s=1000.0 * (4 if name == cut(25, True) else 2 if name == PACKED else 1) + seed,
                measures={
                    "beginning": prices.get(own.get(name, ""), 0.5) + 0.01 * seed,
                    "other": 0.6 + 0.01 * seed,
                    "padding": 20 if name == PADDED else 2,
                },
            )
            for seed in (1, 2, 3)
        ]
        for name in VARIANTS
    }


def test_the_conclusion_tells_apart_what_is_apart() -> None:
    results = made(zeroed=0.9, learnt=0.3, bucketed=0.505)
    text = " ".join(conclude(results))
    assert "Windows of 25: carried is 0.400 nats a point below zeroed" in text
    assert "Windows of 50: carried and zeroed are not told apart" in text
    assert "packed, learnt start < packed ≈ packed, another line's state" in text
    assert "windows of 25 train at 3.99 times the pace of windows of 200" in text
    assert "whole lines, packed, learnt start less whole lines, packed: −0.200 ± 0.000 nats a point, more" in text
    assert "another line's state less whole lines, packed: 0.000 ± 0.000 nats a point, within twice its spread." in text
    assert "carried less zeroed: −0.400 ± 0.000 nats a point, more than twice its spread." in text
    assert "costs 0.100 nats a point more for who learnt from zero states" in text
    assert "whole lines, packed and whole lines, bucketed are not told apart" in text
    assert "Padding fills 20 % of the places, in buckets 2 %. Packing trains at 2.00 times" in text
    draw(results)
