"""The study sees as many points in every variant, and its sentences are those of its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from lab.findings.results import Results
from lab.networks.budget import Setting
from lab.networks.stack import Stack
from lab.studies.sequence_length import conclude, details, draw
from lab.studies.sequence_length_runs import (
    BASE,
    BEGINNING,
    BUCKETED,
    LEARNT,
    OTHER,
    PACKED,
    PADDED,
    VARIANTS,
    cut,
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
    losses = []
    for rows in study_ink().dev:
        with torch.no_grad():
            head, _ = network(torch.from_numpy(rows[:BEGINNING, None]))
        losses.append(mixture_nats(head[:, 0], torch.from_numpy(rows[1 : BEGINNING + 1, :3])))
    assert given["beginning"] == pytest.approx(float(torch.cat(losses).mean()), abs=1e-5)
    assert given["padding"] == 0 and abs(given["other"] - given["beginning"]) < 1


def test_padding_is_counted_where_there_is_some() -> None:
    base = replace(TINY, batch=5, window=40, carry=False)
    padded, bucketed = (padding(study_ink(), replace(base, feed=feed)) for feed in ("padded", "bucketed"))
    assert padded > bucketed >= 0 and padding(study_ink(), Setting()) == 0


def made(**losses: float) -> Results:
    """A result a seed of every variant, those named with losses of their own."""
    own = {PADDED: "padded", BUCKETED: "bucketed", LEARNT: "learnt", OTHER: "other", cut(25, False): "zeroed"}
    return {
        name: [
            result(
                name,
                seed,
                losses.get(own.get(name, ""), 0.5) + 0.01 * seed,
                points_per_s=1000.0 * (4 if name == cut(25, True) else 2 if name == PACKED else 1) + seed,
                measures={
                    "beginning": losses.get(own.get(name, ""), 0.5) + 0.01 * seed,
                    "other": 0.6 + 0.01 * seed,
                    "padding": 20 if name == PADDED else 2,
                },
            )
            for seed in (1, 2, 3)
        ]
        for name in VARIANTS
    }


def test_the_conclusion_says_what_is_distinguishable() -> None:
    results = made(zeroed=0.9, learnt=0.3, bucketed=0.505)
    said = " ".join(conclude(results))
    assert "by window: 25 (0.400 ± 0.000 lower); elsewhere within twice the spread." in said
    assert (
        "beside training from zero: learnt start (0.200 ± 0.000 lower)." in said
    )  # another line's state: no difference
    text = " ".join(details(results))
    assert "carried less zeroed, by window: 25: −0.400 ± 0.000; 50: 0.000 ± 0.000;" in text
    assert "less whole lines, packed: learnt start: −0.200 ± 0.000; another line's state: 0.000 ± 0.000." in text
    assert "has 0.100 nats per point more if trained from zero states" in text
    assert "whole lines, packed and whole lines, bucketed are not distinguishable" in text
    assert "Padding fills 20 % of a batch, in buckets 2 %. Packing trains at 2.00 times" in text
    draw(results)
