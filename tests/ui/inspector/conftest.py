"""``looker``: a person at a window with a small, quick network, whose ghost's clock a test sets; no Qt warning is left."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from inkapp.inspect import attention
from inkapp.live.qt_bridge import Bridge
from model.sampler import Sampler
from tests.inspect.captions import lively
from tests.live.fakes import PATIENCE, tiny_network
from tests.ui.fakes import Clock
from tests.ui.users import User
from tools.synthetic.words import write_words

SEED = 1
Made = TypeVar("Made")
HARMLESS = ("propagateSizeHints", "raise()")  # the platform without a screen says so of windows


class Looker(User):
    """A person who looks at panels.

    Ghosts have the same seeds in every run: the network is made up, and by chance its ghost runs into ink after a few steps.
    """

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        random.seed(SEED)
        self.clock = Clock()
        self.network = Sampler(*tiny_network())
        super().__init__(qtbot, folder, Bridge(lambda: self.network), self.clock)
        self.until(lambda: self.inspector.feed.sampler is not None)

    @property
    def inspector(self):
        return self.window.inspector

    @property
    def selection(self):
        return self.window.inspector.selection

    def write(self, *words: str, baseline: float = 54.0) -> None:
        """Ink of a hand that is nobody's, and read."""
        self.write_without_waiting(*words, baseline=baseline)
        self.settle()

    def write_without_waiting(self, *words: str, baseline: float = 54.0) -> None:
        """Ink that may not be read yet."""
        self.window.open_document.add(write_words(words, 24.0, baseline, 3.4, 4.0))
        self.window.writing.show()

    def open(self, name: str):
        """A panel, once it has all it asked for."""
        panel = self.inspector.docks.show(name)
        self.until(lambda: panel.is_live)
        self.settle()
        return panel

    def settle(self) -> None:
        """Until nothing is being worked out and the selection has told where it is."""
        inspector = self.inspector
        self.until(lambda: inspector.is_quiet)

    def until_another(self, act: Callable[[], Made]) -> Made:
        """What an action makes, once another ghost stands for it: the one before is complete, too."""
        was = self.window.player.ghost
        made = act()
        self.until(lambda: self.window.player.ghost is not was)
        self.until_complete()
        return made

    def ghost(self, share: float = 1.0) -> None:
        """A ghost, of which a share has been drawn."""
        if not self.window.companion.state.has_ghost:
            self.window.companion.continue_now()
            self.until_complete()
        player = self.window.player
        self.clock.now = share * player.ghost.duration
        player.changed.emit()
        self.settle()


@pytest.fixture
def looker(qtbot: QtBot, qtlog: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Looker]:
    monkeypatch.setattr(attention, "captioner", lively)
    made = Looker(qtbot, tmp_path)
    yield made
    made.window.companion.close()
    assert made.inspector.close(PATIENCE)
    said = [record.message for record in qtlog.records if not any(word in record.message for word in HARMLESS)]
    assert said == []
