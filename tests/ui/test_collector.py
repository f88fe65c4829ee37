"""Cycles end in the GUI thread, between events."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inkapp.ui.collector import Collector

FORGOTTEN_TIMERS = """
import gc
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from inkapp.ui.collector import Collector

class Ticking(QObject):
    def __init__(self):
        super().__init__()
        self.itself = self
        self.ticks = 0
        self.timer = QTimer(self, interval=0)
        self.timer.timeout.connect(self.tick)
        self.timer.start()

    @Slot()
    def tick(self):
        self.ticks += 1

def forget():
    gc.set_threshold(0)
    for _ in range(50):
        Ticking()
    gc.set_threshold(1, 1, 1)  # the next object made is the bound method by which Qt calls one of them

app = QCoreApplication([])
collector = Collector(app)
QTimer.singleShot(0, forget)
QTimer.singleShot(100, collector.collect)
QTimer.singleShot(200, app.quit)
app.exec()
"""


class Cycle(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def collector(qapp: QObject) -> Iterator[Collector]:
    owner = QObject()
    yield Collector(owner)
    gc.unfreeze()
    gc.enable()


def test_another_thread_never_collects(collector: Collector) -> None:
    left = weakref.ref(Cycle())
    maker = threading.Thread(target=lambda: [[] for _ in range(50_000)])
    maker.start()
    maker.join()
    assert left() is not None
    gc.collect()
    assert left() is None


def test_what_is_due_is_collected_between_events(collector: Collector, qtbot: QtBot) -> None:
    left = weakref.ref(Cycle())
    kept: list[list[int]] = [[] for _ in range(2 * gc.get_threshold()[0])]
    collector.collect()
    assert left() is None and kept


def test_nothing_is_collected_before_it_is_due(collector: Collector) -> None:
    gc.collect()
    left = weakref.ref(Cycle())
    collector.collect()
    assert left() is not None


@pytest.mark.process
def test_a_forgotten_object_whose_timer_runs_ends_no_process() -> None:
    """Without the collector this ends by a segmentation fault under Python 3.11."""
    done = subprocess.run(
        [sys.executable, "-c", FORGOTTEN_TIMERS],
        env={**os.environ, "PYTHONMALLOC": "debug"},  # what was freed is overwritten
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
