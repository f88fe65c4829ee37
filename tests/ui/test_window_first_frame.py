"""The first frame waits for nothing that it does not show, and what comes later is there for whoever is quick."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.actions import ACTIONS
from tests.test_app import RUN, run
from tests.ui.fakes import FakeBridge
from tests.ui.users import User, begun

# Runs the app as its command does; prints what is imported when the first frame is painted
FIRST_FRAME = """
import sys
from inkapp.__main__ import main
from inkapp.ui.canvas.canvas import Canvas

painted = Canvas.paintEvent
def paint(self, event):
    if not getattr(Canvas, "is_up", False):
        Canvas.is_up = True
        print(*sys.modules)
        self.window().completed.connect(self.window().close)
    painted(self, event)
Canvas.paintEvent = paint
sys.exit(main([]))
"""
LATER = {  # what most of the time before the first frame went into, and what each of them brings along
    "inkapp.cli",
    "inkapp.editor.own_hand",
    "inkapp.formats.inkml.read",
    "inkapp.formats.pdf.write",
    "inkapp.formats.svg.read",
    "inkapp.ink.ghost",
    "inkapp.ink.typed_text",
    "inkapp.live.events",
    "inkapp.live.reading.read_thread",
    "inkapp.live.sampling_thread",
    "inkapp.live.text_thread",
    "inkapp.ui.chrome.dialogs",
    "inkapp.ui.chrome.preferences",
    "inkapp.ui.chrome.text_settings",
    "inkapp.ui.hands.panel",
    "inkapp.ui.inspector.inspector",
    "inkapp.ui.reading.panel",
    "inkapp.ui.text.text_tool",
    "json",
    "model.adaptation",
    "model.captioner",
    "model.checkpoint",
    "model.sampler",
    "model.trace",
    "model.word_beam",
    "pyqtgraph",
    "safetensors",
    "scipy",
    "torch",
    "urllib.request",
}
USES = """
import os
from pathlib import Path
from PySide6.QtWidgets import QApplication, QDialog
from inkapp.inspect.panel_list import DOCKED
from tools.synthetic.words import write

class Answers:
    \"\"\"A person who writes into every format, and reads the pages again.\"\"\"
    def __init__(self): self.suffix = ""
    def save_path(self, suggestion, *_): return Path("page" + self.suffix)
    def open_path(self, *_): return Path("page" + self.suffix)
    def wait(self, title, told, changed, is_done): return True
    def unsaved(self, title):
        from inkapp.ui.chrome.dialogs import Answer
        return Answer.DISCARD
    def replace(self, paths): return True

def does(window):
    window.open_document.add(write("hand", 30.0, 42.0, 4.0, seed=3))
    window.writing.show()
    for name in DOCKED:
        window.inspector.docks.show(name)
        QApplication.processEvents()
    opened = [name for name in DOCKED if name in window.inspector.docks.open]
    window.inspector.docks.close_all()
    shown = []
    class Watch(QTimer):
        def look(self):
            if (dialog := QApplication.activeModalWidget()) is not None:
                shown.append(type(dialog).__name__)
                dialog.close()
    watch = Watch(window)
    watch.timeout.connect(watch.look)
    watch.start(20)
    for name in ("preferences", "shortcuts", "paper"):
        window.parts.handlers[name]()
    watch.stop()
    answers = Answers()
    window.files._dialogs = window.parts._export._dialogs = answers
    window.parts._settings.export_text = False
    for answers.suffix in (".svg", ".pdf", ".inkml"):
        window.parts.handlers["export"]()
    read = []
    for answers.suffix in (".svg", ".inkml"):
        window.parts.handlers["open"]()
        read.append(len(window.open_document.document.pages[0].strokes) > 0)
    for name in ("text", "dismiss", "find", "dismiss", "tour", "tour"):
        window.parts.handlers[name]()
    print(len(opened) == len(DOCKED), shown, sorted(path for path in os.listdir() if path.startswith("page.")), read)
    window.close()
"""


@pytest.mark.process
def test_the_first_frame_imports_nothing_that_it_does_not_show(tmp_path: Path):
    done = run(tmp_path, "-c", FIRST_FRAME, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    (line,) = done.stdout.splitlines()
    modules = set(line.split())
    assert {"inkapp.ui.window", "inkapp.ui.canvas.canvas"} <= modules
    assert modules.isdisjoint(LATER), sorted(modules & LATER)


@pytest.mark.process
@pytest.mark.slow
def test_what_was_not_there_for_the_first_frame_opens_without_a_word(tmp_path: Path):
    done = run(tmp_path, "-c", RUN.format(does=USES), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    files = "['page.inkml', 'page.pdf', 'page.svg']"
    dialogs = "['Preferences', 'Shortcuts', 'PaperDialog']"
    assert done.stdout.splitlines() == [f"True {dialogs} {files} [True, True]"]


def test_every_action_has_a_handler(qtbot: QtBot, tmp_path: Path):
    user = User(qtbot, tmp_path, FakeBridge())
    assert set(user.window.parts.handlers) == {entry.name for entry in ACTIONS}


def test_a_pen_that_is_quicker_than_the_parts_loses_nothing(qtbot: QtBot, tmp_path: Path):
    """The window was never shown, and so is not complete: the press alone makes its parts."""
    user = User(qtbot, tmp_path, FakeBridge(), shown=False)
    assert "parts" not in vars(user.window)
    begun(user)
    user.mouse(QEvent.Type.MouseButtonRelease, 50.0, 80.0)
    assert len(user.authors) == 1


def test_an_action_that_is_quicker_than_the_parts_is_done(qtbot: QtBot, tmp_path: Path):
    user = User(qtbot, tmp_path, FakeBridge(), shown=False)
    user.window._actions["add_page"].trigger()
    assert len(user.window.open_document.document.pages) == 2


def test_a_window_that_is_closed_before_its_first_frame_is_not_completed(qtbot: QtBot, tmp_path: Path):
    user = User(qtbot, tmp_path, FakeBridge(), shown=False)
    told: list[bool] = []
    user.window.completed.connect(lambda: told.append(True))
    user.window.show()
    assert user.window.close()
    user.window._complete()
    assert told == []
