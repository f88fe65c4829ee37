"""Sets written words on the page, one after the other: wrapped, in the text's style, off other ink, timed like a pen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Origin, Page
from inkapp.ink.ghost import GhostStroke
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.free_lines import keep_off
from inkapp.live.compose.network_run import hop_seconds
from inkapp.live.compose.read_hand import ReadHand
from inkapp.live.compose.word_writer import MadeWord
from inkapp.live.compose.wrapping import Place, TextArea, Wrapping, text_area
from inkapp.live.line_pitch import REACH, in_rules
from inkapp.live.text_events import PlacedWord
from model.arrays import Float64Array

TAIL, TALLER = 1.2, 1.15  # x-heights under a baseline, and of a hand's tall letters over it, that ink may reach


class TextPlacing:
    """Places words and breaks in the order of the text; each call returns the words whose places are known by it."""

    def __init__(self, text: TypedText, hand: ReadHand, page: Page, weights: str) -> None:
        """Raises NoRoom where no line of the text has room, ValueError for a size or spacing that is not above 0."""
        style = text.style
        if not (style.size > 0 and style.line_spacing > 0 and style.word_spacing >= 0):
            raise ValueError("size and line spacing are above 0, word spacing 0 or more")
        self._text, self._weights = text, weights
        self._x_height = hand.measures.x_height * style.size  # mm
        self._spread = self._x_height / hand.x_height  # mm
        word_gap = hand.measures.word_gap * self._x_height * style.word_spacing
        self._wrapping = Wrapping(
            area_of(text, hand, page, self._x_height),
            word_gap,
            indent=style.indent,
            alignment=style.alignment,
        )
        self._waiting: list[MadeWord] = []
        self._placed = 0
        self._time = 0.0
        self._pen: Float64Array | None = None

    def add(self, made: MadeWord, spaces: int, *, binds: bool = False) -> list[PlacedWord]:
        """The next word, after so many ``spaces``. Raises NoRoom."""
        self._waiting.append(made)
        return self._on_page(self._wrapping.add(made.ink.advance * self._x_height, spaces, binds=binds))

    def end_paragraph(self, *, new_page: bool = False) -> list[PlacedWord]:
        """A line ends here, and with ``new_page`` the page."""
        return self._on_page(self._wrapping.end_paragraph(new_page=new_page))

    def finish(self) -> list[PlacedWord]:
        """The words that are still owed."""
        return self._on_page(self._wrapping.finish())

    def _on_page(self, places: Sequence[Place]) -> list[PlacedWord]:
        return [self._set(self._waiting.pop(0), place) for place in places]

    def _set(self, made: MadeWord, place: Place) -> PlacedWord:
        number, self._placed = self._placed, self._placed + 1
        style = self._text.style
        origin = Origin(self._weights, self._text.seed, style.temperature, text=self._text.id, word=number)
        strokes: list[GhostStroke] = []
        for stroke in made.ink.strokes:
            x, y = (stroke.points * self._x_height).T
            points = np.stack((place.x + x - style.slant * y, place.baseline + y), axis=1)
            if self._pen is not None:
                self._time += hop_seconds(float(np.hypot(*(points[0] - self._pen))) / self._spread)
            strokes.append(
                GhostStroke(
                    x=points[:, 0],
                    y=points[:, 1],
                    t=self._time + stroke.t,
                    pressure=stroke.pressure,
                    step=np.full(len(points), number),
                    opens_piece=not strokes,
                    origin=origin,
                )
            )
            self._time += float(stroke.t[-1])
            self._pen = points[-1]
        return PlacedWord(number, place.page, tuple(strokes), made.faulty)


def area_of(text: TypedText, hand: ReadHand, page: Page, x_height: float) -> TextArea:
    """Where a text may stand whose x is ``x_height`` mm high: from where it begins to the margin, off all ink but its own.

    Raises NoRoom.
    """
    above, below = TALLER * hand.measures.tall * x_height, TAIL * x_height
    spread = hand.measures.spread / hand.measures.x_height * x_height
    pitch = hand.pitch * x_height if hand.pitch else REACH * spread
    pitch = in_rules(pitch, page, seen=hand.pitch is not None) * text.style.line_spacing
    area = text_area(page, text.x, text.y, pitch, above=above, below=below)
    others = [stroke for stroke in page.strokes if stroke.origin is None or stroke.origin.text != text.id]
    return keep_off(area, others, x_height, spread, above=above, below=below)
