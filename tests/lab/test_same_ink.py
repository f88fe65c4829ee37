"""Changes that leave a hand as it is, and the command that says how near its ink stays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab import same_ink
from lab.typed.tasks import PRIME_LINES
from tests.lab.writers.test_main import hands


def test_ink_is_sampled_otherwise_and_stays_where_it_is() -> None:
    stroke = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [4.0, 2.0]])
    assert same_ink.with_middles(stroke).tolist() == [[0, 0], [1, 0], [2, 0], [2, 1], [2, 2], [3, 2], [4, 2]]
    assert same_ink.every_other(stroke).tolist() == [[0, 0], [2, 2], [4, 2]]
    assert same_ink.every_other(stroke[:3]).tolist() == [[0, 0], [2, 2]]
    for dot in (same_ink.with_middles(stroke[:1]), same_ink.every_other(stroke[:1])):
        assert dot.tolist() == [[0, 0]]


def test_the_share_of_unchanged_ink_is_one(tmp_path: Path) -> None:
    words = [
        "--data",
        str(hands(tmp_path / "data", 4, PRIME_LINES + 1)),
        "--cache",
        str(tmp_path / "cache"),
        "--judge",
        "hinge",
    ]
    words += ["--hinge", str(tmp_path / "h.safetensors"), "--json", str(tmp_path / "told.json")]
    assert same_ink.main([*words, "--forms", "2"]) == 0
    told = json.loads((tmp_path / "told.json").read_text())
    assert told["lines"] == 2 and told["hinge_real_share"] == pytest.approx(1.0)
    changed = [told[f"hinge_{name}_cosine"] for name in same_ink.CHANGES if name != "real"]
    assert (
        len(changed) == 5 and all(-1 <= cosine <= 1 for cosine in changed) and told["hinge_real_cosine"] not in changed
    )
