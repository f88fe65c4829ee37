"""A study carried out: run after run, each kept as soon as it is done, so that a killed study goes on where it stood."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import IO

from lab.engine.progress import Progress
from lab.engine.runs import train
from lab.engine.study import Study
from lab.engine.study_ink import StudyInk
from lab.findings.results import Result, Results, keep, path_of, recall
from lab.findings.store import LabError
from lab.networks.budget import hold_to_budget


def run_study(
    name: str, study: Study, ink: StudyInk, folder: Path, *, quick: bool = False, out: IO[str] | None = None
) -> Results:
    """All results of a study, those in ``folder`` recalled and the others run, each kept there when it is done.

    Before the first run every kept result is read and every variant (but of a trial) held to its budget, so that nothing
    is learnt too late. Raises LabError for a damaged result, parameters missed or lines that are not there, ValueError for
    too little ink, OSError.
    """
    plan = study.plan(quick=quick)
    digest = ink.digest
    paths = [path_of(folder, name, study.version, variant, setting, seed, digest) for variant, setting, seed in plan]
    kept = [recall(path) for path in paths]
    for variant, setting, _ in [] if quick else plan:
        try:
            hold_to_budget(setting)
        except ValueError as error:
            raise LabError(f"{name}, {variant}: {error}") from None
        if setting.lines > len(ink.train):
            raise LabError(
                f"{name}, {variant}: the budget is the first {setting.lines:,} lines to learn from, and {ink.name} has"
                f" {len(ink.train):,} of them here: more of its list must be there"
            )
    progress = Progress(name, len(plan), out)
    progress.costs = [result.seconds for result in kept if result]
    results: Results = {variant: [] for variant in study.variants}
    for number, ((variant, setting, seed), path, recalled) in enumerate(zip(plan, paths, kept, strict=True), start=1):
        result = recalled
        if result is None:
            progress.begin(number, f"{variant}, seed {seed}", setting.steps)
            began = time.monotonic()
            network, result = (study.train or train)(setting, ink, seed, variant, progress.tell)
            if result.diverged is None:
                measures = {**result.measures, **study.measure(network, ink, setting)}
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
