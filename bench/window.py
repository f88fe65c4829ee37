"""How soon the window is there, and how long its event loop is held up while the network writes: ratios of one run.

    python -m bench.window [--json] [--seconds S] [--rounds N]

``window``: from the process's start to its first painted frame, in turns with an empty Qt window's, alone and beside a
neighbour that streams memory. ``gaps``: between two shots of a 4 ms timer in the GUI thread, by turns idle and with ghosts
written flat out, one after another.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from bench.neighbour import Neighbour
from inkapp.ink.document import Document
from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.window import Window
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, LIVE, WRITER
from model.sampler import Sampler
from tools.synthetic.words import write

TURNS = 4  # idle and writing by turns, so that a noisy moment hits both

# Both say when their first frame is painted, and what of a core that took; then they close. The app is started as a person
# starts it: it asks for a display before it loads Qt. Its window is there when its event loop begins, and paints nothing
# before. It closes once the loop goes round.
TELL = """
import sys, time
told = set()
def tell(what):
    if what not in told:
        told.add(what)
        print(what, time.process_time(), flush=True)
def when_round(does):  # twice: what the first frame set off goes first
    from PySide6.QtCore import QTimer
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, does))
"""
APP = f"""{TELL}
from inkapp import __main__, without_display
def listen(*_):
    from PySide6.QtWidgets import QApplication
    run = QApplication.exec
    def exec_and_tell(*_):
        from inkapp.ui.canvas.canvas import Canvas
        painted = Canvas.paintEvent
        def paint(self, event):
            painted(self, event)
            tell("up")
            when_round(lambda: (tell("ready"), self.window().close()))
        Canvas.paintEvent = paint
        return run()
    QApplication.exec = exec_and_tell
    return True
without_display.has_display = listen
sys.exit(__main__.main([]))
"""
EMPTY = f"""{TELL}
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
class Empty(QWidget):
    def paintEvent(self, event):
        tell("up")
        when_round(lambda: (tell("ready"), self.window().close()))
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(Empty())
window.resize(1080, 780)
window.show()
sys.exit(app.exec())
"""


class Start(NamedTuple):
    """Seconds from the start of a process: until its first frame is painted, what it worked on a core until then, and until
    its event loop goes round."""

    up: float
    worked: float
    ready: float


def start(program: str, home: str) -> Start:
    """Starts a window and ends it. Raises BenchError where none comes up."""
    environment = {**os.environ, "INKAPP_SETTINGS": str(Path(home) / "inkapp.ini")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the app is compiled once, and started often
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment, text=True) as child:
        assert child.stdout is not None
        said = [(line.split(), time.perf_counter() - began) for line in child.stdout]
    if [words[0] for words, _ in said] != ["up", "ready"] or child.returncode:
        raise BenchError(f"the window did not come up ({child.returncode})")
    (up, up_s), (_, ready_s) = said
    return Start(up_s, float(up[1]), ready_s)


def start_up(rounds: int) -> dict[str, float]:
    """Medians, and the medians of the rounds' own ratios."""
    with tempfile.TemporaryDirectory() as home:
        for program in (APP, EMPTY):
            start(program, home)  # compiles, and warms the disk's cache
        pairs = [(start(APP, home), start(EMPTY, home)) for _ in range(rounds)]

    def median(number: Callable[[Start, Start], float]) -> float:
        return statistics.median(number(app, empty) for app, empty in pairs)

    return {
        "window_up_s": round(median(lambda app, empty: app.up), 3),
        "window_ready_s": round(median(lambda app, empty: app.ready), 3),
        "empty_window_up_s": round(median(lambda app, empty: empty.up), 3),
        "window_over_empty": round(median(lambda app, empty: app.up / empty.up), 2),
        "worked_over_empty": round(median(lambda app, empty: app.worked / empty.worked), 2),
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
        f"window up after {figures['window_up_s']} s, {figures['window_over_empty']} times an empty Qt window"
        f" ({figures['worked_over_empty']} times what that works), all of it there after {figures['window_ready_s']} s;\n"
        f"beside a neighbour after {figures['neighbour_window_up_s']} s, {figures['neighbour_window_over_empty']} times\n"
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
        alone = start_up(options.rounds)
        with Neighbour():
            beside = {f"neighbour_{name}": figure for name, figure in start_up(options.rounds).items()}
        return {**alone, **beside, **gaps(options.seconds)}

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())
