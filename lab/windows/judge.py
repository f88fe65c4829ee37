"""What trained windows are worth on the validation list.

Their loss, whether they read their text at all, whether what they write can be read, and whether the trunk still continues ink
as it did.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from inkapp.live.compose.hand import Hand
from lab.legibility import Counted
from lab.windows.networks import FeedbackWriter
from lab.windows.writing import Word, side_by_side, strokes_of, write
from model import checkpoint
from model.checkpoint import STACKED_LSTM, Config
from model.reader import Reader
from model.strokes import Representation, RowArray
from model.trace import Controls
from training.data.iam import DataError, Line, Report, read_lines, read_list
from training.data.splits import VALIDATION_LIST, even
from training.data.texts import read_texts
from training.evaluate import evaluate
from training.optimise import TEXT
from training.tensors import arrays
from training.writer.batch import Sample
from training.writer.evaluate import other_text, total_nats
from training.writer.pairs import PairedLines
from training.writer.prepared import prepare_lines
from training.writer.settings import Pairs

GAP = Hand().word_gap / Hand().spread  # spreads: between two written words, in every hand the same


@dataclass(frozen=True, eq=False, slots=True)
class Judges:
    """Validation lines. ``plain``: as they are, of which ``report`` tells; ``samples``: each with its text, after a part of
    another line of its form, short texts first; ``to_write``: some of those, whose ``texts`` are to be written in that hand."""

    plain: list[Line]
    report: Report
    samples: list[Sample]
    to_write: list[Sample]
    texts: list[str]

    @property
    def names(self) -> list[str]:
        """Of the lines."""
        return [line.name for line in self.plain]


@dataclass(frozen=True, slots=True)
class Legibility:
    """Characters read wrong, as a share, and where 95 % of its bootstrap over lines lie."""

    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one network. ``told``, ``other``: nats a point with a line's text and with another line's; ``alone``: nats a point of
    whole lines by its trunk, which continues ink."""

    told: float
    other: float
    alone: float
    legibility: Legibility

    def to_json(self) -> dict[str, object]:
        """For the kept results."""
        return asdict(self)

    @classmethod
    def of_json(cls, values: dict[str, object]) -> Figures:
        """The way back. Raises KeyError, TypeError, ValueError."""
        told, other, alone = (float(values[name]) for name in ("told", "other", "alone"))  # type: ignore[arg-type]
        error, low, high = (float(values["legibility"][name]) for name in ("error", "low", "high"))  # type: ignore[index]
        return cls(told, other, alone, Legibility(error, low, high))


def read_judges(data: Path, representation: Representation, lines: int, texts: int) -> Judges:
    """``lines`` of the validation list, evenly, and ``texts`` of them to be written. Raises DataError."""
    names = list(dict.fromkeys(read_list(data / VALIDATION_LIST)))
    found, report = read_lines(data, names)
    pairs = PairedLines(prepare_lines(found, read_texts(data, names), representation, straight=False), Pairs(shown=0))
    numbers = {line.name: index for index, line in enumerate(pairs.lines)}
    chosen = [(name, pairs.plain(numbers[name])) for name in even(list(numbers), lines)]
    after = {name: sample for name, sample in chosen if sample.begin}
    if not after:
        raise DataError(f"{data}: no two lines of a validation form, one of them with a text")
    written = even(list(after), texts)
    plain = [line for line in found if line.name in dict(chosen)]
    samples = sorted((sample for _, sample in chosen), key=lambda sample: len(sample.ids))
    return Judges(
        plain, report, samples, [after[name] for name in written], [pairs.lines[numbers[name]].text for name in written]
    )


def judge(
    network: FeedbackWriter,
    judges: Judges,
    config: Config,
    reader: Reader,
    controls: Controls,
    seed: int,
    trunk: Path,
) -> Figures:
    """A network's figures. ``config``: its JSON, or that of the weights it began from; ``trunk``: where its own are kept, as a
    network that continues ink. Raises CheckpointError, DataError, OSError."""
    network.eval()
    scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
    samples = judges.samples
    points = sum(float(sample.counts.sum()) for sample in samples)
    others = [replace(sample, ids=other_text(samples, at)) for at, sample in enumerate(samples)]
    told, other = (total_nats(network, part, scale) / points for part in (samples, others))
    plain = {name: value for name, value in arrays(network, "").items() if not name.startswith(TEXT)}
    checkpoint.save(trunk, plain, {**config, "architecture": STACKED_LSTM, "name": trunk.stem})
    return Figures(told, other, continuing(trunk, judges), read_back(network, judges, reader, controls, seed, scale))


def continuing(weights: Path, judges: Judges) -> float:
    """Nats a point of whole lines by weights that continue ink, as ``training.evaluate`` counts.

    Raises CheckpointError, DataError.
    """
    value = evaluate(weights, judges.plain, judges.report)["nats_per_point"]
    assert isinstance(value, float)
    return value


def read_back(
    network: FeedbackWriter,
    judges: Judges,
    reader: Reader,
    controls: Controls,
    seed: int,
    scale: tuple[float, float],
) -> Legibility:
    """How well what a network writes can be read: the texts word by word, as in the app, after a part of another line."""
    words: list[Word] = []
    for number, (text, sample) in enumerate(zip(judges.texts, judges.to_write, strict=True)):
        prime: RowArray = np.ascontiguousarray(sample.rows[: sample.begin])
        words += [Word(word, prime, (seed << 32) + (number << 8) + k) for k, word in enumerate(text.split(" "))]
    inks = iter(strokes_of(rows) for rows in write(network, words, controls, scale))
    counted = Counted(reader)
    for text in judges.texts:
        counted.add(side_by_side([next(inks) for _ in text.split(" ")], GAP), text)
    return _told(counted)


def real(judges: Judges, reader: Reader) -> Legibility:
    """The same of the lines that were written by people: the rows of the same texts."""
    counted = Counted(reader)
    for text, sample in zip(judges.texts, judges.to_write, strict=True):
        counted.add(strokes_of(sample.rows[sample.begin + 1 :]), text)
    return _told(counted)


def _told(counted: Counted) -> Legibility:
    low, high = counted.interval or (0.0, 0.0)  # there is a text at least: ``read_judges``
    return Legibility(counted.error, low, high)
