"""Documents as InkML (W3C Recommendation, 20 September 2011), all pages in one file, so that reading gives the same one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape

from inkapp.formats.inkml.read import ORIGIN_NOTE, PAGE_NOTE, read_inkml
from inkapp.ink.document import Document, Float64Array, Page, Stroke
from inkapp.ink.file import origin_fields, page_fields

__all__ = ["read_inkml", "write_inkml"]

NAMESPACE = "http://www.w3.org/2003/InkML"
XY = '<channel name="X" type="decimal" units="mm"/><channel name="Y" type="decimal" units="mm"/>'
T = '<channel name="T" type="decimal" units="s"/>'
F = '<channel name="F" type="decimal" min="0" max="1"/>'


def write_inkml(document: Document, stream: BinaryIO) -> None:
    """Writes all pages. Positions are rounded to 0.1 µm, times to 10 µs and pressures to 0.0001, as recorded ink is.

    The context "tablet" has a pressure, "mouse" has none. A page is a traceGroup whose annotation holds its size and
    ruling; a stroke of the model stands in a group with its origin, for a trace can hold no annotation.
    """
    stream.write("".join(_ink(document)).encode())


def _ink(document: Document) -> Iterable[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<ink xmlns="{NAMESPACE}">\n<definitions>\n'
    yield '<brush xml:id="hand"/>\n<brush xml:id="model"/>\n'
    for name, channels in (("mouse", XY + T), ("tablet", XY + T + F)):
        yield (
            f'<context xml:id="{name}"><inkSource xml:id="{name}Source">'
            f"<traceFormat>{channels}</traceFormat></inkSource></context>\n"
        )
    yield "</definitions>\n"
    for page in document.pages:
        yield "<traceGroup>\n"
        yield _note(PAGE_NOTE, page_fields(page))
        yield from _traces(page)
        yield "</traceGroup>\n"
    yield "</ink>\n"


def _traces(page: Page) -> Iterable[str]:
    for stroke in page.strokes:
        context = "tablet" if stroke.has_pressure else "mouse"
        trace = f'<trace contextRef="#{context}" brushRef="#{stroke.author.value}">{_points(stroke)}</trace>\n'
        if stroke.origin is None:
            yield trace
        else:
            yield f"<traceGroup>{_note(ORIGIN_NOTE, origin_fields(stroke.origin))}{trace}</traceGroup>\n"


def _note(kind: str, fields: dict[str, object]) -> str:
    return f'<annotation type="{kind}">{escape(json.dumps(fields))}</annotation>\n'


def _points(stroke: Stroke) -> str:
    """``x y t, x y t, …`` without exponents, which InkML's decimals have not."""
    columns = [_decimals(stroke.x, 4), _decimals(stroke.y, 4), _decimals(stroke.t, 5)]
    if stroke.has_pressure:
        columns.append(_decimals(stroke.pressure, 4))
    return ", ".join(map(" ".join, zip(*columns, strict=True)))


def _decimals(values: Float64Array, decimals: int) -> list[str]:
    texts = (f"{value:.{decimals}f}".rstrip("0").rstrip(".") for value in values.tolist())
    return ["0" if text == "-0" else text for text in texts]
