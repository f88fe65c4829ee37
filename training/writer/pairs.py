"""Pairs of lines of one form: some rows of one with its text hidden, a row that begins a new line, and another with its text.

So a hand is learnt from ink alone, and what to write from the text. Sizes: both lines are divided by the spread that the first
one's rows have, as they are when a page is read, so that the second is as large beside the first as it was on the board.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from model.alphabet import to_ids
from model.arrays import Float64Array
from model.input_rows import NEW_LINE
from model.strokes import RowArray, measure_frame, to_rows
from model.varied_ink import random_map
from training.data.augmentation import Augmentation, vary
from training.data.dataset import offset_scale
from training.writer.batch import Sample, TextBatch, collate_texts
from training.writer.prepared import PreparedLine
from training.writer.settings import Pairs
from training.writer.spans import WordSpans, how_often

BEGINS = (0.3, 0.8)  # spreads of y: how far right of the new line's beginning its ink begins
SIZES = (0.7, 1.4)  # least and greatest ratio of two lines' sizes that is believed
ODD = 1.7  # times the rows a character of a form's lines
EVEN_ROWS = 120  # of the line before, in evaluation
LEAST_SHOWN = 120  # rows of other lines of the form, for the hand's style; up to ``shown``, evenly on a scale of ratios
EVEN_SHOWN = 600  # the same in evaluation
CHEAP = 0.35  # of a row's cost, what one costs through which no gradient goes


class PairedLines:
    """The lines of a split that have a text, each to be written after another one of its form."""

    def __init__(self, lines: Sequence[PreparedLine], pairs: Pairs) -> None:
        self.pairs = pairs
        self.lines = believable(lines)
        self.digests = [line.digest for line in self.lines]
        hands: dict[str, list[PreparedLine]] = {}
        for line in lines:
            hands.setdefault(line.form, []).append(line)
        self._others = [[other for other in hands[line.form] if other is not line] for line in self.lines]
        self._lengths = np.array([sum(map(len, line.strokes)) for line in self.lines])
        self._often = how_often([line.text for line in self.lines], pairs.rare, pairs.most_often)
        self._spans = WordSpans(self.lines, pairs) if pairs.spans else None

    def __len__(self) -> int:
        """How many lines."""
        return len(self.lines)

    @property
    def points(self) -> int:
        """Rows of the lines with their texts."""
        return int(self._lengths.sum())

    def scale(self) -> tuple[float, float]:
        """Standard deviations of dx and dy."""
        return offset_scale([to_rows(line.strokes, height=True) for line in self.lines])

    def most_rows(self, epoch: int) -> int:
        """Rows of a line with its text, at most: short beginnings are learnt first."""
        return int(self.pairs.rows * self.pairs.growth ** min(epoch, 100))

    def plan(self, epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
        """An epoch's batches as line indices: like lengths together, at most ``points`` padded rows each, shuffled.

        A line is in it once, or as many times as ``how_often`` says, on average.
        """
        random = np.random.default_rng((seed, epoch, 0))
        taken = np.repeat(np.arange(len(self)), np.floor(self._often + random.random(len(self))).astype(int))
        most, cost = self.most_rows(epoch), 1.0 if self.pairs.through else CHEAP
        rows = np.array([sum(map(len, self._part(index, seed, epoch).strokes)) for index in taken.tolist()])
        lengths = np.minimum(rows, most)
        batches: list[list[int]] = []
        longest, before = 0, 0.0
        for at in np.argsort(lengths * np.exp(random.normal(0, 0.05, len(lengths))), kind="stable").tolist():
            longest = max(longest, int(lengths[at]))
            if not batches or (before + longest) * (len(batches[-1]) + 1) > points:
                batches.append([])
                longest = int(lengths[at])
                before = cost * self._rows_before(seed, epoch, int(taken[at]))
            batches[-1].append(int(taken[at]))
        random.shuffle(batches)
        return [np.array(batch, dtype=np.intp) for batch in batches]

    def batch(
        self,
        indices: npt.NDArray[np.intp],
        augmentation: Augmentation,
        scale: tuple[float, float],
        key: tuple[int, int, int],
        slots: Sequence[int] | None = None,
    ) -> TextBatch:
        """See ``TrainingLines``."""
        seed, epoch, _ = key
        rows = self._rows_before(seed, epoch, int(indices[0]))
        most = self.most_rows(epoch)
        samples = []
        for slot in range(len(indices)) if slots is None else slots:
            index, random = int(indices[slot]), np.random.default_rng((*key, 1, slot))
            line = self._part(index, seed, epoch)
            samples.append(self._augmented(line, self._others[index], rows, most, augmentation, random))
        return collate_texts(samples, scale)

    def batches(self, scale: tuple[float, float], points: int, part: tuple[int, int] = (0, 1)) -> Iterator[TextBatch]:
        """See ``TrainingLines``: each line whole, after some rows of the next line of its form. Its own rows alone count."""
        order = np.argsort(self._lengths, kind="stable")
        per = max(points // (int(self._lengths.max(initial=0)) + EVEN_ROWS), 1)
        for begin in range(part[0] * per, len(order), part[1] * per):
            yield collate_texts([self.plain(int(index)) for index in order[begin : begin + per]], scale)

    def plain(self, index: int) -> Sample:
        """A line, unvaried, after ``EVEN_ROWS`` rows of another of its form, or after nothing where there is none."""
        line, others = self.lines[index], self._others[index]
        random = np.random.default_rng(zlib.crc32(line.name.encode()))
        other = others[int(random.integers(len(others)))] if others else None
        sample = pair(other, line, EVEN_ROWS, random, first=0.5 * sum(BEGINS), hidden_weight=0.0)
        return replace(sample, hand=hand_of(others, min(EVEN_SHOWN, self.pairs.shown), random))

    def _rows_before(self, seed: int, epoch: int, first: int) -> int:
        """How many rows of the line before a batch has, of which ``first`` is the first line; 0: its lines stand alone."""
        shortest, longest = self.pairs.shortest, self.pairs.longest
        alone, share = np.random.default_rng((seed, epoch, 2, first)).random(2)
        return 0 if alone < self.pairs.alone else int(shortest * (longest / shortest) ** share)

    def _part(self, index: int, seed: int, epoch: int) -> PreparedLine:
        """A line as an epoch takes it: whole, or some words of it as a line of their own."""
        line = self.lines[index]
        return line if self._spans is None else self._spans.part(line, index, seed, epoch)

    def _augmented(
        self,
        line: PreparedLine,
        others: Sequence[PreparedLine],
        rows: int,
        most: int,
        augmentation: Augmentation,
        random: np.random.Generator,
    ) -> Sample:
        """A line after some ``rows`` of one of the ``others``, both varied alike; or alone (0 rows); or its text hidden."""
        if random.random() < self.pairs.hidden_lines:
            hidden = to_rows(vary(line.strokes, augmentation, random), height=True)
            return hidden_sample(hidden[: rows + most], self.pairs.hidden_weight)
        before = others[int(random.integers(len(others)))] if others and rows else None
        near = round(rows * random.uniform(0.85, 1.0))
        first = random.uniform(*BEGINS)
        matrix = random_map(augmentation, random)
        sample = pair(
            before,
            line,
            near,
            random,
            first=first,
            hidden_weight=self.pairs.hidden_weight,
            most=most,
            matrix=matrix,
        )
        if before is None or not self.pairs.shown:
            return sample
        shown = int(LEAST_SHOWN * (self.pairs.shown / LEAST_SHOWN) ** random.random())
        return replace(sample, hand=hand_of(others, shown, random, matrix))


def believable(lines: Sequence[PreparedLine]) -> list[PreparedLine]:
    """The lines that have a text, of about as many rows a character as the other lines of their form.

    Within a form that number varies by a tenth; where it is far off, the text is another's, or something was crossed out.
    """
    told = [line for line in lines if line.text and sum(map(len, line.strokes)) > 1]
    pace: dict[str, list[float]] = {}
    for line in told:
        pace.setdefault(line.form, []).append(sum(map(len, line.strokes)) / len(line.text))
    usual = {form: float(np.median(paces)) for form, paces in pace.items()}
    return [line for line in told if 1 / ODD < sum(map(len, line.strokes)) / len(line.text) / usual[line.form] < ODD]


def pair(
    before: PreparedLine | None,
    line: PreparedLine,
    rows: int,
    random: np.random.Generator,
    *,
    first: float,
    hidden_weight: float,
    most: int | None = None,
    matrix: Float64Array | None = None,
) -> Sample:
    """Some ``rows`` of one line, the row that begins a new line, and the other line, up to ``most`` rows of it.

    ``first``: how far right of the new line's beginning its ink begins. ``matrix``: varies both lines' points.
    """
    strokes, size = line.strokes, 1.0
    prime: list[Float64Array] = []
    if before is not None:
        prime = part_of(before.strokes, rows, random)
        unit = unit_of(prime)
        middle = (0.0, unit_height(prime, unit))
        prime = [stroke / unit - middle for stroke in prime]
        size = float(np.clip(line.size / before.size, *SIZES)) / unit
    strokes = [stroke * size for stroke in strokes]
    if matrix is not None:
        prime, strokes = [stroke @ matrix for stroke in prime], [stroke @ matrix for stroke in strokes]
    own = to_rows(strokes, height=True)
    whole = most is None or len(own) <= most
    own = own[:most]
    own[0, :2] = first, own[0, 3]
    told = to_rows(prime, height=True) if prime else own[:0]
    counts = np.ones(len(told) + len(own), dtype=np.float32)
    if len(told):
        counts[: len(told)] = hidden_weight
        counts[len(told) - 1] = 0.0  # nothing foretells that a new line begins
    return Sample(np.concatenate((told, NEW_LINE[None], own)), len(told), to_ids(line.text), counts, whole)


def hand_of(
    others: Sequence[PreparedLine], rows: int, random: np.random.Generator, matrix: Float64Array | None = None
) -> RowArray | None:
    """``rows`` of other lines of a hand, in any order, or all that there are; of no lines None. ``matrix``: varies them."""
    parts: list[RowArray] = []
    for at in random.permutation(len(others)).tolist():
        strokes = others[at].strokes if matrix is None else [stroke @ matrix for stroke in others[at].strokes]
        parts.append(to_rows(strokes, height=True))
        if sum(map(len, parts)) >= rows:
            break
    return np.concatenate(parts)[:rows] if parts and rows else None


def hidden_sample(rows: RowArray, weight: float) -> Sample:
    """A line whose text is hidden all along."""
    return Sample(rows, len(rows), to_ids(""), np.full(len(rows) - 1, weight, dtype=np.float32))


def part_of(strokes: list[Float64Array], rows: int, random: np.random.Generator) -> list[Float64Array]:
    """Whole strokes in a row, of ``rows`` points or few more, from any stroke on that has so many from it; or all."""
    after = np.cumsum([len(stroke) for stroke in strokes])
    begins = np.flatnonzero(after - [len(stroke) for stroke in strokes] + rows <= after[-1])
    begin = int(begins[random.integers(len(begins))]) if len(begins) else 0
    passed = int(after[begin - 1]) if begin else 0
    end = int(np.searchsorted(after, passed + rows)) + 1
    return strokes[begin:end]


def unit_of(strokes: list[Float64Array]) -> float:
    """The spread of y that a page measures on ``strokes``, or 1 where they are too few to say."""
    try:
        unit = measure_frame(strokes).size
    except ValueError:
        return 1.0
    return unit if 0.5 < unit < 1.6 else 1.0


def unit_height(strokes: list[Float64Array], unit: float) -> float:
    """The mean height of ``strokes`` in units of ``unit``, where a page puts their line; 0 where they have no extent."""
    try:
        return measure_frame(strokes).origin[1] / unit
    except ValueError:
        return 0.0
