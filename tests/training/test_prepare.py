"""The two halves, prepared by one process or by several in turns: the same rows in the same order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.strokes import Representation
from tests.training import archives
from training.data.dataset import Sequences
from training.data.iam import DataError, Report
from training.network import Config
from training.prepare import HALVES, prepare, read_halves
from training.recipe import Recipe

RECIPE = Recipe("x")


@pytest.mark.parametrize("size", [2, 3, 40])
def test_parts_make_the_same_whole(size: int, tmp_path: Path) -> None:
    files = archives.members(4)
    dots = archives.xml([np.array([[900.0, 1500.0, 0.0]])] * 2)  # a line that space cannot hold
    files[archives.name_of("q11-001", 9)] = dots
    data = archives.write(tmp_path, files, listed=(archives.name_of("q11-000", 8),))
    whole = read_halves(data, RECIPE)
    parts = [prepare(data, RECIPE, rank, size) for rank in range(size)]
    report = sum((told for told, _ in parts), Report())
    assert (report.used, len(report.missing)) == (25, 1)
    for half, sequences in enumerate(whole):
        joined = Sequences.joined([made[half] for _, made in parts])
        assert joined.digests == sequences.digests and joined.unusable == sequences.unusable == 1 - half
        assert joined.scale() == sequences.scale() and joined.points == sequences.points
        for one, other in zip(joined.plain, sequences.plain, strict=True):
            assert np.array_equal(one, other)
        one, other = (some.augmented(3, RECIPE.augmentation, np.random.default_rng(1)) for some in (joined, sequences))
        assert np.array_equal(one, other)


def test_missing_lines_are_told_and_gone_on_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = archives.write(tmp_path, archives.members(), listed=("lineStrokes/gone.xml",))
    learn, dev = read_halves(data, RECIPE)
    assert len(learn) == 12 and len(dev) == 6
    assert "missing 1" in capsys.readouterr().out


def test_a_list_that_names_nothing_there_is_refused(tmp_path: Path) -> None:
    data = archives.write(tmp_path, archives.members())
    (data / "graves-train.txt").write_text("lineStrokes/a.xml\nlineStrokes/b.xml\n", encoding="utf-8")
    with pytest.raises(DataError, match="none of the 2 listed lines"):
        read_halves(data, RECIPE)


def test_each_half_must_have_a_line(tmp_path: Path) -> None:
    few = {archives.name_of("q11-000", 1): archives.xml(archives.loops(1))}
    with pytest.raises(DataError, match=f"no line of the {HALVES[1][0]} forms"):
        read_halves(archives.write(tmp_path, few), RECIPE)


def test_lines_follow_each_other_where_the_recipe_says_so(tmp_path: Path) -> None:
    data = archives.write(tmp_path, archives.members(3))
    time = Recipe("x", representation=Representation("time"), network=Config(inputs=3))
    alone, after = read_halves(data, time), read_halves(data, replace(time, context=True))
    for one, other in zip(alone, after, strict=True):
        assert other.following == 2 * len(one) // 3 and one.following == 0  # all but each form's first
        assert [len(b) - len(a) for a, b in zip(one.plain, other.plain, strict=True)].count(0) == len(one) // 3
        assert other.digests == one.digests
