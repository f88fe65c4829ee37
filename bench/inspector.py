"""How much the inspector slows the network and the window: with all panels seen, with all closed, and before any is opened.

    python -m bench.inspector [--json] [--seconds S]

Ghosts are written flat out, one after another, while the panels float beside the window, by turns within one run.
``rate_all_over_none``: steps written a second, all panels seen, of that before any was opened; ``rate_closed_over_none``:
all closed again. Each is the median of the turns' own ratios. ``gap``: between two shots of a 4 ms timer in the GUI thread.
``futures_ms``: from a point's selection to its 50 continuations of 50 points, that panel alone being open, the median.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from bench.window import listen
from inkapp.inspect.panel_list import PANELS
from inkapp.live.events import Steps
from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.window import Window
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, LIVE, WRITER
from model.sampler import Sampler
from tools.synthetic.words import write_words

TURNS = 4
SELECTIONS = 12
WORDS = ("you", "write", "the", "first", "few", "words")


class Load:
    """Ghosts, one after another, while it is on."""

    def __init__(self, window: Window, bridge: Bridge) -> None:
        self._window = window
        self.steps = 0
        self._on = False
        bridge.steps.connect(self._count)
        window.companion.state.busy_changed.connect(self._again)

    def run(self, seconds: float) -> tuple[float, list[float]]:
        """Steps a second, and the timer's gaps in ms."""
        self.steps, self._on = 0, True
        began = time.perf_counter()
        self._window.companion.roll_again()
        gaps = listen(seconds)
        while not self.steps:  # on a busy machine nothing may have come yet, and a rate of 0 compares with nothing
            gaps += listen(seconds)
        rate = self.steps / (time.perf_counter() - began)
        self._on = False
        self._window.companion.dismiss()
        _settle(self._window)
        return rate, gaps

    def _count(self, written: Steps) -> None:
        self.steps += len(written.steps)

    def _again(self, busy: bool) -> None:
        if not busy and self._on:
            QTimer.singleShot(0, self._window.companion.roll_again)


def measure(seconds: float, turns: int = TURNS, selections: int = SELECTIONS) -> dict[str, Any]:
    """All figures, from ``turns`` turns of ``seconds`` in all for each state of the panels.

    Raises BenchError where a panel is not seen.
    """
    app = QApplication.instance() or QApplication(["bench"])
    sampler = Sampler.load(LIVE)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
        settings.reduced_motion = True  # a ghost is drawn as soon as it is written, which is the heavier load
        bridge = Bridge(lambda: sampler)
        window = Window(bridge, TextBridge(lambda: BatchedWriter.load(WRITER, reader=CAPTIONER_FILE)), settings)
        window.show()
        window.open_document.add(write_words(WORDS, 24.0, 54.0, 3.4, 4.0))
        window.writing.show()
        load, docks = Load(window, bridge), window.inspector.docks
        load.run(seconds / turns / 3)  # warm
        kept: dict[str, list[tuple[float, list[float]]]] = {"none": [], "all": [], "closed": []}
        for _ in range(turns):
            for name in ("none", "all", "closed"):
                if name == "all":
                    _open_all(window)
                elif docks.panels:
                    for dock in docks.open:
                        docks.toggle(dock) if docks.panels[dock].is_live else None
                kept[name].append(load.run(seconds / turns))
        futures = _futures(window, selections)
        window.inspector.close()
        window.companion.close()
        window.typing.close()
        window.hide()
        app.processEvents()
    rates = {name: np.array([rate for rate, _ in turns]) for name, turns in kept.items()}
    gaps = {name: np.concatenate([gap for _, gap in turns]) for name, turns in kept.items()}
    return {
        "steps_a_second_none": round(float(np.median(rates["none"]))),
        "rate_all_over_none": round(float(np.median(rates["all"] / rates["none"])), 3),
        "rate_closed_over_none": round(float(np.median(rates["closed"] / rates["none"])), 3),
        "gap_ms_p99_none": round(float(np.percentile(gaps["none"], 99)), 2),
        "gap_ms_p99_all": round(float(np.percentile(gaps["all"], 99)), 2),
        "gap_ms_worst_all": round(float(gaps["all"].max()), 2),
        "futures_ms": round(float(np.median(futures)), 1),
    }


def _open_all(window: Window) -> None:
    docks = window.inspector.docks
    for name in PANELS:
        panel = docks.show(name)
        dock = docks.dock(name)
        dock.setFloating(True)
        _settle(window)
        if not panel.is_live:
            raise SystemExit(f"bench.inspector: {name} is not seen")


def _futures(window: Window, count: int) -> list[float]:
    """Milliseconds from a point's selection to its continuations, so many times."""
    docks = window.inspector.docks
    for name in docks.open:
        docks.dock(name).close()
    docks.show("futures")
    _settle(window)
    took = []
    for _ in range(count):
        loop = QEventLoop()
        worker = window.inspector.worker

        def done(name: str, result: object, loop: QEventLoop = loop) -> None:
            if name == "futures":
                loop.quit()

        worker.done.connect(done)
        began = time.perf_counter()
        window.inspector.selection.step(-1)
        QTimer.singleShot(5000, loop.quit)
        loop.exec()
        took.append(1000 * (time.perf_counter() - began))
        worker.done.disconnect(done)
    return took


def _settle(window: Window) -> None:
    until = time.perf_counter() + 5.0
    while time.perf_counter() < until:
        QCoreApplication.processEvents()
        if window.inspector.is_quiet:
            return
        time.sleep(0.002)


def words_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    return (
        f"with all panels seen the network writes {figures['rate_all_over_none']:.0%} of what it writes without,"
        f" with all closed {figures['rate_closed_over_none']:.1%}\n"
        f"a 4 ms timer in the GUI thread, all panels seen: gaps {figures['gap_ms_p99_all']} ms p99,"
        f" {figures['gap_ms_worst_all']} ms worst; without {figures['gap_ms_p99_none']} ms p99\n"
        f"continuations stand {figures['futures_ms']} ms after their point is selected"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("inspector", __doc__)
    parser.add_argument("--seconds", type=float, default=16.0, help="of writing, for each of the three (default 16)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not 1 <= options.seconds <= 600:
            raise BenchError("seconds must be in 1 … 600")
        return measure(options.seconds)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())
