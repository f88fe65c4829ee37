"""What lines of ink cost a network as it runs: the nats of a line, by the very matrices and products that the app uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model import mdn
from model.arrays import Float32Array, Float64Array
from model.sampler import Sampler
from model.strokes import RowArray
from model.text_writer import TextWriter
from training.data.dataset import Sequences
from training.data.iam import DataError, Line
from training.writer.batch import Sample
from training.writer.pairs import PairedLines
from training.writer.prepared import prepare_lines
from training.writer.settings import Pairs


@dataclass(frozen=True, eq=False, slots=True)
class ToldLine:
    """A line after some rows of another, with the text that it says: see ``training.writer.batch.Sample``."""

    sample: Sample
    text: str


def lines_for(network: Sampler | TextWriter, lines: Sequence[Line], texts: dict[str, str]) -> list[RowArray | ToldLine]:
    """Lines as the network reads them, those that it can: as ``training.evaluate`` has them, with texts for one that writes.

    Raises DataError where there are none.
    """
    found: list[RowArray | ToldLine]
    if isinstance(network, Sampler):
        found = [*Sequences(lines, network.representation, inputs=network.inputs).plain]
    else:
        pairs = PairedLines(prepare_lines(lines, texts, network.representation, straight=False), Pairs())
        found = [ToldLine(pairs.plain(k), line.text) for k, line in enumerate(pairs.lines)]
    if not found:
        raise DataError(f"none of the {len(lines)} lines can be used")
    return found


def nats_per_line(network: Sampler | TextWriter, lines: Iterable[RowArray | ToldLine]) -> float:
    """The mean of lines that ``lines_for`` gave for this network."""
    return float(np.mean([_nats(network, line) for line in lines]))


def _nats(network: Sampler | TextWriter, line: RowArray | ToldLine) -> float:
    if isinstance(network, Sampler):
        assert not isinstance(line, ToldLine)
        return float(network.score(line).sum())
    assert isinstance(line, ToldLine)
    return float(told_nats(network, line).sum())


def told_nats(writer: TextWriter, line: ToldLine) -> Float64Array:
    """What each row of a line costs that is told its text, (rows after the one that begins it,) nats."""
    sample = line.sample
    before = writer.feed(writer.start(), sample.rows[: sample.begin])
    style = writer.read_style(sample.rows[:0] if sample.hand is None else sample.hand)
    begun = writer.begin_line(replace(before, style=style), line.text)
    cells = writer.cells(begun, line.text, ended=True)
    own = np.array(sample.rows[sample.begin + 1 :], dtype=np.float32)
    own[:, :2] /= np.asarray(writer.trunk.input_scale, dtype=np.float32)
    heads: list[Float32Array] = []
    for row in own:
        cells.compute_head()
        heads.append(cells.head[:-1].copy())
        cells.read(*row)
    return mdn.nats(np.array(heads), own[:, 0], own[:, 1], own[:, 2] > 0.5)
