"""Builds the wheel, installs it in an empty environment and uses it from another folder: ``python -m tools.try_built_wheel``.

What is tried is what a person gets: the commands, the start without a display, and the window, on Xvfb where it is
installed and on Qt's offscreen platform elsewhere.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"assets", "inkapp", "model"}
WEIGHTS = {"live", "writer", "captioner", "characters", "lab-gru", "lab-lstm", "lab-rnn"}
TABLE = Path("assets/language/english.npz")
HANDS = {path.stem for path in (ROOT / "assets/hands").glob("*.hand")}
SECONDS = 120  # a start on a busy machine takes some; one that hangs takes all

# Starts the window as the installed command does, asks for the example's ink and closes at the network's first ink
WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from inkapp.__main__ import main
from inkapp.ui.window import Window

shown = Window.show

def show(window):
    shown(window)
    assert not window.windowIcon().isNull(), "no icons"
    window.player.changed.connect(came)
    QTimer.singleShot(0, window.tour.ink_wanted.emit)

def came(*_):
    print("ghost ink came", flush=True)
    QApplication.exit(0)

Window.show = show
sys.exit(main([]))
"""


class WheelError(Exception):
    """What is wrong with the wheel, in one line."""


def build(folder: Path) -> Path:
    """Builds the wheel into ``folder`` and returns its path. Raises WheelError."""
    folder.mkdir(parents=True, exist_ok=True)
    _run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)], ROOT, os.environ)
    return max(folder.glob("inkapp-*.whl"), key=lambda path: path.stat().st_mtime)


def check_contents(wheel: Path) -> None:
    """Raises WheelError where the wheel holds more than the app needs, or less."""
    with ZipFile(wheel) as archive:
        names = [Path(name) for name in archive.namelist()]
    packages = {path.parts[0] for path in names if not path.parts[0].endswith(".dist-info")}
    weights = {path.stem for path in names if path.suffix == ".safetensors"}
    if packages != PACKAGES or weights != WEIGHTS:
        raise WheelError(f"{wheel.name} holds {sorted(packages)} with the weights {sorted(weights)}")
    if TABLE not in names:
        raise WheelError(f"{wheel.name} holds no table of words")
    hands = {path.stem for path in names if path.suffix == ".hand"}
    if hands != HANDS:
        raise WheelError(f"{wheel.name} holds the hands {sorted(hands)}, not {sorted(HANDS)}")


def use(wheel: Path) -> None:
    """Installs the wheel in an environment of its own and runs it from an empty folder. Raises WheelError."""
    with tempfile.TemporaryDirectory() as name:
        home, folder = Path(name) / "environment", Path(name) / "elsewhere"
        folder.mkdir()
        venv.create(home, with_pip=True)
        programs = home / ("Scripts" if os.name == "nt" else "bin")
        python, inkapp = str(programs / "python"), str(programs / "inkapp")
        hidden = ("PYTHONPATH", "VIRTUAL_ENV", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        bare = {key: value for key, value in os.environ.items() if key not in hidden}
        bare |= {"INKAPP_SETTINGS": str(folder / "settings.ini")}
        _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)], folder, bare)
        read = "float32" if wheel.stem.endswith("-any") else "8 bits"  # with no compiler there is no kernel in it
        _expect("--version", _run([inkapp, "--version"], folder, bare), read)
        example = _run([python, "-c", "from assets import EXAMPLES; print(EXAMPLES / 'quick.ink')"], folder, bare)
        _expect(
            "continue",
            _run([inkapp, "continue", example, "-o", "more.svg", "--points", "50"], folder, bare),
            "more.svg",
        )
        light = str(Path(example).with_name("light.ink"))
        words = _run([inkapp, "continue", light, "-o", "words.svg", "--words", "--say"], folder, bare)
        _expect("continue --words", words, "read: the little light")
        _expect("write", _run([inkapp, "write", "word", "--hand", example, "-o", "word.svg"], folder, bare), "word.svg")
        for style in sorted(HANDS):
            out = f"{style}.svg"
            _expect(
                f"write --style {style}",
                _run([inkapp, "write", "word", "--style", style, "-o", out], folder, bare),
                out,
            )
        _expect("read", _run([inkapp, "read", example], folder, bare), "quick")
        _expect("inspect", _run([inkapp, "inspect", example, "-o", "thought"], folder, bare), "gradient.svg")
        if sys.platform not in ("win32", "darwin"):
            _expect("a start without a display", _run([inkapp], folder, bare), "continued.svg")
        with display() as shown:
            _expect(f"the window on {shown}", _run([python, "-c", WINDOW], folder, bare | shown), "ghost ink came")


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """The variables that lead Qt to a display: an Xvfb that lives as long, else Qt's offscreen platform."""
    if shutil.which("Xvfb") is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield {"DISPLAY": f":{server.stdout.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.try_built_wheel", description="Build the wheel and try it.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the wheel goes (default: dist)")
    options = parser.parse_args(arguments)
    try:
        wheel = build(options.out.absolute())
        check_contents(wheel)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
        use(wheel)
    except WheelError as error:
        print(f"tools.try_built_wheel: {error}", file=sys.stderr)
        return 1
    return 0


def _expect(what: str, printed: str, wanted: str) -> None:
    if wanted not in printed:
        raise WheelError(f"{what} printed {printed!r}, not {wanted}")
    print(f"{what}: {wanted}")


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What the command printed. Raises WheelError with its last words where it fails or does not end."""
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise WheelError(f"{' '.join(command[:3])} did not end in {SECONDS} s") from None
    if done.returncode:
        raise WheelError(f"{' '.join(command[:3])} ended with {done.returncode}: {done.stderr.strip()[-1000:]}")
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
