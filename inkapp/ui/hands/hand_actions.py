"""What a person does with hands: keeps, names, deletes, brings back, exports and imports them, each told in the status line."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from inkapp.editor.hands import Kept
from inkapp.ink.errors import InkError
from inkapp.ink.hand import file_stem, new_hand
from inkapp.ink.hand_file import SUFFIX
from inkapp.live.hand_ink import hand_ink, kept_page
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.status import Status
from inkapp.ui.hands.in_use import MINE, HandInUse

NAME = "My hand"


class HandActions:
    """``folder``: where a file dialog begins. What cannot be done changes nothing but the status line."""

    def __init__(self, in_use: HandInUse, dialogs: Dialogs, status: Status, folder: Callable[[], Path]) -> None:
        self._in_use, self._hands = in_use, in_use.hands
        self._dialogs, self._status, self._folder = dialogs, status, folder

    def keep(self) -> bool:
        """Keeps the page's writing as a hand, which is then in use; False where it is not enough, or cannot be kept."""
        page = self._in_use.page
        ink = hand_ink(page, whole=True)
        if ink.trouble:
            self._status.warn(ink.trouble)
            return False
        with self._telling():
            kept = self._hands.keep(new_hand(NAME, kept_page(page, ink)))
            self._use(kept, f"Kept as “{kept.hand.name}”; type another name")
            return True
        return False

    def rename(self, kept: Kept, name: str) -> None:
        """Another name, which is said where it is not the one that was typed."""
        with self._telling():
            renamed = self._hands.rename(kept.path, name).hand.name
            if renamed != name.strip():
                self._status.tell(f"It is called “{renamed}” now")
        self._in_use.look()

    def delete(self, kept: Kept) -> None:
        """Moves a hand aside; the page's own is in use then."""
        with self._telling():
            self._hands.delete(kept.path)
            self._status.tell(f"“{kept.hand.name}” is deleted; “Bring back” undoes it")
            self._in_use.choose(MINE)

    def refuse(self, why: str) -> None:
        """Says why nothing is done."""
        self._status.tell(why)

    def restore(self) -> None:
        """Brings back the hand deleted last, and uses it."""
        with self._telling():
            kept = self._hands.restore()
            self._use(kept, f"“{kept.hand.name}” is back")

    def take_in(self) -> None:
        """Keeps the hand of a file that the person picks, and uses it."""
        path = self._dialogs.open_path((SUFFIX,), self._folder(), "hand")
        if path is not None:
            with self._telling():
                kept = self._hands.take_in(path)
                self._use(kept, f"“{kept.hand.name}” is kept now")

    def export(self, kept: Kept) -> None:
        """Writes a hand into a file that the person names."""
        suggestion = self._folder() / f"{file_stem(kept.hand.name)}{SUFFIX}"
        path = self._dialogs.save_path(suggestion, (SUFFIX,), "Export the hand")
        if path is not None:
            with self._telling():
                self._status.tell(f"Wrote {self._hands.export(kept.path, path)}")

    def _use(self, kept: Kept, news: str) -> None:
        self._in_use.choose(kept.hand.id)
        self._in_use.look()
        self._status.tell(news)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except InkError as error:
            self._status.warn(str(error))
