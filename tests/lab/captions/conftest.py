"""Made-up lines in the lists of task 1, and a captioner by chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.checkpoint import save
from tests.inspect.captions import WILD
from tests.model import nets
from tests.training.reader import made_up


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return made_up.data_set(tmp_path / "data", 8, 5, 7)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Of a captioner by chance that says several characters, and ends most lines."""
    weights, config = nets.captioner_parts(seed=49)
    for name in WILD:
        weights[f"decoder.{name}"] *= 4.0
    save(tmp_path / "captioner.safetensors", weights, config)
    return tmp_path / "captioner.safetensors"
