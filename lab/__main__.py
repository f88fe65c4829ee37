"""The command ``python -m lab NAME --data DIR [--quick] [--out DIR]``; a report is written when all runs are done."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import torch

from lab.engine.analysis import AnalysisRequest
from lab.engine.registry import ANALYSES, find_analysis, find_study, names
from lab.engine.report import write
from lab.engine.run_study import run_study
from lab.engine.study_ink import read_ink, synthetic
from lab.findings.store import LabError
from model.atomic_write import swap_in
from model.checkpoint import LIVE
from training.command import run_command

REPORTS = Path("docs/lab")
KEPT = Path("runs/lab")
TRIALS = Path("runs/lab-quick")


def main(argv: list[str] | None = None) -> int:
    """The command line; no or a wrong name, missing data, or a damaged archive or result gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(
        prog="python -m lab", description="Answer a question on recurrent networks by an experiment."
    )
    parser.add_argument("name", nargs="?", default="", help=f"the study: {names()}")
    parser.add_argument("--data", type=Path, help="folder with IAM-OnDB's official archives, or unpacked")
    parser.add_argument("--quick", action="store_true", help="a trial of seconds on synthetic ink; needs no data")
    parser.add_argument("--out", type=Path, help=f"where the report goes (default: {REPORTS}; --quick: {TRIALS})")
    parser.add_argument("--kept", type=Path, help=f"where results are kept (default: {KEPT}; --quick: in --out)")
    torch.set_num_threads(1)  # small products get slower with more, and figures would depend on the machine
    try:
        return run_command(parser, argv, write_report)
    except KeyboardInterrupt:
        print("stopped; every finished run is kept", file=sys.stderr)
        return 130


def write_report(options: argparse.Namespace) -> None:
    """Carries out the study or analysis that the command names. Raises ModelError, ValueError, OSError."""
    out: Path = options.out or (TRIALS if options.quick else REPORTS)
    kept: Path = options.kept or (out / "kept" if options.quick else KEPT)
    began = time.monotonic()
    if not options.name:
        raise LabError(f"NAME is missing: which study (known: {names()})")
    study = None if options.name in ANALYSES else find_study(options.name)
    if options.quick and out.resolve() == REPORTS.resolve():
        raise LabError(f"{out}: a trial's report does not belong beside the real ones; another --out")
    if not options.quick and options.data is None:
        raise LabError("--data DIR is missing: the folder with IAM-OnDB's archives (--quick needs none)")
    if study is None:
        beside = LIVE.parent if out.resolve() == REPORTS.resolve() else out
        data = None if options.quick else options.data
        files = find_analysis(options.name).answer(AnalysisRequest(options.name, data, kept, out, beside))
        out.mkdir(parents=True, exist_ok=True)
        swap_in(dict(files))
        written = list(files)
    else:
        ink = synthetic() if options.quick else read_ink(options.data, kept / "ink.npz")
        results = run_study(options.name, study, ink, kept, quick=options.quick)
        written = write(out, options.name, study, ink, results, quick=options.quick)
    for path in written:
        print(f"{path}: written")
    print(f"{options.name}: done in {(time.monotonic() - began) / 60:.1f} minutes")


if __name__ == "__main__":
    raise SystemExit(main())
