"""The attention panel: what the captioner read on the line, and for one letter of it the ink it looked at and all chances."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import cast

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget

from inkapp.inspect.attention import Attention, NoCaptioner, attend
from inkapp.inspect.draw.attention import percent, said_of, symbol_of
from inkapp.inspect.draw.figure import number
from inkapp.inspect.draw.scale import LEVELS, LOSS
from inkapp.inspect.occlusion import Occlusion, hide
from inkapp.inspect.page import InkLine, PageReading
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.caption_view import CaptionView
from inkapp.ui.inspector.coloured_ink import ColouredInk, coloured
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import ScaleLegend, note
from inkapp.ui.inspector.letter_choice import LetterChoice
from inkapp.ui.inspector.nats_scale import nats_scale
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.inspector.symbol_bars import Softmax
from inkapp.ui.inspector.worker import Stale
from model.arrays import Float64Array

REST_MS = 300  # the ink rests so long before it is read: a line takes longer than a frame of a growing ghost
LEAST = 0.01  # nats: what hiding less than that costs is nothing
KEPT = 8  # lines that stay read
HIDDEN = "attention.hidden"  # the request for a strip
WAITS = "Is read once the ink rests."
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
        self._key: bytes | None = None  # the ink that is selected
        self._line: InkLine | None = None
        self._row = -1  # the selected point
        self._known: OrderedDict[bytes, Attention] = OrderedDict()
        self._found: Attention | None = (
            None  # what is shown: of the selected ink, or of the one before while that is read
        )
        self._occlusion: Occlusion | None = None
        self._trouble = ""  # why nothing can be read
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask)
        self.letters = LetterChoice(self)
        self._make_tools()
        self.view, self.softmax = CaptionView(), Softmax()
        self.legend = ScaleLegend(LOSS, "attention")
        self.caption = note()
        for widget in (self.view, self.legend, self.caption, self.softmax):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.view.pointed.connect(self.letters.point)
        self.view.chosen.connect(self.letters.choose)
        self.view.asked.connect(self.letters.ask)
        self.letters.changed.connect(self._update)
        self.softmax.warmed.connect(self._update)

    def _make_tools(self) -> None:
        self.play = QToolButton()
        self.play.setAutoRaise(True)
        self.play.setIconSize(QSize(18, 18))
        self.play.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.play.setToolTip("Reads letter by letter, or stops  (Space in the picture)")
        self.play.clicked.connect(self.letters.toggle)
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
                self.caption.setText(WAITS)
                self._rest.start(REST_MS if self._found is not None else 0)
        elif moved and self._found is not None and self._is_shown:
            self.letters.choose(self._found.symbol_at(self._row))

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
        for widget in (self.view, self.softmax.bars, self.legend):
            widget.set_theme(theme)
        self._update()

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        if name == HIDDEN:
            assert self._occlusion is not None
            self._occlusion.take(*cast("tuple[int, Float64Array]", result))
            self._update()
            self._ask_strip()
        elif isinstance(result, str):
            self._trouble = result
            self.lack(result)
        else:
            assert self._key is not None
            self._known[self._key] = found = cast(Attention, result)
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

        return draw(self._found, self.letters.symbol, self.softmax.temperature) if self._found is not None else None

    # -- inside --------------------------------------------------------------------------------------------------

    @property
    def _is_shown(self) -> bool:
        """Whether what is shown is the ink that is selected."""
        return self._key is not None and self._known.get(self._key) is self._found

    @property
    def _hangs(self) -> bool:
        """Whether the ink shows what a letter hangs on."""
        return self.colours.currentText() == HANGS

    @Slot()
    def _ask(self) -> None:
        if self._line is not None and self.is_live:
            self.caption.setText("Reading…")
            self.context.worker.ask(self.name, partial(_attend, self._line))

    @Slot()
    def _ask_strip(self) -> None:
        """Has another strip hidden, one at a time: other panels' requests come between them."""
        found, occlusion, worker = self._found, self._occlusion, self.context.worker
        if found is None or occlusion is None or not (self._is_shown and self._hangs and self.is_live):
            return
        strip = occlusion.next_strip(self.letters.symbol)
        if strip is not None and not worker.is_waiting(HIDDEN):
            worker.ask(HIDDEN, partial(_hide, found, strip, occlusion.strips[strip]))

    def _drop(self) -> None:
        """Another ink is selected, or none: what was asked is not waited for."""
        self._key = None
        self._rest.stop()
        self.letters.stop()
        for name in (self.name, HIDDEN):
            self.context.worker.drop(name)
        self.context.marks.remove(self.name)

    def _show(self, found: Attention) -> None:
        self._found, self._occlusion = found, Occlusion(found)
        self.letters.set_line(len(found), found.symbol_at(min(self._row, len(found.line) - 1)))
        self.view.show_attention(found)
        self._update()
        self._ask_strip()

    @Slot()
    def _recolour(self) -> None:
        self._update()
        self._ask_strip()

    @Slot()
    def _update(self) -> None:
        """Shows the symbol that is meant."""
        playing, theme = self.letters.is_playing, self.context.theme()
        self.play.setIcon(icon("pause" if playing else "play", theme.text))
        self.play.setAccessibleName("Stop reading" if playing else "Read letter by letter")
        found, occlusion, symbol = self._found, self._occlusion, self.letters.symbol
        if found is None or occlusion is None:
            return
        frames = occlusion.of_frames(symbol) if self._hangs else found.looked[symbol]
        most = max(float(frames.max()), LEAST)
        levels = LOSS.over(0.0, most).levels(found.on_points(frames), LEVELS)
        words = symbol_of(found, symbol, self.softmax.temperature)
        self.view.show_symbol(symbol, levels, symbol if playing else None, words)
        self.softmax.show_symbol(found, symbol)
        scale = nats_scale(theme).over(0.0, most)
        if self._hangs:
            self.legend.set_scale(scale, "nats lost if hidden", [(0.0, "0"), (most, number(most))])
        else:
            self.legend.set_scale(scale, "attention", [(0.0, "0"), (most, percent(most))])
        if self._is_shown:
            self._ink.lines = coloured([(found.line, levels)])
            self.context.marks.set_ink(self.name, self._ink)
            lacking = self._hangs and occlusion.hidden < len(occlusion.strips)
            more = f" {occlusion.hidden} of {len(occlusion.strips)} strips were hidden so far." if lacking else ""
            self.caption.setText(f"{words}. {said_of(found)}{more}")


def _attend(line: InkLine, stale: Stale) -> Attention | str:
    """In the worker's thread; or a line that says why nothing can be read."""
    try:
        return attend(line)
    except NoCaptioner as trouble:
        return str(trouble)


def _hide(found: Attention, number: int, strip: tuple[int, int], stale: Stale) -> tuple[int, Float64Array]:
    return number, hide(found, strip)
