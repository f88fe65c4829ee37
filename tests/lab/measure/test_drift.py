"""Size and height are measured on ink whose course is known."""

from pathlib import Path

import numpy as np
import pytest

from bench.sampler import random_network
from lab.measure import drift
from model.arrays import Float64Array
from model.checkpoint import save
from tests.training import archives


def writing(letters: int, *, size: float = 1.0, fall: float = 0.0) -> list[Float64Array]:
    """Loops of one height, from left to right."""
    t = np.linspace(0.0, 2 * np.pi, 40)
    return [
        np.stack((2.0 * k + t / 4 + 0.3 * np.sin(2 * t), size * 1.4 * np.cos(2 * t) + fall), axis=1)
        for k in range(letters)
    ]


def test_swings_are_the_heights_between_turns() -> None:
    found = drift.swings([np.array([[0, 0], [1, 2], [2, -1], [3, 1.8], [4, 1.5], [5, 3], [6, 0]], dtype=float)])
    assert found == pytest.approx([3.0, 4.0])  # the first and last are cut off; 1.8 … 1.5 is a tremble
    assert len(drift.swings([np.zeros((1, 2)), np.zeros((5, 2))])) == 0


def test_a_smaller_and_lower_second_half_is_told() -> None:
    after = [*writing(20), *writing(20, size=0.8, fall=0.5)]
    first, second, height = drift.compare(writing(20), after)
    assert np.exp(first) == pytest.approx(1.0, abs=0.02) and np.exp(second) == pytest.approx(0.8, abs=0.02)
    assert height == pytest.approx(0.5, abs=0.1)
    assert np.isnan(drift.compare(writing(20), writing(2))).all()


def test_a_line_is_parted_in_the_frame_of_its_beginning() -> None:
    both = drift.primes(writing(60))
    assert both is not None
    prime, after = both
    assert len(prime) + len(after) == 60 and 3 < len(prime) < 57
    heights = np.concatenate(prime)[:, 1]
    assert abs(heights.mean()) < 0.3
    assert drift.primes(writing(3)) is None


def test_the_command_prints_writers_and_temperatures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights, config = random_network("1x16x4")
    save(tmp_path / "live.safetensors", weights, config)
    missing = ["--data", str(tmp_path), "--weights", str(tmp_path / "live.safetensors")]
    assert drift.main(missing) == 2
    assert capsys.readouterr().err.count("\n") == 1
    data = archives.write(tmp_path / "data", archives.members(1))
    assert drift.main(["--data", str(data), "--weights", str(tmp_path / "live.safetensors"), "--lines", "0"]) == 2
    assert "at least one line" in capsys.readouterr().err
