"""A page as SVG, for pen plotters as well as for screens: one open path a stroke, in mm, none of them filled.

Layers are marked as Inkscape marks them, and dots are written so that vpype keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import numpy as np

from inkapp.ink.document import Author, Document, Page, Stroke
from inkapp.ink.pen import PLOTTED_PEN_MM

INK = "#1a1a1a"
UNITS_PER_MM = 100  # coordinates are rounded to 0.01 mm
LAYERS = (Author.PERSON, Author.MODEL)


def write_svg(document: Document, stream: BinaryIO, page: int = 0) -> None:
    """Writes one page, at its real size: "0 0 width height" in mm. Raises IndexError for a page that is not there.

    Both layers are always there, so that "model" is a plotter's second pen even where the first has nothing to do.
    """
    if not 0 <= page < len(document.pages):
        raise IndexError(f"no page {page} in a document of {len(document.pages)}")
    stream.write("".join(_svg(document.pages[page])).encode())


def _svg(page: Page) -> Iterable[str]:
    width, height = _mm(page.width), _mm(page.height)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
        f' version="1.1" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">\n'
    )
    for author in LAYERS:
        name = author.value
        yield (
            f'<g id="{name}" inkscape:groupmode="layer" inkscape:label="{name}" fill="none" stroke="{INK}"'
            f' stroke-width="{PLOTTED_PEN_MM}" stroke-linecap="round" stroke-linejoin="round">\n'
        )
        for stroke in page.strokes:
            if stroke.author is author:
                yield f'<path d="{path_data(stroke)}"/>\n'
        yield "</g>\n"
    yield "</svg>\n"


def path_data(stroke: Stroke) -> str:
    """``M x,y L x,y x,y …`` in mm.

    Points that are the same once rounded are written once. A dot is a line of 0.01 mm, the shortest there is: readers
    drop those of no length (vpype 1.15 does), and a round cap makes it a dot.
    """
    units = np.rint(stroke.points * UNITS_PER_MM).astype(np.int64)
    units = units[np.concatenate(([True], (np.diff(units, axis=0) != 0).any(axis=1)))]
    points = [f"{_decimal(x)},{_decimal(y)}" for x, y in units.tolist()]
    if len(points) == 1:
        return f"M{points[0]}h0.01"
    return f"M{points[0]}L{' '.join(points[1:])}"


def _mm(value: float) -> str:
    return _decimal(round(value * UNITS_PER_MM))


def _decimal(hundredths: int) -> str:
    """A whole number of hundredths, exactly and as short as may be: 1250 → 12.5, −5 → −0.05."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), UNITS_PER_MM)
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")
