"""Where made-up lines may end, the file that says so, and what is learnt of lines that end there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.captioner import Captioner
from model.checkpoint import CAPTIONER_FILE
from model.strokes import Representation
from tests.training import archives
from tests.training.reader import made_up
from training.captioner.cut_lines import find_cuts, main, read_cuts
from training.captioner.lines import PictureLines
from training.data.augmentation import Augmentation
from training.data.iam import parse_line
from training.writer.prepared import PreparedLine, prepare_lines

TEXT = "hot tea is on the table"
RECIPE = """
name = "tiny"
task = "caption"
steps = 2
batch_points = 2000
[network]
layers = 1
hidden = 8
[augmentation]
straighten = true
"""


@pytest.fixture(scope="module")
def line() -> PreparedLine:
    ink = parse_line(archives.name_of("q12-000", 1), archives.xml(made_up.line(TEXT, 0)))
    return prepare_lines([ink], {ink.name: TEXT}, Representation(), straight=True)[0]


@pytest.fixture(scope="module")
def cuts(line: PreparedLine) -> list[tuple[int, int]]:
    return find_cuts(Captioner.load(CAPTIONER_FILE), line.strokes, TEXT)


def test_cuts_go_on_and_stand_between_words_too(cuts: list[tuple[int, int]]) -> None:
    assert cuts == sorted(cuts) and len(cuts) > 4
    words = made_up.drawn(TEXT, 0)[1]
    for count, characters in cuts:
        standing = TEXT[:characters]
        assert standing and standing == standing.rstrip()
        assert words[count - 1] == standing.count(" ")  # the last stroke is of the last word that has begun
    assert {"hot", "hot tea", "hot tea is on the"} <= {TEXT[:characters] for _, characters in cuts}


def test_a_cut_line_is_learnt_as_a_line_of_its_own(line: PreparedLine, cuts: list[tuple[int, int]]) -> None:
    learn = PictureLines([line], {line.name: TEXT}, " abcdefghijklmnopqrstuvwxyz")
    learn.cut({line.name: cuts}, 1.0)
    seen = set()
    for epoch in range(30):
        batch = learn.batch(np.array([0]), Augmentation(), (1.0, 1.0), (1, epoch, 0))
        again = learn.batch(np.array([0]), Augmentation(), (1.0, 1.0), (1, epoch, 7))
        text = batch.written[0]
        assert text == again.written[0] and int(batch.counts[0]) == len(text)  # the epoch alone decides
        count = {characters: count for count, characters in cuts}[len(text)]
        width = 6 * float(np.ptp(np.concatenate(line.strokes[:count])[:, 0]))
        assert TEXT.startswith(text) and 0.5 * width < int(batch.widths[0]) < 2 * width + 20
        seen.add(text)
    assert len(seen) > 3
    # so many are cut, and what judges is whole
    learn.cut({line.name: cuts}, 0.5)
    whole = [learn.batch(np.array([0]), Augmentation(), (1.0, 1.0), (1, epoch, 0)).written[0] for epoch in range(60)]
    assert 15 < whole.count(TEXT) < 45
    assert next(learn.batches((1.0, 1.0), 9_000)).written == (TEXT,)


def test_batches_are_planned_by_what_is_left_of_lines(line: PreparedLine, cuts: list[tuple[int, int]]) -> None:
    several = [PreparedLine(f"{k}", line.form, line.strokes, line.size, TEXT, bytes([k])) for k in range(40)]
    learn = PictureLines(several, {one.name: TEXT for one in several}, " abcdefghijklmnopqrstuvwxyz")
    whole = len(learn.plan(0, 1, 2_000))
    learn.cut({one.name: cuts[:2] for one in several}, 1.0)
    assert len(learn.plan(0, 1, 2_000)) < whole / 2


def test_the_command_writes_cuts_of_the_lines_to_learn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = made_up.data_set(tmp_path / "data", 3, 1, 1)
    recipe, out = tmp_path / "tiny.toml", tmp_path / "cuts.json"
    recipe.write_text(RECIPE, encoding="utf-8")
    told = [str(recipe), "--data", str(data), "--weights", str(CAPTIONER_FILE), "--out"]
    assert main([*told, str(out)]) == 0
    assert len(read_cuts(out)) == 3 and "of 3 lines" in capsys.readouterr().out
    assert main([*told, str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("content", ["", "[]", '{"a": 3}', '{"a": [[1]]}', '{"a": [["x", 1]]}'])
def test_a_file_of_something_else_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cuts.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="no cuts of lines"):
        read_cuts(path)
