"""The attention panel: what the captioner read on the line, and for one letter of it the ink it looked at and all chances."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from inkapp.inspect.attention import Attention, NoCaptioner, attend
from inkapp.inspect.draw.attention import LEAST, LIKELIEST, percent, said_of
from inkapp.inspect.draw.figure import number
from inkapp.inspect.draw.scale import LEVELS, LOSS
from inkapp.inspect.occlusion import hide, over_frames, strips
from inkapp.inspect.page import InkLine, PageReading
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.caption_view import CaptionView
from inkapp.ui.inspector.coloured_ink import ColouredInk, coloured
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import ScaleLegend, note
from inkapp.ui.inspector.nats_scale import nats_scale
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.inspector.symbol_bars import Chance, SymbolBars
from inkapp.ui.inspector.worker import Stale
from model.arrays import Float64Array

REST_MS = 300  # the ink rests so long before it is read: a line takes longer than a frame of a growing ghost
BEAT_MS = 350  # a letter, while it plays
KEPT = 8  # lines that stay read
COOLEST, WILDEST, FINE = 0.2, 2.0, 100  # temperatures, and the slider's positions for 1
HIDDEN = "attention.hidden"  # the request for a strip
LOOKED, HANGS = "Attention", "Occlusion"
TIPS = "Attention: where it looked. Occlusion: what the letter hangs on, found by hiding the ink strip by strip"


class AttentionPanel(Panel):
    """The captioner's looks."""

    name = "attention"
    about = "What a network that reads makes of the line: point at a letter, and the ink lights up that it looked at."
    fills = "it is read here, and the ink lights up that a letter was read from."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._ink = ColouredInk(LOSS, cased=False)
        self._key: bytes | None = None  # the ink that is shown, or waited for
        self._line: InkLine | None = None
        self._row = -1  # the selected point
        self._found: Attention | None = None  # what is shown
        self._known: OrderedDict[bytes, Attention] = OrderedDict()
        self._fallen: Float64Array = np.zeros((0, 0))  # (strips, symbols) by how many nats; nan until it is known
        self._trouble = ""  # why nothing can be read
        self._chosen, self._hovered = 0, -1  # symbols; −1 for none
        self._rest, self._beat = QTimer(self), QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.beat)
        self._make_tools()
        self.view, self.bars = CaptionView(), SymbolBars()
        self.legend = ScaleLegend(LOSS, "attention")
        self.caption = note()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.view)
        column.addWidget(self.legend)
        column.addWidget(self.caption)
        column.addWidget(self.bars)
        column.addLayout(self._warmth())
        column.addStretch(1)
        self.view.pointed.connect(self._pointed)
        self.view.chosen.connect(self._choose)
        self.view.asked.connect(self._asked)

    def _make_tools(self) -> None:
        self.play = QToolButton()
        self.play.setAutoRaise(True)
        self.play.setIconSize(QSize(18, 18))
        self.play.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.play.setToolTip("Reads letter by letter, or stops  (Space in the picture)")
        self.play.clicked.connect(self.toggle)
        self.colours = QComboBox()
        self.colours.addItems((LOOKED, HANGS))
        self.colours.setAccessibleName("Colours")
        self.colours.setToolTip(TIPS)
        self.colours.currentIndexChanged.connect(self._recolour)
        words = QLabel("Co&lours")
        words.setBuddy(self.colours)
        for widget in (self.play, words, self.colours):
            self.tools.addWidget(widget)
        self.tools.addStretch(1)

    def _warmth(self) -> QHBoxLayout:
        """The temperature's row."""
        self.warmth = QSlider(Qt.Orientation.Horizontal)
        self.warmth.setRange(round(COOLEST * FINE), round(WILDEST * FINE))
        self.warmth.setSingleStep(FINE // 20)
        self.warmth.setPageStep(FINE // 5)
        self.warmth.setValue(FINE)
        self.warmth.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.warmth.setMinimumSize(64, 22)
        self.warmth.setAccessibleName("Temperature of the softmax")
        self.warmth.setToolTip(
            "What sampling would do: below 1 the likeliest symbol gets likelier, above 1 all get alike"
        )
        self.warmth.valueChanged.connect(self._warmed)
        self._degrees = QLabel()
        self._degrees.setAccessibleName("Temperature's value")
        self._degrees.setFixedWidth(self._degrees.fontMetrics().horizontalAdvance("0.000"))
        words = QLabel("&Temperature")
        words.setBuddy(self.warmth)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(self.warmth, 1)
        row.addWidget(self._degrees)
        self._degrees.setText("1.00")
        return row

    # -- see ``Panel`` -------------------------------------------------------------------------------------------

    @property
    def is_due(self) -> bool:
        """See ``Panel``."""
        return super().is_due or self._rest.isActive()

    def follow(self, reading: PageReading) -> None:
        """See ``Panel``."""
        if self._trouble:
            self.lack(self._trouble)

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        key = b"".join(part.tobytes() for part in (line.x, line.y, line.lift))
        moved, self._row = spot.row != self._row, spot.row
        if key != self._key:
            self._drop()
            self._key, self._line = key, line
            if key in self._known:
                self._show(self._known[key])
            else:
                self.caption.setText("Reading…")
                self._rest.start(REST_MS if self._found is not None else 0)
        elif moved and self._is_shown:
            self._choose(self._symbol_here())

    def blank(self) -> None:
        """See ``Panel``."""
        super().blank()
        self._drop()

    def rest(self) -> None:
        """See ``Panel``."""
        self._drop()
        self._trouble = ""  # the weights may be there the next time

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self._ink.set_scale(nats_scale(theme))
        for widget in (self.view, self.bars, self.legend):
            widget.set_theme(theme)
        self._show_playing()
        if self._is_shown:
            self._update()

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        if name == HIDDEN:
            strip, fallen = cast("tuple[int, Float64Array]", result)
            self._fallen[strip] = fallen
            self._update()
            self._ask_strip()
        elif isinstance(result, str):
            self._trouble = result
            self.lack(result)
        else:
            found = cast(Attention, result)
            assert self._key is not None
            self._known[self._key] = found
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            self._show(found)

    def failed(self, name: str, message: str) -> None:
        """See ``Panel``."""
        super().failed(name, message)
        self._key = None  # tried again with the next reading

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.attention import draw

        return draw(self._found, self.symbol, self.temperature) if self._found is not None else None

    # -- what is meant -------------------------------------------------------------------------------------------

    @property
    def symbol(self) -> int:
        """The symbol that is shown: the pointer's, else the chosen one."""
        return self._hovered if self._hovered >= 0 else self._chosen

    @property
    def temperature(self) -> float:
        """Of the softmax."""
        return self.warmth.value() / FINE

    @property
    def is_playing(self) -> bool:
        """Whether it reads letter by letter."""
        return self._beat.isActive()

    @Slot()
    def toggle(self) -> None:
        """Reads on from the chosen letter, from the first where the last is chosen; or stops."""
        if self.is_playing:
            self._beat.stop()
        elif self._found is not None:
            self._hovered = -1
            if self._chosen == len(self._found) - 1:
                self._chosen = 0
            self._beat.start()
        self._show_playing()
        self._update()

    @Slot()
    def beat(self) -> None:
        """The next letter; at the last it stops."""
        if self._found is not None and self._chosen < len(self._found) - 1:
            self._chosen += 1
        if self._found is None or self._chosen == len(self._found) - 1:
            self._beat.stop()
            self._show_playing()
        self._update()

    @Slot(object)
    def _pointed(self, symbol: int | None) -> None:
        hovered = -1 if symbol is None or self.is_playing else symbol
        if hovered != self._hovered:
            self._hovered = hovered
            self._update()

    @Slot(int)
    def _choose(self, symbol: int) -> None:
        self._beat.stop()
        self._show_playing()
        self._chosen, self._hovered = symbol, -1
        self._update()

    @Slot(str, int)
    def _asked(self, what: str, by: int) -> None:
        if self._found is None:
            return
        last = len(self._found) - 1
        if what == "play":
            self.toggle()
        elif what == "end":
            self._choose(last if by > 0 else 0)
        else:
            self._choose(min(max(self.symbol + by, 0), last))

    @Slot()
    def _warmed(self) -> None:
        self._degrees.setText(f"{self.temperature:.2f}")
        self._update()

    @Slot()
    def _recolour(self) -> None:
        self._update()
        self._ask_strip()

    # -- reading -------------------------------------------------------------------------------------------------

    @property
    def _is_shown(self) -> bool:
        """Whether what is shown is the ink that is selected."""
        return self._found is not None and self._known.get(self._key or b"") is self._found

    def _symbol_here(self) -> int:
        """Which symbol looked most at the selected point."""
        assert self._found is not None
        return self._found.symbol_at(min(self._row, len(self._found.line) - 1))

    @Slot()
    def _ask(self) -> None:
        if self._line is not None and self.is_live:
            self.context.worker.ask(self.name, partial(_attend, self._line))

    @Slot()
    def _ask_strip(self) -> None:
        """Has the strip hidden that is nearest to the letter among those that have not been."""
        if not self._is_shown or self.colours.currentText() != HANGS or not self.is_live:
            return
        assert self._found is not None
        waiting = np.flatnonzero(np.isnan(self._fallen[:, 0]))
        if not len(waiting) or self.context.worker.is_waiting(HIDDEN):
            return
        parts, centre = strips(self._found), self._found.centre(self.symbol)
        strip = min(waiting.tolist(), key=lambda k: abs(sum(parts[k]) / 2 - centre))
        self.context.worker.ask(HIDDEN, partial(_hide, self._found, strip))

    def _drop(self) -> None:
        """Another ink is selected, or none: what was asked is not waited for."""
        self._rest.stop()
        self._beat.stop()
        self._show_playing()
        self._key, self._hovered = None, -1
        self.context.worker.drop(self.name)
        self.context.worker.drop(HIDDEN)
        self.context.marks.remove(self.name)

    def _show(self, found: Attention) -> None:
        self._found = found
        self._fallen = np.full((len(strips(found)), len(found)), np.nan)
        self._chosen = self._symbol_here()
        self.view.show_attention(found)
        self._update()
        self._ask_strip()

    def _show_playing(self) -> None:
        self.play.setIcon(icon("pause" if self.is_playing else "play", self.context.theme().text))
        self.play.setAccessibleName("Stop reading" if self.is_playing else "Read letter by letter")

    def _update(self) -> None:
        """Shows the symbol that is meant."""
        found, symbol = self._found, self.symbol
        if found is None:
            return
        hangs = self.colours.currentText() == HANGS
        frames = over_frames(found, np.nan_to_num(self._fallen[:, symbol])) if hangs else found.looked[symbol]
        values = found.on_points(frames)
        most = max(float(values.max()), LEAST)
        levels = LOSS.over(0.0, most).levels(values, LEVELS)
        words = self._words(found, symbol)
        self.view.show_symbol(symbol, levels, symbol if self.is_playing else None, words)
        if self._is_shown:
            self._ink.lines = coloured([(found.line, levels)])
            self.context.marks.set_ink(self.name, self._ink)
        shown = number(most) if hangs else percent(most)
        scale = nats_scale(self.context.theme()).over(0.0, most)
        self.legend.set_scale(scale, "nats lost if hidden" if hangs else "attention", [(0.0, "0"), (most, shown)])
        shares, plain = found.probabilities(symbol, self.temperature), found.probabilities(symbol)
        taken = int(found.labels[symbol])
        chances = [
            Chance(found.name(label), float(shares[label]), float(plain[label]), label == taken)
            for label in found.likeliest(symbol, LIKELIEST)
        ]
        self.bars.show_chances(chances)
        known = int((~np.isnan(self._fallen[:, 0])).sum())
        more = f" Hidden so far: {known} of {len(self._fallen)} strips." if hangs and known < len(self._fallen) else ""
        self.caption.setText(f"{words}. {said_of(found)}{more}")

    def _words(self, found: Attention, symbol: int) -> str:
        taken = int(found.labels[symbol])
        share = percent(float(found.probabilities(symbol, self.temperature)[taken]))
        name = found.name(taken)
        quoted = name if len(name) > 1 else f"“{name}”"
        warm = "" if self.temperature == 1.0 else f" at temperature {self.temperature:.2f}"
        return f"Symbol {symbol + 1} of {len(found)}, {quoted}: {share}{warm}"


def _attend(line: InkLine, stale: Stale) -> Attention | str:
    """In the worker's thread; a line that says why nothing can be read."""
    try:
        return attend(line)
    except NoCaptioner as trouble:
        return str(trouble)


def _hide(found: Attention, strip: int, stale: Stale) -> tuple[int, Float64Array]:
    return strip, hide(found, strips(found)[strip])
