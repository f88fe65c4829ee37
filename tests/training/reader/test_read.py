"""Fairness: what is learnt is task 1's training set alone, what judges its validation set, whoever reads them and how often."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.training.reader import made_up
from training.data.augmentation import Augmentation
from training.data.form_lists import lines_of
from training.data.iam import DataError, read_lines
from training.data.texts import read_texts
from training.parallel import Team
from training.reader.lines import ReadLines
from training.reader.read import read_lines_with_texts
from training.recipe import Recipe

RECIPE = Recipe("x", task="read", augmentation=Augmentation(straighten=True))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up.data_set(tmp_path_factory.mktemp("made") / "data", 11, 4, 6)


def digests(data: Path, name: str) -> list[bytes]:
    names = lines_of(data, data / "t1" / name)
    texts = read_texts(data, names)
    return sorted(
        hashlib.sha256(
            hashlib.sha256(line.digest() + texts[line.name].encode()).digest() + texts[line.name].encode()
        ).digest()
        for line in read_lines(data, names)[0]
    )


def test_the_halves_are_the_two_lists_and_no_reported_line_is_read(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    learn, dev = read_lines_with_texts(data, RECIPE, Team(), tmp_path / "cache", ReadLines)
    assert (len(learn), len(dev)) == (11, 4)
    assert sorted(learn.digests) == digests(data, "trainset.txt")
    assert sorted(dev.digests) == digests(data, "testset_v.txt")
    assert not {*learn.digests, *dev.digests} & {*digests(data, "testset_t.txt")}
    said = capsys.readouterr().out
    assert "t1/trainset.txt: of 11 lines 11 with a text" in said and "t1/testset_v.txt: of 4 lines" in said
    again = read_lines_with_texts(data, RECIPE, Team(), tmp_path / "cache", ReadLines)
    assert [half.digests for half in again] == [learn.digests, dev.digests]
    assert "prepared before" in capsys.readouterr().out
    assert isinstance(learn, ReadLines) and learn.points > learn.characters > 11


def test_without_transcriptions_it_is_one_line(data: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    (bare / "t1").mkdir(parents=True)
    (bare / "lineStrokes").symlink_to(data / "lineStrokes")
    for name in ("trainset.txt", "testset_v.txt"):
        (bare / "t1" / name).write_bytes((data / "t1" / name).read_bytes())
    with pytest.raises(DataError, match=r"no line of t1/trainset\.txt has a text"):
        read_lines_with_texts(bare, RECIPE, Team(), None, ReadLines)
