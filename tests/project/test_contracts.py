"""The import contracts of pyproject.toml: the project keeps them, and each is broken by the imports that it forbids."""

from __future__ import annotations

import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

ROOT = Path(__file__).resolve().parents[2]
TYPES = {"layers": LayersContract, "forbidden": ForbiddenContract, "protected": ProtectedContract}
CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
SESSION: dict[str, Any] = CONFIGURATION["session_options"]
CONTRACTS: dict[str, dict[str, Any]] = {options["id"]: options for options in CONFIGURATION["contracts_options"]}
ROOMS: list[str] = SESSION["root_packages"]

# contract: (module that imports, module that it may not import)
VIOLATIONS = {
    "floors": [
        ("inkapp.ink.pen", "inkapp.formats.svg.write"),
        ("inkapp.ink.pen", "inkapp.live.events"),
        ("inkapp.formats.svg.write", "inkapp.live.events"),
        ("inkapp.live.events", "inkapp.formats.svg.write"),
        ("inkapp.live.events", "inkapp.ui"),
        ("inkapp.live.events", "inkapp.inspect.page"),
        ("inkapp.live.events", "inkapp.editor.ghost_offer"),
        ("inkapp.editor.ghost_offer", "inkapp.inspect.page"),
        ("inkapp.editor.ghost_offer", "inkapp.ui"),
        ("inkapp.inspect.page", "inkapp.cli"),
        ("inkapp.inspect.page", "inkapp.commands.score"),
        ("inkapp.commands.score", "inkapp.cli"),
        ("inkapp.commands.score", "inkapp.ui"),
        ("inkapp.cli", "inkapp.ui"),
        ("inkapp.qt_libraries", "inkapp.ui.window"),
    ],
    "app": [
        ("inkapp.live.sampling_thread", "torch"),
        ("inkapp.inspect.page", "scipy.stats"),
        ("inkapp.inspect.page", "lab.studies.gates"),
        ("inkapp.cli", "training.network"),
        ("inkapp.ui.window", "bench.window"),
        ("inkapp.ui.window", "tools.synthetic.words"),
    ],
    "model": [
        ("model.trace", "inkapp.ink.pen"),
        ("model.strokes", "PySide6.QtCore"),
        ("model.sampler", "training.network"),
        ("model.sampler", "lab.networks.cells"),
        ("model.mdn", "torch"),
        ("model.mdn", "scipy.stats"),
    ],
    "writer": [("inkapp.live.sampling_thread", "model.sampler"), ("inkapp.live.state_cache", "model.lstm_state")],
    "training": [
        ("training.run", "lab.networks.cells"),
        ("training.run", "bench.training"),
        ("training.evaluate", "inkapp.ink.pen"),
    ],
    "lab": [("lab.engine.runs", "bench.training")],
    "tools": [("tools.screenshots", "bench.window")],
    "assets": [("assets", "lab.studies.gates"), ("assets", "numpy")],
    "ink": [("inkapp.ink.pen", "model.trace"), ("inkapp.ink.atomic_files", "safetensors")],
    "formats": [
        ("inkapp.formats.svg.write", "model.trace"),
        ("inkapp.formats.svg.write", "PySide6.QtSvg"),
        ("inkapp.formats.picture.whole_file", "PySide6.QtGui"),
    ],
    "qt": [
        ("inkapp.live.sampling_thread", "PySide6.QtCore"),
        ("inkapp.inspect.page", "PySide6.QtGui"),
        ("inkapp.editor.ghost_offer", "PySide6.QtGui"),
        ("inkapp.commands.score", "PySide6.QtGui"),
    ],
    "bridge": [("inkapp.live.sampling_thread", "inkapp.live.qt_bridge"), ("inkapp.cli", "inkapp.live.qt_bridge")],
    "decode": [("inkapp.formats.registry", "inkapp.formats.picture.decode")],
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import of the project, read once."""
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


def kept(contract: str, graph: grimp.ImportGraph) -> bool:
    """Whether import-linter finds the contract kept by these imports, which stay as they are."""
    options = CONTRACTS[contract]
    made = TYPES[options["type"]](options["name"], SESSION, options)  # type: ignore[abstract]
    return bool(made.check(deepcopy(graph), verbose=False).kept)


def test_every_contract_is_tried():
    assert set(CONTRACTS) == set(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_the_project_keeps_a_contract(contract: str, graph: grimp.ImportGraph):
    assert kept(contract, graph)


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [(contract, *violation) for contract, violations in VIOLATIONS.items() for violation in violations],
)
def test_an_import_breaks_its_contract(contract: str, importer: str, imported: str, graph: grimp.ImportGraph):
    broken, top = deepcopy(graph), imported.partition(".")[0]
    assert importer in graph.modules
    if top in ROOMS:
        assert imported in graph.modules
        broken.add_import(importer=importer, imported=imported)
    else:
        broken.add_module(top, is_squashed=True)  # as a foreign package stands in the graph
        broken.add_import(importer=importer, imported=top)
    assert not kept(contract, broken)


@pytest.mark.process
def test_the_command_fails_for_a_broken_contract(tmp_path: Path):
    """``lint-imports``, as ``make check`` calls it, on a copy of the project with one import too many."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "inkapp" / "ink" / "pen.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom model import trace\n")
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)  # type: ignore[arg-type]
    assert done.returncode == 1, done.stdout + done.stderr
    assert "2 broken" in done.stdout  # ink's and, through it, that of the formats


@pytest.mark.process
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
