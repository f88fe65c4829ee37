"""What an SVG element inherits and what it changes of it: where its ink is drawn, whether it is seen, and by which pen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from inkapp.formats.shared.left_out import LeftOut
from inkapp.formats.svg.attributes import DamagedAttribute, Matrix, about, compose, is_clear, read_transform
from inkapp.formats.svg.elements import Element
from inkapp.formats.svg.styles import FOLLOWED, Styles
from inkapp.ink.errors import FileError

MOST_TRANSFORMS = 400_000  # four for each element that may be drawn
VISIBILITY = {"visible": True, "initial": True, "hidden": False, "collapse": False}
# They change what is seen of ink, or draw more of it; what they are put on is read as if it had none
EFFECTS = frozenset({"clip-path", "mask", "marker", "marker-start", "marker-mid", "marker-end"})


class GraphicsState(NamedTuple):
    """``matrix``: onto the page, in mm. ``width``, ``height``: what percentages are of, pixels. ``pen``: the stroke's width.

    ``uses``: how many ``use`` stand one in the other around it.
    """

    matrix: Matrix
    width: float
    height: float
    visible: bool = True
    colour: str = ""
    pen: str = ""
    uses: int = 0


class Inheritance:
    """Follows it through one file, whose transforms it counts."""

    def __init__(self, name: str, styles: Styles, left_out: LeftOut) -> None:
        self._name, self._styles, self._left_out = name, styles, left_out
        self._transforms = 0

    def inside(self, element: Element, state: GraphicsState) -> GraphicsState | None:
        """What an element in ``state`` and its children are drawn by; None where neither is seen.

        A damaged transform is as none, and told. Raises FileError for more transforms than a file may have.
        """
        attributes = element.attributes
        said = {name: attributes[name].strip().lower() for name in FOLLOWED.intersection(attributes)}
        said.update(self._styles.of(element.name, attributes))
        if said.get("display") == "none" or is_clear(said.get("opacity", "")):
            return None
        if state.visible and not EFFECTS.isdisjoint(attributes):
            for effect in EFFECTS.intersection(attributes):
                if attributes[effect].strip() != "none":
                    self._left_out.add(effect)
        if not said:
            return state
        visible = VISIBILITY.get(said.get("visibility", ""), state.visible)
        colour, pen = said.get("stroke") or state.colour, said.get("stroke-width") or state.pen
        matrix = self._matrix(said, state) if said.get("transform") else state.matrix
        return GraphicsState(matrix, state.width, state.height, visible, colour, pen, state.uses)

    def _matrix(self, said: Mapping[str, str], state: GraphicsState) -> Matrix:
        text = said["transform"]
        self._transforms += text.count("(")
        if self._transforms > MOST_TRANSFORMS:
            raise FileError(f"{self._name}: more than {MOST_TRANSFORMS} transforms")
        try:
            own = read_transform(text)
            if origin := said.get("transform-origin"):
                own = about(origin, own, state.width, state.height)
        except DamagedAttribute as problem:
            self._left_out.add(str(problem))
            return state.matrix
        return compose(state.matrix, own)
