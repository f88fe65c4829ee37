"""The network that writes a given text in a hand, at run time: reads ink as the trunk does, then writes the text after it.

A text is written after the row that begins a new line. Where the pen is in the text is part of the state, so that one may
go on from any state, also with a text that has grown meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from model import noise
from model.arrays import Float32Array, frozen
from model.checkpoint import STACKED_LSTM, TEXT_WINDOW, Tensors, check_shapes, load
from model.chosen_point import chosen_step
from model.fused_matrices import FusedLayout, FusedMatrices
from model.input_rows import NEW_LINE
from model.lstm_state import LstmState, drift_after, of_lstm
from model.network_protocol import State
from model.point_sampler import PointSampler
from model.sampler import Sampler
from model.strokes import Representation
from model.style import StyleReader
from model.text_lstm import TextLstm, TextMatrices
from model.text_window import AHEAD, TextEncoder, TextWindow, TextWindows
from model.trace import Controls, Step

# Characters beyond the end of a text: further on the first lift ends it, whatever the network says, and still further all is
# given up. At the end of people's lines the window stands 0.3 beyond (the median; of one line in a hundred 1.7 or more).
PAST, FAR_PAST = 1.0, 3.0


@dataclass(frozen=True, eq=False, slots=True)
class HandState(LstmState):
    """After a hand's ink. ``style``: (numbers,), the vector that ``model.style`` makes of it."""

    style: Float32Array = field(kw_only=True)


@dataclass(frozen=True, eq=False, slots=True)
class TextState(HandState):
    """Where a pen stands that writes a text.

    ``place``: κ (components,), in characters from the first. ``read``: (features,), what the window reads there. ``seen``: φ
    (characters,), how much of each character it reads, the end of the text among them. ``written``: whether all is written.
    """

    place: Float32Array = field(kw_only=True)
    read: Float32Array = field(kw_only=True)
    seen: Float32Array = field(kw_only=True)
    written: bool = False

    @property
    def character(self) -> int:
        """The number of the character that the window reads most of; before any, 0."""
        return int(self.seen.argmax()) if len(self.seen) else 0


class TextWriter:
    """A network that writes texts. Frozen after construction: threads may share it. With no text it is its ``trunk``."""

    def __init__(self, weights: Tensors, config: Mapping[str, Any], *, narrow: bool = False) -> None:
        """``weights`` and ``config`` as ``model.checkpoint`` describes them; ``narrow``: read in 8 bits, see ``model.narrow``.
        Raises ValueError when they do not fit."""
        check_shapes(weights, config)
        plain = {name: array for name, array in weights.items() if not name.startswith("text.")}
        self.trunk = Sampler(plain, {**config, "architecture": STACKED_LSTM}, narrow=narrow)
        self._weights = {name: array for name, array in weights.items() if name.startswith("text.window.")}
        self._encoder, self._style = TextEncoder(weights), StyleReader(weights, self.trunk.input_scale)
        self._matrices = TextMatrices(weights, self.trunk.layers, self.trunk.hidden, self.trunk.inputs, narrow=narrow)

    @classmethod
    def load(cls, path: Path, *, narrow: bool = True) -> TextWriter:
        """From a checkpoint's files. Raises CheckpointError."""
        return cls(*load(path, TEXT_WINDOW), narrow=narrow)

    @property
    def name(self) -> str:
        """The weights' name."""
        return self.trunk.name

    @property
    def representation(self) -> Representation:
        """How its rows come from ink. Raises KeyError or TypeError where the config does not say."""
        return self.trunk.representation

    @property
    def layout(self) -> FusedLayout:
        """Where a point's numbers lie."""
        return self._matrices.layout

    @property
    def fused(self) -> FusedMatrices:
        """Everything that is multiplied for each point, but for the window."""
        return self._matrices.fused

    def start(self) -> LstmState:
        """Before any ink."""
        return self.trunk.start()

    def feed(self, state: State, rows: npt.ArrayLike) -> HandState:
        """The state after reading ``rows`` (n, 4) of real ink, with no text; the hand's style is that of these rows.

        Raises ValueError for rows of another shape.
        """
        after = self.trunk.feed(state, rows)
        style = self.read_style(rows)
        return HandState(after.hidden, after.cell, after.height, after.lifted, after.drift, after.gap, style=style)

    def read_style(self, rows: npt.ArrayLike) -> Float32Array:
        """The style vector of ``rows`` (n, 4) of ink. Raises ValueError for rows of another shape."""
        return frozen(self._style.read(self.trunk.checked(rows)))

    def style_of(self, state: LstmState) -> Float32Array:
        """The style vector of the hand that a state has read; before any ink nobody's."""
        return state.style if isinstance(state, HandState) else self._style.nobody

    def begin_line(self, state: State, text: str, *, ended: bool = True) -> TextState:
        """The state of a pen that is to write ``text`` on a new line, after the ink of ``state``.

        Raises ValueError for characters that are not in the alphabet.
        """
        cells = self.cells(of_lstm(state), text, ended=ended)
        cells.read(*NEW_LINE.tolist())
        return _state_of(cells, self.style_of(of_lstm(state)), 0.0, True, 0.0)

    def read_along(self, state: State, rows: npt.ArrayLike, text: str) -> TextState:
        """The state of a pen that has written the beginning of ``text``, or all of it: ``rows`` (n, 4) of real ink on a new
        line after the ink of ``state`` (``input_rows.on_new_line``). Where in the text it is the window finds by itself.

        Raises ValueError for rows of another shape, and for characters that are not in the alphabet.
        """
        ink = self.trunk.checked(rows)
        cells = self.cells(of_lstm(state), text, ended=True)
        cells.read(*NEW_LINE.tolist())
        scaled = ink / np.array((*self.trunk.input_scale, 1.0, 1.0), dtype=np.float32)
        for row in scaled.tolist():
            cells.read(*row)
        height, lifted = (float(ink[-1, 3]), bool(ink[-1, 2] > 0.5)) if len(ink) else (0.0, True)
        return _state_of(cells, self.style_of(of_lstm(state)), height, lifted, 0.0)

    def choose(
        self, state: TextState, text: str, index: int, controls: Controls, dx: float, dy: float, lift: bool
    ) -> tuple[Step, TextState]:
        """The point that a person chose as step ``index`` of writing ``text`` from ``state``, as ``choose`` of ``Writer``."""
        cells = self.cells(state, text, ended=True)
        cells.compute_head()
        scale = self.trunk.input_scale
        step = chosen_step(cells.head[:-1], scale, state, index, controls, dx, dy, lift)
        height = state.height + dy
        cells.read(dx / scale[0], dy / scale[1], float(lift), height)
        drift = state.drift if state.lifted else drift_after(state.drift, dx, dy, height)
        after = _state_of(cells, state.style, height, lift, drift)
        return replace(step, character=after.character), after

    def write(
        self,
        state: TextState,
        text: str,
        seed: int,
        controls: Controls | Callable[[], Controls],
        start_step: int = 0,
        limit: int | None = None,
        *,
        ended: bool = True,
    ) -> Iterator[tuple[Step, TextState]]:
        """Writes on from ``state``: each sampled Step and the state after it, as ``continue_ink`` of ``Writer`` does.

        ``text``: all of it, also what is written already; it may have grown since ``state``. ``ended``: whether it is
        complete; where it is not, the pen stops before what may still come would change what it does. Ends when the network
        says that a lift of the pen is the text's last, or the window is well beyond the end, or the text has to grow, or after
        ``limit`` steps. Raises ValueError for characters that are not in the alphabet.
        """
        cells = self.cells(state, text, ended=ended)
        points = PointSampler(cells.head[:-1])
        sx, sy = self.trunk.input_scale
        at = state
        for index, row in zip(count(start_step), noise.stream(seed, start_step), strict=False):
            if limit is not None and index - start_step >= limit:
                return
            if not ended and at.place.max() > len(text) - 1 - AHEAD:
                return
            now = controls if isinstance(controls, Controls) else controls()
            cells.compute_head()
            drift, lean = at.drift, 0.0
            if at.lifted:  # who sets the pen down looks at the line
                drift -= now.steadiness * drift
                lean = (drift - at.drift) / sy
            x, y, lift, nats, component, mix = points.sample(row, now, lean)
            ends = ended and lift and cells.head.item(-1) > 0.0
            dx, dy = x * sx, y * sy
            height = at.height + dy
            cells.read(x, y, float(lift), height)
            before = at
            if not at.lifted:
                drift = drift_after(drift, dx, dy, height)
            beyond = float(cells.window.place.min()) - len(text)
            written = ended and lift and (ends or beyond > PAST)
            at = _state_of(cells, state.style, height, lift, drift, written=written)
            was = before.lifted, nats, now, mix, component, before.hidden, before.cell
            yield Step(index, dx, dy, lift, *was, min(at.character, len(text) - 1)), at
            if at.written or (ended and beyond > FAR_PAST):
                return

    def cells(self, state: LstmState, text: str, *, ended: bool) -> TextLstm:
        """The network where ``state`` stands, with the text before it. Raises ValueError for characters not in the alphabet."""
        cells = TextLstm(self._matrices, TextWindow(self._weights, self._encoder.encode(text, ended=ended)))
        cells.take(state.hidden, state.cell)
        cells.take_style(self.style_of(state))
        if isinstance(state, TextState):
            cells.take_window(state.place, state.read)
        return cells

    def columns(self, count: int) -> tuple[TextLstm, TextWindows]:
        """The network ``count`` times side by side, with no text yet; and its windows."""
        windows = TextWindows(self._weights, self._matrices.features, count)
        return TextLstm(self._matrices, windows, count), windows

    def encode(self, text: str) -> Float32Array:
        """What a whole text's characters and its end stand for. Raises ValueError for characters not in the alphabet."""
        return self._encoder.encode(text)


def _state_of(
    cells: TextLstm, style: Float32Array, height: float, lifted: bool, drift: float, *, written: bool = False
) -> TextState:
    hidden, cell = cells.copy()
    window = cells.window
    place, read, seen = (frozen(part.copy()) for part in (window.place, window.read, window.seen))
    return TextState(
        hidden, cell, height, lifted, drift, style=style, place=place, read=read, seen=seen, written=written
    )


def shared_text_writer(path: Path) -> TextWriter:
    """``TextWriter.load``, but one for all threads that ask for it: what writes typed texts, and a ghost's words. Raises
    CheckpointError."""
    with _LOADING:
        return _kept(path)


_LOADING = Lock()
_kept = cache(TextWriter.load)
