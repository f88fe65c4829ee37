"""What is shipped is a run's best, in half the bytes, and reads back to all but the same prices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import load, save
from model.sampler import Sampler
from tests.model import nets
from training import ship


def test_half_the_bytes_and_nearly_the_same_price(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tensors, config = nets.make(hidden=32)
    config["scores"] = {"dev_nats_per_point": -0.5}
    config["training"] = {"precision": "bfloat16"}
    save(tmp_path / "best.safetensors", tensors, config)
    goal = tmp_path / "live.safetensors"
    assert ship.main([str(tmp_path), str(goal)]) == 0
    size = goal.stat().st_size
    assert f"{size:,} bytes" in capsys.readouterr().out
    assert size < 0.55 * (tmp_path / "best.safetensors").stat().st_size
    shipped, told = load(goal)
    assert told == config
    for name, array in tensors.items():
        assert np.array_equal(shipped[name], array.astype(np.float16).astype(np.float32))
    ink = nets.ink(100)
    wanted, found = (Sampler(t, config).score(ink).mean() for t in (tensors, shipped))
    assert found == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize(("precision", "share"), [("float32", 1.05), ("float16", 0.55), ("int8", 0.45)])
def test_the_precision_that_was_asked_for(precision: str, share: float, tmp_path: Path) -> None:
    tensors, config = nets.make(hidden=48)
    save(tmp_path / "best.safetensors", tensors, config)
    goal = tmp_path / "live.safetensors"
    assert ship.main([str(tmp_path), str(goal), "--precision", precision]) == 0
    assert goal.stat().st_size < share * (tmp_path / "best.safetensors").stat().st_size
    shipped, told = load(goal)
    assert told == config and shipped.keys() == tensors.keys()
    ink = nets.ink(100)
    wanted, found = (Sampler(t, config).score(ink).mean() for t in (tensors, shipped))
    assert found == pytest.approx(wanted, abs=0.05)


def test_the_digitizer_that_made_the_ink_is_named(tmp_path: Path) -> None:
    save(tmp_path / "best.safetensors", *nets.make())
    goal = tmp_path / "graves.safetensors"
    assert ship.main([str(tmp_path), str(goal), "--digitizer", "0.707"]) == 0
    assert load(goal)[1]["digitizer"] == {"factor": 0.707}


@pytest.mark.parametrize("fault", ["no run", "no folder", "too large", "another ending", "odd precision", "digitizer"])
def test_what_cannot_be_shipped_is_one_line_and_leaves_what_was_there(
    fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tensors, config = nets.make()
    if fault == "too large":
        tensors["head.bias"][0] = 1e6  # beyond half precision
    if fault != "no run":
        save(tmp_path / "best.safetensors", tensors, config)
    goal = tmp_path / "shipped" / ("live.json" if fault == "another ending" else "live.safetensors")
    if fault != "no folder":
        goal.parent.mkdir()
        for file in (goal.with_suffix(".safetensors"), goal.with_suffix(".json")):
            file.write_bytes(b"as before")
    odd = {"odd precision": ["--precision", "int4"], "digitizer": ["--digitizer", "70.7"]}.get(fault, [])
    assert ship.main([str(tmp_path), str(goal), *odd]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    if fault != "no folder":
        assert {file.read_bytes() for file in goal.parent.iterdir()} == {b"as before"}
        assert len(list(goal.parent.iterdir())) == 2


def test_the_json_says_how_the_run_was_made_and_what_it_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tensors, config = nets.make()
    config["scores"] = {"dev_nats_per_point": -0.5}
    save(tmp_path / "best.safetensors", tensors, config)
    scores = tmp_path / "scores.json"
    scores.write_text('{"lines": 3, "nats_per_line": -7.5}')
    goal = tmp_path / "live.safetensors"
    first = [str(tmp_path), str(goal), "--command", "one", "--command", "two", "--scores", str(scores)]
    assert ship.main(first) == 0
    told = load(goal)[1]
    assert told["training"]["commands"] == ["one", "two"]
    assert told["scores"] == {"dev_nats_per_point": -0.5, "validation": {"lines": 3, "nats_per_line": -7.5}}
    scores.write_text("{")
    capsys.readouterr()
    assert ship.main(first) == 2
    assert capsys.readouterr().err.count("\n") == 1 and load(goal)[1] == told
