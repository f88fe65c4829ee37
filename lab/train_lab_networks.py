"""``python -m lab.train_lab_networks --data DIR``: trains the three lab networks that the app shows beside its own.

One layer each, of the tanh network, the LSTM and the GRU, with equal parameters, and of the rates that the study
``cell-types`` tried the best, or somewhat less since the runs are longer. Offsets are divided by the shipped network's own
``input_scale``, not by that of the studies' ink, so that a gradient with respect to a row means the same in all four.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from lab.engine.progress import Progress
from lab.engine.runs import mean_nats, train
from lab.engine.study_ink import StudyInk, read_ink, synthetic
from lab.findings.results import Result
from lab.findings.store import LabError
from lab.networks.budget import Setting, fit_width, hold_to_budget, quicken
from lab.networks.stack import Stack
from model.checkpoint import LIVE, Config, Tensors, load_config
from model.input_rows import COLUMNS
from model.lab_networks import ARCHITECTURE, save
from model.strokes import Representation
from training import provenance
from training.command import run_command

SEED = 1
BUDGET = Setting(parameters=80_000, lines=0, steps=2400, batch=20, window=128)
NETWORKS = {
    "lab-rnn": replace(BUDGET, cell="rnn-tanh", rate=5e-3),
    "lab-lstm": replace(BUDGET, cell="lstm", rate=2e-2),
    "lab-gru": replace(BUDGET, cell="gru", rate=2e-2),
}
KEPT = Path("runs/lab/ink.npz")


def rescaled(ink: StudyInk, scale: tuple[float, float]) -> StudyInk:
    """The same rows with offsets divided by ``scale`` instead of by the ink's own."""
    by = np.array((*(own / new for own, new in zip(ink.scale, scale, strict=True)), 1.0, 1.0), dtype=np.float32)
    train, dev = ([rows * by for rows in half] for half in (ink.train, ink.dev))
    return replace(ink, train=train, dev=dev, scale=scale)


def make(name: str, setting: Setting, ink: StudyInk, folder: Path, progress: Progress) -> tuple[Path, Config]:
    """Trains one network and writes it to ``folder``: its file, and what its JSON says. The loss in it is that of the
    weights as they are kept, in half precision.

    Raises LabError for a run that diverged, ValueError for too little ink, CheckpointError, OSError.
    """
    network, result = train(setting, ink, SEED, name, progress.tell)
    if result.diverged is not None:
        raise LabError(f"{name}: diverged at step {result.diverged}; nothing was written of it")
    path, tensors = folder / f"{name}.safetensors", _tensors(network)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(parameter.half().float())
    config = _config(name, setting, ink, result, mean_nats(network, ink.dev))
    save(path, tensors, config)
    return path, config


def _tensors(network: Stack) -> Tensors:
    """``cell.*`` and ``head.*``, half precision, as ``model.lab_networks`` reads them."""
    return {
        name.replace("cells.0.", "cell."): value.detach().numpy().astype(np.float16)
        for name, value in network.state_dict().items()
    }


def _config(name: str, setting: Setting, ink: StudyInk, result: Result, nats: float) -> Config:
    return {
        "architecture": ARCHITECTURE,
        "name": name,
        "cell": setting.cell,
        "layers": 1,
        "hidden": result.hidden,
        "components": setting.components,
        "inputs": list(COLUMNS),
        "input_scale": list(ink.scale),
        "representation": Representation().to_json(),
        "scores": {"dev_nats_per_point": nats},
        "training": {
            "steps": setting.steps,
            "batch": setting.batch,
            "window": setting.window,
            "rate": setting.rate,
            "seed": SEED,
            "parameters": result.parameters,
            "commands": ["python -m lab.train_lab_networks --data DIR"],
        },
        "data": {
            "set": ink.name,
            "list": "graves-train.txt",
            "lines": len(ink.train),
            "points": sum(map(len, ink.train)),
            "digest": ink.digest,
        },
        "code": {"commit": provenance.commit(), "torch": torch.__version__},
    }


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; what cannot be read, trained or written gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.train_lab_networks", description="Train the lab's little networks that the app shows."
    )
    parser.add_argument("--data", type=Path, help="folder with IAM-OnDB's official archives, or unpacked")
    parser.add_argument("--out", type=Path, default=LIVE.parent, help="where the weights go (default: assets/weights)")
    parser.add_argument("--only", choices=NETWORKS, action="append", help="this one; may be given again")
    parser.add_argument("--quick", action="store_true", help="a trial of seconds on synthetic ink; needs no data")
    torch.set_num_threads(1)
    return run_command(parser, argv, train_all)


def train_all(options: argparse.Namespace) -> None:
    """Trains the networks that the command names. Raises ModelError, ValueError, OSError."""
    if options.quick:
        if options.out.resolve() == LIVE.parent.resolve():
            raise LabError("--out is missing: a trial's weights do not belong beside the real ones")
        ink = synthetic()
    elif options.data is None:
        raise LabError("--data DIR is missing: the folder with IAM-OnDB's archives (--quick needs none)")
    else:
        ink = read_ink(options.data, KEPT)
    x, y = load_config(LIVE)["input_scale"]
    ink = rescaled(ink, (x, y))
    names = options.only or list(NETWORKS)
    settings = {name: quicken(NETWORKS[name]) if options.quick else NETWORKS[name] for name in names}
    options.out.mkdir(parents=True, exist_ok=True)
    progress = Progress("lab networks", len(settings))
    for number, (name, setting) in enumerate(settings.items(), start=1):
        if not options.quick:
            hold_to_budget(setting)
        progress.begin(number, f"{name}, {fit_width(setting)} units", setting.steps)
        began, worked = time.monotonic(), time.process_time()
        path, config = make(name, setting, ink, options.out, progress)
        progress.costs.append(time.monotonic() - began)
        print(
            f"{path}: {path.stat().st_size:,} bytes, {config['training']['parameters']:,} parameters,"
            f" {config['scores']['dev_nats_per_point']:.3f} nats per point on the held-out lines,"
            f" {time.process_time() - worked:.0f} s of one core",
            flush=True,
        )


if __name__ == "__main__":
    raise SystemExit(main())
