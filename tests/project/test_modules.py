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


@pytest.mark.parametrize(
    "module", ["inkapp.cli", "inkapp.app", "inkapp.commands.ink", "inkapp.commands.inspect", "inkapp.commands.score"]
)
def test_starting_loads_no_torch(module: str):
    if not (ROOT / (module.replace(".", "/") + ".py")).exists():
        pytest.skip(f"there is no {module} yet")
    unwanted = ("torch", "scipy") + (("PySide6",) if module != "inkapp.app" else ())
    code = f"import sys, {module}; print([name for name in {unwanted!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
