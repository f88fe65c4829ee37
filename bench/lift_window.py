"""Lifts of the pen in the app's own window, off screen, and the wait until the first ink of a ghost is painted."""

from __future__ import annotations

import gc
import tempfile
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench.errors import BenchError
from bench.lift_parts import Watch
from inkapp.ink.document import Document, Stroke
from inkapp.live.events import Event
from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.collector import Collector
from inkapp.ui.window import Window
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, WRITER
from model.network_protocol import Writer

PIXELS = (1920, 1080)
PATIENCE_MS = 60_000
AROUND_MM = 30.0  # of a stroke that is kept in sight
Kind = QEvent.Type


class WatchedBridge(Bridge):
    """Notes when the session tells, and when the window hears it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        super().__init__(self._load, encode=watch.encode, lay_out=watch.lay_out)
        self.grown.connect(lambda _: watch.note("painting"))

    def _load(self) -> Writer:
        return self._watch.sampler

    def _drop_in(self, event: Event) -> None:
        self._watch.told(event)
        super()._drop_in(event)


class Painted(QObject):
    """Quits a loop as soon as the canvas has painted ink of a ghost."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._player = window.player
        self.loop: QEventLoop | None = None
        window.canvas.installEventFilter(self)

    def eventFilter(self, canvas: QObject, event: QEvent) -> bool:
        """Lets the canvas paint, and looks whether there was a ghost."""
        if event.type() != Kind.Paint or self.loop is None or not self._player.visible():
            return False
        assert isinstance(canvas, QWidget)
        canvas.event(event)
        self.loop.quit()
        return True


class WindowLifts:
    """One window for all lines; a ``with`` statement's context."""

    def __init__(self, watch: Watch, writing_seconds: float) -> None:
        self._app = QApplication.instance() or QApplication(["bench"])
        self._watch, self._seconds = watch, writing_seconds
        self._home = tempfile.TemporaryDirectory()
        home = Path(self._home.name)
        settings = Settings(QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat))
        bridge = WatchedBridge(watch)
        text_bridge = TextBridge(lambda: BatchedWriter.load(WRITER, reader=CAPTIONER_FILE))
        self._window = Window(bridge, text_bridge, settings, data=home)
        self._window.resize(*PIXELS)
        self._window.show()
        self._painted = Painted(self._window)
        Collector(self._window)

    def __enter__(self) -> WindowLifts:
        self._run(4 * self._seconds)
        return self

    def __exit__(self, *_: object) -> None:
        self._window.files.end_unasked()
        self._window.close()
        self._app.processEvents()
        gc.unfreeze()
        gc.enable()
        self._home.cleanup()

    def begin(self, document: Document) -> None:
        """Opens what was written before the lifts that count, and gives the session the time to read it."""
        self._window.open_document.show(document, Path("bench.svg"))
        self._window.writing.show()
        self._watch.wait_until_read(lambda: self._run(self._seconds))

    def lift(self, document: Document, seed: int) -> dict[str, float]:
        """Writes the document's last stroke; what the wait after it came to. Raises BenchError where no ink comes."""
        window, stroke = self._window, document.pages[0].strokes[-1]
        left, top, right, bottom = stroke.bounds
        window.canvas.bring_into_view((left - AROUND_MM, top - AROUND_MM, right + AROUND_MM, bottom + AROUND_MM))
        window.companion.set_seed(seed)
        self._run(0.01)
        points = self._on_screen(stroke)
        self._send(Kind.MouseButtonPress, points[0])
        for _, point in pairwise(points[:-1]):
            self._run(self._seconds / len(points))
            self._send(Kind.MouseMove, point)
        self._painted.loop = loop = QEventLoop()
        self._watch.lift()
        self._send(Kind.MouseButtonRelease, points[-1])
        window.companion.continue_now()
        late = QTimer(loop, singleShot=True, interval=PATIENCE_MS)
        late.timeout.connect(lambda: loop.exit(1))
        late.start()
        failed = loop.exec()
        late.stop()
        self._painted.loop = None
        if failed:
            raise BenchError(f"no ink came: {window.companion.state.message or 'the window does not paint it'}")
        found = self._watch.end()
        window.companion.dismiss()
        return found

    @property
    def strokes_written(self) -> int:
        """On the page that is open."""
        return len(self._window.open_document.document.pages[0].strokes)

    def _on_screen(self, stroke: Stroke) -> list[QPointF]:
        view = self._window.canvas.view
        return [QPointF(*view.to_widget(float(x), float(y))) for x, y in zip(stroke.x, stroke.y, strict=True)]

    def _send(self, kind: Kind, point: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind == Kind.MouseMove else left
        held = none if kind == Kind.MouseButtonRelease else left
        event = QMouseEvent(kind, point, point, point, button, held, Qt.KeyboardModifier.NoModifier)
        self._app.sendEvent(self._window.canvas, event)

    def _run(self, seconds: float) -> None:
        """Qt's events for so long."""
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()
