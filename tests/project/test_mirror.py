"""The tests stand as the source does: ``tests/FOLDER/test_X.py``, or ``test_X_WHAT.py``, tests the module or folder ``X``."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
APART = {"agreement", "project"}  # numpy's networks against torch's; the project itself
OUTSIDE = {"bench", "lab", "model", "tools", "training"}  # all other folders stand in inkapp
EXCEPTIONS = {  # what several modules of a folder do together
    "formats/test_damaged.py",
    "inspect/draw/test_words.py",
    "inspect/test_numbers.py",
    "lab/trials/test_trials.py",
    "live/test_chosen_point.py",
    "live/test_writer.py",
    "test_errors.py",
    "ui/canvas/test_repaint.py",
    "ui/inspector/panels/test_choosing.py",
    "ui/inspector/panels/test_panels.py",
    "ui/inspector/test_closed.py",
}
FILES = sorted(path.relative_to(TESTS) for path in TESTS.rglob("test_*.py"))


def has_module(file: Path) -> bool:
    """Whether there is a module for a file of tests."""
    folder = (ROOT if file.parts[0] in OUTSIDE else ROOT / "inkapp") / file.parent
    names = {path.stem.strip("_") for path in folder.iterdir() if path.suffix in ("", ".py")}
    stem = file.stem.removeprefix("test_")
    return any(stem == name or stem.startswith(f"{name}_") for name in names if name)


@pytest.mark.parametrize("file", [file for file in FILES if file.parts[0] not in APART], ids=str)
def test_a_file_of_tests_has_its_module(file: Path):
    assert has_module(file) is (file.as_posix() not in EXCEPTIONS)


def test_the_exceptions_are_there():
    assert {TESTS / name for name in EXCEPTIONS} <= {TESTS / file for file in FILES}
