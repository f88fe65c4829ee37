"""``python -m tools.screenshots OUT_DIR``: pictures of the real window, rendered without a display.

The writing is made up, the seed fixed, and a ghost's clock stopped so that it is half grown: equal code, weights and fonts
give equal pictures.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication, QToolButton

from assets import LANGUAGE
from inkapp.editor.load_words import WordsLoader
from inkapp.ink.document import Stroke
from inkapp.inspect.panel_list import READ
from inkapp.live.qt_bridge import Bridge, TextBridge
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.chrome.settings import Appearance, Settings
from inkapp.ui.window import Window
from model.batched_writer import BatchedWriter
from model.checkpoint import CAPTIONER_FILE, CHARACTERS, LIVE, WRITER
from model.line_readers import shared_captioner
from model.sampler import Sampler
from tools.synthetic.words import write
from tools.typed_pictures import show_field, show_three_hands

WORDS_LINES = ("you write the first few letters", "of a word in supp")
LINES = ("you write the first few words", "and rest the pen")
READ_LINES = ("the garden was quiet in the morning", "seven birds sang above the wall", "my sister waters the garden")
FOUND = "gardan"  # with a letter mistyped
LEFT_MM, BASELINE_MM, PITCH_MM, X_HEIGHT_MM, GAP_MM = 24.0, 42.0, 12.0, 3.4, 4.4
SEED, TEMPERATURE = 20, 0.3
TAKEN = 2  # pieces of the ghost that are ink already
GROWN = 0.6  # of what is left of it
SIZE = (1080, 700)
LARGE = (1400, 900)  # with panels
PANELS = ("timeline", "cells", "futures", "density")  # the last one stands in front
BACK = 12  # points from the ghost's end to the one that is looked at
PATIENCE_S = 60.0  # for the panels of a busy machine


class _Clock:
    """Stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def main(arguments: Sequence[str]) -> int:
    """Writes each scene's pictures, light and dark, and prints their paths; returns the exit status."""
    if len(arguments) != 1:
        print("usage: python -m tools.screenshots OUT_DIR", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR="2")
    app = QApplication(["inkapp"])
    sampler = Sampler.load(LIVE)
    words = WordsLoader(WRITER, LANGUAGE, CHARACTERS, lambda: shared_captioner(CAPTIONER_FILE))
    looks = [(name, shade) for name in SCENES for shade in (Appearance.LIGHT, Appearance.DARK)]
    for name, appearance in looks:
        path = folder / f"{name}-{appearance.value}.png"
        with tempfile.TemporaryDirectory() as kept:
            settings = Settings(QSettings(str(Path(kept) / "settings.ini"), QSettings.Format.IniFormat))
            settings.appearance, settings.temperature = appearance, TEMPERATURE
            clock = _Clock()
            window = Window(
                Bridge(lambda: sampler, load_words=words),
                TextBridge(lambda: BatchedWriter.load(WRITER, reader=CAPTIONER_FILE)),
                settings,
                clock=clock,
            )
            SCENES[name](app, window, clock)
            if not window.grab().save(str(path)):
                print(f"{path}: cannot be written", file=sys.stderr)
                return 2
            window.inspector.close()
            window.companion.close()
            window.typing.close()
            window.reading.close()
        print(path)
    return 0


def _say_words(app: QApplication, window: Window, clock: _Clock) -> None:
    """Two written lines, and a ghost that finishes the last word and goes on."""
    _write(app, window, WORDS_LINES)
    clock.now = window.player.ghost.duration if window.player.ghost is not None else 0.0
    window.player.changed.emit()
    _come_to_rest(app, window)


def _act(app: QApplication, window: Window, clock: _Clock) -> None:
    """Two written lines, two pieces of a ghost by free hand accepted, and the rest of it half revealed."""
    window.companion.set_mode(GhostMode.FREE)
    window.bar.switch.set_mode(GhostMode.FREE)
    player = window.player
    _write(app, window, LINES)
    for _ in range(TAKEN):
        window.companion.ghost.take_piece()
    clock.now = GROWN * (player.ghost.duration if player.ghost is not None else 0.0)
    player.changed.emit()
    _come_to_rest(app, window)


def _write(app: QApplication, window: Window, lines: Sequence[str]) -> None:
    """Lines on a page, and the whole ghost after them."""
    window.resize(*SIZE)
    window.show()
    window.open_document.add(_lines(lines))
    window.writing.show()
    companion, player = window.companion, window.player
    window.bar.seed.field.setText(str(SEED))
    window.bar.seed.field.returnPressed.emit()
    written = QEventLoop()

    def finished(busy: bool) -> None:
        if not busy:
            written.quit()

    companion.state.busy_changed.connect(finished)
    companion.continue_now()
    written.exec()
    if player.ghost is None:
        raise SystemExit(f"the network wrote nothing: {window.status.text}")


def _come_to_rest(app: QApplication, window: Window) -> None:
    """All that is to be seen is painted."""
    window.status.set_pen("pressure: none")
    window.canvas.settle()
    app.processEvents()


def _look_inside(app: QApplication, window: Window, clock: _Clock) -> None:
    """The same with panels: the time line below, the hills and the cells at the right, and the futures of a point in the
    ghost."""
    _act(app, window, clock)
    window.resize(*LARGE)
    window.canvas.zoom_fit()
    docks = window.inspector.docks
    for panel in PANELS:
        docks.show(panel)
    _settle(app, window)
    selection = window.inspector.selection
    selection.step(-BACK)
    _settle(app, window)
    window.canvas.settle()
    app.processEvents()


def _read(app: QApplication, window: Window, clock: _Clock) -> None:
    """Lines with their text beside them, and a word that was looked for."""
    app.setCursorFlashTime(0)  # a cursor that blinks would be in some of the pictures
    window.resize(*SIZE)
    window.show()
    window.companion.set_seed(SEED)  # which the bar shows
    window.open_document.add(_lines(READ_LINES))
    window.writing.show()
    window.inspector.docks.show(READ.name)
    window.reading.search.open()
    window.reading.search.bar.field.setText(FOUND)
    until = time.monotonic() + PATIENCE_S
    fading = window.reading.search.bar.field.findChildren(QToolButton)  # what clears the field
    while (
        window.reading.pages.is_busy
        or window.reading.search.current is None
        or any(button.property("opacity") not in (None, 1.0) for button in fading)
    ):
        if time.monotonic() > until:
            raise SystemExit("tools.screenshots: the page is not read")
        time.sleep(0.005)
        app.processEvents()
    window.canvas.settle()
    app.processEvents()


def _settle(app: QApplication, window: Window) -> None:
    """Until the panels have worked out all that they show."""
    until = time.monotonic() + PATIENCE_S
    app.processEvents()
    while not window.inspector.is_quiet:
        if time.monotonic() > until:
            raise SystemExit("tools.screenshots: the panels do not come to rest")
        time.sleep(0.005)
        app.processEvents()
    app.processEvents()


def _lines(lines: Sequence[str] = LINES) -> list[Stroke]:
    strokes: list[Stroke] = []
    for line, words in enumerate(lines):
        left = LEFT_MM
        for word in words.split():
            written = write(word, left, BASELINE_MM + line * PITCH_MM, X_HEIGHT_MM, seed=len(strokes))
            strokes += written
            left = max(stroke.bounds[2] for stroke in written) + GAP_MM
    return strokes


SCENES: dict[str, Callable[[QApplication, Window, _Clock], None]] = {
    "app": _say_words,
    "inspector": _look_inside,
    "read-ink": _read,
    "text-field": lambda app, window, clock: show_field(app, window),
    "typed-text": lambda app, window, clock: show_three_hands(app, window),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
