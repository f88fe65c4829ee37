"""Trains by a recipe, or by a folder of them in order: ``python -m training.train RECIPE --data DIR [--minutes M]``.

Under ``torchrun --nproc-per-node N -m training.train …`` N processes share each batch and train what one would.

A run's folder holds ``last.safetensors`` + ``last.json`` (to resume), ``best.safetensors`` + ``best.json`` (lowest
loss on the held-out lines, or what else chooses; averaged weights) and ``log.jsonl``, a line of JSON every few steps.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import torch

from model.atomic_write import swap_in
from model.freed_memory import give_back
from training.command import FAULTS, tell
from training.folder_lock import locked
from training.malloc import keep_freed_memory
from training.network import parameter_count
from training.parallel import Lost, Team, TeamError, join
from training.recipe import rate_at
from training.run import Run
from training.stages import Stage, read_stages
from training.tasks import read_halves

LOG_EVERY = 20  # steps
GIVE_BACK_EVERY = 4  # steps: a captioner's batches are of such different shapes that 20 left 12 GB in pieces


def open_log(run: Run) -> IO[str]:
    """The log, to be written on from the run's step: what a killed run had said beyond it, or half said, goes."""
    path = run.folder.path / "log.jsonl"
    kept: list[str] = []
    if path.exists():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                if json.loads(line)["step"] <= run.step:
                    kept.append(line + "\n")
            except (ValueError, KeyError, TypeError):
                continue
        swap_in({path: "".join(kept).encode()})
    return path.open("a", encoding="utf-8")


def train(run: Run, *, seconds: float, out: IO[str] | None = None) -> None:
    """Steps until the recipe's end or until ``seconds`` are over, with a log line every few steps, by rank 0.

    Raises what ``Run.advance`` does and OSError; of several processes, TeamError.
    """
    team = run.team
    began = last = time.monotonic()
    first, points, total, grad = run.step, 0, 0.0, 0.0
    unit, loss = run.network.unit, run.network.loss
    with ExitStack() as open_files:
        log: IO[str] | None = None
        with team.together():
            if team.rank == 0:
                log = open_files.enter_context(open_log(run))
        while run.step < run.recipe.steps:
            # rank 0's clock decides for all
            if math.isfinite(seconds) and team.share(time.monotonic() - began >= seconds):
                break
            nats, norm, n = run.advance()
            points, total, grad = points + n, total + nats * n, max(grad, norm)
            if run.step % GIVE_BACK_EVERY == 0:
                give_back()
            checked = run.step % run.recipe.check_every == 0 or run.step == run.recipe.steps
            if run.step % LOG_EVERY == 0 or checked:
                now = time.monotonic()
                left = (now - began) / max(run.step - first, 1) * (run.recipe.steps - run.step)
                entry = {
                    "step": run.step,
                    loss: total / points,
                    "gradient_norm_max": grad,
                    "rate": rate_at(run.step, run.recipe),
                    f"{unit}s_per_s": points / max(now - last, 1e-9),
                    "minutes_left": left / 60,
                }
                last, points, total, grad = now, 0, 0.0, 0.0
                if checked:
                    entry |= run.check()
                with team.together():
                    if log is not None:
                        rounded = {k: round(v, 5) for k, v in entry.items()}
                        log.write(json.dumps(rounded | {"precision": run.precision}) + "\n")
                        log.flush()
                        print("  ".join(f"{k} {v:,.4g}" for k, v in entry.items()), file=out or sys.stdout, flush=True)
                if checked:
                    run.save()
    if run.kept != run.step:
        run.save()


def train_stage(stage: Stage, data: Path, team: Team, seconds: float) -> bool:
    """Begins or goes on with one run, for so long at most; whether it came to its end."""
    recipe, folder = stage.recipe, stage.folder
    with ExitStack() as held:
        with team.together():
            if team.rank == 0 and not held.enter_context(locked(folder)):
                print(f"{folder}: cannot be locked on this file system: start no second training in it", flush=True)
        run = Run(recipe, *read_halves(data, recipe, team, folder.parent / "cache"), folder, team)
        if team.rank == 0:
            count, several = parameter_count([run.network]), f", {team.size} processes" if team.size > 1 else ""
            print(
                f"{recipe.name}: {count:,} parameters, step {run.step} of {recipe.steps}, {run.precision}{several}",
                flush=True,
            )
            if run.changed:
                print(f"{recipe.name}: {run.changed}", flush=True)
        try:
            train(run, seconds=seconds)
        except Lost as lost:
            raise Lost(f"{lost}; {run.good}") from None
    return run.step == recipe.steps


def train_all(options: argparse.Namespace, team: Team) -> None:
    """All stages that the command names; those that are done are passed over."""
    begun = time.monotonic()
    with team.together():
        stages = read_stages(options.config, options.out)
    for stage in stages:
        if len(stages) > 1 and team.share(stage.done()):
            if team.rank == 0:
                print(f"{stage.recipe.name}: all {stage.recipe.steps} steps are made, in {stage.folder}", flush=True)
            continue
        # rank 0's clock decides for all
        seconds = team.share(options.minutes * 60 - (time.monotonic() - begun if len(stages) > 1 else 0.0))
        if not train_stage(stage, options.data, team, seconds):
            return


def main(argv: list[str] | None = None) -> int:
    """The command line; a wrong recipe, list, archive or checkpoint gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description="Train a network on IAM-OnDB.")
    parser.add_argument(
        "config", type=Path, help="a recipe, or a folder of them: training/recipes/live trains all stages of what ships"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument(
        "--out", type=Path, help="the run's folder (default: runs/NAME); of several stages, their folder"
    )
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop, resumable, after so long")
    parser.add_argument("--threads", type=int, default=0, help="torch threads (default: torch's own)")
    options = parser.parse_args(argv)
    keep_freed_memory()
    if options.threads > 0:
        torch.set_num_threads(options.threads)
    try:
        with join() as team:
            try:
                train_all(options, team)
            except FAULTS as error:
                if team.speaks(error):
                    tell(parser, error)
                return 2
    except KeyboardInterrupt:
        if os.environ.get("RANK", "0") == "0":
            print("stopped; the last checkpoint stands", file=sys.stderr)
        return 130
    except TeamError as error:
        tell(parser, error)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
