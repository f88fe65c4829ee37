"""How long a full page takes in the inspector's panel of cells: opening its heat maps, scrolling them, and their memory.

    python -m bench.full_page [--json]

The page has 20 lines of made-up words, some 12,000 points as the network counts them; ``bench.inspector`` measures what the
panels take while the network writes. ``open_ms``: from the panel's key to the maps of the selected line; ``whole_ms``: until
all lines have been read. ``whole_over_reading``: that, of what the network takes to read as many points of one line, one
after another. ``signal_ms``: to another signal, the slowest of the six. ``scroll_ms_p95``: to move the maps by one point and
paint them. ``memory_mb``: what the process grew by, all six signals seen on every line.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from inkapp.ink.document import Stroke
from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.inspector.panels.cells import CellsPanel
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.window import Window
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, LIVE, WRITER
from model.sampler import Sampler
from tools.synthetic.words import write

LINES = 20
WORDS = (
    "she",
    "had",
    "written",
    "many",
    "long",
    "letters",
    "before",
    "the",
    "old",
    "lamp",
    "went",
    "out",
    "and",
    "was",
    "cold",
)
LEFT_MM, RIGHT_MM, TOP_MM, PITCH_MM, X_HEIGHT_MM, GAP_MM = 16.0, 196.0, 30.0, 12.0, 3.7, 4.6
FRAMES = 120
PATIENCE_S = 120.0


def measure(lines: int = LINES, frames: int = FRAMES) -> dict[str, Any]:
    """All figures, of a page of so many lines and a scroll over so many points. Raises BenchError."""
    app = QApplication.instance() or QApplication(["bench"])
    sampler = Sampler.load(LIVE)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
        window = Window(
            Bridge(lambda: sampler), TextBridge(lambda: BatchedWriter.load(WRITER, reader=CAPTIONER_FILE)), settings
        )
        window.resize(1400, 900)
        window.show()
        window.open_document.add(page(lines))
        window.writing.show()
        window.companion.dismiss()
        app.processEvents()
        painted: list[str] = []
        window.inspector.worker.done.connect(lambda name, _: painted.append(name))
        before = _resident_mb()
        began = time.perf_counter()
        panel = cast(CellsPanel, window.inspector.docks.show("cells"))
        _until(lambda: panel.name in painted)
        opened = time.perf_counter() - began
        _until(lambda: window.inspector.is_quiet)
        whole = time.perf_counter() - began
        reading = window.inspector.feed.reading
        if reading is None or len(reading.lines) != lines:
            raise BenchError("the page was not read")
        signals = [_signal(window, panel, k) for k in range(panel.signals.count())]
        for number in range(lines):
            for k in range(panel.signals.count()):
                panel.signals.setCurrentIndex(k)
                window.inspector.selection.pin(Spot(number, 0))
                _until(lambda: window.inspector.is_quiet)
        grown = _resident_mb() - before
        scrolled = [_scroll(panel, k) for k in range(frames)]
        plain = _plain(sampler, max((line.reading.rows for line in reading.lines), key=len))
        window.inspector.close()
        window.companion.close()
        window.typing.close()
        window.hide()
        app.processEvents()
    return {
        "lines": lines,
        "points": reading.points,
        "cells": sampler.layers * sampler.hidden,
        "open_ms": round(1000 * opened),
        "whole_ms": round(1000 * whole),
        "whole_over_reading": round(whole / (plain * reading.points), 2),
        "signal_ms": round(1000 * max(signals)),
        "scroll_ms_p95": round(1000 * float(np.percentile(scrolled, 95)), 1),
        "memory_mb": round(grown),
    }


def page(lines: int) -> list[Stroke]:
    """Strokes of so many lines of words, from margin to margin."""
    strokes: list[Stroke] = []
    number = 0
    for line in range(lines):
        left = LEFT_MM
        while True:
            word = write(
                WORDS[number % len(WORDS)], left, TOP_MM + line * PITCH_MM, X_HEIGHT_MM, seed=number, rate_hz=60.0
            )
            right = max(stroke.bounds[2] for stroke in word)
            if right > RIGHT_MM:
                break
            number += 1
            strokes += word
            left = right + GAP_MM
    return strokes


def _signal(window: Window, panel: CellsPanel, number: int) -> float:
    """Seconds to the maps of another signal."""
    began = time.perf_counter()
    panel.signals.setCurrentIndex(number)
    _until(lambda: window.inspector.is_quiet)
    return time.perf_counter() - began


def _scroll(panel: CellsPanel, frame: int) -> float:
    """Seconds to move the maps by a point and paint them."""
    first = panel.plots.plots[0]
    began = time.perf_counter()
    first.setXRange(frame, frame + 200, padding=0)
    panel.plots.viewport().repaint()
    return time.perf_counter() - began


def _plain(sampler: Sampler, rows: np.ndarray[Any, Any]) -> float:
    """Seconds a point, read one after another."""
    began = time.perf_counter()
    sampler.feed(sampler.start(), rows)
    return (time.perf_counter() - began) / len(rows)


def _until(met: Callable[[], bool]) -> None:
    """Lets the window live until it is so."""
    end = time.perf_counter() + PATIENCE_S
    while not met():
        if time.perf_counter() > end:
            raise BenchError("the window did not come to rest")
        QCoreApplication.processEvents()
        time.sleep(0.001)


def _resident_mb() -> float:
    """What the process holds in memory (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def words_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    return (
        f"{figures['lines']} lines, {figures['points']} points, {figures['cells']} cells: maps of the selected line after"
        f" {figures['open_ms']} ms, all read after {figures['whole_ms']} ms"
        f" ({figures['whole_over_reading']} of reading them one by one)\n"
        f"another signal after at most {figures['signal_ms']} ms; a frame of scrolling takes {figures['scroll_ms_p95']} ms"
        f" at the 95th percentile; {figures['memory_mb']} MB more"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("full_page", __doc__)
    parser.add_argument("--lines", type=int, default=LINES, help=f"of the page (default {LINES})")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not 1 <= options.lines <= LINES:
            raise BenchError(f"lines must be in 1 … {LINES}")
        return measure(options.lines)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())
