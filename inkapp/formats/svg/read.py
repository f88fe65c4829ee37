"""Foreign SVG → a page of ink. What is read, and what is left out and said, is the table of ``docs/formats.md``."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from inkapp.formats.shared.fit_on_page import MOST_POINTS, MOST_STROKES, ForeignLine, fit
from inkapp.formats.shared.left_out import LeftOut, Tell, tell_nobody
from inkapp.formats.shared.xml_events import MOST_BYTES, MOST_ELEMENTS, read_xml
from inkapp.formats.svg.attributes import DamagedAttribute
from inkapp.formats.svg.elements import Element, Elements
from inkapp.formats.svg.graphics_state import GraphicsState, Inheritance
from inkapp.formats.svg.pieces import Piece, join_pieces
from inkapp.formats.svg.shapes import DRAWN, shape_lines
from inkapp.formats.svg.viewports import MM_PER_PX, Viewport, enter_nested, move, outermost
from inkapp.ink.atomic_files import unpack
from inkapp.ink.document import Author, Background, Document, Float64Array, Page
from inkapp.ink.errors import FileError
from inkapp.ink.recorder import FARTHEST_MM

NAMESPACE = "http://www.w3.org/2000/svg"
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


def read_svg(data: bytes, name: str, tell: Tell = tell_nobody) -> Document:
    """The ink of an SVG file (or SVGZ), all of it a person's, on a page of the picture's size.

    ``tell`` hears in one line what was left out. Raises FileError.
    """
    elements = Elements(name)
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


class _Drawing:
    """Draws what is seen, as lines in mm. ``group`` is the index of an element's parent."""

    def __init__(self, elements: Elements, name: str) -> None:
        self._elements, self._name = elements, name
        self._drawn = 0  # elements, those that ``use`` repeats counted each time
        self._points = self._lines = 0  # those that lie on no page, too
        self._characters = 0  # of the attributes of what was drawn
        self.pieces: list[Piece] = []
        self.page: Page | None = None
        self.left_out = LeftOut()
        self._inheritance = Inheritance(name, elements.styles, self.left_out)

    def draw(self) -> None:
        """Raises FileError where the picture has no size, or more than a page may hold."""
        root = self._elements.all[0]
        if self._elements.styles.unread:
            self.left_out.add("style sheet")
        try:
            viewport = outermost(root.attributes, self.left_out)
            self.page = self._page(viewport)
            # its own transform is outside of the box (SVG 2, sec. 8.2)
            before = GraphicsState((MM_PER_PX, 0, 0, MM_PER_PX, 0, 0), viewport.width, viewport.height)
            outside = self._inheritance.inside(root, before)
            inside = outside and viewport.enter(outside, root.attributes)
        except ArithmeticError as problem:
            raise FileError(f"{self._name}: {problem}") from None
        with np.errstate(over="ignore", invalid="ignore"):  # ``_add`` looks at what came of it
            if inside is not None:
                self._children(0, inside)

    def _page(self, viewport: Viewport) -> Page:
        # a size in pixels is a rounded one: what is 210 mm but for a tenth of a µm is 210 mm
        width, height = round(viewport.width * MM_PER_PX, 4), round(viewport.height * MM_PER_PX, 4)
        if not (1.0 <= width <= FARTHEST_MM and 1.0 <= height <= FARTHEST_MM):
            raise FileError(f"{self._name}: a picture of {width:.4g} × {height:.4g} mm is no page")
        return Page(width=width, height=height, background=Background.PLAIN)

    def _children(self, index: int, state: GraphicsState) -> None:
        """Draws an element's children, in order and without recursion but for ``use``."""
        elements = self._elements.all
        above = [(elements[index].end, state, index)]
        chosen = set[int]()  # switches of which a child was drawn: the others stand instead of it
        at = index + 1
        while at < elements[index].end:
            while at >= above[-1][0]:
                above.pop()
            element, pieces, (_, outside, group) = elements[at], len(self.pieces), above[-1]
            if elements[group].name == "switch" and (group in chosen or element.attributes.get("requiredExtensions")):
                at = element.end
                continue
            inside = self._element(at, outside, group)
            if inside is not None or len(self.pieces) > pieces:
                chosen.add(group)
            if inside is None:
                at = element.end
            else:
                above.append((element.end, inside, at))
                at += 1

    def _element(self, index: int, state: GraphicsState, group: int) -> GraphicsState | None:
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
            inside = self._inheritance.inside(element, state)
            if inside is None:
                return None
            if kind == "use":
                self._use(element.attributes, inside, group)
            elif kind == "svg":
                return enter_nested(element.attributes, inside, self.left_out)
            elif kind in DRAWN:
                if inside.visible:
                    self._shape(element, inside, group)
            elif kind in CONTAINERS:
                return inside
            elif inside.visible:
                self.left_out.add(kind[:30])
        except (DamagedAttribute, ArithmeticError) as problem:  # an overflow
            self.left_out.add(f"damaged {kind} ({str(problem)[:60]})")
        return None

    def _shape(self, element: Element, state: GraphicsState, group: int) -> None:
        scale = max(math.hypot(*state.matrix[:2]), math.hypot(*state.matrix[2:4]))
        if not scale > 0:
            return
        room = state.width, state.height
        tolerance, left = TOLERANCE_MM / scale, MOST_POINTS - self._points
        found = shape_lines(element.name, element.attributes, room, tolerance, left, self._name)
        self._points += found.taken
        if self._points > MOST_POINTS:
            raise FileError(f"{self._name}: more than {MOST_POINTS} points")
        self._lines += len(found.lines)
        if self._lines > MOST_STROKES:
            raise FileError(f"{self._name}: more than {MOST_STROKES} lines")
        error = found.error
        for points, segments in zip(found.lines, found.segments, strict=True):
            error = self._add(points, state, group, segments == 1) or error
        if error:
            self.left_out.add(f"end of a damaged {element.name} ({error})")

    def _add(self, points: Float64Array, state: GraphicsState, group: int, single: bool) -> str:
        """Takes a line up to its first point that no page has; returns what was wrong with that, or ""."""
        a, b, c, d, e, f = state.matrix
        points = points @ ((a, b), (c, d)) + (e, f)
        end = len(points)
        if not np.abs(points).max() <= FARTHEST_MM + 1:  # also for nan
            end = int((np.abs(points) <= FARTHEST_MM + 1).all(axis=1).argmin())
        if end > 1 or end == len(points):
            whole = self._elements.all[group].attributes.get("id") in OWN_LAYERS
            self.pieces.append(Piece(points[:end], group, state.colour, state.pen, single, whole))
        if end == len(points):
            return ""
        if not np.isfinite(points[end]).all():
            return "its numbers are too large"
        return f"it lies farther than {FARTHEST_MM:.0f} mm away"

    def _use(self, attributes: Mapping[str, str], state: GraphicsState, group: int) -> None:
        """Draws another element of the file here (SVG 2, sec. 5.6)."""
        reference = attributes.get("href") or attributes.get("xlink:href", "")
        target = self._elements.by_id.get(reference.strip().lstrip("#"))
        if target is None:
            self.left_out.add("use of what is not there")
            return
        if state.uses >= DEEPEST_USE:
            self.left_out.add("use within use, too deep")
            return
        element = self._elements.all[target]
        state = move(attributes, state, self.left_out)._replace(uses=state.uses + 1)
        if element.name not in ("symbol", "svg"):
            inside = self._element(target, state, group)
        else:
            inside = self._inheritance.inside(element, state)
            if inside is not None:
                sizes = {key: attributes[key] for key in ("width", "height") if key in attributes}
                inside = enter_nested({**element.attributes, **sizes}, inside, self.left_out)
        if inside is not None and element.end > target + 1:
            self._children(target, inside)
