"""A tiny training that nothing disturbed, and the loops that it learnt from; once for each module that asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.training import archives
from tests.training.trainings import command, recipe_at


@pytest.fixture(scope="module")
def one_thread() -> Any:
    before = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in one order, and no thread waits for another
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archives.write(tmp_path_factory.mktemp("data"), archives.members(2), "folder")


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    assert command(recipe_at(folder), data, folder / "run") == 0
    return folder / "run"
