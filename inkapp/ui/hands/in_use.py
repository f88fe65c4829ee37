"""Whose hand is written in: the page's own, one that is kept, or one of the app's. Asked by whatever writes typed text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, zip_longest

from PySide6.QtCore import QObject, Signal, Slot

from inkapp.editor.hands import Hands, Kept
from inkapp.ink.document import Page
from inkapp.ink.hand import Hand, new_hand
from inkapp.live.hand_ink import HandInk, hand_ink, kept_page
from inkapp.ui.chrome.settings import Settings

MINE = ""  # the key of the page's own hand; the others' keys are their ids
MINE_NAME, MINE_ELSEWHERE = "Mine on this page", "Mine on another page"
NEAREST = 10  # pages before and after the one in sight, on which a hand is looked for: none of it takes long


class HandInUse(QObject):
    """``pages``: those of the document as they are now, and the index of the one in sight. The person's own hand is learnt from
    that one, or where too little is written on it, from the nearest page with enough.

    Signals: ``changed`` (``hand`` may be another: chosen, kept, renamed or written on).
    """

    changed = Signal()

    def __init__(
        self,
        hands: Hands,
        pages: Callable[[], tuple[Sequence[Page], int]],
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.hands, self._pages, self._settings = hands, pages, settings
        self._mine: tuple[Page, HandInk, Hand | None] | None = None
        self._read: dict[
            int, tuple[Page, HandInk]
        ] = {}  # by the pages' identities; none is another one's while it is here

    @property
    def key(self) -> str:
        """The key of the hand that was chosen, and is still there."""
        key = self._settings.hand
        return key if self._find(key) is not None else MINE

    @property
    def hand(self) -> Hand | None:
        """The hand in use. Where the page's own has too little ink, the app's first one; None where there is none."""
        if self.key == MINE and self.mine is not None:
            return self.mine
        found = self._find(self.key) or next(iter(self.hands.built_in), None)
        return found.hand if found is not None else None

    def of(self, key: str) -> Hand | None:
        """The hand of a key: the page's own, or one that is kept or built in; None where it is not there, or not any more."""
        if key == MINE:
            return self.mine
        found = self._find(key)
        return found.hand if found is not None else None

    @property
    def mine(self) -> Hand | None:
        """The person's own hand, from what was written last on the page; None where that is too little everywhere."""
        return self._learn()[2]

    @property
    def mine_name(self) -> str:
        """What it is called: on which page it was learnt."""
        return MINE_NAME if self._learn()[0] is self.page or self.mine is None else MINE_ELSEWHERE

    @property
    def ink(self) -> HandInk:
        """The writing on the page, and why it is too little for a hand, if it is."""
        return self._learn()[1]

    @property
    def page(self) -> Page:
        """The page in sight, that a hand is kept of."""
        pages, at = self._pages()
        return pages[at]

    def choose(self, key: str) -> None:
        """Uses another hand from now on, and at the next start."""
        if key != self._settings.hand:
            self._settings.hand = key
            self.changed.emit()

    @Slot()
    def look(self) -> None:
        """The page is another one, or a kept hand is."""
        self.changed.emit()

    def _find(self, key: str) -> Kept | None:
        if key == MINE:
            return None
        return next((kept for kept in (*self.hands.look()[0], *self.hands.built_in) if kept.hand.id == key), None)

    def _learn(self) -> tuple[Page, HandInk, Hand | None]:
        page, ink = self._own()
        if self._mine is None or self._mine[0] is not page:
            before = self._mine
            if before is not None and _is_same(before[1], ink) and before[0].with_strokes(()) == page.with_strokes(()):
                hand = before[2]  # the same hand, of which readers may know already how it writes
            else:
                hand = None if ink.trouble else new_hand(MINE_NAME, kept_page(page, ink))
            self._mine = page, ink, hand
        return self._mine

    def _own(self) -> tuple[Page, HandInk]:
        """The page that the person's own hand is learnt from, and its ink; the one in sight where none has enough."""
        pages, at = self._pages()
        before, after = pages[max(at - NEAREST, 0) : at][::-1], pages[at + 1 : at + 1 + NEAREST]
        known, self._read = self._read, {}
        for page in (pages[at], *chain.from_iterable(zip_longest(before, after))):
            if page is not None:
                read = self._read[id(page)] = known.get(id(page)) or (page, hand_ink(page))
                if not read[1].trouble:
                    return read
        return self._read[id(pages[at])]


def _is_same(one: HandInk, other: HandInk) -> bool:
    """Whether it is the same ink."""
    return one.trouble == other.trouble and [s.id for s in one.strokes] == [s.id for s in other.strokes]
