"""The row of controls under the tool bar while the text tool is in hand: whose hand, size, slant, alignment, speed, more."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from inkapp.ink.typed_text import Alignment, TextStyle
from inkapp.ui.chrome.controls import button
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.text_settings import Speed
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.text.more import More
from inkapp.ui.text.numbers import size_field, slant_field, slant_of, tangent_of

WIDE = 760  # pixels; below it the words before the fields make room
GAP = 4
ARROWS = 40  # pixels beside a number
LONGEST_NAME = 22  # characters of a hand's name on the button
SPEEDS = {
    Speed.PEN: "A pen's pace",
    Speed.QUICK: "3 × as fast",
    Speed.QUICKEST: "10 × as fast",
    Speed.AT_ONCE: "At once",
}
ALIGNMENTS = {Alignment.LEFT: "Left", Alignment.CENTRED: "Centred", Alignment.RIGHT: "Right"}


@guard_handlers
class TextBar(QFrame):
    """Shows a style, and a seed or none; what is set from outside emits nothing.

    Signals: ``style_changed`` (TextStyle), ``speed_changed`` (Speed), ``seed_changed`` (the seed, or None for any),
    ``hand_chosen`` (its key), ``left`` (the field or the page may have the keys again).
    """

    style_changed = Signal(object)
    speed_changed = Signal(object)
    seed_changed = Signal(object)
    hand_chosen = Signal(str)
    left = Signal()

    def __init__(self, hands_panel: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAccessibleName("Text bar")
        self._style = TextStyle()
        self.hand = QToolButton()
        self.hand.setObjectName("hand_button")
        self.hand.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.hand.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.hand.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hands = QMenu(self.hand)
        self.hands.setAccessibleName("Hands")
        self.hand.setMenu(self.hands)
        self._hands_panel = hands_panel
        self.percent = size_field()
        self.slant = slant_field()
        for field in (self.percent, self.slant):  # no wider than the widest number
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("300 %") + ARROWS)
        self._alignments = {alignment: self._alignment(alignment, text) for alignment, text in ALIGNMENTS.items()}
        group = QActionGroup(self)
        for action in self._alignments.values():
            group.addAction(action)
        self.speed = QComboBox()
        self.speed.setAccessibleName("How fast the text is shown")
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # chosen with the mouse, it leaves the keys to the field
        self.speed.setToolTip("How fast the words are shown as they are written")
        for speed, text in SPEEDS.items():
            self.speed.addItem(text, speed)
        self.more = More(self)
        self.more.closed.connect(self.left)
        self.more_button = QToolButton()
        self.more_button.setObjectName("more_button")
        self.more_button.setText("More")
        self.more_button.setAccessibleName("More about the text")
        self.more_button.setToolTip("Temperatures, spacing, indent and seed")
        self.more_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more_button.clicked.connect(self._show_more)
        self._words: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(GAP)
        row.addWidget(self._word("In", self.hand))
        row.addWidget(self.hand)
        row.addSpacing(6)
        row.addWidget(self._word("size", self.percent))
        row.addWidget(self.percent)
        row.addSpacing(2)
        row.addWidget(self._word("slant", self.slant))
        row.addWidget(self.slant)
        row.addSpacing(6)
        for action in self._alignments.values():
            row.addWidget(button(action))
        row.addSpacing(6)
        row.addWidget(self.speed)
        row.addWidget(self.more_button)
        row.addStretch(1)
        self.percent.valueChanged.connect(lambda percent: self._change(size=percent / 100))
        self.slant.valueChanged.connect(lambda degrees: self._change(slant=tangent_of(degrees)))
        self.speed.currentIndexChanged.connect(lambda _: self.speed_changed.emit(self.speed.currentData()))
        self.more.style_changed.connect(self._take)
        self.more.seed_changed.connect(self.seed_changed)
        self.show_style(self._style, None)

    def minimumSizeHint(self) -> QSize:
        """That of the bar without its words."""
        whole = super().minimumSizeHint()
        words = sum(word.sizeHint().width() + GAP for word in self._words if not word.isHidden())
        return QSize(whole.width() - words, whole.height())

    def take_keys(self, forward: bool) -> None:
        """Tab came here, or Shift+Tab."""
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        (self.hand if forward else self.more_button).setFocus(reason)

    def show_style(self, style: TextStyle, seed: int | None) -> None:
        """Shows how a text is to look; ``seed``: None for any."""
        self._style = style
        with QSignalBlocker(self.percent), QSignalBlocker(self.slant):
            self.percent.setValue(round(100 * style.size))
            self.slant.setValue(slant_of(style.slant))
        self._alignments[style.alignment].setChecked(True)
        self.more.show_style(style, seed)

    def show_speed(self, speed: Speed) -> None:
        with QSignalBlocker(self.speed):
            self.speed.setCurrentIndex(list(SPEEDS).index(speed))

    def show_hand(self, name: str, tip: str) -> None:
        """Whose hand is in use."""
        short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        self.hand.setText(short.replace("&", "&&"))
        self.hand.setAccessibleName(f"Hand: {name}")
        self.hand.setToolTip(f"In whose hand the text is written: {name}\n{tip}".rstrip())

    def fill_hands(self, hands: list[tuple[str, str]], chosen: str) -> None:
        """The hands to choose from, by key and name, and the way to the panel that keeps them."""
        self.hands.clear()
        for key, name in hands:
            action = self.hands.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.triggered.connect(lambda checked=False, key=key: self.hand_chosen.emit(key))
        self.hands.addSeparator()
        self.hands.addAction(self._hands_panel)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in the theme's colours."""
        for alignment, action in self._alignments.items():
            action.setIcon(icon(f"align-{alignment.value}", theme.text, theme.accent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, which no control has a use for, leads back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for word in self._words:
            word.setVisible(event.size().width() >= WIDE)

    @Slot()
    def _show_more(self) -> None:
        self.more.show_below(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def _change(self, **values: object) -> None:
        self._take(replace(self._style, **values))  # type: ignore[arg-type]

    @Slot(object)
    def _take(self, style: TextStyle) -> None:
        if style != self._style:
            self.show_style(style, self.more.seed_value)
            self.style_changed.emit(style)

    def _alignment(self, alignment: Alignment, text: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"align_{alignment.value}")
        action.setCheckable(True)
        action.setToolTip(f"{text}\nAt which side of its lines the text stands")
        action.triggered.connect(lambda checked=False: self._change(alignment=alignment))
        return action

    def _word(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text)
        label.setBuddy(buddy)
        self._words.append(label)
        return label
