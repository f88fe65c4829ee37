"""The analysis ``digitizer``: which lattice the digitizer's rounding left in the ink, and what knowing it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from lab.digitizer import figure, report, search
from lab.digitizer.search import Int64Array
from lab.engine.analysis import Analysis, AnalysisRequest
from lab.findings.figure import svg
from lab.findings.store import LabError
from model.arrays import Float64Array
from model.checkpoint import GRAVES
from tools.synthetic.lines import made_up_line
from training.data.iam import Line, read_lines, read_list
from training.data.splits import TRAIN_LIST, is_dev
from training.evaluate import read_network
from training.lattice import nats_saved as lattice_worth
from training.lattice.lattice import FACTORS, Lattice, information
from training.network import Config, Network

MADE_UP = 0.707  # the factor of a trial's ink
TRIED = np.arange(-40, 41, 2) * 1e-6  # factors beside the one that was found
TRIED_POINTS = 1_000_000
BINS = 101  # a divisor of the 707 fractions that whole numbers over 0.707 have
SQUARE = 707  # page units: over a multiple of it the lattice of a factor of three digits repeats


def answer(request: AnalysisRequest) -> Mapping[Path, bytes]:
    """Every file of the answer. Raises LabError for a network in another representation, and for ink whose likeliest lattice
    is at the edge of those known; DataError, CheckpointError."""
    learnt, judging, network, scale, weights = _trial() if request.data is None else _real(request.data)
    points = np.concatenate([line.points[:, :2] for line in learnt]).astype(np.int64)
    found = search.find(points)
    factors = np.asarray(found.factor + TRIED, dtype=np.float64)
    if factors[0] < FACTORS[0] or factors[-1] > FACTORS[1]:  # said before lines are scored, which takes minutes
        where = request.name if request.data is None else request.data / TRAIN_LIST
        raise LabError(
            f"{where}: no lattice of this kind is found in the ink of these lines (the likeliest factor, {found.factor:g}, is"
            f" at the edge of {FACTORS[0]:g} … {FACTORS[1]:g})"
        )
    print(f"{request.name}: f = {found.factor:g}, {found.impossible:.2g} of the points forbidden", flush=True)
    own = search.recorded(points, found.factor)
    rings = search.rings(own)
    lattice = Lattice(found.factor)
    worth = lattice_worth.measure(network, scale, judging, lattice)
    print(f"{request.name}: {worth.alone:,.1f} nats per line, lattice known {worth.with_lattice:,.1f}", flush=True)
    page = np.arange(SQUARE)
    bound = information(lattice.counts(page[:, None], page[None]))
    some = points[:: max(1, len(points) // TRIED_POINTS)]
    forbidden = np.array([search.impossible(some, float(factor)) for factor in factors])
    drawn = figure.draw(found.factor, (factors, forbidden), _folded(points, found.factor), rings, worth, bound)
    findings = report.DigitizerFindings(
        len(points), found, len(own) / len(points), rings, worth, weights, bound, request.data is None
    )
    return {
        request.out / f"{request.name}.svg": svg(drawn),
        request.out / f"{request.name}.md": report.compose(request.name, findings).encode(),
    }


def _folded(points: Int64Array, factor: float) -> tuple[Float64Array, Float64Array]:
    """Of both coordinates the density over the fraction of coordinate / factor."""
    off = 1e-6  # of the bins' edges, where 0.707 has whole numbers' fractions
    x, y = (np.histogram((points[:, axis] / factor + off) % 1.0, bins=BINS, range=(0, 1))[0] for axis in (0, 1))
    return x / x.mean(), y / y.mean()


Asked = tuple[Sequence[Line], Sequence[Line], Network, tuple[float, float], str]


def _real(data: Path) -> Asked:
    """All lines of the training list that are learnt from; those that are held out, scored by the shipped weights."""
    network, representation, scale, name = read_network(GRAVES)
    if representation.kind != "time":
        raise LabError(
            f"{GRAVES.name}: reads ink in {representation.kind}, and the lattice is in ink as it was sampled"
        )
    lines, _ = read_lines(data, list(dict.fromkeys(read_list(data / TRAIN_LIST))))
    learnt, judging = ([line for line in lines if is_dev(line.form) is kept] for kept in (False, True))
    if not learnt or not judging:
        raise LabError(f"{data / TRAIN_LIST}: no line to search, or none to score")
    return learnt, judging, network, scale, name


def _trial() -> Asked:
    """Made-up ink, as such a digitizer would write it, and a network of random weights."""
    lines = [_digitized(made_up_line(f"trial-{writer}-{k}", writer, k)) for writer in range(8) for k in range(4)]
    torch.manual_seed(1)
    return lines[:-6], lines[-6:], Network(Config(1, 8, 2, 3)).eval(), (40.0, 36.0), "random weights"


def _digitized(line: Line) -> Line:
    """The line as a digitizer at 45° and ``MADE_UP`` would write it."""
    x, y = line.points[:, 0].astype(float), line.points[:, 1].astype(float)
    u, v = np.round((x + y) / (2 * MADE_UP)), np.round((x - y) / (2 * MADE_UP))
    table = line.points.copy()
    step = round(1000 * MADE_UP)  # in whole numbers: 0.707 · 1000 is not 707 in floating point
    table[:, 0], table[:, 1] = step * (u + v) // 1000, step * (u - v) // 1000
    return replace(line, points=table)


ANALYSIS = Analysis("What did the digitizer leave in the ink?", answer)
