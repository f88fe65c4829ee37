"""The command that tells how well models of language foretell text: what it prints, and what it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.language.__main__ import main
from model.checkpoint import save
from model.word_table import save as save_table
from tests.model import words
from tests.model.character_networks import CONFIG, weights
from tests.training.reader import made_up


@pytest.fixture
def table(tmp_path: Path) -> str:
    save_table(tmp_path / "table.npz", words.table())
    return str(tmp_path / "table.npz")


def test_it_tells_each_table(tmp_path: Path, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    data = made_up.data_set(tmp_path / "data", 1, 2, 1)
    split = data / "t1" / "testset_v.txt"
    assert main(["--data", str(data), "--split", str(split), "--table", table]) == 0
    assert "table: table.npz" in capsys.readouterr().out


def test_it_tells_a_network_beside_the_table(tmp_path: Path, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "tiny.safetensors", weights(), CONFIG)
    (tmp_path / "text.txt").write_text("The cat. A cab\nthey\n")
    text, network = str(tmp_path / "text.txt"), str(tmp_path / "tiny.safetensors")
    assert main(["--text", text, "--table", table, "--network", network]) == 0
    out = capsys.readouterr().out
    for line in (
        "network: tiny.safetensors",
        "lines_characters: 20",
        "first_guess_after_2_by_both",
        "milliseconds_by_network",
    ):
        assert line in out


@pytest.mark.parametrize("more", [[], ["--data", "x"], ["--text", "x", "--data", "x", "--split", "x"]])
def test_it_wants_one_text(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(more) == 2
    assert "says which text" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--share", "1.5"], ["--every", "0"]])
def test_it_refuses_what_is_out_of_range(tmp_path: Path, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--text", str(tmp_path / "none.txt"), *more]) == 2
    assert "must be" in capsys.readouterr().err
