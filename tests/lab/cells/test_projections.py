"""Signals of a network over lines, and what they are held against."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lab.cells import projections, survey_ink
from lab.cells.projections import UnitSignal
from model.activations import read_line
from tests.model import nets


@pytest.fixture(scope="module")
def halves() -> tuple[survey_ink.Thinned, survey_ink.Thinned]:
    first, second = survey_ink.synthetic()
    return first.thinned(3), second.thinned(2)


@pytest.fixture(scope="module")
def found(halves: tuple[survey_ink.Thinned, survey_ink.Thinned]) -> projections.States:
    return projections.states(nets.sampler(hidden=12), *halves)


def test_signals_are_the_states_after_each_kept_row_standardised(
    halves: tuple[survey_ink.Thinned, survey_ink.Thinned], found: projections.States
) -> None:
    net = nets.sampler(hidden=12)
    names = projections.cells(2, 12)
    assert len(names) == len(found.fitting) == len(found.mean) == 48
    assert found.fitting.shape[1] == len(halves[0].kept) and found.judging.shape[1] == len(halves[1].kept)
    assert np.allclose(found.fitting.mean(axis=1), 0, atol=1e-4) and np.allclose(
        found.fitting.std(axis=1), 1, atol=1e-3
    )
    rows = halves[1].rows[1]  # the second line: it keeps rows 1, 3, 5 …
    start = len(halves[1].rows[0])
    own = (halves[1].kept >= start) & (halves[1].kept < start + len(rows))
    assert (halves[1].kept[own] - start).tolist() == list(range(1, len(rows), 2))
    reading = read_line(net, rows)
    for s in (0, 17, 30, 47):
        cell = names[s]
        kept = reading.hidden if cell.kind == "h" else reading.cell
        raw = found.judging[s, own] * found.deviation[s] + found.mean[s]
        assert raw == pytest.approx(kept[2::2, cell.layer, cell.unit], abs=1e-4)
    assert (names[17], str(names[30])) == (UnitSignal("h", 1, 5), "c 0/6")


def test_blocks_are_all_signals_in_order(found: projections.States, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "BLOCK", 20)
    both = [block() for block in found.blocks()]
    assert np.array_equal(np.concatenate([fit for fit, _ in both]), found.fitting)
    assert np.array_equal(np.concatenate([held for _, held in both]), found.judging)


def test_projections_mix_h_with_h_and_c_with_c(found: projections.States, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "BLOCK", 10)
    along = projections.directions(48)
    assert along.shape == (48, 24) and np.allclose(np.linalg.norm(along, axis=1), 1, atol=1e-6)
    both = [block() for block in projections.projected(found, along)]
    fit, held = (np.concatenate(part) for part in zip(*both, strict=True))
    assert np.allclose(
        fit, np.concatenate((along[:24] @ found.fitting[:24], along[24:] @ found.fitting[24:])), atol=1e-4
    )
    assert np.allclose(held[30], along[30] @ found.judging[24:], atol=1e-4)


def test_the_rows_are_signals_too(halves: tuple[survey_ink.Thinned, survey_ink.Thinned]) -> None:
    (block,) = projections.given(*halves)
    fit, _ = block()
    assert fit.shape == (4, len(halves[0].kept)) and np.array_equal(
        fit[3], np.concatenate(halves[0].rows)[halves[0].kept, 3]
    )


def test_an_untrained_network_is_as_torch_begins() -> None:
    config = {**nets.make(hidden=64)[1]}
    net = projections.untrained(config)
    assert (net.layers, net.hidden, net.components, net.input_scale) == (2, 64, 5, (0.75, 0.5))
    torch.manual_seed(0)
    theirs = torch.nn.LSTM(4, 64).weight_hh_l0.detach().numpy()
    ours = projections.untrained(config).own[0][
        128:, :
    ]  # rows of i, f, g, their columns halved for 2h, those of i, f again
    assert np.abs(theirs).max() == pytest.approx(1 / 8, rel=0.01)
    assert np.abs(ours[64:]).max() == pytest.approx(0.5 / 8, rel=0.01)
    assert np.array_equal(net.matrices[0], projections.untrained(config).matrices[0])
    assert not np.array_equal(net.matrices[0], projections.untrained(config, seed=1).matrices[0])
