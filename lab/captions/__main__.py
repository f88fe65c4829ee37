"""Designs of the captioner, compared: ``python -m lab.captions --data DIR [--out runs/captions]``.

Each is trained small on short lines, from several seeds, in two processes side by side. Results are kept, and a training that
was stopped goes on; ``python -m lab.captions.report`` tells what there is so far.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from lab.captions.designs import Result, train_one
from lab.captions.networks import DESIGNS
from lab.captions.told_pictures import KEPT
from lab.findings.store import LabError
from training.command import run_command


def main(arguments: list[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.captions", description="Compare designs of the captioner.")
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--out", type=Path, default=KEPT, help=f"what is kept (default: {KEPT})")
    parser.add_argument("--cache", type=Path, help="folder of prepared lines (default: that of all runs)")
    parser.add_argument("--steps", type=int, default=4800, help="of each training (default: 4800)")
    parser.add_argument("--seeds", type=int, default=1, help="trainings of each design (default: 1)")
    parser.add_argument("--lines", type=int, help="short lines to learn from and to judge by, at most (default: all)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    return run_command(parser, arguments, compare)


def compare(options: argparse.Namespace) -> None:
    """Trains and judges all designs, seed by seed. Raises ModelError, OSError, ValueError."""
    if min(options.steps, options.seeds, options.workers) < 1:
        raise ValueError("--steps, --seeds and --workers must be 1 or more")
    plan = [(design, seed) for seed in range(1, options.seeds + 1) for design in DESIGNS]
    with ProcessPoolExecutor(min(options.workers, len(plan)), mp_context=get_context("spawn")) as workers:
        cache = options.cache or options.out.parent / "cache"
        asked = [
            workers.submit(train_one, design, seed, options.steps, options.data, cache, options.lines, options.out)
            for design, seed in plan
        ]
        try:
            for number, done in enumerate(as_completed(asked), 1):
                result = done.result()
                print(f"captions: {number} of {len(plan)}: {said(result)}", flush=True)
        except BrokenProcessPool:
            raise LabError("a process was killed; the same command goes on") from None
        finally:
            workers.shutdown(cancel_futures=True)


def said(result: Result) -> str:
    """A line of progress."""
    return f"{result.design}, seed {result.seed}: CTC {result.error('ctc'):.1%}, decoder {result.error('decoder'):.1%}"


if __name__ == "__main__":
    raise SystemExit(main())
