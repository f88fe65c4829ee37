"""make on a bare system names what it lacks, before it makes anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_make_says_what_a_bare_system_lacks(tmp_path: Path):
    """A python3 without ensurepip, as Debian's is without python3-venv."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    bare = tmp_path / "python3"
    bare.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    bare.chmod(0o755)
    done = subprocess.run(["make", "run", f"PYTHON={bare}"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stdout
    assert not (tmp_path / ".venv").exists()
    none = subprocess.run(["make", "run", "PYTHON=no-such-python"], cwd=tmp_path, capture_output=True, text=True)
    assert "Python 3.11 or newer" in none.stdout and none.returncode != 0
