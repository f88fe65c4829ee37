"""InkML's definitions (sec. 4 to 6): contexts, ink sources, trace formats, canvases and the mappings onto them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from inkapp.formats.inkml.channels import (
    MM,
    MOST_CHANNELS,
    SECONDS,
    Channel,
    TraceFormat,
    number,
    read_resolution,
    scale_of,
)
from inkapp.formats.shared.left_out import LeftOut
from inkapp.ink.document import Float64Array
from inkapp.ink.errors import FileError

T = TypeVar("T")
PLAIN = TraceFormat([Channel("X"), Channel("Y")])


@dataclass(frozen=True, slots=True)
class Context:
    """What a trace's numbers mean. ``resolutions``: values a mm or s, by channel. ``rate``: points a second.

    ``matrix``: (2, 3), onto the canvas, in whose units it ends.
    """

    format: TraceFormat = PLAIN
    resolutions: Mapping[str, float] = field(default_factory=dict)
    rate: float | None = None
    matrix: Float64Array | None = None
    canvas: TraceFormat | None = None

    def scale(self) -> tuple[float, float] | None:
        """mm a unit of X and of Y; the one that says nothing is as the other. None where neither does."""
        found = [scale_of(self.format.channel(name), self.resolutions, MM) for name in "XY"]
        if self.matrix is not None:
            on_canvas = [scale_of(self.canvas.channel(name), {}, MM) if self.canvas else None for name in "XY"]
            found = on_canvas if any(on_canvas) else [found[0] or found[1]] * 2
        x, y = found[0] or found[1], found[1] or found[0]
        return (x, y) if x and y else None

    def points(self, rows: Float64Array) -> Float64Array:
        """(n, 2), on the canvas where there is one; not yet in mm."""
        x, y = self.format.values(rows, "X"), self.format.values(rows, "Y")
        if x is None or y is None:
            x, y = rows[:, 0], rows[:, 1]
        points = np.stack((x, y), axis=1)
        return points if self.matrix is None else points @ self.matrix[:, :2].T + self.matrix[:, 2]

    def seconds(self) -> float | None:
        """Seconds a unit of T, or None where the file does not say."""
        return scale_of(self.format.channel("T"), self.resolutions, SECONDS)


@dataclass(slots=True)
class _Open:
    """An element under way, ``context`` or ``inkSource``, and what it says so far."""

    element: str
    id: str
    context: Context


class Definitions:
    """Follows the definitions as their elements open and close. ``current`` is the context of traces that name none."""

    def __init__(self, name: str, left_out: LeftOut, before: Definitions | None = None) -> None:
        """``before``: of the same file, read once already, where a reference names what comes later."""
        self._name, self._left_out = name, left_out
        self.missed = set[str]()  # ids that a reference named and that were not there (yet)
        self.current = Context()
        self._fixed = False  # ``current`` was defined
        self._contexts: dict[str, Context] = dict(before._contexts) if before else {}
        self._formats: dict[str, TraceFormat] = dict(before._formats) if before else {}
        self._mappings: dict[str, Float64Array | None] = dict(before._mappings) if before else {}
        self._open: list[_Open] = []  # contexts and sources
        self._format: TraceFormat | None = None
        self._format_id = ""
        self._optional = False
        self._matrices: list[list[Float64Array | None]] = []  # of the open transforms and mappings
        self._canvas: TraceFormat | None = None
        self._canvas_id: str | None = None
        self._defining = 0

    def context(self, reference: str | None) -> Context:
        """The context that a trace or group refers to, or the current one."""
        return self._named(self._contexts, reference) or self.current

    @property
    def come_late(self) -> bool:
        """Whether a reference named what came only later."""
        return any(not self.missed.isdisjoint(table) for table in (self._contexts, self._formats, self._mappings))

    def _named(self, table: Mapping[str, T], reference: str | None) -> T | None:
        key = target(reference)
        if reference and key not in table and not key.startswith("Default"):
            self.missed.add(key)
        return table.get(key)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        own = attributes.get("id", "")
        match name:
            case "definitions":
                self._defining += 1
            case "context" | "inkSource":
                self._open.append(_Open(name, own, self._inherited(name, attributes)))
            case "canvas":
                self._canvas_id = own
                self._canvas = self._named(self._formats, attributes.get("traceFormatRef"))
            case "traceFormat":
                self._format, self._format_id, self._optional = TraceFormat(), own, False
            case "intermittentChannels":
                self._optional = True
            case "channel" if self._format is not None:
                columns = self._format.intermittent if self._optional else self._format.regular
                columns.append(Channel.of(attributes))
                if len(self._format.regular) + len(self._format.intermittent) > MOST_CHANNELS:
                    raise FileError(f"{self._name}: a trace format of more than {MOST_CHANNELS} channels")
            case "channelProperty" if (found := read_resolution(attributes)) is not None:
                self._set_resolution(*found)
            case "sampleRate" if (rate := number(attributes.get("value"))) is not None and rate > 0:
                self._set(rate=rate)
            case "canvasTransform" | "mapping":
                self._matrices.append([])

    def end(self, name: str, attributes: Mapping[str, str], text: str) -> None:
        own = attributes.get("id", "")
        match name:
            case "definitions":
                self._defining -= 1
            case "intermittentChannels":
                self._optional = False
            case "traceFormat" if self._format is not None:
                self._end_format(self._format)
            case "canvas":
                self._formats[own] = self._canvas or TraceFormat()
                if self._open:
                    self._set(canvas=self._canvas)
                self._canvas_id = None
            case "matrix" if self._matrices:
                self._matrices[-1].append(_matrix(text))
            case "mapping" if self._matrices:
                self._end_mapping(attributes, self._matrices.pop())
            case "canvasTransform" if self._matrices:
                found = self._matrices.pop()
                self._mappings[own] = found[0] if found else None  # a second one leads back
                if self._open:
                    self._set(matrix=self._mappings[own])
            case "context" | "inkSource" if self._open:
                self._end_context(self._open.pop())

    def _inherited(self, name: str, attributes: Mapping[str, str]) -> Context:
        # a context between traces changes what it names, and no more (sec. 7.2)
        above = self.current if name == "context" and not self._defining and not self._open else Context()
        context = self._named(self._contexts, attributes.get("contextRef")) or above
        source = self._named(self._contexts, attributes.get("inkSourceRef"))
        if source is not None:
            context = replace(context, format=source.format, resolutions=source.resolutions, rate=source.rate)
        format_ = self._named(self._formats, attributes.get("traceFormatRef"))
        if format_ is not None and format_.is_plane:
            context = replace(context, format=format_)
        if (canvas := self._named(self._formats, attributes.get("canvasRef"))) is not None:
            context = replace(context, canvas=canvas)
        if (matrix := self._named(self._mappings, attributes.get("canvasTransformRef"))) is not None:
            context = replace(context, matrix=matrix)
        return context

    def _set(self, **said: object) -> None:
        """Something of the innermost open context or source, or of the file's own."""
        if self._open:
            self._open[-1].context = replace(self._open[-1].context, **said)  # type: ignore[arg-type]  # by name
        else:
            self.current = replace(self.current, **said)  # type: ignore[arg-type]

    def _set_resolution(self, channel: str, resolution: float) -> None:
        context = self._open[-1].context if self._open else self.current
        self._set(resolutions={**context.resolutions, channel: resolution})

    def _end_format(self, format_: TraceFormat) -> None:
        self._format = None
        self._formats[self._format_id] = format_
        if self._canvas_id is not None:
            self._canvas = format_
        elif format_.is_plane and self._open:
            self._set(format=format_)
        elif format_.is_plane and (not self._defining or not self._fixed):
            self.current, self._fixed = Context(format_), True

    def _end_mapping(self, attributes: Mapping[str, str], inner: list[Float64Array | None]) -> None:
        kind = attributes.get("type", "unknown")
        if "mappingRef" in attributes:
            found = self._mappings.get(target(attributes["mappingRef"]))
        elif kind == "identity":
            found = np.eye(2, 3)
        elif kind == "affine":
            found = inner[0] if inner else None
        elif kind == "product":
            found = _product(inner)
        else:
            found = None
        if found is None:
            self._left_out.add(f"mapping of type {kind[:20]}")
        if "id" in attributes:
            self._mappings[attributes["id"]] = found
        if self._matrices:
            self._matrices[-1].append(found)

    def _end_context(self, ended: _Open) -> None:
        context = self._contexts[ended.id] = ended.context
        if ended.element == "inkSource" and self._open:
            self._set(format=context.format, resolutions=context.resolutions, rate=context.rate)
        elif not self._defining or not self._fixed:  # between traces it is for those that follow; or it is the first
            self.current, self._fixed = context, True


def _matrix(text: str) -> Float64Array | None:
    """(2, 3) of rows with commas between; None for another shape."""
    rows = [[number(value) for value in row.split()] for row in text[:1000].split(",")]
    if len(rows) != 2 or any(len(row) != 3 or None in row for row in rows):
        return None
    return np.array(rows, dtype=np.float64)


def _product(matrices: list[Float64Array | None]) -> Float64Array | None:
    """One after the other, the first first."""
    whole = np.eye(3)
    for matrix in matrices:
        if matrix is None:
            return None
        with np.errstate(all="ignore"):
            whole = np.vstack((matrix, [0, 0, 1])) @ whole
    return whole[:2] if np.isfinite(whole).all() else None


def target(reference: str | None) -> str:
    """The id that a reference names; "" is nobody's."""
    return (reference or "").rpartition("#")[2] or "\0"
