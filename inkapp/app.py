"""Starts the app with its window, and ends it.

A person types ``inkapp`` or ``inkapp page.ink``, and there is a display. Qt begins, told to keep every event of the pen.
The window comes up with an empty page and the pen in hand. Once that is seen, the network's thread begins, which reads the
weights; the window never waits for it, and one can draw before it is there. The file, if one was named, is opened; ink that
an earlier window left unsaved is offered. From then on Qt runs the show, until the window closes: it has asked about unsaved
ink by then, and has stopped the networks' threads.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QSocketNotifier, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.application import Application
from inkapp.ui.canvas import tablet
from inkapp.ui.chrome import icons
from inkapp.ui.chrome.settings import Settings, data_folder
from inkapp.ui.chrome.theme import LIGHT
from inkapp.ui.collector import Collector
from inkapp.ui.uncaught import UncaughtExceptions
from inkapp.ui.window import Window
from inkapp.without_display import display_failed

if TYPE_CHECKING:
    from inkapp.editor.load_words import WordsLoader
    from inkapp.live.words.words_road import WordsRoad
    from model.batched_writer import BatchedWriter
    from model.sampler import Sampler


def main(files: Sequence[str] = ()) -> int:
    """Runs the window over the file named, if one is; returns the exit status. ``inkapp/__main__.py`` has checked it."""
    app = _application()
    settings = Settings.of_the_user()
    _start_log(settings.path.with_suffix(".log"))
    uncaught = UncaughtExceptions()
    uncaught.install()
    data = data_folder()
    bridge = Bridge(_load_sampler, load_words=partial(_load_words, data, []))
    text_bridge = TextBridge(_load_writer)
    window = Window(bridge, text_bridge, settings, data=data)
    uncaught.happened.connect(window.status.warn)
    app.file_opened.connect(lambda path: window.files.open_path(path))
    kept: list[object] = []

    def begin() -> None:
        Collector(window)
        kept.extend(install_signal_handlers(window.files.end_unasked))
        if files:
            window.files.open_path(Path(files[0]))
        QTimer.singleShot(0, lambda: window.files.recover(silent=True))

    window.completed.connect(begin)
    window.show()
    try:
        return app.exec()
    finally:
        signal.set_wakeup_fd(-1)
        kept.clear()
        bridge.close()  # once more, for an end that no window was asked about
        text_bridge.close()


def _load_sampler() -> Sampler:
    """In the network's thread, which needs its modules first."""
    from model.checkpoint import LIVE
    from model.sampler import Sampler

    return Sampler.load(LIVE)


def _load_words(data: Path, kept: list[WordsLoader]) -> WordsRoad:
    """In the network's thread: what goes on in words, as it knows the person. ``kept``: the loader, once there is one."""
    from assets import LANGUAGE
    from inkapp.editor.load_words import WordsLoader
    from inkapp.editor.own_hand import FOLDER, OwnHand
    from inkapp.editor.own_words import OwnWords
    from model.checkpoint import CAPTIONER_FILE, CHARACTERS, WRITER

    if not kept:
        hand, words = OwnHand(data / FOLDER, CAPTIONER_FILE), OwnWords(data / FOLDER)
        kept.append(WordsLoader(WRITER, LANGUAGE, CHARACTERS, hand.reader, lambda: (*hand.texts(), *words.texts())))
    return kept[0]()


def _load_writer() -> BatchedWriter:
    """In the thread of what writes texts."""
    from model.batched_writer import BatchedWriter
    from model.checkpoint import CAPTIONER_FILE, WRITER

    return BatchedWriter.load(WRITER, reader=CAPTIONER_FILE)


def _start_log(path: Path) -> None:
    """Warnings and errors go to stderr; into a file where there is none, as under pythonw and behind inkapp-window."""
    if sys.stderr is None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            sys.stderr = path.open("w", encoding="utf-8", errors="replace", buffering=1)
        except OSError:
            return  # nowhere to say it
    logging.basicConfig(level=logging.WARNING, format="inkapp: %(message)s")


def _application() -> Application:
    """Qt, begun. Where its platform cannot begin it would abort the process; the page is continued before that."""

    def on_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            os._exit(display_failed(f"the display cannot be used ({message.partition('.')[0]})"))
        if kind is QtMsgType.QtCriticalMsg:
            print(f"inkapp: {message}", file=sys.stderr)

    qInstallMessageHandler(on_message)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressTabletEvents, False)
    app = Application(["inkapp"])
    qInstallMessageHandler(None)
    tablet.keep_every_event(app)  # xcb switches compression on while it begins
    app.setApplicationName("inkapp")
    app.setDesktopFileName("inkapp")
    app.setWindowIcon(icons.icon("app", LIGHT.accent))
    return app


def install_signal_handlers(end_unasked: Callable[[], None]) -> tuple[object, ...]:
    """Ctrl+C in the terminal closes the window, which asks about unsaved ink; a second one ends at once. SIGTERM, and
    SIGHUP when the terminal is closed, end without a question, and call ``end_unasked`` before.

    Python runs its handlers only between its own instructions, and while nothing happens Qt has none to run: the
    signal also rings a socket that Qt listens to. What is returned has to be kept as long as that is wanted.
    """
    import socket  # here, since the first frame does not wait for it

    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        if number != signal.SIGINT:
            QTimer.singleShot(0, end_unasked)
        QTimer.singleShot(0, QApplication.quit)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handle)
    bell = QSocketNotifier(near.fileno(), QSocketNotifier.Type.Read)
    bell.activated.connect(lambda: near.recv(64))
    return near, far, bell
