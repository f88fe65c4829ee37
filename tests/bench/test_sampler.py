"""The bench prints all its figures from one run, and says in one line what keeps it from doing so."""

import json
import sys
from pathlib import Path

import pytest

from bench import sampler
from bench.eager import eager_loop
from model.checkpoint import save
from tests.model import nets

pytestmark = pytest.mark.torch
CONTRACT = {
    "points_per_s",
    "eager_points_per_s",
    "cache_limit_points_per_s",
    "futures_8_points_per_s",
    "first_ink_ms_p95",
    "speedup_over_eager",
    "share_of_cache_limit",
    "futures_8_over_one",
    "points_over_float32",
    "points_over_float32_beside",
    "futures_8_points_over_float32_beside",
    "float32_bytes_per_point",
}


def test_json_holds_all_figures_of_one_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert sampler.main(["--json", "--shape", "2x16x4", "--rounds", "2", "--seconds", "0"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures.keys() >= CONTRACT
    assert all(figures[name] > 0 for name in CONTRACT)
    assert (figures["layers"], figures["hidden"], figures["rounds"]) == (2, 16, 2)


def test_the_table_names_the_same_figures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    save(tmp_path / "net.safetensors", *nets.make(layers=1, hidden=8, inputs=3))
    assert sampler.main(["--weights", str(tmp_path / "net.safetensors"), "--rounds", "1", "--seconds", "0"]) == 0
    table = capsys.readouterr().out
    assert table.startswith("test-1x8: 1 layers of 8")
    assert all(
        word in table
        for word in ("eager", "of cache", "of memory", "8 futures", "p95", "beside a neighbour", "times float32")
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--weights", "nowhere.safetensors"], "cannot be read"),
        (["--shape", "2x512"], "LAYERSxHIDDENxINPUTS"),
        (["--shape", "0x512x4"], "1 … 8 layers"),
        (["--shape", "2x16x5"], "3 or 4 inputs"),
        (["--shape", "2x16x4", "--rounds", "0"], "at least one round"),
        (["--shape", "2x16x4", "--weights", "a.safetensors"], "not both"),
    ],
)
def test_what_cannot_be_measured_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert sampler.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and message in err and err.count("\n") == 1


def test_without_torch_it_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    assert sampler.main(["--shape", "2x16x4"]) == 2
    err = capsys.readouterr().err
    assert "torch is not installed" in err and "make setup" in err and err.count("\n") == 1


def test_the_eager_loop_is_the_samplers_network() -> None:
    """It is built from the same tensors: a tensor it does not know, or lacks, would be refused."""
    weights, config = sampler.random_network("2x16x4")
    eager_loop(weights, config)(3)
    del weights["head.bias"]
    with pytest.raises(RuntimeError, match=r"head\.bias"):
        eager_loop(weights, config)
