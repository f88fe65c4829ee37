"""How the next text is to look and in whose hand, between the text bar, the settings and the text that is being changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.ink.hand import Hand
from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.ui.chrome.text_settings import Speed, TextSettings
from inkapp.ui.flow.typing import Typing
from inkapp.ui.hands.in_use import MINE, HandInUse
from inkapp.ui.text.bar import TextBar

CALM_MS = 150  # after a change of page or hand, before it is looked at: another may follow


class Look(QObject):
    """``style``, ``seed``: of what is written next; the seed None for any. Those of a text that is being changed act on that
    text alone; others are remembered.

    Signals: ``hand_seen`` (Hand: the one in use, while the bar is seen).
    """

    hand_seen = Signal(object)

    def __init__(
        self, bar: TextBar, settings: TextSettings, in_use: HandInUse, typing: Typing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bar, self._settings, self._in_use, self._typing = bar, settings, in_use, typing
        self.style = settings.style
        self.seed: int | None = None
        self._edited: TypedText | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self.show_hand)
        in_use.changed.connect(self._calm.start)
        bar.style_changed.connect(self._set_style)
        bar.seed_changed.connect(self._set_seed)
        bar.speed_changed.connect(self._set_speed)
        bar.hand_chosen.connect(self._choose_hand)
        bar.hands.aboutToShow.connect(self._fill_hands)
        bar.show_speed(settings.speed)
        bar.show_style(self.style, self.seed)

    def show_text(self, text: TypedText) -> None:
        """That of a text which is to be changed."""
        self._edited = text
        self._show(text.style, text.seed)

    def show_next(self) -> None:
        """That of the next text."""
        if self._edited is not None:
            self._edited = None
            self._show(self._settings.style, None)

    def key_of(self, hand: Hand) -> str:
        """By which a text names its hand."""
        return MINE if self._in_use.mine is hand else hand.id

    @property
    def hand(self) -> Hand | None:
        """Whose hand the text is to be in; None where there is none yet, and ``trouble`` says why."""
        return self._in_use.hand if self._edited is None else self.hand_of(self._edited)

    def hand_of(self, text: TypedText) -> Hand | None:
        """That of a text; where it is not kept any more, or the page's own has too little ink by now, the one in use."""
        return self._in_use.of(text.hand) or self._in_use.hand

    @property
    def trouble(self) -> str:
        """Why the page's own ink is no hand yet."""
        return self._in_use.ink.trouble

    @Slot()
    def show_hand(self) -> None:
        """Shows whose hand is in use. To learn it from the page takes a moment, so nobody does while it is not seen."""
        if self._bar.isHidden() or self._typing.is_writing:
            return
        hand = self.hand
        if hand is None:
            self._bar.show_hand("no hand yet", self.trouble)
        else:
            self._bar.show_hand(self._in_use.mine_name if self.key_of(hand) == MINE else hand.name, "")
            self.hand_seen.emit(hand)

    def _show(self, style: TextStyle, seed: int | None) -> None:
        self.style, self.seed = style, seed
        self._bar.show_style(style, seed)
        self.show_hand()

    @Slot(object)
    def _set_style(self, style: TextStyle) -> None:
        self.style = style
        if self._edited is None:
            self._settings.style = style

    @Slot(object)
    def _set_seed(self, seed: int | None) -> None:
        self.seed = seed

    @Slot(object)
    def _set_speed(self, speed: Speed) -> None:
        self._settings.speed = speed
        self._typing.set_speed(speed.value)

    @Slot(str)
    def _choose_hand(self, key: str) -> None:
        if self._edited is None:
            self._in_use.choose(key)
        else:
            self._edited = replace(self._edited, hand=key)
            self.show_hand()

    @Slot()
    def _fill_hands(self) -> None:
        hands, key = self._in_use.hands, self._in_use.key if self._edited is None else self._edited.hand
        others = [(one.hand.id, one.hand.name) for one in (*hands.look()[0], *hands.built_in)]
        self._bar.fill_hands([(MINE, self._in_use.mine_name), *others], key)
