"""How much words weigh is found by trying, on frames that are kept, and how sure words are is told against what is right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import save
from model.reader import Reader
from model.word_table import save as save_table
from tests.model import nets, words
from tests.training.reader import made_up
from training import evaluate
from training.data.iam import read_lines
from training.reader.choose import Setting, calibration, descend, main, table
from training.reader.edits import edits, matched
from training.reader.frames import frames_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set, weights and a table."""
    folder = tmp_path_factory.mktemp("made")
    made_up.data_set(folder / "data", 1, 6, 1)
    save(folder / "reader.safetensors", *nets.reader_parts(seed=5))
    save_table(folder / "table.npz", words.table())
    return folder


def test_frames_are_computed_once_and_are_the_readers(folder: Path) -> None:
    split, kept = folder / "data" / "t1" / "testset_v.txt", folder / "kept"
    weights = folder / "reader.safetensors"
    first = frames_of(folder / "data", split, weights, kept)
    assert len(first) == 6 and len(list(kept.iterdir())) == 1
    file = next(kept.iterdir())
    before = file.stat().st_mtime_ns
    again = frames_of(folder / "data", split, weights, kept)
    assert file.stat().st_mtime_ns == before
    lines, _ = read_lines(folder / "data", [line.name for line in first])
    for line, one, other in zip(lines, first, again, strict=True):
        assert (one.name, one.written) == (other.name, other.written) and one.name == line.name
        assert (one.log_probs == other.log_probs).all()
        own = Reader.load(weights).frames([stroke.astype(np.float64) for stroke in line.strokes()])
        assert np.allclose(own, one.log_probs)


def test_the_command_tells_what_it_tried_and_how_sure_words_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["--data", str(folder / "data"), "--weights", str(folder / "reader.safetensors")]
    told += ["--table", str(folder / "table.npz"), "--kept", str(folder / "kept")]
    assert main([*told, "--rounds", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    errors = [float(line.split("character error ")[1].split(",")[0]) for line in lines if line.startswith("Setting(")]
    best = next(line for line in lines if line.startswith("best: "))
    assert len(errors) >= 10 and f"character error {min(errors):.4f}" in lines[lines.index(best) + 1]
    assert any(line.startswith("frames alone: gap ") for line in lines)
    other = ["--split", str(folder / "data" / "t1" / "testset_t.txt")]
    assert main([*told, *other]) == 2  # nothing is chosen there
    assert main([*told, *other, "--rounds", "0"]) == 0
    capsys.readouterr()
    assert main([*told, "--rounds", "0", "--margins", "0.5", "10"]) == 0
    narrow, wide = (line for line in capsys.readouterr().out.splitlines() if line.startswith("margin "))
    assert narrow.startswith("margin 0.5: character error ") and wide.startswith("margin 10: character error ")
    assert narrow.endswith(" ms a line") and narrow.split(",")[0] != wide.split(",")[0]


def test_the_least_error_along_the_grid_is_found() -> None:
    asked: list[Setting] = []

    def error(setting: Setting) -> float:
        asked.append(setting)
        return abs(setting.weight - 0.7) + abs(setting.bonus - 1.5) + abs(setting.unknown - 0.12)

    assert descend(Setting(), error, 3) == Setting(0.7, 1.5, 0.12)
    assert descend(Setting(), error, 0) == Setting()


def test_words_that_stay_are_right() -> None:
    read, written = ["the", "cat", "sat", "on", "a"], ["the", "hat", "sat", "a"]
    assert matched(read, written) == [True, False, True, False, True]
    random = np.random.default_rng(2)
    for _ in range(50):
        one, other = (random.integers(0, 3, random.integers(0, 7)).tolist() for _ in range(2))
        stays = matched(one, other)
        kept = [item for item, stay in zip(one, stays, strict=True) if stay]
        left = iter(other)
        assert all(item in left for item in kept)  # in their order
        assert edits(one, other) >= max(len(one), len(other)) - sum(stays)


def test_how_sure_against_how_right() -> None:
    right = np.array(([True] * 9 + [False]) * 10 + ([True] + [False] * 9) * 10)
    sure = np.array([0.9] * 100 + [0.1] * 100)
    assert calibration(right, sure) == "gap 0.000, square 0.0900, log 0.3251, right above wrong 0.900"
    assert calibration(right, 1 - sure).startswith("gap 0.800") and "above wrong 0.100" in calibration(right, 1 - sure)
    assert table(right, sure).splitlines() == ["0.1 0.2 100 0.100 0.100", "0.9 1.0 100 0.900 0.900"]


def test_reading_by_words_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "LANGUAGE", folder / "table.npz")
    told = ["--read", "--data", str(folder / "data"), "--split", str(folder / "data" / "t1" / "testset_v.txt")]
    told += ["--weights", str(folder / "reader.safetensors")]
    assert evaluate.main([*told, "--words"]) == 0
    assert "table.npz" in capsys.readouterr().out
    (folder / "broken.npz").write_bytes(b"PK")
    monkeypatch.setattr(evaluate, "LANGUAGE", folder / "broken.npz")
    assert evaluate.main([*told, "--words"]) == 2
    assert "no table of words" in capsys.readouterr().err
