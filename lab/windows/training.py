"""Trains several networks step by step in turn, so that all are timed on the same batches and beside the same other work.

What is timed is the processor's work in the first process, which others who share the machine hardly change.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lab.findings import store
from model.freed_memory import give_back
from training.parallel import Team
from training.run import Run

KEEP_EVERY = 25  # steps
Seconds = dict[str, float]  # that one step of each network took


def train(runs: Mapping[str, Run], steps: int, seconds: float, kept: Path, team: Team) -> bool:
    """Steps of all ``runs`` in turn, up to ``steps`` or for so many ``seconds``; whether all have come so far.

    ``kept``: the file that keeps what the steps took, which a run that goes on adds to. Raises what ``Run.advance`` does,
    LabError, OSError; of several processes, TeamError.
    """
    with team.together():
        rounds = recall(kept) if team.rank == 0 else []
    begun = time.monotonic()
    while (at := min(run.step for run in runs.values())) < steps:
        if math.isfinite(seconds) and team.share(time.monotonic() - begun >= seconds):  # rank 0's clock decides
            break
        took: Seconds = {}
        told: list[str] = []
        for name, run in runs.items():
            if run.step > at:
                continue
            run.indices()  # an epoch's plan is no part of a step
            start = time.process_time()
            nats, _, _ = run.advance()
            took[name] = time.process_time() - start
            told.append(f"{name} {nats:.3f}")
        rounds.append(took)
        give_back()
        if team.rank == 0:
            print(f"windows: step {at + 1} of {steps}, nats per point: {', '.join(told)}", flush=True)
        if (at + 1) % KEEP_EVERY == 0:
            _keep(runs, rounds, kept, team)
    _keep(runs, rounds, kept, team)
    return at >= steps


def _keep(runs: Mapping[str, Run], rounds: Sequence[Seconds], kept: Path, team: Team) -> None:
    for run in runs.values():
        if run.kept != run.step:
            run.save()
    with team.together():
        if team.rank == 0:
            store.keep(kept, {"rounds": list(rounds)})


def recall(kept: Path) -> list[Seconds]:
    """The rounds so far. Raises LabError where the file is damaged."""
    found: dict[str, Any] | None = store.recall(kept)
    try:
        rounds = found["rounds"] if found is not None else []
        return [{str(name): float(took) for name, took in one.items()} for one in rounds]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise store.damaged(kept, error) from None


def ratio(rounds: Sequence[Seconds], name: str, first: str) -> float | None:
    """A step's time as a multiple of ``first``'s, over the rounds that both took part in; None where there are none."""
    both = [one for one in rounds if name in one and first in one]
    return sum(one[name] for one in both) / sum(one[first] for one in both) if both else None
