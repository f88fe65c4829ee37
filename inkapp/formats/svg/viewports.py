"""SVG's viewports: the size of a picture, of those nested in it, and the coordinates that are theirs (SVG 2, chapter 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from inkapp.formats.shared.left_out import LeftOut
from inkapp.formats.svg.attributes import Box, DamagedAttribute, compose, fit_box, length, view_box
from inkapp.formats.svg.graphics_state import GraphicsState
from inkapp.ink.document import A4_HEIGHT_MM, A4_WIDTH_MM

MM_PER_PX = 25.4 / 96
RELATIVE = ("auto", "inherit", "initial", "")
Attributes = Mapping[str, str]


class Viewport(NamedTuple):
    """``width``, ``height``: pixels. ``box``: which part of the picture's coordinates lies in it, if it says."""

    width: float
    height: float
    box: Box | None

    def enter(self, state: GraphicsState, attributes: Attributes) -> GraphicsState:
        """The state of what stands within."""
        matrix = compose(state.matrix, fit_box(self.box, self.width, self.height, attributes))
        width, height = self.box[2:] if self.box else (self.width, self.height)
        return state._replace(matrix=matrix, width=width, height=height)


def outermost(attributes: Attributes, left_out: LeftOut) -> Viewport:
    """A file's own. A side that is not given follows from the other and the box."""
    box = _box(attributes, left_out)
    whole = box[2:] if box else (A4_WIDTH_MM / MM_PER_PX, A4_HEIGHT_MM / MM_PER_PX)
    given = [attributes.get(key, "").strip() for key in ("width", "height")]
    fixed = [text not in RELATIVE and not text.endswith("%") for text in given]
    width, height = (
        told_length(attributes, key, size, left_out, size) for key, size in zip(("width", "height"), whole, strict=True)
    )
    if box and fixed == [True, False]:
        height = width * box[3] / box[2]
    elif box and fixed == [False, True]:
        width = height * box[2] / box[3]
    return Viewport(width, height, box)


def enter_nested(attributes: Attributes, state: GraphicsState, left_out: LeftOut) -> GraphicsState:
    """The state of what stands within an ``svg`` element, or a ``symbol`` that is used."""
    moved = move(attributes, state, left_out)
    width = told_length(attributes, "width", state.width, left_out, state.width)
    height = told_length(attributes, "height", state.height, left_out, state.height)
    return Viewport(width, height, _box(attributes, left_out)).enter(moved, attributes)


def move(attributes: Attributes, state: GraphicsState, left_out: LeftOut) -> GraphicsState:
    """The state at an element's x and y."""
    x = told_length(attributes, "x", state.width, left_out)
    y = told_length(attributes, "y", state.height, left_out)
    return state._replace(matrix=compose(state.matrix, (1, 0, 0, 1, x, y))) if x or y else state


def told_length(attributes: Attributes, key: str, whole: float, left_out: LeftOut, default: float = 0.0) -> float:
    """Pixels. One that cannot be read is as one that is not there, and told."""
    text = attributes.get(key, "").strip()
    try:
        return default if text in RELATIVE else length(text, whole)
    except DamagedAttribute as problem:
        left_out.add(f"{key}, {problem}")
        return default


def _box(attributes: Attributes, left_out: LeftOut) -> Box | None:
    try:
        return view_box(attributes)
    except DamagedAttribute as problem:
        left_out.add(f"viewBox, {problem}")
        return None
