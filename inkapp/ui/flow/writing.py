"""The page being written: canvas, desk and companion, and the road of a stroke between them.

Knows: that a stroke told by the canvas, one taken from a ghost, an erasure and an undo all end in a new document, and
who is shown it.
Refuses to know: bars, menus, files and settings; whoever wants to know of a new document listens to ``shown``.

The road: the canvas tells of a stroke → the desk has a new document → ``show`` gives it to the canvas and to the
companion → the companion has the player draw a ghost → accepted, it is a stroke for the desk. The cause of a change goes
along with it, so that the companion knows its own ink from all else.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from inkapp.editor.open_document import Desk
from inkapp.ink.document import Stroke
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.flow.companion import Cause, Companion

HINT = "Write a few words, then rest the pen: the ink goes on by itself"


class Writing(QObject):
    """Signals: ``shown`` (the document, or the page of it in sight, is another one)."""

    shown = Signal()

    def __init__(self, desk: Desk, canvas: Canvas, companion: Companion, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._canvas, self._companion = desk, canvas, companion
        pen = canvas.pen_tool
        pen.stroke_begun.connect(self._pen_down)
        pen.stroke_ended.connect(self._write)
        pen.strokes_erased.connect(self._erase)
        pen.ghost_rubbed.connect(companion.dismiss)
        companion.ink_accepted.connect(self._accept)

    def show(self, cause: Cause = Cause.OTHER) -> None:
        """The desk has another document: everybody who shows it is told, and the companion why."""
        desk = self._desk
        self._canvas.set_document(desk.document, desk.page)
        self._canvas.set_hint(HINT if desk.is_empty else "")
        self._companion.document_changed(desk.document, desk.page, cause)
        self.shown.emit()

    @Slot()
    def lift(self) -> None:
        """Ends what the pen is doing, so that it is part of the document before that goes elsewhere."""
        if self._canvas.is_drawing:
            self._canvas.let_go()

    @Slot()
    def undo(self) -> None:
        """One step back, a stroke under way being the last; the ghost goes and none is asked for."""
        self.lift()
        self._desk.undo()
        self.show()

    @Slot()
    def redo(self) -> None:
        """One step forth again; none where a stroke was under way, which is newer."""
        self.lift()
        self._desk.redo()
        self.show()

    def turn(self, by: int) -> None:
        """To another page, where there is one; a stroke under way stays on its own."""
        self.lift()
        if self._desk.turn_to(self._desk.page + by):
            self.show()

    @Slot()
    def roll_again(self) -> None:
        """Another ghost; not while the pen is down, where none would be wanted."""
        if not self._canvas.is_drawing:
            self._companion.roll_again()

    @Slot()
    def continue_now(self) -> None:
        """A ghost without a rest; not while the pen is down."""
        if not self._canvas.is_drawing:
            self._companion.continue_now()

    @Slot()
    def _pen_down(self) -> None:
        self._canvas.set_hint("")
        self._companion.pen_down()

    @Slot(object)
    def _write(self, stroke: Stroke) -> None:
        self._desk.add((stroke,))
        self.show(Cause.PEN)

    @Slot(object)
    def _erase(self, indices: tuple[int, ...]) -> None:
        self._desk.erase(indices)
        self.show()

    @Slot(object)
    def _accept(self, strokes: tuple[Stroke, ...]) -> None:
        self._desk.add(strokes)
        self.show(Cause.GHOST)
