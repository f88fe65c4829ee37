"""Lines of ink as training sequences: rows, their scale, augmentation, and which go together in a batch.

The same seed, epoch and line give the same rows on every process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array
from model.input_rows import has_height
from model.straighten import space_strokes
from model.strokes import Representation, RowArray, to_rows
from training.data.augmentation import Augmentation, vary, vary_in_time
from training.data.batch import Batch, collate
from training.data.iam import Line, name_before

FARTHEST = 3000.0  # whiteboard units: a jump beyond this is a sensor's fault and is clipped


def time_rows(line: Line) -> tuple[RowArray, int]:
    """Graves' representation, unscaled: (n, 3) rows in whiteboard units, and how many offsets were clipped."""
    rows = np.zeros((len(line.points), 3), dtype=np.float32)
    rows[1:, :2] = np.diff(line.points[:, :2], axis=0)
    rows[:, 2] = line.lift
    clipped = int((np.abs(rows[:, :2]) > FARTHEST).any(axis=1).sum())
    return rows.clip(-FARTHEST, FARTHEST), clipped


def offset_scale(rows: Sequence[RowArray]) -> tuple[float, float]:
    """Standard deviations of dx and dy over all offsets (each line's first row has none)."""
    offsets = np.concatenate([r[1:, :2] for r in rows]).astype(np.float64)
    return float(offsets[:, 0].std()), float(offsets[:, 1].std())


def plan_by_length(rows: Sequence[int], epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
    """An epoch's batches as indices of lines of so many rows, see ``TrainingLines.plan``: like lengths together, shuffled."""
    random = np.random.default_rng((seed, epoch, 0))
    lengths = np.array(rows)
    order = np.argsort(lengths * np.exp(random.normal(0, 0.05, len(lengths))), kind="stable")
    batches: list[list[int]] = [[]]
    longest = 0
    for index in order.tolist():
        longest = max(longest, int(lengths[index]))
        if batches[-1] and longest * (len(batches[-1]) + 1) > points:
            batches.append([])
            longest = int(lengths[index])
        batches[-1].append(index)
    shuffled = random.permutation(len(batches))
    return [np.array(batches[i], dtype=np.intp) for i in shuffled]


class Sequences:
    """A split of lines in one representation, ready to be taken in batches.

    ``inputs`` is 3, or 4 with the height. ``clipped`` counts offsets beyond ``FARTHEST``; ``unusable`` lines that
    the representation cannot hold (dots only). ``digests`` stand for the lines that are used, in their order.
    """

    def __init__(
        self, lines: Sequence[Line], representation: Representation, *, inputs: int, straight: bool = False
    ) -> None:
        self.representation = representation
        self.height = has_height(inputs)
        self.clipped = 0
        self.unusable = 0
        self._strokes: list[list[Float64Array]] = []
        self._rows: list[RowArray] = []
        self.digests: list[bytes] = []
        self._positions: list[int] = []  # of each among ``lines``
        self._before: list[int] | None = None  # of each how many rows are of the line before; None where none has any
        for position, line in enumerate(lines):
            if representation.kind == "time":
                rows, clipped = time_rows(line)
                self.clipped += clipped
            else:
                try:
                    strokes = space_strokes(
                        [s.astype(np.float64) for s in line.strokes()], representation, straight=straight
                    )
                except ValueError:
                    self.unusable += 1
                    continue
                self._strokes.append(strokes)
                rows = to_rows(strokes, height=self.height)
            self._rows.append(rows)
            self.digests.append(line.digest())
            self._positions.append(position)

    @classmethod
    def joined(cls, parts: Sequence[tuple[Sequence[int], Sequences]]) -> Sequences:
        """Parts that were made apart, each with the positions of its lines in the whole, as if made at once."""
        whole = cls([], parts[0][1].representation, inputs=4 if parts[0][1].height else 3)
        order = sorted(
            (positions[own], part, i)
            for part, (positions, made) in enumerate(parts)
            for i, own in enumerate(made._positions)
        )
        for position, part, i in order:
            made = parts[part][1]
            whole._rows.append(made._rows[i])
            whole.digests.append(made.digests[i])
            whole._positions.append(position)
            if made._strokes:
                whole._strokes.append(made._strokes[i])
        whole.clipped = sum(made.clipped for _, made in parts)
        whole.unusable = sum(made.unusable for _, made in parts)
        return whole

    def share(self, part: float) -> Sequences:
        """A ``part`` (0 … 1) of the lines, evenly spread over them. Raises ValueError for none."""
        count = round(part * len(self))
        if not 0 < count <= len(self):
            raise ValueError(f"of {len(self)} lines, {part:g} of them cannot be taken")
        chosen = [i * len(self) // count for i in range(count)]
        whole = Sequences([], self.representation, inputs=4 if self.height else 3)
        whole._rows = [self._rows[i] for i in chosen]
        whole.digests = [self.digests[i] for i in chosen]
        whole._positions = [self._positions[i] for i in chosen]
        whole._strokes = [self._strokes[i] for i in chosen] if self._strokes else []
        return whole

    def after(self, names: Sequence[str]) -> Sequences:
        """The same lines, each with the line before it on its form, where that is here, put before its own rows.

        ``names``: of the lines that these were made from. Raises ValueError for rows in space, whose heights would not meet.
        """
        if self.representation.kind != "time":
            raise ValueError("only rows in time can follow the line before")
        index = {names[k]: i for i, k in enumerate(self._positions)}
        previous = [index.get(name_before(names[k])) for k in self._positions]
        whole = Sequences([], self.representation, inputs=3)
        whole.digests, whole._positions = self.digests, self._positions
        whole.clipped, whole.unusable = self.clipped, self.unusable
        parts = [None if k is None else self._rows[k] for k in previous]
        whole._rows = [
            own if part is None else np.concatenate((part, own)) for part, own in zip(parts, self._rows, strict=True)
        ]
        whole._before = [0 if part is None else len(part) for part in parts]
        return whole

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def points(self) -> int:
        """Rows in all, unvaried."""
        return sum(map(len, self._rows))

    @property
    def following(self) -> int:
        """How many lines follow the line before."""
        return sum(count > 0 for count in self._before or ())

    @property
    def plain(self) -> list[RowArray]:
        """The unvaried rows of every line."""
        return self._rows

    def scale(self) -> tuple[float, float]:
        """The split's ``input_scale``."""
        return offset_scale(self._rows)

    def augmented(self, index: int, augmentation: Augmentation, random: np.random.Generator) -> RowArray:
        """An augmented sample of a line, as unscaled rows of at least two."""
        if self.representation.kind == "time":
            return vary_in_time(self._rows[index], augmentation, random)
        rows = to_rows(vary(self._strokes[index], augmentation, random), height=self.height)
        return rows if len(rows) > 1 else self._rows[index]

    def plan(self, epoch: int, seed: int, points: int) -> list[npt.NDArray[np.intp]]:
        """An epoch's batches as line indices: like lengths together, at most ``points`` padded rows each, shuffled."""
        return plan_by_length([len(rows) for rows in self._rows], epoch, seed, points)

    def batch(
        self,
        indices: npt.NDArray[np.intp],
        augmentation: Augmentation,
        scale: tuple[float, float],
        key: Sequence[int],
        slots: Sequence[int] | None = None,
    ) -> Batch:
        """The augmented batch of ``indices``, or of those in ``slots`` of it.

        ``key`` (seed, epoch, number) and a line's slot alone decide its augmentation: it is the same in any part.
        """
        chosen = range(len(indices)) if slots is None else slots
        samples = [
            self.augmented(int(indices[slot]), augmentation, np.random.default_rng((*key, 1, slot))) for slot in chosen
        ]
        before = None if self._before is None else [self._before[int(indices[slot])] for slot in chosen]
        return collate(samples, scale, before)

    def batches(self, scale: tuple[float, float], points: int, part: tuple[int, int] = (0, 1)) -> Iterator[Batch]:
        """Every line once, unvaried, in batches for evaluation; of ``part`` (k, n) only batches k, k + n, …

        Of a line that follows another only its own points are targets.
        """
        for indices in self.plan(0, 0, points)[part[0] :: part[1]]:
            before = None if self._before is None else [self._before[int(i)] for i in indices]
            yield collate([self._rows[int(i)] for i in indices], scale, before, own=True)
