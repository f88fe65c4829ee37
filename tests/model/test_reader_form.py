"""The columns that a reader reads, and what is refused of its JSON."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import CTC_READER, STACKED_LSTM, CheckpointError, load, load_config, save
from model.reader_form import COLUMNS_READ, columns_read
from tests.model import nets


def test_hops_and_what_is_drawn_stand_apart() -> None:
    rows = np.array([[0, 0, 0, 1], [2, -1, 1, 2], [-30, 4, 0, 3], [1, 1, 1, 4]], dtype=np.float32)
    read = columns_read(rows, (2.0, 0.5))
    assert read.dtype == np.float32 and read.shape == (4, COLUMNS_READ)
    assert read[:, :2].tolist() == [[0, 0], [1, -2], [0, 0], [0.5, 2]]
    assert np.allclose(np.sinh(read[:, 2:4]), [[0, 0], [0, 0], [-15, 8], [0, 0]], rtol=1e-5)
    assert read[:, 4].tolist() == [0, 1, 0, 1] and read[:, 5].tolist() == [1, 2, 3, 4]
    assert read[:, 6].tolist() == [1, 0, 1, 0]  # the pen is in the air before the first point, too


def test_round_trip_and_what_reads_none_refuses_it(tmp_path: Path) -> None:
    weights, config = nets.reader_parts()
    path = tmp_path / "reader.safetensors"
    save(path, weights, config)
    again, told = load(path, CTC_READER)
    assert told == config and all(np.array_equal(again[name], array) for name, array in weights.items())
    with pytest.raises(CheckpointError, match="architecture"):
        load(path)
    save(path, *nets.make())
    with pytest.raises(CheckpointError, match=STACKED_LSTM):
        load_config(path, CTC_READER)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inputs": ["dx", "dy", "lift"]}, "inputs must be dx, dy, lift, height"),
        ({"frames": None}, "the frames' near must be"),
        ({"frames": {"near": 3, "far": 0, "stride": 2}}, "the frames' far must be"),
        ({"frames": {"near": 3, "far": 3, "stride": 3}}, "stride must be even"),
        ({"frames": {"near": 3, "far": 3, "stride": 66}}, "stride must be a whole number"),
        ({"straighten": 1}, "straighten must be true or false"),
        ({"representation": {"kind": "time"}}, "ink in 'time' is not read here"),
        ({"representation": None}, "in which representation"),
        ({"representation": {"sort": "space"}}, "in which representation"),
        ({"alphabet": ""}, "alphabet must be a text"),
        ({"alphabet": "ab"}, "shape"),
        ({"hidden": 13}, "shape"),
        ({"layers": 0}, "layers must be"),
    ],
)
def test_what_does_not_fit_is_one_line(change: dict[str, object], words: str, tmp_path: Path) -> None:
    weights, config = nets.reader_parts()
    with pytest.raises(CheckpointError, match=words) as caught:
        save(tmp_path / "reader.safetensors", weights, config | change)
    assert "\n" not in str(caught.value)
