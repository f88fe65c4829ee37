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
from model.guidance import Guidance, guided
from model.input_rows import NEW_LINE
from model.lstm_state import DRIFT_LENGTH, LstmState, of_lstm
from model.network_protocol import State
from model.point_sampler import sample_points
from model.style import likeness
from model.text_protocol import WritingStopped
from model.text_writer import FAR_PAST, PAST, TextWriter
from model.trace import Controls

# So many stand side by side, however many texts there are: every product then has one shape, so that no text's sums depend on
# the others. (Measured: more cost as much each.) Where texts are judged, half of them are the same network reading the same ink
# without its text: so one word's four tries cost one product a point, and not two.
COLUMNS = 8
# A text that takes more rows than this is not written any more: people take 10 a character, the slowest line of 464 took 17.
ROWS_A_CHARACTER, ROWS_MORE = 30, 60
UNGUIDED = Guidance()
ANYWAY = 0.5  # see ``WrittenText.cost``


@dataclass(frozen=True, eq=False, slots=True)
class WrittenText:
    """A text as it was written once. ``dx``, ``dy``, ``lift``: (points,), as a Step has them. ``written``: whether it came to
    its end. ``nats``: a point, the mean of what a Step calls so (before any temperature). ``without_text``: the same by the
    trunk, to which nobody told the text; nan where that was not asked. ``likeness``: of its style to the hand's, −1 … 1."""

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

        Where ``without_text`` was not asked for, ``nats``.
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

    ``judged``: whether the trunk reads along, for ``without_text``; that doubles what many texts cost.
    ``guidance``: to the hand, which the network also reads along without, and to the text, for which the trunk does.

    The noise is that of ``TextWriter.write``; the sums are taken in another order, so ink may differ from its in the last bits.
    It does not depend on what other texts there are: equal text, seed and state give equal ink, to the last bit, wherever
    a product of matrices treats its columns alike (OpenBLAS does). ``stop``, asked before each step, says that nothing is
    wanted any more: then WritingStopped is raised. Raises ValueError for characters not in the alphabet.
    """
    batch = _Batch(writer, of_lstm(state), controls, texts, seeds, limit, judged, guidance)
    while batch.busy:
        if stop is not None and stop():
            raise WritingStopped
        batch.step()
    return [batch.results[number] for number in range(len(texts))]


class _Batch:
    """The columns at work, and the texts that wait for one to be free; the longest begin first."""

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
        # columns that write; as many that judge; as many that know no hand
        self._groups = 1 + judged + (guidance.hand > 0)
        self._count = count = COLUMNS // min(self._groups, 2)
        self._cells, self._windows = writer.columns(count * self._groups)
        self._handless = of_lstm(writer.start())
        self._cells.take_style(self._style, slice(count))  # who judges knows no style
        if guidance.hand > 0:
            self._cells.take_style(writer.style_of(self._handless), slice(count * (self._groups - 1), None))
        most = max(self._rows, default=0)
        longest = max(map(len, self._features.values()), default=0)
        self._dx, self._dy = np.zeros((2, count, most))
        self._lift = np.zeros((count, most), dtype=np.bool_)
        self._noises = np.zeros((count, most, 4))
        self._heads = np.zeros((count * (1 + judged), most, len(self._cells.head)), dtype=np.float32)
        self._place = np.zeros((count, most, len(self._windows.place)), dtype=np.float32)
        self._seen = np.zeros((count, most, longest), dtype=np.float32)
        self._job = np.full(count, -1)  # which text a column writes; −1: none
        self._ends = np.full(count, np.inf)  # the length of its text
        self._at = np.zeros(count, dtype=np.intp)  # its next point; −1: the line is to be begun
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
        while self._waiting:
            number = self._waiting.pop()
            text, seed = self._jobs[number]
            rows = self._rows[number]
            self._job[column], self._ends[column], self._at[column] = number, len(text), -1
            self._show(column, self._features[text])
            for group in range(self._groups):
                state = self._handless if self._guidance.hand > 0 and group == self._groups - 1 else self._state
                self._cells.take_column(column + group * self._count, state.hidden, state.cell)
            self._noises[column, :rows] = noise.rows(seed, 0, rows)
            if rows:
                return
            self._finish(column, written=False)
        self._job[column], self._ends[column], self._at[column] = -1, np.inf, 0
        self._show(column, np.zeros((0, len(self._windows.read)), dtype=np.float32))

    def _show(self, column: int, features: Float32Array) -> None:
        """A text to the one that writes in a column, and to the one beside it that knows no hand."""
        self._windows.begin(column, features)
        if self._guidance.hand > 0:
            self._windows.begin(column + (self._groups - 1) * self._count, features)

    def step(self) -> None:
        """Every column's next point."""
        count, cells, now = self._count, self._cells, self._controls
        columns = np.arange(count)
        cells.compute_head()
        begins = (self._at < 0) | (self._job < 0)
        row = np.maximum(self._at, 0)
        sx, sy = self._writer.trunk.input_scale
        lean = -now.steadiness * self._drift * self._lifted  # who sets the pen down looks at the line
        head = cells.head[:-1, :count]
        away = []
        if self._guidance.text > 0:
            away.append((cells.head[:-1, count : 2 * count], self._guidance.text))
        if self._guidance.hand > 0:
            away.append((cells.head[:-1, -count:], self._guidance.hand))
        if away:
            head = guided(head, away)
        x, y, lift = sample_points(head, self._noises[columns, row], now, lean / sy)
        x[begins], y[begins], lift[begins] = 0.0, 0.0, NEW_LINE[2] > 0
        dx, dy = x * sx, y * sy
        self._dx[columns, row], self._dy[columns, row], self._lift[columns, row] = dx, dy, lift
        kept = len(self._heads)
        self._heads[np.arange(kept), np.tile(row, kept // count)] = cells.head.T[:kept]
        self._place[columns, row] = self._windows.place.T[:count]
        self._seen[columns, row, : len(self._windows.seen)] = self._windows.seen.T[:count]
        ends = cells.head[-1, :count] > 0.0
        self._height += dy
        self._drift += lean
        share = (1.0 - np.exp(-np.hypot(dx, dy) / DRIFT_LENGTH)) * ~self._lifted
        self._drift += share * (self._height - dy / 2 - self._drift)
        self._height[begins] = self._drift[begins] = 0.0
        self._lifted = lift
        rows = np.stack((x, y, lift, self._height))
        cells.read(*np.tile(rows, self._groups))
        beyond = np.where(begins, 0.0, self._windows.place[:, :count].min(axis=0) - self._ends)
        last = lift & (ends | (beyond > PAST)) & ~begins
        self._at += self._job >= 0
        for column in np.flatnonzero(self._job >= 0).tolist():
            over = self._at[column] == self._rows[self._job[column]]
            if last[column] or over or beyond[column] > FAR_PAST:
                self._finish(column, written=bool(last[column]))
                self._begin(column)

    def _finish(self, column: int, *, written: bool) -> None:
        number = int(self._job[column])
        points = slice(max(int(self._at[column]), 0))
        dx, dy = self._dx[column, points].copy(), self._dy[column, points].copy()
        lift = self._lift[column, points].copy()
        nats, without = self._mean_nats(self._heads[column, points, :-1], dx, dy, lift), math.nan
        if self._judged:
            without = self._mean_nats(self._heads[self._count + column, points, :-1], dx, dy, lift)
        seen = self._seen[column, points, : len(self._features[self._jobs[number][0]])].copy()
        attention = Attention(self._place[column, points].copy(), seen)
        rows = np.stack((dx, dy, lift, np.cumsum(dy)), axis=1)[1:]  # without the way to the line
        like = likeness(self._writer.read_style(rows), self._style)
        self.results[number] = WrittenText(dx, dy, lift, written, nats, without, like, attention)

    def _mean_nats(self, heads: Float32Array, dx: Float64Array, dy: Float64Array, lift: npt.NDArray[np.bool_]) -> float:
        sx, sy = self._writer.trunk.input_scale
        return float(mdn.nats(heads, dx / sx, dy / sy, lift).mean()) if len(dx) else 0.0
