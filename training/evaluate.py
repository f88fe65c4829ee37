"""Log-loss of weights on listed lines: ``python -m training.evaluate --data DIR --split LIST [--weights FILE] --json``.

Whole lines, each from the zero state, in float32, nothing left out: a line of n points counts n − 1 predictions. The
density is over offsets divided by the weights' ``input_scale``. Where the weights' config names the digitizer that made the
ink (key ``digitizer``), a second figure uses its lattice (``training.lattice``); the first one is the network's alone.

``--with-text``: for weights that write text (``training.writer.evaluate``).
``--read``: for weights that read ink, their errors (``training.reader.evaluate``); LIST may name forms. ``--words``: by words.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from assets import LANGUAGE
from model.checkpoint import GRAVES, READER, CheckpointError, load, load_config
from model.strokes import Representation
from training.command import run_command
from training.data.dataset import Sequences
from training.data.iam import DataError, Line, Report, read_lines, read_list
from training.data.texts import read_texts
from training.lattice.lattice import Lattice
from training.lattice.nats_saved import nats_taken_off
from training.network import Config, Network, mixture_nats, squared_error
from training.reader.evaluate import evaluate_reading
from training.writer.evaluate import evaluate_text

BATCH_POINTS = 20_000
HA_POINTS = 300  # Ha et al. (2016), HyperNetworks, sec. 4.4: shorter lines are left out of their figures


def read_network(path: Path) -> tuple[Network, Representation, tuple[float, float], str]:
    """Weights as a torch network ready to evaluate, with representation, input scale and name. Raises CheckpointError."""
    tensors, config = load(path)
    network = Network(Config(config["layers"], config["hidden"], config["components"], len(config["inputs"])))
    network.load_state_dict(
        {name: torch.from_numpy(tensors[name]) for name in network.state_dict()}
    )  # load checked them
    try:
        representation = Representation(**config["representation"])
    except (KeyError, TypeError):
        raise CheckpointError(f"{path}: its config does not say in which representation it reads ink") from None
    if representation.kind not in ("time", "space"):
        raise CheckpointError(f"{path}: ink in {representation.kind!r} is not known here")
    scale_x, scale_y = config["input_scale"]
    return network.eval(), representation, (float(scale_x), float(scale_y)), str(config["name"])


def read_digitizer(path: Path) -> Lattice | None:
    """The lattice of the digitizer that the weights' config names, or None. Raises CheckpointError.

    Its key is ``digitizer``; in weights that keep the bytes they were shipped with, such as graves, it is ``recorder``.
    """
    config = load_config(path)
    key = next((key for key in ("digitizer", "recorder") if key in config), None)
    if key is None:
        return None
    kind = config.get("representation")
    if not isinstance(kind, dict) or kind.get("kind") != "time":
        raise CheckpointError(f"{path}: names a digitizer, whose lattice is only in ink as it was sampled")
    try:
        return Lattice.from_json(config[key])
    except ValueError as error:
        raise CheckpointError(f"{path}: {error}") from None


def evaluate(path: Path, lines: list[Line], report: Report, *, context: bool = False) -> dict[str, object]:
    """The contract's figures for weights on lines, and what became of the lines that were asked for.

    ``clipped`` counts offsets beyond the farthest, ``unusable`` lines without extent. ``at_rest``: the points whose
    offset is exactly (0, 0), where a density over a device's whole units may be as high as its deviations allow, and
    what a line costs without them. ``lines_of_300_points``: the same figure over lines of at least so many, by Ha's rule.
    ``digitizer``: the same figures where its lattice is used, or None.
    ``context``: the network has read the line before of the same form, where that is among ``lines``, and only then begins;
    no published figure does so, and ``digitizer`` is None.
    Raises CheckpointError, DataError.
    """
    network, representation, scale, name = read_network(path)
    lattice = None if context else read_digitizer(path)
    data = Sequences(lines, representation, inputs=network.config.inputs)
    if context:
        if representation.kind != "time":
            raise CheckpointError(
                f"{path}: reads ink in {representation.kind}; only in time can lines follow each other"
            )
        data = data.after([line.name for line in lines])
    if not len(data):
        raise DataError(f"none of the {len(lines)} lines can be used ({report})")
    nats = errors = still = 0.0
    points = resting = 0
    long_lines, long_nats = 0, 0.0
    taken = long_taken = 0.0
    with torch.no_grad():
        for batch in data.batches(scale, BATCH_POINTS):
            head, _ = network(batch.rows)
            loss = (mixture_nats(head, batch.target) * batch.mask).double()
            nats += float(loss.sum())
            at_rest = (batch.target[..., :2] == 0).all(-1) & (batch.mask > 0)
            still += float(loss[at_rest].sum())
            resting += int(at_rest.sum())
            errors += float((squared_error(head, batch.target) * batch.mask).double().sum())
            points += int(batch.mask.sum())
            long = batch.mask.sum(0) + 1 >= HA_POINTS  # the line's own points
            long_lines += int(long.sum())
            long_nats += float(loss[:, long].sum())
            if lattice is not None:
                off = nats_taken_off(head, batch, scale, lattice).sum(axis=0)
                taken += float(off.sum())
                long_taken += float(off[long.numpy()].sum())
    return {
        "lines": len(data),
        "points": points,
        "after_the_line_before": data.following,
        "missing": len(report.missing),
        "rejected": dict(report.rejected),
        "unusable": data.unusable,
        "clipped": data.clipped,
        "nats_per_line": nats / len(data),
        "nats_per_point": nats / points,
        "sse": errors / points,
        "at_rest": {
            "points": resting,
            "nats_per_point": still / resting if resting else 0.0,
            "nats_per_line_of_the_others": (nats - still) / len(data),
        },
        "lines_of_300_points": {
            "lines": long_lines,
            "nats_per_line": long_nats / long_lines if long_lines else 0.0,
        },
        "digitizer": None
        if lattice is None
        else {
            "factor": lattice.factor,
            "nats_per_line": (nats - taken) / len(data),
            "nats_per_point": (nats - taken) / points,
            "nats_per_line_of_300_points": (long_nats - long_taken) / long_lines if long_lines else 0.0,
        },
        "weights": name,
        "normalisation": {"representation": representation.kind, "offsets_divided_by": list(scale)},
    }


def main(argv: list[str] | None = None) -> int:
    """The command line; what cannot be read gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluate", description="Log-loss of weights on listed lines."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--split", type=Path, required=True, help="file of line names, one a line")
    parser.add_argument("--weights", type=Path, help="default: the shipped weights of Graves' form, or of the reader")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--context", action="store_true", help="read the line before first, where it is listed, too")
    parser.add_argument("--with-text", action="store_true", help="tell each line's text, to weights that write text")
    parser.add_argument("--read", action="store_true", help="count the errors of weights that read ink")
    parser.add_argument("--beam", type=int, default=0, help="with --read: beam width (default 0: the likeliest path)")
    parser.add_argument("--words", action="store_true", help="with --read: decode with the shipped table of words")
    parser.add_argument("--captions", action="store_true", help="with --read: by the decoder of weights that caption")
    return run_command(parser, argv, print_figures)


def print_figures(options: argparse.Namespace) -> None:
    """Evaluates what the command names. Raises CheckpointError, DataError, OSError."""
    if options.read:
        words = LANGUAGE if options.words else None
        weights = options.weights or READER
        figures = evaluate_reading(options.data, options.split, weights, options.beam, words, captions=options.captions)
    else:
        names = read_list(options.split)
        lines, report = read_lines(options.data, names)
        weights = options.weights or GRAVES
        if options.with_text:
            figures = evaluate_text(weights, lines, read_texts(options.data, names), report)
        else:
            figures = evaluate(weights, lines, report, context=options.context)
    if options.json:
        print(json.dumps(figures))
    else:
        for key, value in figures.items():
            print(f"{key:16} {value}")


if __name__ == "__main__":
    raise SystemExit(main())
