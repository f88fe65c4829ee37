"""Made-up lines, five that choose and ten that are reported, and a reader by chance, as a command's options."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.checkpoint import save
from tests.model import nets
from tests.training.reader import made_up


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    made_up.data_set(tmp_path / "data", 1, 5, 10)
    save(tmp_path / "reader.safetensors", *nets.captioner_parts(seed=11))
    return ["--data", str(tmp_path / "data"), "--reader", str(tmp_path / "reader.safetensors")]
