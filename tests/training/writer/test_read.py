"""Reading pairs: the training list's lines alone, checkpoints' forms apart, by one process or by two, from a cache or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.training import archives
from training.data.augmentation import Augmentation
from training.data.iam import DataError, form_of
from training.data.splits import is_dev
from training.parallel import Team
from training.recipe import Recipe
from training.writer import read
from training.writer.read import read_pairs, read_prepared

RECIPE = Recipe("x", task="write", augmentation=Augmentation(straighten=True))
SAYS = "a line"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four forms to learn from and two that are held out, three lines each; and one form for validation alone."""
    files = archives.members(3)
    other = {archives.name_of("q22-000", n): archives.xml(archives.loops(90 + n)) for n in (1, 2)}
    folder = archives.write(tmp_path / "data", files | other, "folder")
    (folder / "graves-train.txt").write_text("\n".join(files), encoding="utf-8")
    (folder / "graves-validation.txt").write_text("\n".join(other), encoding="utf-8")
    archives.write_texts(folder, dict.fromkeys(files | other, SAYS))
    return folder


def test_the_halves_share_no_form_and_no_validation_line_is_read(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    learn, dev = read_pairs(data, RECIPE, Team())
    assert (len(learn), len(dev)) == (12, 6)
    for half, kept_back in ((learn, False), (dev, True)):
        hands = {line.form for line in half.lines} | {other.form for others in half._others for other in others}
        assert {is_dev(form) for form in hands} == {kept_back} and "q22-000" not in hands
        for line, others in zip(half.lines, half._others, strict=True):
            assert line.text == SAYS and {form_of(other.name) for other in others} == {line.form}
    assert "held out: 6 lines with a text" in capsys.readouterr().out


def test_what_was_prepared_is_read_again(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    fresh = read_pairs(data, RECIPE, Team(), cache)
    monkeypatch.setattr(read, "read_part", None)  # would raise if called
    again = read_pairs(data, RECIPE, Team(), cache)
    for one, other in zip(fresh, again, strict=True):
        assert one.digests == other.digests
        for index in range(len(one)):
            a, b = one.plain(index), other.plain(index)
            assert np.array_equal(a.rows, b.rows) and a.ids == b.ids and a.begin == b.begin


def test_a_cache_made_otherwise_is_not_taken(data: Path, tmp_path: Path) -> None:
    read_pairs(data, RECIPE, Team(), tmp_path)
    read_pairs(data, replace(RECIPE, augmentation=Augmentation()), Team(), tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == 2


def test_lines_come_in_the_lists_order(data: Path) -> None:
    names = (data / "graves-train.txt").read_text(encoding="utf-8").split()[::-1]
    lines, told = read_prepared(data, names, RECIPE, Team(), None)
    assert [line.name for line in lines] == names and told.startswith("18 lines")


def test_without_texts_there_is_nothing_to_write(tmp_path: Path) -> None:
    data = archives.write(tmp_path, archives.members(), "folder")
    with pytest.raises(DataError, match="no line of the train forms has a text"):
        read_pairs(data, RECIPE, Team())
