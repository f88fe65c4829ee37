"""A page as SVG, for pen plotters as well as for screens: one open path a stroke, in mm, none of them filled.

Layers are marked as Inkscape marks them, and dots are written so that vpype keeps them. Where it is known what lines say, a
group of their strokes carries it as its title, for whoever searches the file or has it read aloud.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from inkapp.formats.shared.line_text import LineText, printable
from inkapp.ink.document import Author, Document, Page, Stroke
from inkapp.ink.pen import PLOTTED_PEN_MM

INK = "#1a1a1a"
UNITS_PER_MM = 100  # coordinates are rounded to 0.01 mm
LAYERS = (Author.PERSON, Author.MODEL)


def write_svg(document: Document, stream: BinaryIO, page: int = 0, lines: Sequence[LineText] = ()) -> None:
    """Writes one page, at its real size: "0 0 width height" in mm; ``lines``: what is known of what its ink says.

    Raises IndexError for a page that is not there.

    Both layers are always there, so that "model" is a plotter's second pen even where the first has nothing to do.
    """
    if not 0 <= page < len(document.pages):
        raise IndexError(f"no page {page} in a document of {len(document.pages)}")
    stream.write("".join(_svg(document.pages[page], lines)).encode())


def _svg(page: Page, lines: Sequence[LineText]) -> Iterable[str]:
    said = {stroke.id: number for number, line in enumerate(lines) if line.text for stroke in line.strokes}
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
        for text, strokes in _runs([stroke for stroke in page.strokes if stroke.author is author], said, lines):
            if text:
                yield f'<g role="img" aria-label={quoteattr(text)}>\n<title>{escape(text)}</title>\n'
            for stroke in strokes:
                yield f'<path d="{path_data(stroke)}"/>\n'
            yield "</g>\n" if text else ""
        yield "</g>\n"
    yield "</svg>\n"


def _runs(
    strokes: Sequence[Stroke], said: Mapping[int, int], lines: Sequence[LineText]
) -> list[tuple[str, list[Stroke]]]:
    """Strokes in their order, parted where another line goes on, and the text that each run is to carry: of a line that was
    left and gone back to, the longest has it, for strokes keep the order in which they were written.

    ``said``: the line of a stroke, by its id.
    """
    runs = [(number, list(run)) for number, run in groupby(strokes, lambda stroke: said.get(stroke.id, -1))]
    longest: Counter[int] = Counter()
    for number, run in runs:
        longest[number] = max(longest[number], len(run))
    told: list[tuple[str, list[Stroke]]] = []
    for number, run in runs:
        carries = number >= 0 and longest[number] == len(run)
        text = printable(lines[number].text) if carries else ""
        longest[number] = -1 if carries else longest[number]  # once
        told.append((text, run))
    return told


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
