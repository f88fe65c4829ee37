"""What a command writes as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path


def figures(command: Callable[[Sequence[str]], int], words: list[str], folder: Path) -> dict[str, float]:
    assert command([*words, "--json", str(folder / "told.json")]) == 0
    return json.loads((folder / "told.json").read_text())
