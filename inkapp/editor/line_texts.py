"""What was read on a page, for files that carry it. No Qt."""

from __future__ import annotations

from inkapp.formats.shared.line_text import LineText, WordText
from inkapp.ink.document import Stroke
from inkapp.live.line_frame import sloping_frame
from inkapp.live.reading.page_text import PageText


def line_texts(page: PageText) -> list[LineText]:
    """The lines that say something."""
    return [
        LineText(
            line.strokes,
            line.text,
            tuple(WordText(word.strokes, word.text) for word in line.words if word.text),
            _slope(line.strokes),
        )
        for line in page.lines
        if line.text
    ]


def _slope(strokes: tuple[Stroke, ...]) -> float:
    try:
        return sloping_frame(strokes).angle
    except ValueError:  # dots alone
        return 0.0
