"""The workshop: the picture of the house is proved, and each proof fails when it should."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import libraries
from tools.libraries import advice, missing

ROOT = Path(__file__).resolve().parents[1]
LINTER = Path(sys.executable).parent / "lint-imports"
ROOMS = ("inkapp", "model", "training", "lab", "bench", "tools")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_FILE = 400

# contract: (file that gets it, the import that breaks it)
VIOLATIONS = {
    "floors": [
        ("inkapp/ink/pen.py", "import inkapp.formats.svg.write"),
        ("inkapp/ink/pen.py", "import inkapp.live.events"),
        ("inkapp/formats/svg/write.py", "import inkapp.live.events"),
        ("inkapp/live/events.py", "import inkapp.formats.svg.write"),
        ("inkapp/live/events.py", "import inkapp.ui"),
        ("inkapp/live/events.py", "import inkapp.inspect.page"),
        ("inkapp/live/events.py", "import inkapp.editor.offer"),
        ("inkapp/editor/offer.py", "import inkapp.inspect.page"),
        ("inkapp/editor/offer.py", "import inkapp.ui"),
        ("inkapp/inspect/page.py", "import inkapp.cli"),
        ("inkapp/inspect/page.py", "import inkapp.commands.score"),
        ("inkapp/commands/score.py", "import inkapp.cli"),
        ("inkapp/commands/score.py", "import inkapp.ui"),
        ("inkapp/cli.py", "import inkapp.ui"),
    ],
    "app": [
        ("inkapp/live/session.py", "import torch"),
        ("inkapp/inspect/page.py", "import scipy.stats"),
        ("inkapp/inspect/page.py", "import lab.studies.gates"),
        ("inkapp/cli.py", "import training.network"),
        ("inkapp/ui/window.py", "import bench.window"),
        ("inkapp/ui/window.py", "import tools.synthetic.words"),
    ],
    "model": [
        ("model/trace.py", "import inkapp.ink.pen"),
        ("model/strokes.py", "import PySide6.QtCore"),
        ("model/sampler.py", "import training.network"),
        ("model/sampler.py", "import lab.networks.cells"),
        ("model/mdn.py", "import torch"),
        ("model/mdn.py", "import scipy.stats"),
    ],
    "training": [
        ("training/run.py", "import lab.networks.cells"),
        ("training/run.py", "import bench.training"),
        ("training/evaluate.py", "import inkapp.ink.pen"),
    ],
    "lab": [("lab/engine/runs.py", "import bench.training")],
    "ink": [("inkapp/ink/pen.py", "import model.trace"), ("inkapp/ink/disk.py", "import safetensors")],
    "formats": [
        ("inkapp/formats/svg/write.py", "from model import trace"),
        ("inkapp/formats/svg/write.py", "import PySide6.QtSvg"),
    ],
    "qt": [
        ("inkapp/live/session.py", "from PySide6 import QtCore"),
        ("inkapp/inspect/page.py", "import PySide6.QtGui"),
        ("inkapp/editor/offer.py", "import PySide6.QtGui"),
        ("inkapp/commands/score.py", "import PySide6.QtGui"),
    ],
    "bridge": [("inkapp/live/session.py", "import inkapp.live.bridge"), ("inkapp/cli.py", "import inkapp.live.bridge")],
}


def test_every_contract_is_tried():
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == set(VIOLATIONS)


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [(contract, *violation) for contract, violations in VIOLATIONS.items() for violation in violations],
)
def test_a_contract_bites(contract: str, file: str, line: str, tmp_path: Path):
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / file
    broken.write_text(broken.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = subprocess.run(
        [LINTER, "--no-cache", "--no-logo", "--contract", contract], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 broken" in done.stdout


def test_ruff_keeps_widgets_and_torch_in_their_rooms(tmp_path: Path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "sampler.py").write_text(
        '"""Knows."""\n\nimport torch\nfrom PySide6.QtWidgets import QWidget\n\n__all__ = ["QWidget", "torch"]\n'
    )
    ruff = Path(sys.executable).parent / "ruff"
    done = subprocess.run(
        [ruff, "check", "--no-cache", "--output-format", "concise", "."], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "TID251" in done.stdout and "TID253" in done.stdout


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


def test_missing_libraries_are_named_in_one_line_to_copy():
    listing = (
        "/x/QtGui.so:\n\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x0)\n"
        "/x/libqxcb.so:\n\tlibEGL.so.1 => not found\n\tlibxcb-cursor.so.0 => not found\n"
    )
    assert missing(listing) == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert advice(missing(listing)).endswith("\n    apt install libegl1 libxcb-cursor0")
    assert "libodd.so.3" in advice(["libodd.so.3"]) and "apt" not in advice(["libodd.so.3"])


def test_a_missing_library_ends_the_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    ldd = tmp_path / "ldd"
    ldd.write_text('#!/bin/sh\nfor file; do test -e "$file" || exit 9; done\nprintf "\tlibGL.so.1 => not found\\n"\n')
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert libraries.main(["window"]) == 1
    assert "    apt install libgl1\n" in capsys.readouterr().err
    assert libraries.main(["moon"]) == 2
    ldd.unlink()
    assert libraries.main([]) == 0  # no ldd: no Linux


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


def test_the_papers_name_what_is_there():
    """Links between papers lead somewhere, commands are targets of the Makefile, and weights have their card."""
    papers = [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "assets").rglob("*.md"),
    ]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for paper in papers:
        text = paper.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (paper.parent / link).exists() or "pictures/" in link, f"{paper.name}: {link}"
        assert set(re.findall(r"(?:`|    )make ([a-z]+)", text)) <= targets, paper.name
        for module in re.findall(r"python -m ([a-z_.]+)", text):
            place = ROOT / module.replace(".", "/")
            assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), f"{paper.name}: {module}"
    for weights in (ROOT / "assets" / "weights").glob("*.safetensors"):
        assert weights.with_suffix(".json").exists()
        card = weights.with_suffix(".md").read_text(encoding="utf-8")
        assert "IAM-OnDB" in card and "non-commercial research" in card and "training.train" in card
