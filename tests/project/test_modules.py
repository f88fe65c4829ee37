"""Each module says what it does and is not too long, and starting the app or a command imports nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("inkapp", "model", "training", "lab", "bench", "tools")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_FILE = 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for_and_is_not_too_long(path: Path):
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert docstring
    assert text.count("\n") <= LONGEST_FILE


def loaded(code: str) -> set[str]:
    """The top-level packages that a fresh process has imported after ``code``."""
    code += "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return set(done.stdout.split())


@pytest.mark.process
def test_the_window_loads_no_torch_and_no_scipy_and_panels_later():
    assert loaded("import inkapp.app").isdisjoint({"torch", "scipy", "matplotlib", "pyqtgraph"})


@pytest.mark.process
def test_commands_load_no_torch_no_scipy_and_no_qt():
    names = sorted(f"inkapp.commands.{path.stem}" for path in (ROOT / "inkapp" / "commands").glob("[a-z]*.py"))
    assert {"inkapp.commands.ink", "inkapp.commands.inspect", "inkapp.commands.score"} <= set(names)
    assert loaded(f"import inkapp.cli, {', '.join(names)}").isdisjoint({"torch", "scipy", "matplotlib", "PySide6"})


@pytest.mark.process
def test_the_networks_load_no_torch_no_scipy_and_no_qt():
    names = sorted(f"model.{path.stem}" for path in (ROOT / "model").glob("[a-z]*.py"))
    assert {"model.sampler", "model.backward", "model.lab_networks"} <= set(names)
    assert loaded(f"import {', '.join(names)}").isdisjoint({"torch", "scipy", "matplotlib", "PySide6"})
