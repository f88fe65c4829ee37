"""Several texts written side by side, each by a seed of its own: the words of a page, or one word several times."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model import mdn, noise
from model.arrays import Float32Array, Float64Array
from model.attention import Attention, Faults, find_faults
from model.fused_matrices import TOGETHER
from model.guidance import Guidance, guided
from model.input_rows import NEW_LINE
from model.lstm_state import DRIFT_LENGTH, LstmState, of_lstm
from model.network_protocol import State
from model.point_sampler import sample_points
from model.style import likeness
from model.text_protocol import WritingStopped
from model.text_writer import FAR_PAST, PAST, TextWriter
from model.trace import Controls

# How many texts are written side by side, by how many columns each takes: its own, one that reads its ink without its text
# where texts are judged, and one that reads it without the hand where they are led to that. However few texts there are, there
# are as many columns, in products of ``TOGETHER``: so that no text's sums depend on the others.
TEXTS = {1: 8, 2: 4, 3: 5}
# A text that takes more rows than this is not written any more: people take 10 a character, the slowest line of 464 took 17.
ROWS_A_CHARACTER, ROWS_MORE = 30, 60
UNGUIDED = Guidance()
ANYWAY = 0.5  # see ``WrittenText.cost``


@dataclass(frozen=True, eq=False, slots=True)
class WrittenText:
    """A text as it was written once. ``dx``, ``dy``, ``lift``: (points,), as a Step has them. ``written``: whether it came to
    its end. ``nats``: a point, the mean of what a Step calls so (before any temperature). ``without_text``: the same by the
    trunk, to which nobody told the text. ``likeness``: of its style to the hand's, −1 … 1. Both are nan where a text was not
    judged."""

    dx: Float64Array
    dy: Float64Array
    lift: npt.NDArray[np.bool_]
    written: bool
    nats: float
    without_text: float
    likeness: float
    attention: Attention

    @property
    def faults(self) -> Faults:
        """What went wrong, as far as the window tells."""
        return find_faults(self.attention, ended=self.written)

    @property
    def cost(self) -> float:
        """The least is the likeliest to say its text: of a point, less ``ANYWAY`` of what it costs whatever it says. That alone
        makes no ink legible, but is of the hand, too.

        Where it was not judged, ``nats``.
        """
        return self.nats if math.isnan(self.without_text) else self.nats - ANYWAY * self.without_text


def most_points(text: str) -> int:
    """How many points a text may take."""
    return ROWS_A_CHARACTER * len(text) + ROWS_MORE


def write_batch(
    writer: TextWriter,
    state: State,
    texts: Sequence[str],
    seeds: Sequence[int],
    controls: Controls,
    limit: int | None = None,
    *,
    judged: bool = True,
    guidance: Guidance = UNGUIDED,
    stop: Callable[[], bool] | None = None,
) -> list[WrittenText]:
    """Each text on a new line after the ink of ``state``, to its end, or for ``limit`` or ``most_points`` of it.

    ``judged``: whether the trunk reads along, for ``without_text``, and the style is read; that doubles what many texts cost.
    ``guidance``: to the hand, which the network also reads along without, and to the text, for which the trunk does.

    The noise is that of ``TextWriter.write``; sums may be taken in another order, so ink may differ from its in the last bits.
    It does not depend on what other texts there are: equal text, seed and state give equal ink, to the last bit, wherever
    a product of matrices treats its columns alike (in 8 bits always; OpenBLAS does, too). ``stop``, asked before each step,
    says that nothing is wanted any more: then WritingStopped is raised. Raises ValueError for characters not in the alphabet.
    """
    batch = _Batch(writer, of_lstm(state), controls, texts, seeds, limit, judged, guidance)
    while batch.busy:
        if stop is not None and stop():
            raise WritingStopped
        batch.step()
    return [batch.results[number] for number in range(len(texts))]


class _Batch:
    """The columns at work, and the texts that wait for one to be free; the longest begin first.

    Of every step a ring remembers all columns: what was sampled at step s, the heads it was sampled from and where the windows
    stood lie at s modulo the ring's length, which no text outlasts.
    """

    def __init__(
        self,
        writer: TextWriter,
        state: LstmState,
        controls: Controls,
        texts: Sequence[str],
        seeds: Sequence[int],
        limit: int | None,
        judged: bool,
        guidance: Guidance,
    ) -> None:
        self._writer, self._state, self._controls = writer, state, controls
        self._style = writer.style_of(state)
        self._jobs = list(zip(texts, seeds, strict=True))
        self._features = {text: writer.encode(text) for text in dict.fromkeys(texts)}
        self._rows = [most_points(text) if limit is None else min(limit, most_points(text)) for text in texts]
        self._waiting = sorted(range(len(texts)), key=lambda number: len(texts[number]))  # the last is next
        self.results: dict[int, WrittenText] = {}
        judged = judged or guidance.text > 0
        self._judged, self._guidance = judged, guidance
        # columns that write; as many that judge; as many that know no hand; perhaps some that only fill a product
        self._groups = 1 + judged + (guidance.hand > 0)
        self._count = count = TEXTS[self._groups]
        self._handless_at = count * (self._groups - 1)
        self._cells, self._windows = writer.columns(-(-count * self._groups // TOGETHER) * TOGETHER)
        self._handless = of_lstm(writer.start())
        self._cells.take_style(self._style, slice(count))  # who judges knows no style
        if guidance.hand > 0:
            self._cells.take_style(writer.style_of(self._handless), slice(self._handless_at, None))
        self._length = length = max(self._rows, default=0) + 1  # a line's beginning, and the points
        longest = max(map(len, self._features.values()), default=0)
        self._offsets = np.zeros((length, 2, count))
        self._lift = np.zeros((length, count), dtype=np.bool_)
        self._noises = np.zeros((length, count, 4))
        self._heads = np.zeros((length, *self._cells.head.shape), dtype=np.float32)
        self._place = np.zeros((length, *self._windows.place.shape), dtype=np.float32)
        self._seen = np.zeros((length, longest, self._cells.head.shape[1]), dtype=np.float32)
        self._now = 0  # the step that comes next
        self._job = np.full(count, -1)  # which text a column writes; −1: none
        self._ends = np.full(count, np.inf)  # the length of its text
        self._begun = np.zeros(
            count, dtype=np.intp
        )  # the step that begins its line; its points are of the steps after it
        self._height, self._drift = np.zeros((2, count))
        self._lifted = np.ones(count, dtype=np.bool_)
        for column in range(count):
            self._begin(column)

    @property
    def busy(self) -> bool:
        """Whether a text is being written."""
        return bool((self._job >= 0).any())

    def _begin(self, column: int) -> None:
        """The next text takes the column, or it falls empty."""
        self._begun[column] = self._now
        while self._waiting:
            number = self._waiting.pop()
            text, seed = self._jobs[number]
            rows = self._rows[number]
            self._job[column], self._ends[column] = number, len(text)
            self._show(column, self._features[text])
            for group in range(self._groups):
                state = self._handless if self._guidance.hand > 0 and group == self._groups - 1 else self._state
                self._cells.take_column(column + group * self._count, state.hidden, state.cell)
            self._noises[self._points(column, rows), column] = noise.rows(seed, 0, rows)
            if rows:
                return
            self._finish(column, 0, written=False)
        self._job[column], self._ends[column] = -1, np.inf
        self._show(column, np.zeros((0, len(self._windows.read)), dtype=np.float32))

    def _points(self, column: int, count: int) -> npt.NDArray[np.intp]:
        """Where the ring has so many points of a column's text."""
        first = int(self._begun[column]) + 1
        return np.arange(first, first + count) % self._length

    def _show(self, column: int, features: Float32Array) -> None:
        """A text to the one that writes in a column, and to the one beside it that knows no hand."""
        self._windows.begin(column, features)
        if self._guidance.hand > 0:
            self._windows.begin(column + self._handless_at, features)

    def step(self) -> None:
        """Every column's next point."""
        count, cells, now, at = self._count, self._cells, self._controls, self._now % self._length
        cells.compute_head()
        begins = (self._begun == self._now) | (self._job < 0)
        sx, sy = self._writer.trunk.input_scale
        lean = -now.steadiness * self._drift * self._lifted  # who sets the pen down looks at the line
        head = cells.head[:-1, :count]
        away = []
        if self._guidance.text > 0:
            away.append((cells.head[:-1, count : 2 * count], self._guidance.text))
        if self._guidance.hand > 0:
            away.append((cells.head[:-1, self._handless_at :][:, :count], self._guidance.hand))
        if away:
            head = guided(head, away)
        x, y, lift = sample_points(head, self._noises[at], now, lean / sy)
        x[begins], y[begins], lift[begins] = 0.0, 0.0, NEW_LINE[2] > 0
        dx, dy = x * sx, y * sy
        self._offsets[at] = dx, dy
        self._lift[at] = lift
        self._heads[at] = cells.head
        self._place[at] = self._windows.place
        self._seen[at, : len(self._windows.seen)] = self._windows.seen
        ends = cells.head[-1, :count] > 0.0
        self._height += dy
        self._drift += lean
        share = (1.0 - np.exp(-np.hypot(dx, dy) / DRIFT_LENGTH)) * ~self._lifted
        self._drift += share * (self._height - dy / 2 - self._drift)
        self._height[begins] = self._drift[begins] = 0.0
        self._lifted = lift
        rows = np.zeros((4, cells.head.shape[1]))
        rows[:, : count * self._groups] = np.tile((x, y, lift, self._height), self._groups)
        cells.read(*rows)
        beyond = np.where(begins, 0.0, self._windows.place[:, :count].min(axis=0) - self._ends)
        last = lift & (ends | (beyond > PAST)) & ~begins
        self._now += 1
        written = self._now - 1 - self._begun  # points
        for column in np.flatnonzero(self._job >= 0).tolist():
            over = written[column] == self._rows[self._job[column]]
            if last[column] or over or beyond[column] > FAR_PAST:
                self._finish(column, int(written[column]), written=bool(last[column]))
                self._begin(column)

    def _finish(self, column: int, count: int, *, written: bool) -> None:
        """A column's text is what it is, of so many points."""
        number, points = int(self._job[column]), self._points(column, count)
        dx, dy = self._offsets[points, :, column].T.copy()
        lift = self._lift[points, column]
        nats = self._mean_nats(self._heads[points, :-1, column], dx, dy, lift)
        without = like = math.nan
        if self._judged:
            without = self._mean_nats(self._heads[points, :-1, self._count + column], dx, dy, lift)
            rows = np.stack((dx, dy, lift, np.cumsum(dy)), axis=1)[1:]  # without the way to the line
            like = likeness(self._writer.read_style(rows), self._style)
        seen = self._seen[points, : len(self._features[self._jobs[number][0]]), column]
        attention = Attention(self._place[points, :, column], seen)
        self.results[number] = WrittenText(dx, dy, lift, written, nats, without, like, attention)

    def _mean_nats(self, heads: Float32Array, dx: Float64Array, dy: Float64Array, lift: npt.NDArray[np.bool_]) -> float:
        sx, sy = self._writer.trunk.input_scale
        return float(mdn.nats(heads, dx / sx, dy / sy, lift).mean()) if len(dx) else 0.0
