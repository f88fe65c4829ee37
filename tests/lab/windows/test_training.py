"""How long steps took is compared over those that were made side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.findings.store import LabError, keep
from lab.windows.training import ratio, recall


def test_a_ratio_is_over_common_rounds() -> None:
    rounds = [{"a": 2.0, "b": 1.0}, {"a": 4.0, "b": 2.0}, {"b": 100.0}, {"a": 100.0}]
    assert ratio(rounds, "b", "a") == pytest.approx(0.5) and ratio(rounds, "a", "a") == 1.0
    assert ratio(rounds[2:], "b", "a") is None


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    assert recall(tmp_path / "none.json") == []
    keep(tmp_path / "seconds.json", {"rounds": [{"a": "soon"}]})
    with pytest.raises(LabError, match=r"seconds\.json"):
        recall(tmp_path / "seconds.json")
