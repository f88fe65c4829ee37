"""Start-up and ends, each in a process of its own, as a person would have them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assets import EXAMPLES
from inkapp.formats.registry import read_any
from inkapp.ink.document import Author
from inkapp.ink.file import save
from inkapp.ui.uncaught import UncaughtExceptions
from inkapp.without_display import has_display
from tests.live.fakes import PATIENCE, page_of

ROOT = Path(__file__).resolve().parents[1]
# Runs the app; ``does(window)`` is called once the window is complete, in the event loop
RUN = """
import sys
from PySide6.QtCore import QTimer
from inkapp import app
from inkapp.ui.window import Window

shown = Window.show
def show(self):
    self.completed.connect(lambda: QTimer.singleShot(0, lambda: does(self)))
    shown(self)
Window.show = show
{does}
sys.exit(app.main(sys.argv[1:]))
"""


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "INKAPP_SETTINGS": str(folder / "conf" / "inkapp.ini"), **environment},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=5 * PATIENCE,
    )


@pytest.mark.process
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a display is always there")
@pytest.mark.parametrize("environment", [{}, {"QT_QPA_PLATFORM": "none"}, {"DISPLAY": ":4242"}], ids=str)
def test_without_a_display_the_example_is_continued(tmp_path: Path, environment: dict[str, str]):
    done = run(tmp_path, "-m", "inkapp", **environment)
    assert done.returncode == 0, done.stderr
    assert "display" in done.stdout and done.stdout.splitlines()[-1] == "continued.svg"
    first = read_any(min(EXAMPLES.glob("*.ink")))
    assert len(read_any(tmp_path / "continued.svg").pages[0].strokes) > len(first.pages[0].strokes)
    assert sorted(os.listdir(tmp_path)) in (["continued.svg"], ["conf", "continued.svg"])


@pytest.mark.process
@pytest.mark.parametrize("arguments", [["--fly"], ["fly"], ["a.ink", "b.ink"], ["none.ink"]], ids=" ".join)
def test_a_wrong_argument_is_one_line(tmp_path: Path, arguments: list[str]):
    done = run(tmp_path, str(ROOT / "main.py"), *arguments, QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith("inkapp: ")


@pytest.mark.process
def test_closing_while_ink_is_generated_ends_well(tmp_path: Path):
    does = """
from inkapp.ui.flow.cause import Cause
from tests.live.fakes import page_of
from tools.synthetic.words import write
def does(window):
    window.player.changed.connect(window.close)  # the first ink the network tells
    window.open_document.add(write("hand", 30.0, 42.0, 4.0, seed=3))
    window.open_document._history.mark_saved()
    window.writing.show(Cause.PEN)
"""
    done = run(tmp_path, "-c", RUN.format(does=does), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="no process can interrupt another there")
def test_an_interrupt_while_nothing_happens_asks_about_unsaved_ink_and_ends_well(tmp_path: Path):
    does = """
import os, signal, subprocess
from tools.synthetic.words import write
from inkapp.ui.chrome.dialogs import Answer
def unsaved(title):
    print("asked about", title)
    return Answer.DISCARD
def does(window):
    window.open_document.add(write("hand", 30.0, 42.0, 4.0, seed=3))
    window.files._dialogs.unsaved = unsaved
    subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(1); os.kill({os.getpid()}, {signal.SIGINT:d})"])
"""
    done = run(tmp_path, "-c", RUN.format(does=does), QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout) == (0, "asked about Untitled\n"), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.process
def test_closing_before_the_network_is_there_ends_well(tmp_path: Path):
    does = "def does(window): window.close()"
    done = run(tmp_path, "-c", RUN.format(does=does), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr


@pytest.mark.process
def test_a_file_is_opened_and_an_exception_does_not_end_the_app(tmp_path: Path):
    save(page_of(20, 30), tmp_path / "page.ink")
    does = """
def does(window):
    print(window.windowTitle(), len(window.open_document.document.pages[0].strokes))
    QTimer.singleShot(0, lambda: told(window))
    raise ArithmeticError("a slot\\nbroke")
def told(window):
    print(window.status.text)
    window.close()
"""
    done = run(tmp_path, "-c", RUN.format(does=does), "page.ink", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "page.ink[*] – Inkapp 2",
        "Something went wrong, and your ink is still here: a slot broke",
    ]
    assert "ArithmeticError" in done.stderr


@pytest.mark.process
def test_a_bad_file_leaves_a_window_that_says_so(tmp_path: Path):
    (tmp_path / "bad.ink").write_text("{")
    does = """
def does(window):
    from PySide6.QtWidgets import QApplication
    dialog = QApplication.activeModalWidget()
    print(dialog.detailedText())
    dialog.close()
    window.close()
"""
    done = run(tmp_path, "-c", RUN.format(does=does), "bad.ink", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0 and done.stdout.startswith("bad.ink: not an ink file")


@pytest.mark.process
def test_start_up_imports_no_torch_and_no_scipy(tmp_path: Path):
    does = "def does(window): print(sorted({'torch', 'scipy'} & set(sys.modules))); window.close()"
    done = run(tmp_path, "-c", RUN.format(does=does), QT_QPA_PLATFORM="offscreen")
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("environment", "platform", "found"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_where_a_display_is_expected(environment: dict[str, str], platform: str, found: bool):
    assert has_display(environment, platform) is found


def test_an_interrupt_is_no_trouble(qtbot: QtBot):
    trouble = UncaughtExceptions()
    told: list[str] = []
    trouble.happened.connect(told.append)
    trouble._caught(KeyboardInterrupt, KeyboardInterrupt(), None)
    trouble._caught(ValueError, None, None)
    assert told == ["Something went wrong, and your ink is still here: ValueError"]


def test_the_bundled_pages_are_by_hand_alone():
    for file in EXAMPLES.glob("*.ink"):
        assert {stroke.author for page in read_any(file).pages for stroke in page.strokes} == {Author.PERSON}


@pytest.mark.process
def test_a_library_that_qt_lacks_is_named_and_the_example_continued(tmp_path: Path):
    """As on a bare Debian: Qt's own file is there, and the system's libEGL is not."""
    qt = tmp_path / "PySide6"
    qt.mkdir()
    (qt / "__init__.py").touch()
    (qt / "QtCore.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file', name='PySide6.QtCore')"
    )
    done = run(tmp_path, "-c", "from inkapp.__main__ import main; raise SystemExit(main([]))", DISPLAY=":0")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert "libEGL.so.1" in done.stdout and done.stdout.splitlines()[-1] == "continued.svg"


@pytest.mark.process
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a display is always there")
def test_no_qt_is_loaded_where_there_is_no_display(tmp_path: Path):
    code = "from inkapp.__main__ import main; main([]); import sys; print('PySide6' in sys.modules)"
    assert run(tmp_path, "-c", code).stdout.splitlines()[-1] == "False"


@pytest.mark.process
def test_without_a_console_what_goes_wrong_is_in_a_file(tmp_path: Path):
    """As under pythonw, started from where nothing may be written."""
    does = """
sys.stdout = sys.stderr = None
def does(window):
    QTimer.singleShot(0, window.close)
    raise ArithmeticError("a slot broke")
"""
    code = f"import os; os.chdir(os.path.abspath(os.sep))\n{RUN.format(does=does)}"
    done = run(tmp_path, "-c", code, QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout) == (0, "") and "Traceback" not in done.stderr
    assert "ArithmeticError: a slot broke" in (tmp_path / "conf" / "inkapp.log").read_text(encoding="utf-8")


POSIX_ONLY = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")


@pytest.mark.process
def test_nothing_that_only_posix_has_is_imported_on_the_way_to_a_window(tmp_path: Path):
    does = f"""
import importlib.machinery, importlib.util, pkgutil, sys
for name in {POSIX_ONLY!r}:
    sys.modules[name] = None
import assets, inkapp, model
for package in (assets, inkapp, model):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__") and not isinstance(
            importlib.util.find_spec(module.name).loader, importlib.machinery.ExtensionFileLoader
        ):  # the kernel is a library, no module
            importlib.import_module(module.name)
def does(window):
    print("up")
    window.close()
"""
    done = run(tmp_path, "-c", f"{does}\n{RUN.format(does='')}", QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout) == (0, "up\n"), done.stderr


@pytest.mark.process
@pytest.mark.parametrize(
    "environment",
    [{"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}],
    ids=["C", "cp1252"],
)
def test_any_encoding_of_the_console_will_do(tmp_path: Path, environment: dict[str, str]):
    """Also no file is read or written in an encoding that depends on the machine."""
    strict = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-m", "inkapp")
    page = str(EXAMPLES / "quick.ink")
    commands = [["--help"], ["continue", page, "-o", "σ.svg", "--points", "9"], ["inspect", page, "-o", "out"], []]
    for command in commands:
        done = run(tmp_path, *strict, *command, **environment)
        assert done.returncode == 0 and done.stderr == "", (command, done.stderr)
