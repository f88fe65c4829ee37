"""The Hands panel: whose hand is in use, with pictures; hands are kept, named, deleted, exchanged, given signs by a card."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from inkapp.editor.hands import Damaged, Kept
from inkapp.inspect.panel_list import HANDS
from inkapp.live.hand_ink import hand_ink
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.side_panel import SidePanel
from inkapp.ui.chrome.status import Status
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.hands.card_dialog import CardDialog
from inkapp.ui.hands.hand_actions import HandActions
from inkapp.ui.hands.hand_list import HandList, Row
from inkapp.ui.hands.in_use import MINE, HandInUse

CALM_MS = 150  # after a change of page or folder, before the list is made anew: another may follow
LOW_PX = 380  # a panel that is lower needs its room for the list
ABOUT = "Whose hand is written in. Keep the page's ink as a hand to write in it on other pages."


@guard_handlers
class HandsPanel(SidePanel):
    """``folder``: where a file dialog begins. It looks at nothing while it is unseen."""

    def __init__(
        self,
        in_use: HandInUse,
        dialogs: Dialogs,
        status: Status,
        theme: Callable[[], Theme],
        folder: Callable[[], Path],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(HANDS, ABOUT, LOW_PX, theme, parent)
        self._in_use, self._hands = in_use, in_use.hands
        self._actions = HandActions(in_use, dialogs, status, folder)
        self._kept: dict[str, Kept] = {}  # by id; of two files with one id, the first
        self.list = HandList()
        self.note, self.damaged = self.words("note"), self.words("note")
        self.keep = self.button("&Keep this page", "Keeps the writing on this page as a hand", self._keep)
        self.card = self.button("&Fill in a card…", "Letters and signs in boxes, which the hand then has", self._card)
        self.rename = self.button("Re&name", "Edits the name (F2 in the list)", self.list.edit_name)
        self.delete = self.button("&Delete", "Takes the hand away (Del in the list)", self._delete)
        self.restore = self.button("&Bring back a deleted hand", "The one deleted last", self._restore)
        self.take_in = self.button("&Import…", "Keeps the hand of a .hand file", self._import)
        self.export = self.button("&Export…", "Writes the hand into a .hand file", self._export)
        grid = QGridLayout()
        grid.setSpacing(6)
        rows = ((self.keep, self.card), (self.rename, self.delete), (self.take_in, self.export))
        for number, buttons in enumerate(rows):
            for column, button in enumerate(buttons):
                grid.addWidget(button, number, column)
        grid.addWidget(self.restore, len(rows), 0, 1, 2)
        self.fill(self.list, below=(self.note, self.damaged), foot=grid)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self.show_hands)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._calm_down)
        self.list.chosen.connect(self._use)
        self.list.renamed.connect(self._rename)
        self.list.delete_wanted.connect(self._delete)
        self.list.not_kept.connect(self._refuse)

    def wake(self) -> None:
        """It comes into sight."""
        with contextlib.suppress(OSError):  # what is not there cannot be watched
            self._hands.folder.mkdir(parents=True, exist_ok=True)
        self._watcher.addPath(str(self._hands.folder))
        self._in_use.changed.connect(self._calm_down)
        self.dress(self._theme())

    def rest(self) -> None:
        """It is seen no more."""
        self._calm.stop()
        self._in_use.changed.disconnect(self._calm_down)
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())

    def dress(self, theme: Theme) -> None:
        """Other colours."""
        self.list.theme = theme
        self.show_hands()

    @Slot()
    def show_hands(self) -> None:
        """Shows what is kept now, and what can be done with the hand in use."""
        kept, damaged = self._hands.look()
        self._kept = {one.hand.id: one for one in reversed(kept)}
        mine = self._in_use.mine
        rows = [Row(self._in_use.mine_name, MINE, "", mine.page if mine else None, self._in_use.ink.trouble)]
        rows += [_row(one, is_kept=True) for one in kept]
        if self._hands.built_in:
            rows += [Row("Built in"), *(_row(one, is_kept=False) for one in self._hands.built_in)]
        self.list.set_rows(rows, self._in_use.key)
        self.damaged.setText(_told(damaged))
        self.damaged.setVisible(bool(damaged))
        self._show_chosen()

    def _show_chosen(self) -> None:
        """What is said of the hand in use, and can be done with it."""
        self.note.setText(self._about(self.list.current))
        is_kept = self._chosen is not None
        for button in (self.card, self.rename, self.delete):
            button.setEnabled(is_kept)
        self.export.setEnabled(is_kept or self._own is not None)
        self.restore.setVisible(self._hands.can_restore)

    @property
    def _chosen(self) -> Kept | None:
        """The kept hand in use."""
        return self._kept.get(self._in_use.key)

    @property
    def _own(self) -> Kept | None:
        """The app's own hand in use."""
        return next((one for one in self._hands.built_in if one.hand.id == self._in_use.key), None)

    def _about(self, row: Row | None) -> str:
        one = self._chosen or self._own
        if row is None or one is None:
            ink, used = self._in_use.ink, self._in_use.hand
            if not ink.trouble:
                return f"About {round(ink.letters)} letters of ink."
            return f"Until then “{used.name}” is in use." if used else "Until then no hand is in use."
        ink = hand_ink(one.hand.page, own=False)
        made = f"Kept on {one.hand.made.astimezone():%d %B %Y}" if row.is_kept else "Made by the network"
        letters = f"about {round(ink.letters)} letters of ink" if not ink.trouble else "too little ink to write in it"
        return f"{made}; {letters}."

    @Slot(str)
    def _use(self, key: str) -> None:
        self._in_use.choose(key)
        self._show_chosen()

    def _keep(self) -> None:
        kept = self._actions.keep()
        self.show_hands()
        if kept:
            self.list.setFocus()
            self.list.edit_name()

    def _card(self) -> None:
        if (chosen := self._chosen) is not None:
            dialog = CardDialog(chosen, self._hands, self._theme(), self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(self._in_use.look)
            dialog.open()

    @Slot(str, str)
    def _rename(self, key: str, name: str) -> None:
        if key in self._kept:
            self._actions.rename(self._kept[key], name)
        self._calm_down()  # the list is still busy with its editor

    def _delete(self) -> None:
        if (chosen := self._chosen) is not None:
            self._actions.delete(chosen)
            self.show_hands()
            self.list.setFocus()  # the button may be off now

    def _refuse(self) -> None:
        if (own := self._own) is not None:
            self._actions.refuse(f"“{own.hand.name}” is one of the app's own hands: it is not renamed or deleted")
        else:
            self._actions.refuse("The page's own hand is not kept: “Keep this page” gives it a name")

    def _restore(self) -> None:
        self._actions.restore()
        self.show_hands()
        self.list.setFocus()

    def _import(self) -> None:
        self._actions.take_in()
        self.show_hands()

    def _export(self) -> None:
        if (chosen := self._chosen or self._own) is not None:
            self._actions.export(chosen)
            self.show_hands()

    @Slot()
    def _calm_down(self) -> None:
        if self.is_live:
            self._calm.start(CALM_MS)


def _row(one: Kept, *, is_kept: bool) -> Row:
    signs = len(one.hand.signs)
    about = f"{signs} sign{'s' if signs > 1 else ''}" if signs else ""
    return Row(one.hand.name, one.hand.id, about, one.hand.page, is_kept=is_kept)


def _told(damaged: tuple[Damaged, ...]) -> str:
    if not damaged:
        return ""
    first = damaged[0].why.replace(str(damaged[0].path), damaged[0].path.name)
    more = f"; and {len(damaged) - 1} more" if len(damaged) > 1 else ""
    return f"Not read and left alone: {first}{more}"
