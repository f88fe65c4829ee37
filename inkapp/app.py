"""Start-up as a story.

A person types ``inkapp`` or ``inkapp page.ink``. First it is looked at whether there is a screen at all: where there is
none the bundled page is continued into ``continued.svg`` instead, so that the command shows what the app does anywhere.
Then Qt begins, told to keep every event of the pen. The bridge starts the network's thread, which reads the weights
while the window is built; the window never waits for it, and one can draw before it is there. The window comes up with
an empty page and the pen in hand, and the file, if one was named, is opened over it. From then on Qt runs the show,
until the window closes: it has asked about unsaved ink by then, and has stopped the network's thread.

Knows: that order, and the objects that live as long as the app.
Refuses to know: what any of them does.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QMessageLogContext, QSocketNotifier, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from assets import EXAMPLES
from inkapp import cli
from inkapp.live.bridge import Bridge
from inkapp.ui.application import Application
from inkapp.ui.canvas import tablet
from inkapp.ui.chrome import icons
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.theme import LIGHT
from inkapp.ui.trouble import Trouble
from inkapp.ui.window import Window
from model.checkpoint import LIVE
from model.sampler import Sampler


def main(arguments: Sequence[str]) -> int:
    """Runs the window; returns the exit status: 2, with one line on stderr, where there is nothing to run on."""
    logging.basicConfig(level=logging.WARNING, format="inkapp: %(message)s")
    options = [argument for argument in arguments if argument.startswith("-")]
    files = [Path(argument) for argument in arguments if not argument.startswith("-")]
    if options or len(files) > 1:
        return _refuse(f"unknown option {options[0]}" if options else "one file at a time")
    if files and not files[0].exists():
        return _refuse(f"{files[0]}: no such file, and no such command")
    if not has_display(os.environ, sys.platform):
        return without_display("there is no display")
    app = _application()
    trouble = Trouble()
    trouble.install()
    bridge = Bridge(lambda: Sampler.load(LIVE))
    window = Window(bridge, Settings.of_the_user())
    trouble.happened.connect(window.status.warn)
    app.file_opened.connect(window.files.open_path)
    window.show()
    kept = install_sigint_handler()
    if files:
        window.files.open_path(files[0])
    try:
        return app.exec()
    finally:
        signal.set_wakeup_fd(-1)
        del kept
        bridge.close()  # once more, for an end that no window was asked about


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be expected to find a screen."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def without_display(why: str) -> int:
    """Continues the bundled page into ``continued.svg`` and says so."""
    examples = sorted(EXAMPLES.glob("*.ink"))
    if not examples:
        return _refuse(f"{why}, and no example page to continue")
    print(f"inkapp: {why}, so no window; continuing {examples[0].name} into an SVG instead", flush=True)
    return cli.main(["continue", str(examples[0]), "-o", "continued.svg"])


def _application() -> Application:
    """Qt, begun. Where its platform cannot begin it would abort the process; the page is continued before that."""

    def on_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            status = without_display(f"the display cannot be used ({message.splitlines()[0].rstrip('.')})")
            sys.stdout.flush()
            os._exit(status)
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


def install_sigint_handler() -> tuple[object, ...]:
    """Ctrl+C in the terminal closes the window, which asks about unsaved ink; a second one ends at once.

    Python runs its handlers only between its own instructions, and while nothing happens Qt has none to run: the
    signal also rings a socket that Qt listens to. What is returned has to be kept as long as that is wanted.
    """
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)

    def interrupted(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        QTimer.singleShot(0, QApplication.quit)

    signal.signal(signal.SIGINT, interrupted)
    bell = QSocketNotifier(near.fileno(), QSocketNotifier.Type.Read)
    bell.activated.connect(lambda: near.recv(64))
    return near, far, bell


def _refuse(why: str) -> int:
    print(f"inkapp: {why}", file=sys.stderr)
    return cli.FAILED
