"""The figures of a reader over a list: counted by hand, whatever was missing, and the command's words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import save
from model.reader import Reader
from tests.model import nets
from tests.training import archives
from tests.training.reader import made_up
from training import evaluate
from training.data.iam import DataError, Line, read_lines
from training.data.texts import read_texts
from training.reader.edits import edits
from training.reader.evaluate import read_and_count


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up.data_set(tmp_path_factory.mktemp("made") / "data", 6, 1, 1)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "reader.safetensors"
    save(path, *nets.reader_parts(seed=5))
    return path


def test_each_line_counts_whole(data: Path, weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    split = data / "t1" / "more.txt"
    split.write_text((data / "t1" / "trainset.txt").read_text() + "m77-777\n", encoding="utf-8")
    assert (
        evaluate.main(["--read", "--data", str(data), "--split", str(split), "--weights", str(weights), "--json"]) == 0
    )
    figures = json.loads(capsys.readouterr().out)
    reader = Reader.load(weights)
    names = [archives.name_of("m00-000", k + 1) for k in range(5)] + [archives.name_of("m01-001", 1)]
    texts, (lines, _) = read_texts(data, names), read_lines(data, names)
    wrong = {line.name: edits(_read(reader, line), texts[line.name]) for line in lines}
    assert figures["lines"] == 6 and figures["forms"] == 2 and figures["forms_missing"] == 1
    assert figures["characters"] == sum(map(len, texts.values())) and figures["words"] == 12
    assert figures["character_edits"] == sum(wrong.values()) > 0
    assert figures["character_error"] == sum(wrong.values()) / sum(map(len, texts.values()))
    low, high = figures["character_error_95"]
    assert low <= figures["character_error"] <= high
    assert figures["weights"] == "test-reader" and figures["beam"] == 0 and figures["ms_per_line"] > 0


def _read(reader: Reader, line: Line) -> str:
    return reader.read([stroke.astype(np.float64) for stroke in line.strokes()]).text


def test_gaps_before_marks_count_in_the_one_figure_and_not_in_the_other(data: Path, weights: Path) -> None:
    lines, _ = read_lines(data, [archives.name_of("m00-000", 1)])
    reader = Reader.load(weights)
    read = _read(reader, lines[0])
    figures = read_and_count(reader, lines, {lines[0].name: f"{read}  , ."})
    assert figures["character_edits"] == 4 and figures["characters"] == len(read) + 4  # runs of spaces are one
    assert figures["as_written"]["character_edits"] == 2


def test_what_has_no_text_is_left_out_and_what_has_no_extent_is_read_as_nothing(data: Path, weights: Path) -> None:
    lines, _ = read_lines(data, [archives.name_of("m00-000", k) for k in (1, 2)])
    dots = Line(archives.name_of("m00-000", 9), np.zeros((2, 3), dtype=np.float32), np.array([True, True]))
    figures = read_and_count(Reader.load(weights), [*lines, dots], {lines[0].name: "ab", dots.name: "dots"})
    assert (figures["lines"], figures["without_text"], figures["unusable"]) == (2, 1, 1)
    assert figures["characters"] == 6
    with pytest.raises(DataError, match="none of the 2 lines has a text"):
        read_and_count(Reader.load(weights), lines, {})


def test_a_beam_of_less_than_nothing_is_one_line(data: Path, weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--read", "--data", str(data), "--split", str(data / "t1" / "testset_v.txt"), "--weights", str(weights)]
    assert evaluate.main([*words, "--beam", "-1"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_weights_of_another_kind_are_one_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "net.safetensors", *nets.make())
    words = ["--read", "--data", str(data), "--split", str(data / "t1" / "testset_v.txt")]
    assert evaluate.main([*words, "--weights", str(tmp_path / "net.safetensors")]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and "architecture" in captured.err
