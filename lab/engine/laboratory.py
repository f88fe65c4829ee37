"""A study carried out: run after run, each kept as soon as it is done, so that a killed study goes on where it stood.

Knows: the order of runs, which of them are kept already, and how to say how long it will take.
Refuses to know: the command line, what is asked, and the report.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

from lab.engine.ink import Material
from lab.engine.runs import train
from lab.engine.study import Study
from lab.findings.results import LabError, Result, Results, keep, path_of, recall
from lab.networks.budget import hold_to_budget

EVERY = 5.0  # seconds between two lines of progress


class Progress:
    """Says which run it is, how far it is, and how many minutes are left at the pace so far."""

    def __init__(self, name: str, runs: int, out: IO[str]) -> None:
        self.name, self.runs, self.out = name, runs, out
        self.costs: list[float] = []  # seconds of finished runs, kept ones too
        self._number, self._what, self._steps = 0, "", 1
        self._began = self._said = 0.0

    def begin(self, number: int, what: str, steps: int) -> None:
        """A run begins, the ``number``-th from 1."""
        self._number, self._what, self._steps = number, what, steps
        self._began, self._said = time.monotonic(), -EVERY

    def tell(self, step: int, nats: float) -> None:
        """A step is done; says so if it has not spoken for a while."""
        now = time.monotonic()
        if now - self._said < EVERY and step < self._steps:
            return
        self._said = now
        spent = now - self._began
        whole = spent / step * self._steps
        usual = sum(self.costs) / len(self.costs) if self.costs else whole
        left = max(whole - spent, 0.0) + (self.runs - self._number) * usual
        print(
            f"{self.name}: run {self._number} of {self.runs}, {self._what}, step {step} of {self._steps},"
            f" {nats:.3f} nats a point, {left / 60:.1f} minutes left",
            file=self.out,
            flush=True,
        )


def carry_out(
    name: str, study: Study, material: Material, folder: Path, *, quick: bool = False, out: IO[str] | None = None
) -> Results:
    """All results of a study, those in ``folder`` recalled and the others run, each kept there when it is done.

    Before the first run every kept result is read and every variant (but of a trial) held to its budget, so that nothing
    is learnt too late. Raises LabError for a damaged result, parameters missed or lines that are not there, ValueError for
    too little ink, OSError.
    """
    plan = study.plan(quick=quick)
    digest = material.digest
    paths = [path_of(folder, name, study.version, variant, setting, seed, digest) for variant, setting, seed in plan]
    kept = [recall(path) for path in paths]
    for variant, setting, _ in [] if quick else plan:
        try:
            hold_to_budget(setting)
        except ValueError as error:
            raise LabError(f"{name}, {variant}: {error}") from None
        if setting.lines > len(material.train):
            raise LabError(
                f"{name}, {variant}: the budget is the first {setting.lines:,} lines to learn from, and {material.name} has"
                f" {len(material.train):,} of them here: more of its list must be there"
            )
    progress = Progress(name, len(plan), out or sys.stdout)
    progress.costs = [result.seconds for result in kept if result]
    results: Results = {variant: [] for variant in study.variants}
    for number, ((variant, setting, seed), path, known) in enumerate(zip(plan, paths, kept, strict=True), start=1):
        result = known
        if result is None:
            progress.begin(number, f"{variant}, seed {seed}", setting.steps)
            began = time.monotonic()
            network, result = (study.train or train)(setting, material, seed, variant, progress.tell)
            if result.diverged is None:
                measures = {**result.measures, **study.measure(network, material, setting)}
                result = replace(result, measures=measures)
            keep(path, result)
            progress.costs.append(time.monotonic() - began)
            result = _recalled(path)  # what a later study reads, to the last digit, so that both write the same report
        results[variant].append(result)
    return results


def _recalled(path: Path) -> Result:
    result = recall(path)
    assert result is not None
    return result
