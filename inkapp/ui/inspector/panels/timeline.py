"""The time line panel: the line along time, to be scrubbed, played and stepped, point by point or lift by lift."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from inkapp.inspect.page import GHOST, InkLine, PageReading
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.inspector.track import Track

BUTTONS = (
    ("lift-back", "inspect_lift_back"),  # its icon, and the action that it does
    ("back", "inspect_back"),
    ("play", "inspect_play"),
    ("forward", "inspect_forward"),
    ("lift-forward", "inspect_lift"),
    ("follow", "inspect_follow"),
)


class TimelinePanel(Panel):
    """The selection's own panel."""

    name = "timeline"
    fills = "the line is stretched along time here, to be stepped through point by point."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.heading.hide()
        self.export.hide()
        self.track = Track()
        self.where = QLabel()
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.where.setAccessibleName("Selected point")
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout()
        row.setSpacing(2)
        selection, play = context.selection, context.play
        handlers = (
            lambda: selection.jump(-1),
            lambda: selection.step(-1),
            play.toggle,
            lambda: selection.step(1),
            lambda: selection.jump(1),
            lambda: selection.pin(None),
        )
        for (name, action), handler in zip(BUTTONS, handlers, strict=True):
            entry = BY_NAME[action]
            button = QToolButton()
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(entry.plain)
            button.setToolTip(f"{entry.plain}  ({entry.shown_keys})")
            button.clicked.connect(handler)
            row.addWidget(button)
            self.buttons[name] = button
        row.addSpacing(10)
        row.addWidget(self.where, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.track, 1)
        self.track.scrubbed.connect(self._scrub)
        self.track.hovered.connect(self._hover)
        self.track.asked.connect(self._asked)
        play.changed.connect(self._plays)
        selection.pinned.connect(self._pinned)

    def sizeHint(self) -> QSize:
        return QSize(700, 128)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 96)

    def follow(self, reading: PageReading) -> None:
        """See ``Panel``."""
        self._pinned(self.context.selection.is_pinned)

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        self.track.show_line(line, spot.row)
        reading = self.context.reading
        lines = len(reading.lines) if reading is not None else 1
        said = [f"point {spot.row} of 0 … {len(line) - 1}"]
        if lines > 1:
            said.append(f"line {spot.line} of 0 … {lines - 1}")
        stroke = int(line.stroke[spot.row])
        said.append("the ghost's" if stroke == GHOST else f"stroke {stroke}")
        if line.lift[spot.row]:
            said.append("the pen lifts after it")
        nats = float(line.nats[spot.row])
        if nats == nats:
            said.append(f"loss {nats:.2f} nats".replace("-", "−"))
        self.where.setText("  ·  ".join(said))

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.track.set_theme(theme)
        for name, button in self.buttons.items():
            button.setIcon(icon(name, theme.text))
        self._plays(self.context.play.is_on)

    @Slot(int)
    def _scrub(self, row: int) -> None:
        spot = self.context.selection.spot
        if spot is not None:
            self.context.play.stop()
            self.context.selection.pin(Spot(spot.line, row))

    @Slot(object)
    def _hover(self, row: int | None) -> None:
        spot = self.context.selection.spot
        self.context.selection.hover(Spot(spot.line, row) if spot is not None and row is not None else None)

    @Slot(str, int)
    def _asked(self, what: str, by: int) -> None:
        selection = self.context.selection
        moves = {"step": selection.step, "jump": selection.jump, "end": selection.to_end}
        if what == "play":
            self.context.play.toggle()
        else:
            moves[what](by)

    @Slot(bool)
    def _plays(self, plays: bool) -> None:
        button = self.buttons["play"]
        button.setIcon(icon("pause" if plays else "play", self.context.theme().text))
        button.setAccessibleName("Pause" if plays else "Play")

    @Slot(bool)
    def _pinned(self, pinned: bool) -> None:
        self.buttons["follow"].setEnabled(pinned)
