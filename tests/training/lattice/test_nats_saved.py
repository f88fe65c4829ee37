"""What knowing a lattice is worth, counted as ``training.evaluate`` counts it, and by how much of a line has been seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from lab.studies.digitizer import _digitized
from model.checkpoint import save
from tools.synthetic.lines import made_up_line
from training.data.iam import Report
from training.evaluate import evaluate
from training.lattice.lattice import Lattice
from training.lattice.nats_saved import STEP, measure
from training.network import Config, Network
from training.tensors import arrays

LATTICE = Lattice(0.707)


def test_the_sums_are_those_of_an_evaluation(tmp_path: Path) -> None:
    torch.manual_seed(2)
    config = Config(layers=1, hidden=8, components=2, inputs=3)
    network, scale = Network(config).eval(), (40.0, 36.0)
    lines = [_digitized(made_up_line(f"q11-00{k}-01", k, 0)) for k in range(5)]
    found = measure(network, scale, lines, LATTICE)
    told = {
        **config.to_json(),
        "name": "x",
        "inputs": ["dx", "dy", "lift"],
        "input_scale": list(scale),
        "representation": {"kind": "time"},
        "digitizer": {"factor": 0.707},
    }
    save(tmp_path / "x.safetensors", arrays(network, ""), told)
    figures = evaluate(tmp_path / "x.safetensors", lines, Report())
    known = figures["digitizer"]
    assert isinstance(known, dict)
    assert (found.lines, found.points) == (figures["lines"], figures["points"])
    assert found.alone == pytest.approx(figures["nats_per_line"], rel=1e-6)
    assert found.with_lattice == pytest.approx(known["nats_per_line"], rel=1e-6)
    assert found.a_point == pytest.approx((found.alone - found.with_lattice) * 5 / found.points)


def test_more_is_known_later_in_a_line() -> None:
    torch.manual_seed(2)
    lines = [_digitized(made_up_line(f"a-{k}", k, 0)) for k in range(12)]
    found = measure(Network(Config(1, 8, 2, 3)).eval(), (40.0, 36.0), lines, LATTICE)
    assert len(found.by_position) >= 200 // STEP
    assert found.by_position[0] < 0.12 and found.by_position[5:].mean() > 0.19
    plain = [replace(line, points=np.round(line.points)) for line in (made_up_line(f"a-{k}", k, 0) for k in range(12))]
    assert abs(measure(Network(Config(1, 8, 2, 3)).eval(), (40.0, 36.0), plain, LATTICE).a_point) < 0.01
