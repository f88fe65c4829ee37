"""The ghost's controls: temperature and seed in the bar, the keys that accept it, and the hint in the status line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from inkapp.editor.open_document import OpenDocument
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.bar import Bar
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.status import Status
from inkapp.ui.flow.companion import Companion

GHOST_HINT = "Tab takes what is shown  ·  → the next word  ·  R another  ·  Esc away"
KEYS_HINT = f"{BY_NAME['shortcuts'].shown_keys.split(' or ')[0]} shows all keys"
IDLE_HINT = f"Rest the pen and the ink goes on  ·  {KEYS_HINT}"


class GhostControls(QObject):
    """Between the companion, which has the ghost, and the widgets that show and change how it is made."""

    def __init__(
        self,
        companion: Companion,
        open_document: OpenDocument,
        settings: Settings,
        actions: dict[str, QAction],
        bar: Bar,
        status: Status,
        other_hint: Callable[[], str],
        parent: QObject,
    ) -> None:
        """``other_hint``: what is said where nothing is to be said of a ghost; "" for how one comes."""
        super().__init__(parent)
        self._companion, self._open_document, self._settings = companion, open_document, settings
        self._actions, self._bar, self._status, self._other_hint = actions, bar, status, other_hint
        companion.state.ghost_changed.connect(self.hint)
        companion.state.due_changed.connect(self._set_due)
        companion.state.message_changed.connect(self.hint)
        companion.seeds.changed.connect(bar.seed.set_seed)
        bar.temperature.changed.connect(self._set_temperature)
        bar.seed.entered.connect(self._enter_seed)
        self._set_due(False)

    def follow_settings(self) -> None:
        """The temperature and the pen's rest, as the settings have them."""
        settings, companion = self._settings, self._companion
        companion.set_rest(settings.rest_ms)
        self._bar.temperature.set_temperature(settings.temperature)
        companion.set_temperature(settings.temperature)
        self._bar.seed.set_seed(companion.seeds.seed)

    def fix_seed(self) -> None:
        """Every ghost under the seed shown from now on, or each under another, as the action is checked."""
        fixed = self._actions["fix_seed"].isChecked()
        self._companion.seeds.fixed = fixed
        self._bar.set_locked(fixed)

    @Slot()
    def hint(self) -> None:
        """Shows the companion's message, else what can be done with the ghost, else how one comes."""
        state = self._companion.state
        if state.message:
            self._status.set_hint(state.message, ghost=True)
        elif state.has_ghost:
            self._status.set_hint(GHOST_HINT, ghost=True)
        elif other := self._other_hint():
            self._status.set_hint(other, ghost=True)
        else:
            self._status.set_hint(KEYS_HINT if self._open_document.is_empty else IDLE_HINT)

    @Slot(bool)
    def set_text_due(self, due: bool) -> None:
        """Whether a text is being written, of which Tab shows the rest."""
        self._actions["accept_shown"].setEnabled(due or self._companion.state.is_due)

    @Slot(bool)
    def _set_due(self, due: bool) -> None:
        # switched off, Right moves the page, as everywhere else; but who is too early for a ghost that is about to come
        # does not mean that
        self._actions["accept_shown"].setEnabled(due)
        self._actions["accept_piece"].setEnabled(due)

    @Slot(float)
    def _set_temperature(self, temperature: float) -> None:
        self._settings.temperature = temperature
        self._companion.set_temperature(temperature)

    @Slot(int)
    def _enter_seed(self, seed: int) -> None:
        self._actions["fix_seed"].setChecked(True)
        self.fix_seed()
        self._companion.set_seed(seed)
