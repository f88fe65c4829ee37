"""How soon the window is there, and how long its event loop is held up while the network writes: ratios of one run.

    python -m bench.window [--json] [--seconds S] [--rounds N]

``window``: from the process's start to its first painted frame, in turns with an empty Qt window's. ``gaps``: between
two shots of a 4 ms timer in the GUI thread, by turns idle and with ghosts written flat out, one after another.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from inkapp.ink.document import Document
from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.window import Window
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, LIVE, WRITER
from model.sampler import Sampler
from tools.synthetic.words import write

TURNS = 4  # idle and writing by turns, so that a noisy moment hits both

# Both print once their first frame is painted, and end.
APP = """
import sys
from PySide6.QtCore import QTimer
from inkapp.ui.canvas.canvas import Canvas
painted = Canvas.paintEvent
def paint(self, event):
    painted(self, event)
    if not getattr(Canvas, "is_up", False):
        Canvas.is_up = True
        print("up", flush=True)
        QTimer.singleShot(0, self.window().close)
Canvas.paintEvent = paint
from inkapp.app import main
sys.exit(main([]))
"""
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class BareWindow(QMainWindow):
    def paintEvent(self, event):
        print("up", flush=True)
        QTimer.singleShot(0, self.close)
app = QApplication([])
window = BareWindow()
window.resize(1080, 780)
window.show()
sys.exit(app.exec())
"""


def seconds_until_up(program: str, home: str) -> float:
    """From the start of a process to its first painted frame. Raises BenchError where none comes."""
    environment = {**os.environ, "INKAPP_SETTINGS": str(Path(home) / "inkapp.ini")}
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        took = time.perf_counter() - began
    if said != "up\n" or child.returncode:
        raise BenchError(f"the window did not come up ({child.returncode})")
    return took


def start_up(rounds: int) -> dict[str, float]:
    """Medians and the median of the rounds' own ratios."""
    with tempfile.TemporaryDirectory() as home:
        seconds_until_up(APP, home)  # warms the disk's cache
        pairs = np.array([(seconds_until_up(APP, home), seconds_until_up(BARE, home)) for _ in range(rounds)])
    app, bare = np.median(pairs, axis=0)
    return {
        "window_up_s": round(float(app), 3),
        "bare_window_up_s": round(float(bare), 3),
        "window_over_bare": round(float(np.median(pairs[:, 0] / pairs[:, 1])), 2),
    }


def gaps(seconds: float) -> dict[str, float]:
    """Of a 4 ms timer, while idle and while ghosts are written without a pause, in ms."""
    app = QApplication.instance() or QApplication(["bench"])
    sampler = Sampler.load(LIVE)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
        window = Window(
            Bridge(lambda: sampler), TextBridge(lambda: BatchedWriter.load(WRITER, reader=CAPTIONER_FILE)), settings
        )
        window.show()
        window.open_document.add(_prime())
        window.writing.show()
        companion = window.companion
        ghosts = 0

        def again(busy: bool) -> None:
            nonlocal ghosts
            if not busy and writing:
                ghosts += 1
                QTimer.singleShot(0, companion.roll_again)

        writing = False
        companion.state.busy_changed.connect(again)
        kept: dict[bool, list[float]] = {False: [], True: []}
        for turn in range(2 * TURNS):
            writing = turn % 2 == 1
            if writing:
                companion.roll_again()
            kept[writing] += listen(seconds / TURNS)
            companion.dismiss()
            app.processEvents()
        writing = False
        companion.close()
        window.typing.close()
        window.hide()
    idle, busy = np.array(kept[False]), np.array(kept[True])
    return {
        "gap_ms_p99_idle": round(float(np.percentile(idle, 99)), 2),
        "gap_ms_p99_writing": round(float(np.percentile(busy, 99)), 2),
        "gap_ms_worst_writing": round(float(busy.max()), 2),
        "gap_p99_writing_over_idle": round(float(np.percentile(busy, 99) / np.percentile(idle, 99)), 2),
        "shots_writing": len(busy),
        "ghosts_written": ghosts,
    }


def listen(seconds: float) -> list[float]:
    """The gaps between a 4 ms timer's shots."""
    shots: list[float] = []
    clock = QElapsedTimer()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(4)
    timer.timeout.connect(lambda: shots.append(clock.nsecsElapsed() / 1e6))
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    clock.start()
    timer.start()
    loop.exec()
    timer.stop()
    return np.diff(shots).tolist()


def _prime() -> tuple[Any, ...]:
    return tuple(Document().add_strokes(write("hello", 24.0, 54.0, 3.6)).pages[0].strokes)


def words_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    return (
        f"window up after {figures['window_up_s']} s, {figures['window_over_bare']} times an empty Qt window\n"
        f"a 4 ms timer in the GUI thread while {figures['ghosts_written']} ghosts are written flat out: gaps"
        f" {figures['gap_ms_p99_writing']} ms p99, {figures['gap_ms_worst_writing']} ms worst;"
        f" {figures['gap_p99_writing_over_idle']} times the p99 when idle"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("window", __doc__)
    parser.add_argument("--seconds", type=float, default=12.0, help="to listen idle, and again writing (default 12)")
    parser.add_argument("--rounds", type=int, default=5, help="starts of each window (default 5)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not (1 <= options.seconds <= 600 and 1 <= options.rounds <= 100):
            raise BenchError("seconds must be in 1 … 600 and rounds in 1 … 100")
        return {**start_up(options.rounds), **gaps(options.seconds)}

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())
