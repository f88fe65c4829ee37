"""An app that is killed, or told to end, while a page is untitled: the next start offers all that was drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.test_app import RUN, run

DRAWN = 200
KILLED = """
import os, signal
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
def does(window):
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for number in range({drawn}):
        at = QPoint(300 + 3 * (number % 100), 120 + number)
        QTest.mousePress(window.canvas, left, none, at)
        QTest.mouseMove(window.canvas, at + QPoint(15, 9))
        QTest.mouseRelease(window.canvas, left, none, at + QPoint(20, 4))
    print(len(window.open_document.document.pages[0].strokes), flush=True)
    QTimer.singleShot(1000, lambda: os.kill(os.getpid(), signal.{signal}))
"""
RECOVERED = """
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.recovery_dialog import RecoveryChoice
def recover(self, offers):
    print(len(offers), offers[0].title, offers[0].picture.isNull())
    return RecoveryChoice.RECOVER, 0
Dialogs.recover = recover
def count(window):
    print(len(window.open_document.document.pages[0].strokes))
    window.files.end_unasked()
    window.close()
def does(window):
    QTimer.singleShot(0, lambda: count(window))
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("signal", "status"), [("SIGKILL", -9), ("SIGTERM", 0), ("SIGHUP", 0)])
def test_a_killed_untitled_page_is_offered_at_the_next_start(tmp_path: Path, signal: str, status: int):
    code = RUN.format(does=KILLED.format(drawn=DRAWN, signal=signal))
    done = run(tmp_path, "-c", code, QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout) == (status, f"{DRAWN}\n"), done.stderr
    for _ in range(2):  # and what was recovered is as safe
        done = run(tmp_path, "-c", RUN.format(does=RECOVERED), QT_QPA_PLATFORM="offscreen")
        offered, strokes = done.stdout.splitlines()
        assert done.returncode == 0 and offered == "1 Untitled False", done.stderr
        assert int(strokes) >= 0.99 * DRAWN
