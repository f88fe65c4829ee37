"""start.py sets up what is asked for, once, says in one line what it lacks, and hands its arguments on; make calls it."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="make, or signals between processes")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with what start.py and make read, and no environment."""
    (tmp_path / "model/kernel").mkdir(parents=True)
    for name in (
        "Makefile",
        "start.py",
        "pyproject.toml",
        "constraints.txt",
        "hatch_build.py",
        "model/kernel/product.c",
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def commands(bare: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What start.py has called in a bare folder, where an environment is a file and a call of pip does nothing."""
    called: list[list[str]] = []

    def call(command: list[str], **options: object) -> int:
        called.append(command)
        if "venv" in command:
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return 0

    python = bare / ".venv" / "bin" / "python"
    for name, value in (("ROOT", bare), ("HOME", bare / ".venv"), ("PYTHON", python)):
        monkeypatch.setattr(start, name, str(value))
    monkeypatch.setattr(start.subprocess, "call", call)
    return called


def installed(called: list[list[str]]) -> list[str]:
    return [command[command.index("-e") + 1] for command in called if "install" in command]


@pytest.mark.process
def test_an_old_python_can_parse_it_and_says_which_is_needed(bare: Path):
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_path('start.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=bare, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed; this is ")


@pytest.mark.process
def test_what_a_bare_debian_lacks_is_named(bare: Path):
    """A Python without ensurepip, as Debian's is without python3-venv."""
    (bare / "lacks").mkdir()
    (bare / "lacks" / "ensurepip.py").write_text("raise ImportError")
    environment = {**os.environ, "PYTHONPATH": str(bare / "lacks")}
    command = [sys.executable, "start.py"]
    done = subprocess.run(command, cwd=bare, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Python's venv module is missing. On Debian, as root: apt install python3-venv\n"
    assert not (bare / ".venv").exists()


def test_it_is_set_up_once_and_again_when_what_is_needed_changes(commands: list[list[str]], bare: Path):
    for _ in range(2):
        start.set_up(start.APP, start.DEVELOPERS)
    assert installed(commands) == ["."]
    for _ in range(2):
        start.set_up(start.DEVELOPERS)
        start.set_up(start.APP, start.DEVELOPERS)
    assert installed(commands) == [".", ".[dev]"]
    with (bare / "constraints.txt").open("a") as file:
        file.write("# newer\n")
    start.set_up(start.APP, start.DEVELOPERS)  # the app has no pins
    start.set_up(start.DEVELOPERS)
    with (bare / "pyproject.toml").open("a") as file:
        file.write("# newer\n")
    start.set_up(start.APP, start.DEVELOPERS)
    assert installed(commands) == [".", ".[dev]", ".[dev]", "."]


def test_what_failed_or_was_interrupted_is_tried_again(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch):
    start.set_up(start.APP)
    good = start.subprocess.call

    def interrupted(command: list[str], **options: object) -> int:
        if "install" in command:
            raise KeyboardInterrupt
        return good(command, **options)

    monkeypatch.setattr(start.subprocess, "call", interrupted)
    assert start.main(["setup"]) == start.INTERRUPTED
    monkeypatch.setattr(start.subprocess, "call", lambda command, **options: "install" in command)
    with pytest.raises(start.SetupError, match="tries again"):
        start.set_up(start.DEVELOPERS)
    monkeypatch.setattr(start.subprocess, "call", good)
    start.set_up(start.DEVELOPERS)
    assert installed(commands) == [".", ".[dev]"]


def test_an_environment_without_its_python_is_made_anew(commands: list[list[str]]):
    start.set_up(start.APP)
    Path(start.PYTHON).unlink()
    start.set_up(start.APP)
    assert [command[1:] for command in commands if "venv" in command] == [["-m", "venv", "--clear", start.HOME]] * 2


@pytest.mark.parametrize(
    ("arguments", "ran"),
    [
        ([], ["main.py"]),
        (["run", "page.ink"], ["main.py", "page.ink"]),
        (["page.ink"], ["main.py", "page.ink"]),
        (["export", "a.ink", "-o", "test"], ["main.py", "export", "a.ink", "-o", "test"]),
        (["test", "tests/ink", "-x"], ["-m", "pytest", *start.ON_ALL_CORES, "tests/ink", "-x"]),
        (["setup"], []),
    ],
    ids=str,
)
def test_arguments_are_handed_on(
    arguments: list[str], ran: list[str], commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
):
    calls: list[list[str]] = []
    monkeypatch.setattr(start, "run", lambda command, folder=None: calls.append(command) or 7)
    assert start.main(arguments) == (7 if ran else 0)
    assert [part.removeprefix(start.ROOT + os.sep) for command in calls[-1:] for part in command[1:]] == ran


@pytest.mark.process
@posix
def test_an_interrupt_is_left_to_what_runs(tmp_path: Path):
    """The app asks about unsaved ink when it hears Ctrl+C, as a terminal gives it to both."""
    child = "import signal, time; signal.signal(signal.SIGINT, lambda *_: exit(5)); print('up', flush=True); time.sleep(600)"
    code = f"import sys, start; sys.exit(start.run([sys.executable, '-c', {child!r}]))"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stdout is not None and running.stdout.readline() == "up\n"
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(timeout=60) == 5


@pytest.mark.process
@posix
def test_make_only_hands_on(bare: Path):
    none = subprocess.run(["make", "run", "PYTHON=no-such-python"], cwd=bare, capture_output=True, text=True)
    assert "Python 3.11 or newer" in none.stdout and none.returncode != 0
    echo = subprocess.run(
        ["make", "test", "PYTHON=echo", "ARGS=tests/ink -x"], cwd=bare, capture_output=True, text=True
    )
    assert "start.py test tests/ink -x" in echo.stdout.splitlines()
