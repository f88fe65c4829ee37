"""What every panel is handed: the selection, the reading, the worker thread, and the marks on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inkapp.inspect.page import PageReading
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.flow.companion import Companion
from inkapp.ui.inspector.colours import Colours
from inkapp.ui.inspector.feed import Feed
from inkapp.ui.inspector.hover import Hover
from inkapp.ui.inspector.marks import Marks
from inkapp.ui.inspector.meanings import Meanings
from inkapp.ui.inspector.play import Play
from inkapp.ui.inspector.selection import Selection
from inkapp.ui.inspector.worker import Worker
from model.trace import Controls


@dataclass(frozen=True, eq=False)
class Context:
    """One for all panels of a window.

    ``theme``: the theme in force. ``say``: shows one line in the status line. ``folder``: where a file dialog begins.
    """

    selection: Selection
    feed: Feed
    worker: Worker
    marks: Marks
    hover: Hover
    companion: Companion
    meanings: Meanings
    dialogs: Dialogs
    theme: Callable[[], Theme]
    say: Callable[[str], None]
    folder: Callable[[], Path]
    play: Play
    colours: Colours

    @property
    def reading(self) -> PageReading | None:
        """The page as it was last read by the network; None before that."""
        return self.feed.reading

    @property
    def controls(self) -> Controls:
        """The controls that the next ghost is written with."""
        return self.companion.controls
