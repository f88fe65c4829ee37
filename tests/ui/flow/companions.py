"""A companion with a page to write on, told step by step by a bridge that obeys and a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inkapp.editor.ghost_offer import Taken
from inkapp.ink.document import Document, Stroke
from inkapp.ink.edits import AddStrokes
from inkapp.ink.history import History
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.flow.cause import Cause
from inkapp.ui.flow.companion import Companion
from tests.live.fakes import PATIENCE, stroke
from tests.ui.fakes import Clock, FakeBridge

WAIT_MS = int(1000 * PATIENCE)


class Page:
    """A companion with a history to write into, as the window wires them."""

    def __init__(self) -> None:
        self.bridge, self.clock = FakeBridge(), Clock()
        self.player = GhostPlayer(clock=self.clock)
        self.seeds = iter(range(100, 1000))
        self.companion = Companion(
            self.bridge,  # type: ignore[arg-type]
            self.player,
            rest_ms=150,
            new_seed=lambda: next(self.seeds),
        )
        self.history = History(Document())
        self.said: list[str] = []
        self.ghosts: list[bool] = []
        self.busy: list[bool] = []
        self.accepted: list[tuple[Stroke, ...]] = []
        self.companion.state.message_changed.connect(self.said.append)
        self.companion.state.ghost_changed.connect(self.ghosts.append)
        self.companion.state.busy_changed.connect(self.busy.append)
        self.companion.ink_accepted.connect(self._accept)
        self.bridge.ready.emit("fake")

    def _accept(self, taken: Taken) -> None:
        self.accepted.append(taken.strokes)
        self.history.apply(AddStrokes(taken.strokes))
        self.companion.document_changed(self.history.current, cause=Cause.GHOST)

    def write(self, left: float = 20.0) -> None:
        self.companion.pen_down()
        self.history.apply(AddStrokes((stroke(left),)))
        self.companion.document_changed(self.history.current, cause=Cause.PEN)

    def undo(self) -> None:
        self.companion.document_changed(self.history.undo())

    @property
    def resting(self) -> bool:
        return self.companion._rest.isActive()

    @property
    def strokes(self) -> int:
        return len(self.history.current.pages[0].strokes)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Page]:
    made = Page()
    yield made
    made.companion.close()  # or its timers would go on calling what nobody holds any more


@pytest.fixture
def asked(page: Page, qtbot: QtBot) -> Page:
    """A page on which a stroke was written and the rest is over."""
    page.write()
    qtbot.waitUntil(lambda: bool(page.bridge.asked), timeout=WAIT_MS)
    return page
