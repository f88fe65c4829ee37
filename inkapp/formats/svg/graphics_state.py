"""What an SVG element inherits and what it changes of it: where its ink is drawn, whether it is seen, and by which pen."""

from __future__ import annotations

from typing import NamedTuple

from inkapp.formats.shared.left_out import LeftOut
from inkapp.formats.svg.attributes import DamagedAttribute, Matrix, about, compose, is_clear, read_transform
from inkapp.formats.svg.elements import Element
from inkapp.formats.svg.styles import FOLLOWED, Styles

VISIBILITY = {"visible": True, "initial": True, "hidden": False, "collapse": False}
# They change what is seen of ink, or draw more of it; what they are put on is read as if it had none
EFFECTS = ("clip-path", "mask", "marker", "marker-start", "marker-mid", "marker-end")
SAYS_SOMETHING = FOLLOWED.union(EFFECTS)


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


def inherit(element: Element, state: GraphicsState, styles: Styles, left_out: LeftOut) -> GraphicsState | None:
    """What an element and its children are drawn by; None where neither is seen. A damaged transform is as none, and told."""
    attributes, style = element.attributes, styles.of(element.name, element.attributes)
    if not style and SAYS_SOMETHING.isdisjoint(attributes):
        return state

    def said(name: str) -> str:
        return style.get(name) or attributes.get(name, "").strip().lower()

    if said("display") == "none" or is_clear(said("opacity")):
        return None
    for effect in EFFECTS:
        if effect in attributes and state.visible and attributes[effect].strip() != "none":
            left_out.add(effect)
    matrix = state.matrix
    if text := said("transform"):
        try:
            own = read_transform(text)
            if origin := said("transform-origin"):
                own = about(origin, own, state.width, state.height)
            matrix = compose(matrix, own)
        except DamagedAttribute as problem:
            left_out.add(str(problem))
    visible = VISIBILITY.get(said("visibility"), state.visible)
    colour, pen = said("stroke") or state.colour, said("stroke-width") or state.pen
    return GraphicsState(matrix, state.width, state.height, visible, colour, pen, state.uses)
