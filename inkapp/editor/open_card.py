"""A card that is being filled in: its pages with the signs that a hand has already, undo, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping

from inkapp.ink.card import card, place_sign, sort_strokes, take_sign
from inkapp.ink.document import Document, Stroke
from inkapp.ink.edits import AddStrokes, Edit, EraseStrokes
from inkapp.ink.hand import Sign
from inkapp.ink.history import History


class OpenCard:
    """``signs``: those of the hand, which stand in their boxes. ``x_height``: how high the hand's x is, mm.

    It begins at the first page with an empty box.
    """

    def __init__(self, signs: Mapping[str, Sign], x_height: float) -> None:
        self.pages = card(x_height)
        self._placed: dict[str, tuple[tuple[int, ...], Sign]] = {}  # which strokes a sign was placed as
        sheets = []
        for card_page in self.pages:
            strokes: list[Stroke] = []
            for box in card_page.boxes:
                if box.sign in signs:
                    placed = place_sign(signs[box.sign], box)
                    self._placed[box.sign] = tuple(stroke.id for stroke in placed), signs[box.sign]
                    strokes += placed
            sheets.append(card_page.page.with_strokes(strokes))
        self._history = History(Document(tuple(sheets)))
        filled = [self.filled(number) for number in range(len(self.pages))]
        empty = (number for number, page in enumerate(self.pages) if filled[number] < len(page.boxes))
        self.page = next(empty, 0)

    @property
    def document(self) -> Document:
        """The card's pages with their ink."""
        return self._history.current

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def write(self, stroke: Stroke) -> None:
        """A stroke on the page in sight."""
        self._history.apply(AddStrokes((stroke,), self.page))

    def erase(self, indices: tuple[int, ...]) -> None:
        """Takes strokes from the page in sight."""
        self._history.apply(EraseStrokes(indices, self.page))

    def undo(self) -> None:
        """Takes back the last step, and turns to its page."""
        if self._history.can_undo:
            edit = self._history.edits[-1]
            self._history.undo()
            self._turn_to(edit)

    def redo(self) -> None:
        """Does again what was undone, and turns to its page."""
        if self._history.can_redo:
            self._history.redo()
            self._turn_to(self._history.edits[-1])

    def filled(self, page: int) -> int:
        """How many boxes of a page have ink."""
        return len(sort_strokes(self.pages[page].boxes, self.document.pages[page].strokes)[0])

    def outside(self, page: int) -> int:
        """How many strokes of a page lie in no box."""
        return sort_strokes(self.pages[page].boxes, self.document.pages[page].strokes)[1]

    def signs(self) -> dict[str, Sign]:
        """What stands in the boxes now. A sign whose strokes are as they were placed is the one that was given."""
        found: dict[str, Sign] = {}
        for card_page, sheet in zip(self.pages, self.document.pages, strict=True):
            boxes = {box.sign: box for box in card_page.boxes}
            for sign, strokes in sort_strokes(card_page.boxes, sheet.strokes)[0].items():
                ids, given = self._placed.get(sign, ((), None))
                same = given is not None and tuple(stroke.id for stroke in strokes) == ids
                found[sign] = given if same and given is not None else take_sign(strokes, boxes[sign])
        return found

    def changes(self, since: Mapping[str, Sign]) -> dict[str, Sign | None]:
        """What is other than in ``since``, of the signs that the card asks for; None for a box that is empty now."""
        now = self.signs()
        asked = [box.sign for page in self.pages for box in page.boxes]
        return {sign: now.get(sign) for sign in asked if now.get(sign) != since.get(sign)}

    def _turn_to(self, edit: Edit) -> None:
        if isinstance(edit, AddStrokes | EraseStrokes):
            self.page = edit.page
