"""``python -m tools.soak``: damaged files through the readers, odd events through a window, for as long as one likes.

Each damaged file must be read, or refused by the app's own error, in the time and memory that ``docs/formats.md`` states; after
the events the window must be alive, no handler may have failed, and the ink must be one that can be saved and read again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from inkapp.formats.registry import READERS
from inkapp.ink.document import Document
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, loads
from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.window import Window
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, LIVE, WRITER
from model.sampler import Sampler
from tools.mutated_files import mutated, whole_files
from tools.random_events import RandomEvents

MOST_CPU_S = 5.0


def soak_files(count: int, seed: int) -> tuple[int, float]:
    """How many of ``count`` damaged files were refused, and the CPU seconds of the slowest.

    Raises whatever else than a FileError leaves a reader, and AssertionError for one that took too long or cannot be kept.
    """
    choice, refused, slowest = random.Random(seed), 0, 0.0
    files = list(whole_files().values())
    for number in range(count):
        suffix, data = files[number % len(files)]
        wrong = mutated(data, choice)
        began = time.process_time()
        document = _read(suffix, wrong)
        slowest = max(slowest, time.process_time() - began)
        if document is None:
            refused += 1
        elif loads(dumps(document), "again").pages != document.pages:
            raise AssertionError(f"file {number} of seed {seed} is other ink once saved")
    if slowest > MOST_CPU_S:
        raise AssertionError(f"a file of seed {seed} took {slowest:.1f} s")
    return refused, slowest


def _read(suffix: str, data: bytes) -> Document | None:
    try:
        return READERS[suffix](data, "x", lambda _: None)
    except FileError:
        return None


def soak_events(window: Window, count: int, seed: int) -> int:
    """How many strokes are on the page after ``count`` events. Raises AssertionError where a handler failed."""
    failed: list[str] = []

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        failed.append(f"{kind.__name__}: {error}")

    before, sys.excepthook = sys.excepthook, caught
    try:
        events = RandomEvents(window, seed)
        for _ in range(count):
            events.send()
        window.canvas.let_go()
        QApplication.processEvents()
    finally:
        sys.excepthook = before
    if failed:
        raise AssertionError(f"{len(failed)} handlers failed, the first by {failed[0]}")
    document = window.open_document.document
    if loads(dumps(document), "again").pages != document.pages:
        raise AssertionError(f"the ink of seed {seed} is other ink once saved")
    return sum(len(page.strokes) for page in document.pages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs both and prints what they found."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    refused, slowest = soak_files(given.files, given.seed)
    print(
        f"{given.files} files: {refused} refused, the others read; the slowest took {slowest:.2f} s of CPU", flush=True
    )
    app = QApplication(["soak"])
    bridge = Bridge(lambda: Sampler.load(LIVE))
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = Window(
            bridge, TextBridge(lambda: BatchedWriter.load(WRITER, reader=CAPTIONER_FILE)), Settings(settings)
        )
        window.resize(900, 700)
        window.show()
        app.processEvents()
        strokes = soak_events(window, given.events, given.seed)
        print(f"{given.events} events: no handler failed; {strokes} strokes on the page")
        window.hide()
        bridge.close()
        window.typing.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
