"""What a network that writes text says of lines whose text it is told, beside the same with the text hidden, or another's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model.attention import Attention, Faults, find_faults
from model.checkpoint import TEXT_WINDOW, CheckpointError, Config, load
from model.strokes import Representation
from training.data.iam import DataError, Line, Report
from training.network import Config as Shape
from training.network import mixture_nats
from training.writer.batch import Sample, TextBatch, collate_texts
from training.writer.network import WriterNetwork
from training.writer.pairs import EVEN_ROWS, PairedLines
from training.writer.prepared import prepare_lines
from training.writer.settings import Pairs, Window

BATCH_ROWS = 20_000


def read_writer(path: Path) -> tuple[WriterNetwork, Config]:
    """Weights as a torch network ready to evaluate, and their config. Raises CheckpointError."""
    tensors, config = load(path, TEXT_WINDOW)
    shape = Shape(config["layers"], config["hidden"], config["components"], len(config["inputs"]))
    network = WriterNetwork(shape, Window(**config["window"]))
    network.load_state_dict(
        {name: torch.from_numpy(tensors[name]) for name in network.state_dict()}
    )  # load checked them
    return network.eval(), config


def evaluate_text(path: Path, lines: Sequence[Line], texts: dict[str, str], report: Report) -> dict[str, object]:
    """Log-loss of weights on lines with their texts, each after ``EVEN_ROWS`` rows of another line of its form.

    Lines are read as they are, not straightened; the rows before are not counted. ``without_text``: lines that were there,
    but say nothing that may be learnt (``prepared.clean``, ``pairs.believable``). ``hidden_text``: the same network on the
    same rows when it may not read the text; ``wrong_text``: when it is told that of another line, of about the same length.
    ``ends``: of the lines, the share whose last lift of the pen is said to be the last, and of all other lifts the share of
    which that is said; and the percentiles (1, 50, 99) of where the window stands at the last row but one, in characters
    beyond the text. ``faults``: those that ``model.attention`` would find in people's ink, as shares of the lines, and the
    percentiles (1, 50, 99, 99.9, 100) of the rows at a character and at the end, on which its limits rest. Raises
    CheckpointError, DataError.
    """
    network, config = read_writer(path)
    try:
        representation = Representation(**config["representation"])
    except (KeyError, TypeError):
        raise CheckpointError(f"{path}: its config does not say in which representation it reads ink") from None
    pairs = PairedLines(prepare_lines(lines, texts, representation, straight=False), Pairs())
    if not len(pairs):
        raise DataError(f"none of the {len(lines)} lines has a text ({report})")
    scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
    samples = sorted((pairs.plain(index) for index in range(len(pairs))), key=lambda sample: len(sample.ids))
    others = {id(sample): other_text(samples, at) for at, sample in enumerate(samples)}
    samples.sort(key=lambda sample: len(sample.rows))
    points = sum(int(sample.counts.sum()) for sample in samples)

    def nats(change: Callable[[Sample], Sample], counts: Counts = ()) -> dict[str, float]:
        total = total_nats(network, [change(sample) for sample in samples], scale, counts)
        return {"nats_per_line": total / len(samples), "nats_per_point": total / points}

    ends, followed = Ends(), Followed()
    told = nats(lambda sample: sample, (ends, followed))
    return {
        "lines": len(samples),
        "points": points,
        "missing": len(report.missing),
        "rejected": dict(report.rejected),
        "without_text": len(lines) - len(samples),
        "rows_before": EVEN_ROWS,
        **told,
        "hidden_text": nats(lambda sample: replace(sample, begin=len(sample.rows))),
        "wrong_text": nats(lambda sample: replace(sample, ids=others[id(sample)])),
        "ends": ends.figures(),
        "faults": followed.figures(),
        "weights": str(config["name"]),
        "normalisation": {"representation": representation.kind, "offsets_divided_by": list(scale)},
    }


@dataclass(slots=True)
class Ends:
    """Where the network sees the ends of texts, counted over lines."""

    found: list[bool] = field(default_factory=list)  # of each line's last lift
    early: list[bool] = field(default_factory=list)  # of all other lifts
    beyond: list[float] = field(default_factory=list)

    def add(self, samples: Sequence[Sample], batch: TextBatch, end: Tensor, place: Tensor, seen: Tensor) -> None:
        """Counts a batch's lines. ``end``, ``place``, ``seen``: what the network says of them."""
        lifts = (batch.target[:, :, 2] > 0.5) & (batch.mask > 0)
        says, last = end > 0, batch.last > 0
        self.found += says[lifts & last].tolist()
        self.early += says[lifts & ~last].tolist()
        for line, sample in enumerate(samples):
            self.beyond.append(float(place[len(sample.counts) - 1, line].min()) - (len(sample.ids) - 1))

    def figures(self) -> dict[str, object]:
        """For the command's JSON."""
        return {
            "found": float(np.mean(self.found)),
            "early": float(np.mean(self.early)) if self.early else 0.0,
            "characters_beyond": [float(part) for part in np.percentile(self.beyond, (1, 50, 99))],
        }


@dataclass(slots=True)
class Followed:
    """How the window followed people's ink, line by line."""

    found: list[Faults] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # of each character
    rows_at_end: list[int] = field(default_factory=list)

    def add(self, samples: Sequence[Sample], batch: TextBatch, end: Tensor, place: Tensor, seen: Tensor) -> None:
        """Counts a batch's lines. ``end``, ``place``, ``seen``: what the network says of them."""
        for line, sample in enumerate(samples):
            rows = slice(sample.begin, len(sample.counts))
            attention = Attention(place[rows, line].numpy(), seen[rows, line, : len(sample.ids)].numpy())
            *of_each, at_end = attention.rows.tolist()
            self.rows += of_each
            self.rows_at_end.append(at_end)
            self.found.append(find_faults(attention, ended=True))

    def figures(self) -> dict[str, object]:
        """For the command's JSON."""
        points = (1, 50, 99, 99.9, 100)
        return {
            "lines_with_any": float(np.mean([bool(faults) for faults in self.found])),
            **{
                kind: float(np.mean([bool(getattr(faults, kind)) for faults in self.found]))
                for kind in ("skipped", "lingered", "early", "ran_on")
            },
            "rows_at_a_character": [float(part) for part in np.percentile(self.rows, points)],
            "rows_at_the_end": [float(part) for part in np.percentile(self.rows_at_end, points)],
        }


Counts = Sequence[Ends | Followed]


def other_text(samples: Sequence[Sample], at: int) -> list[int]:
    """The ids of the next text that is another one, of samples in the order of their texts' lengths; or their own."""
    own = samples[at].ids
    following = [*samples[at + 1 :], *samples[at - 1 :: -1]] if at else samples[1:]
    return next((sample.ids for sample in following if sample.ids != own), own)


def total_nats(
    network: WriterNetwork, samples: Sequence[Sample], scale: tuple[float, float], counts: Counts = ()
) -> float:
    """The nats of what comes next in all samples, short ones first, each row as much as it counts."""
    with torch.no_grad():
        return sum(_nats(network, part, scale, counts) for part in _parts(samples))


def _parts(samples: Sequence[Sample]) -> list[list[Sample]]:
    """Samples, short ones first, in batches of so many padded rows or one."""
    parts: list[list[Sample]] = [[]]
    for sample in samples:
        if parts[-1] and len(sample.rows) * (len(parts[-1]) + 1) > BATCH_ROWS:
            parts.append([])
        parts[-1].append(sample)
    return parts


def _nats(network: WriterNetwork, samples: Sequence[Sample], scale: tuple[float, float], counts: Counts = ()) -> float:
    batch = collate_texts(samples, scale)
    head, end, place, seen = network.read(batch)
    for each in counts:
        each.add(samples, batch, end, place, seen)
    return float((mixture_nats(head, batch.target) * batch.mask).double().sum())
