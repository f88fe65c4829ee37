"""The kernel is compiled where there is a compiler; where there is none, that is said, and none from before stays."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import hatch_build
from model.narrow import LIBRARY, library

pytestmark = pytest.mark.process


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(hatch_build.FOLDER / hatch_build.SOURCE, tmp_path)
    monkeypatch.setattr(hatch_build, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.skipif(LIBRARY is None, reason="no C compiler was there")
def test_it_is_compiled_and_fits(apart: Path):
    made = hatch_build.compile_kernel()
    assert made == apart / hatch_build.NAME and library(made) is not None
    assert sorted(path.name for path in apart.iterdir()) == sorted([hatch_build.NAME, hatch_build.SOURCE])


@pytest.mark.skipif(os.name == "nt", reason="Windows does not ask CC")
def test_without_a_compiler_there_is_none(
    apart: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (apart / hatch_build.NAME).write_bytes(b"from before")
    monkeypatch.setenv("CC", str(apart / "nowhere"))
    assert hatch_build.compile_kernel() is None
    assert not (apart / hatch_build.NAME).exists() and "float32" in capsys.readouterr().err


@pytest.mark.skipif(LIBRARY is None, reason="no C compiler was there")
def test_a_wheel_with_it_is_of_this_system(apart: Path):
    hook = hatch_build.KernelHook.__new__(hatch_build.KernelHook)
    data: dict[str, Any] = {"artifacts": []}
    hook.initialize("editable", data)
    assert data == {"artifacts": [f"model/kernel/{hatch_build.NAME}"]}
    hook.initialize("standard", data)
    assert data["pure_python"] is False and data["tag"].startswith("py3-none-")
