"""Has the page and its growing ghost read by the network again, as often as an eye can follow, while a panel is seen.

Only what is new is read: lines that stand in the reading before are taken from it. While no panel is seen only the ghost's
steps are remembered.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.editor.open_document import OpenDocument
from inkapp.ink.document import Document, Stroke
from inkapp.ink.ghost import Ghost
from inkapp.inspect.page import InkLine, PageReading, read_page, with_ghost
from inkapp.live.events import Steps
from inkapp.live.qt_bridge import Bridge
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.flow.writing import Writing
from inkapp.ui.inspector.worker import Stale, Worker
from model.sampler import Sampler
from model.trace import Step

PERIOD_MS = 80  # between two readings while a ghost grows
PEN_MS = 160  # between two while the pen is down: writing comes first
PAGE = "page"  # the request's name


class Feed(QObject):
    """Signals: ``read`` (PageReading with what is revealed of the ghost; None while there is no network),
    ``failed`` (one line of why not)."""

    read = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        open_document: OpenDocument,
        writing: Writing,
        bridge: Bridge,
        player: GhostPlayer,
        worker: Worker,
        canvas: Canvas,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_document, self._bridge, self._player, self._worker = open_document, bridge, player, worker
        self.reading: PageReading | None = None  # with the ghost
        self._base: PageReading | None = None  # without
        self._steps: list[Step] = []
        self._ticket = 0
        self._shown = -1  # steps of the ghost that the last reading has; -1 for none
        self._wanted = False
        self._canvas = canvas
        self._live = 0  # points of the stroke under way that were read
        self._writing = writing
        self._period = QTimer(self)
        self._period.setSingleShot(True)
        self._period.setInterval(PERIOD_MS)
        self._period.timeout.connect(self._poll)
        self._others = QTimer(self)  # the other lines' turn, after what panels ask of the one read first
        self._others.setSingleShot(True)
        self._others.setInterval(PERIOD_MS)
        self._others.timeout.connect(self._read_rest)
        bridge.steps.connect(self._keep_steps)
        bridge.ready.connect(self._changed)

    @property
    def sampler(self) -> Sampler | None:
        """The network, once it has loaded; None, too, for one of a kind that cannot be looked into."""
        writer = self._bridge.writer
        return writer if isinstance(writer, Sampler) else None

    @property
    def is_due(self) -> bool:
        """Whether the ghost, or the rest of the page, is about to be read."""
        return self._period.isActive() or self._others.isActive()

    def set_wanted(self, wanted: bool) -> None:
        """Whether any panel is seen; nothing is read while none is."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if wanted:
            self._writing.shown.connect(self._changed)
            self._player.changed.connect(self._grown)
            self._canvas.pen_tool.stroke_begun.connect(self._begun)
            self._ask()
        else:
            self._writing.shown.disconnect(self._changed)
            self._player.changed.disconnect(self._grown)
            self._canvas.pen_tool.stroke_begun.disconnect(self._begun)
            self._period.stop()
            self._others.stop()
            self._worker.drop(PAGE)

    def step_after(self, line: InkLine, row: int) -> int | None:
        """The number of the ghost's step that comes after a point of the line that is written on, or would; None where
        that is ink already."""
        reading, index = self.reading, row + 1 - line.written
        if reading is None or not reading.lines or index < 0:
            return None
        last = max(reading.lines, key=lambda one: (bool(one.steps), int(one.stroke.max())))
        if row >= len(last) or last.written != line.written:
            return None
        if (last.x[row], last.y[row]) != (line.x[row], line.y[row]):  # the line may have grown since it was looked at
            return None
        ghost = self._ghost
        first = int(ghost.strokes[0].step[0]) if ghost is not None and ghost.strokes else 0
        return first + index

    # -- what changes -------------------------------------------------------------------------------------------

    @Slot(object)
    def _keep_steps(self, written: Steps) -> None:
        if written.ticket != self._ticket:
            self._ticket, self._steps = written.ticket, []
        if written.steps:
            del self._steps[written.steps[0].index :]
            self._steps += written.steps
        self._shown = -1

    @Slot()
    def _changed(self) -> None:
        """The page, or the network, is another one."""
        if self._wanted:
            self._ask()

    @Slot()
    def _grown(self) -> None:
        if not self._period.isActive() and self._revealed() != self._shown:  # frames that show no further step are most
            self._period.start(PERIOD_MS)

    @Slot()
    def _begun(self) -> None:
        self._live = 0
        self._period.start(PEN_MS)

    @Slot()
    def _poll(self) -> None:
        """A while after the ghost has changed, or the pen was set down: reads what has been revealed since."""
        live = self._canvas.pen_tool.live_stroke()
        if live is not None:
            if len(live) != self._live and not self._worker.is_waiting(PAGE):
                self._live = len(live)
                self._ask(live)
            self._period.start(PEN_MS)
        elif self._revealed() != self._shown:
            if self._worker.is_waiting(PAGE):
                self._period.start(PERIOD_MS)  # one reading at a time; nothing is thrown away half done
            else:
                self._ask()

    @Slot()
    def _read_rest(self) -> None:
        """Reads the rest of a page, unless it is read anew by now."""
        if not self._worker.is_waiting(PAGE):
            self._ask()

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def _ghost(self) -> Ghost | None:
        """The ghost that continues the page; None, too, where it says words, or words of a typed text are shown: another
        network's."""
        ghost = self._player.ghost
        if ghost is None or ghost.words or any(stroke.origin.text for stroke in ghost.strokes[:1]):
            return None
        return ghost

    def _revealed(self) -> int:
        """How many of the steps have been revealed; 0 without a ghost."""
        ghost = self._ghost
        return self._player.step_now() if ghost is not None and ghost.strokes else 0

    def _ask(self, live: Stroke | None = None) -> None:
        sampler, open_document, document = self.sampler, self._open_document, self._open_document.document
        if live is not None:  # of a revision that no document has
            document = replace(document.add_strokes((live,), open_document.page), revision=-len(live))
        if sampler is None:
            self._take(None)
            return
        ghost, revealed = self._ghost, self._revealed()
        steps: list[Step] = []
        if ghost is not None and revealed:
            steps = self._steps[int(ghost.strokes[0].step[0]) : revealed]
        self._shown = revealed
        self._worker.ask(PAGE, partial(_read, document, open_document.page, sampler, self._base, steps, ghost))

    def done(self, result: tuple[PageReading, PageReading]) -> None:
        """What the worker found."""
        self._base, reading = result
        self._take(reading)
        if self._wanted and not self._base.is_whole:
            self._others.start()

    def trouble(self, message: str) -> None:
        """Why it found nothing."""
        self._base = None
        self._take(None)
        self.failed.emit(message)

    def _take(self, reading: PageReading | None) -> None:
        self.reading = reading
        self.read.emit(reading)


def _read(
    document: Document,
    page: int,
    sampler: Sampler,
    before: PageReading | None,
    steps: list[Step],
    ghost: Ghost | None,
    stale: Stale,
) -> tuple[PageReading, PageReading]:
    """The page without and with its ghost."""
    if before is not None and any(line.reading.sampler is not sampler for line in before.lines):
        before = None
    if before is not None and (before.revision, before.page, before.is_whole) == (document.revision, page, True):
        base = before
    else:
        fresh = before is None or before.page != page
        base = read_page(document, page, sampler, before, stale, soon=fresh)
    if ghost is None or not steps or not base.lines:
        return base, base
    number = max(range(len(base.lines)), key=lambda i: int(base.lines[i].stroke.max()))
    lines = list(base.lines)
    lines[number] = with_ghost(lines[number], steps, ghost)
    return base, replace(base, lines=tuple(lines))
