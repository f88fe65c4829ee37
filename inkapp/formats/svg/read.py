"""Foreign SVG → a page of ink. What is read, and what is left out and said, is the table of ``docs/formats.md``.

The elements are gathered first and drawn afterwards, because ``use`` may name what comes later.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from inkapp.formats.shared.fit_on_page import MOST_POINTS, MOST_STROKES, ForeignLine, fit
from inkapp.formats.shared.left_out import LeftOut, Tell, tell_nobody
from inkapp.formats.shared.xml_events import MOST_BYTES, MOST_ELEMENTS, read_xml
from inkapp.formats.svg.attributes import (
    AttributeProblem,
    Box,
    Matrix,
    about,
    compose,
    fit_box,
    is_clear,
    length,
    read_transform,
    view_box,
)
from inkapp.formats.svg.pieces import Piece, join_pieces
from inkapp.formats.svg.shapes import DRAWN, shape_lines
from inkapp.formats.svg.styles import Styles
from inkapp.ink.atomic_files import unpack
from inkapp.ink.document import A4_HEIGHT_MM, A4_WIDTH_MM, Author, Background, Document, Float64Array, Page
from inkapp.ink.errors import FileError
from inkapp.ink.recorder import FARTHEST_MM

NAMESPACE = "http://www.w3.org/2000/svg"
MM_PER_PX = 25.4 / 96
TOLERANCE_MM = 0.02
CONTAINERS = frozenset({"svg", "g", "a", "switch", "symbol", "use"})
# What stands for itself nowhere, or is no picture
UNSEEN = frozenset(
    {"defs", "clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient", "metadata", "filter"}
    | {"title", "desc", "style", "script", "namedview", "view", "cursor", "font", "font-face", "color-profile"}
    | {"solidcolor", "hatch", "stop", "animate", "animateMotion", "animateTransform", "animateColor", "set"}
)
DEEPEST_USE = 12
OWN_LAYERS = frozenset(author.value for author in Author)  # ids of the groups that the app writes
RELATIVE = ("auto", "inherit", "initial", "")
VISIBILITY = {"visible": True, "initial": True, "hidden": False, "collapse": False}
# They change what is seen of ink, or draw more of it; what they are put on is read as if it had none
EFFECTS = ("clip-path", "mask", "marker", "marker-start", "marker-mid", "marker-end")


def read_svg(data: bytes, name: str, tell: Tell = tell_nobody) -> Document:
    """The ink of an SVG file (or SVGZ), all of it a person's, on a page of the picture's size.

    ``tell`` hears in one line what was left out. Raises FileError.
    """
    elements = _Elements(name)
    read_xml(unpack(data, name), name, elements, NAMESPACE)
    drawing = _Drawing(elements, name)
    drawing.draw()
    lines = [ForeignLine(points) for points in join_pieces(drawing.pieces)]
    if not lines:
        raise FileError(f"{name}: holds no lines or paths" + (f"; {drawing.left_out}" if drawing.left_out else ""))
    document = Document((fit(lines, name, unit_mm=1.0, page=drawing.page),))
    if drawing.left_out:
        tell(f"{name}: {drawing.left_out}")
    return document


@dataclass(slots=True)
class _Element:
    """``end``: the index behind its last descendant."""

    name: str
    attributes: Mapping[str, str]
    end: int = 0


class _Elements:
    """All elements of a file in document order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.all: list[_Element] = []
        self.by_id: dict[str, int] = {}
        self.styles = Styles()
        self._open: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.all and name != "svg":
            raise FileError(f"{self._name}: not an SVG file (it begins with <{name[:30]}>)")
        if "id" in attributes:
            self.by_id.setdefault(attributes["id"], len(self.all))
        self._open.append(len(self.all))
        self.all.append(_Element(name, attributes))

    def end(self, name: str, text: str) -> None:
        self.all[self._open.pop()].end = len(self.all)
        if name == "style":
            self.styles.add(text)


@dataclass(frozen=True, slots=True)
class _Place:
    """What an element inherits. ``width``, ``height``: what percentages are of, pixels. ``group``: the index of its parent."""

    matrix: Matrix
    width: float
    height: float
    visible: bool = True
    group: int = 0
    colour: str = ""
    pen: str = ""  # the stroke's width
    uses: int = 0


class _Drawing:
    """Draws what is seen, as lines in mm."""

    def __init__(self, elements: _Elements, name: str) -> None:
        self._elements, self._name = elements, name
        self._drawn = 0  # elements, those that ``use`` repeats counted each time
        self._points = 0
        self._characters = 0  # of the attributes of what was drawn
        self.pieces: list[Piece] = []
        self.page: Page | None = None
        self.left_out = LeftOut()

    def draw(self) -> None:
        """Raises FileError where the picture has no size, or more than a page may hold."""
        root = self._elements.all[0]
        try:
            place = self._root(root)
        except ArithmeticError as problem:
            raise FileError(f"{self._name}: {problem}") from None
        if self._elements.styles.unread:
            self.left_out.add("style sheet")
        if place is not None:
            self._children(0, place)

    def _children(self, index: int, place: _Place) -> None:
        """Draws an element's children, in order and without recursion but for ``use``."""
        elements = self._elements.all
        above = [(elements[index].end, replace(place, group=index))]
        chosen = set[int]()  # switches of which a child was drawn: the others stand instead of it
        at = index + 1
        while at < elements[index].end:
            while at >= above[-1][0]:
                above.pop()
            element, parent, pieces = elements[at], above[-1][1].group, len(self.pieces)
            if elements[parent].name == "switch" and (parent in chosen or element.attributes.get("requiredExtensions")):
                at = element.end
                continue
            inside = self._element(at, above[-1][1])
            if inside is not None or len(self.pieces) > pieces:
                chosen.add(parent)
            if inside is None:
                at = element.end
            else:
                above.append((element.end, replace(inside, group=at)))
                at += 1

    def _element(self, index: int, place: _Place) -> _Place | None:
        """Draws one element; where its children are drawn, too, what they inherit."""
        element = self._elements.all[index]
        self._drawn += 1
        if self._drawn > MOST_ELEMENTS:
            raise FileError(f"{self._name}: draws more than {MOST_ELEMENTS} elements")
        self._characters += sum(map(len, element.attributes.values()))
        if self._characters > 2 * MOST_BYTES:
            raise FileError(f"{self._name}: repeats too much by use")
        kind = element.name
        if kind in UNSEEN or kind == "symbol" or " " in kind:  # a space: of another namespace
            return None
        try:
            inside = self._inherit(element, place)
            if inside is None:
                return None
            if kind == "use":
                self._use(element.attributes, inside)
            elif kind == "svg":
                return self._nested(element.attributes, inside)
            elif kind in DRAWN:
                if inside.visible:
                    self._shape(element, inside)
            elif kind in CONTAINERS:
                return inside
            elif inside.visible:
                self.left_out.add(kind[:30])
        except (AttributeProblem, ArithmeticError) as problem:  # an overflow
            self.left_out.add(f"damaged {kind} ({str(problem)[:60]})")
        return None

    def _inherit(self, element: _Element, place: _Place) -> _Place | None:
        """What an element and its children are drawn by; None where neither is seen."""
        attributes, style = element.attributes, self._elements.styles.of(element.name, element.attributes)

        def said(name: str) -> str:
            return style.get(name) or attributes.get(name, "").strip().lower()

        if said("display") == "none" or is_clear(said("opacity")):
            return None
        for effect in EFFECTS:
            if effect in attributes and place.visible and attributes[effect].strip() != "none":
                self.left_out.add(effect)
        matrix = place.matrix
        if text := said("transform"):
            try:
                own = read_transform(text)
                if origin := said("transform-origin"):
                    own = about(origin, own, place.width, place.height)
                matrix = compose(matrix, own)
            except AttributeProblem as problem:
                self.left_out.add(str(problem))
        visible = VISIBILITY.get(said("visibility"), place.visible)
        colour, pen = said("stroke") or place.colour, said("stroke-width") or place.pen
        if (matrix, visible, colour, pen) == (place.matrix, place.visible, place.colour, place.pen):
            return place
        return replace(place, matrix=matrix, visible=visible, colour=colour, pen=pen)

    def _length(self, attributes: Mapping[str, str], key: str, whole: float, default: float = 0.0) -> float:
        """Pixels. One that cannot be read is as one that is not there, and told."""
        text = attributes.get(key, "").strip()
        try:
            return default if text in RELATIVE else length(text, whole)
        except AttributeProblem as problem:
            self.left_out.add(f"{key}, {problem}")
            return default

    def _box(self, attributes: Mapping[str, str]) -> Box | None:
        try:
            return view_box(attributes)
        except AttributeProblem as problem:
            self.left_out.add(f"viewBox, {problem}")
            return None

    def _shape(self, element: _Element, place: _Place) -> None:
        scale = max(math.hypot(*place.matrix[:2]), math.hypot(*place.matrix[2:4]))
        if not scale > 0:
            return
        room = place.width, place.height
        tolerance, left = TOLERANCE_MM / scale, MOST_POINTS - self._points
        found = shape_lines(element.name, element.attributes, room, tolerance, left, self._name)
        self._points += found.taken
        if self._points > MOST_POINTS:
            raise FileError(f"{self._name}: more than {MOST_POINTS} points")
        error = found.error
        for points, segments in zip(found.lines, found.segments, strict=True):
            error = self._add(points, place, segments == 1) or error
        if error:
            self.left_out.add(f"end of a damaged {element.name} ({error})")

    def _add(self, points: Float64Array, place: _Place, single: bool) -> str:
        """Takes a line up to its first point that no page has; returns what was wrong with that, or ""."""
        a, b, c, d, e, f = place.matrix
        with np.errstate(over="ignore", invalid="ignore"):
            points = points @ ((a, b), (c, d)) + (e, f)
        end = len(points)
        if not np.abs(points).max() <= FARTHEST_MM + 1:  # also for nan
            end = int((np.abs(points) <= FARTHEST_MM + 1).all(axis=1).argmin())
        if end > 1 or end == len(points):
            whole = self._elements.all[place.group].attributes.get("id") in OWN_LAYERS
            self.pieces.append(Piece(points[:end], place.group, place.colour, place.pen, single, whole))
            if len(self.pieces) > MOST_STROKES:
                raise FileError(f"{self._name}: more than {MOST_STROKES} lines")
        if end == len(points):
            return ""
        if not np.isfinite(points[end]).all():
            return "its numbers are too large"
        return f"it lies farther than {FARTHEST_MM:.0f} mm away"

    def _use(self, attributes: Mapping[str, str], place: _Place) -> None:
        """Draws another element of the file here (SVG 2, sec. 5.6)."""
        target = self._elements.by_id.get(
            (attributes.get("href") or attributes.get("xlink:href", "")).strip().lstrip("#")
        )
        if target is None:
            self.left_out.add("use of what is not there")
            return
        if place.uses >= DEEPEST_USE:
            self.left_out.add("use within use, too deep")
            return
        x, y = self._length(attributes, "x", place.width), self._length(attributes, "y", place.height)
        place = replace(place, matrix=compose(place.matrix, (1, 0, 0, 1, x, y)), uses=place.uses + 1)
        element = self._elements.all[target]
        if element.name not in ("symbol", "svg"):
            inside = self._element(target, place)
            if inside is not None:
                self._children(target, inside)
            return
        inside = self._inherit(element, place)
        if inside is not None:
            sizes = {key: attributes[key] for key in ("width", "height") if key in attributes}
            self._children(target, self._nested({**element.attributes, **sizes}, inside))

    def _nested(self, attributes: Mapping[str, str], place: _Place) -> _Place:
        x, y = self._length(attributes, "x", place.width), self._length(attributes, "y", place.height)
        width, height = (
            self._length(attributes, key, whole, whole)
            for key, whole in (("width", place.width), ("height", place.height))
        )
        box = self._box(attributes)
        matrix = compose(place.matrix, (1, 0, 0, 1, x, y))
        matrix = compose(matrix, fit_box(box, width, height, attributes))
        return replace(place, matrix=matrix, width=box[2] if box else width, height=box[3] if box else height)

    def _root(self, root: _Element) -> _Place | None:
        """The outermost picture: its size is the page's. A side that is not given follows from the other and the box."""
        attributes = root.attributes
        box = self._box(attributes)
        whole = (box[2], box[3]) if box else (A4_WIDTH_MM / MM_PER_PX, A4_HEIGHT_MM / MM_PER_PX)
        given = [attributes.get(key, "").strip() for key in ("width", "height")]
        fixed = [text not in RELATIVE and not text.endswith("%") for text in given]
        sides = [
            self._length(attributes, key, size, size) for key, size in zip(("width", "height"), whole, strict=True)
        ]
        if box and fixed == [True, False]:
            sides[1] = sides[0] * box[3] / box[2]
        elif box and fixed == [False, True]:
            sides[0] = sides[1] * box[2] / box[3]
        width, height = sides
        # a size in pixels is a rounded one: what is 210 mm but for a tenth of a µm is 210 mm
        page_width, page_height = round(width * MM_PER_PX, 4), round(height * MM_PER_PX, 4)
        if not (1.0 <= page_width <= FARTHEST_MM and 1.0 <= page_height <= FARTHEST_MM):
            raise FileError(f"{self._name}: a picture of {page_width:.4g} × {page_height:.4g} mm is no page")
        self.page = Page(width=page_width, height=page_height, background=Background.PLAIN)
        # its own transform is outside of the box (SVG 2, sec. 8.2)
        outside = self._inherit(root, _Place((MM_PER_PX, 0, 0, MM_PER_PX, 0, 0), width, height))
        if outside is None:
            return None
        matrix = compose(outside.matrix, fit_box(box, width, height, attributes))
        return replace(outside, matrix=matrix, width=box[2] if box else width, height=box[3] if box else height)
