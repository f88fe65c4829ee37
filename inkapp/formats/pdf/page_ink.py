"""A page's ruling and ink as PDF paints them: each stroke the very shape that the window paints. Lengths are in µm, y down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from inkapp.ink.document import Background, Page, Stroke
from inkapp.ink.outline import outline
from inkapp.ink.paper_colours import INK, MARGIN_LINE, RULE

UNITS_PER_MM = 1000  # a quarter of what the shape may be off by
RULE_MM = 0.2  # a line's width; on a screen it is a pixel, whatever the zoom


def ruling(page: Page) -> bytes:
    """The printed lines; b"" for a plain sheet."""
    if page.background is not Background.RULED:
        return b""
    count = int(np.ceil((page.height - page.rule_top) / page.rule_spacing))
    heights = page.rule_top + page.rule_spacing * np.arange(max(count, 0))
    rects = [(page.margin, 0.0, RULE_MM, page.height)]
    lines = [(0.0, y, page.width, RULE_MM) for y in heights.tolist() if 0 <= y < page.height]
    return b"%s %s f\n%s %s f\n" % (
        colour(MARGIN_LINE),
        b" ".join(map(_rectangle, rects)),
        colour(RULE),
        b" ".join(map(_rectangle, lines)),
    )


def ink(strokes: Sequence[Stroke]) -> Iterator[bytes]:
    """Strokes in their order, each in its author's colour."""
    author = None
    for stroke in strokes:
        if stroke.author is not author:
            author = stroke.author
            yield colour(INK[author])
        yield shape(stroke)


def shape(stroke: Stroke) -> bytes:
    """A stroke's contours, filled where anything covers."""
    points, begins = outline(stroke.x, stroke.y, stroke.pressure)
    units = np.rint(points * UNITS_PER_MM).astype(np.int64).tolist()
    steps = [b"%d %d l" % (x, y) for x, y in units]
    for begin in begins.tolist():
        steps[begin] = steps[begin][:-1] + b"m"
    return b"\n".join([*steps, b"f"])


def colour(hexadecimal: str) -> bytes:
    """Fills with #rrggbb from now on."""
    red, green, blue = (int(hexadecimal[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return f"{red:.4g} {green:.4g} {blue:.4g} rg".encode("ascii")


def _rectangle(rectangle: tuple[float, float, float, float]) -> bytes:
    return b"%d %d %d %d re" % tuple(round(UNITS_PER_MM * value) for value in rectangle)
