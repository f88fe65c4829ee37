"""Lines to be asked: which fit and which judge, the pen's speed, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.cells import survey_ink
from lab.cells.features import COLUMN, FEATURES
from model.straighten import space_strokes
from model.strokes import Representation, measure_frame
from tests.training import archives
from training.data.iam import DataError, Line
from training.data.splits import is_dev


def data(folder: Path) -> Path:
    return archives.write(folder, archives.members(), "folder")


def test_fitting_lines_are_learnt_from_and_judging_ones_held_out(tmp_path: Path) -> None:
    first, second = survey_ink.read(data(tmp_path), Representation(), 5)
    assert len(first.rows) == 5 and len(second.rows) == 6
    assert not any(is_dev(form) for form in first.names) and all(is_dev(form) for form in second.names)
    assert first.points == sum(map(len, first.rows)) == len(first.forms)
    assert (
        first.texts == 0 and np.isnan(first.values[:, COLUMN["dot or bar owed"]]).all()
    )  # there are no transcriptions


def test_what_was_read_is_kept_and_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data(tmp_path / "data")
    one = survey_ink.recall(folder, Representation(), 5, tmp_path / "kept")
    assert "once" in capsys.readouterr().out
    other = survey_ink.recall(folder, Representation(), 5, tmp_path / "kept")
    assert capsys.readouterr().out == ""
    assert [half.digest() for half in one] == [half.digest() for half in other]
    assert other[0].names == one[0].names
    survey_ink.recall(folder, Representation(), 4, tmp_path / "kept")
    assert "once" in capsys.readouterr().out


def test_no_lines_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"graves-train\.txt"):
        survey_ink.recall(tmp_path, Representation(), 5, tmp_path / "kept")
    with pytest.raises(DataError, match="no line"):
        survey_ink.sheet([], Representation(), None)


def test_speed_is_by_the_clock() -> None:
    """A pen at 100 units a second, then at 300 along the same straight line."""
    x = np.concatenate((np.arange(0, 1000, 10.0), np.arange(1000, 4000, 30.0)))
    y = 100.0 * np.sin(x / 200)
    way = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    pace = np.where(x < 1000, 100.0, 300.0)
    clock = np.concatenate(([0.0], np.cumsum(np.diff(way) / pace[1:])))
    lift = np.zeros(len(x), dtype=np.bool_)
    lift[-1] = True
    line = Line("a/b/c-01.xml", np.stack((x, y, clock), axis=1).astype(np.float32), lift)
    strokes = [stroke.astype(np.float64) for stroke in line.strokes()]
    frame = measure_frame(strokes)
    kept = space_strokes(strokes, Representation(), frame=frame)
    found = survey_ink.speeds(line, kept, frame.size) * frame.size
    assert np.isnan(found[0])
    assert found[2:8] == pytest.approx(100, rel=0.1) and found[-8:] == pytest.approx(300, rel=0.1)


def test_thinned_lines_keep_other_rows_each() -> None:
    whole, _ = survey_ink.synthetic()
    thin = whole.thinned(3)
    assert thin.rows is whole.rows and thin.kept[0] == 0
    start = len(whole.rows[0])
    assert thin.kept[thin.kept >= start][0] == start + 1
    assert np.array_equal(thin.values, whole.values[thin.kept], equal_nan=True)
    assert np.array_equal(thin.forms, whole.forms[thin.kept])
    assert whole.thinned(1).kept.tolist() == list(range(whole.points))


def test_a_feature_of_few_points_or_forms_is_not_enough() -> None:
    whole, _ = survey_ink.synthetic()
    enough = whole.thinned(1).enough()
    assert enough[COLUMN["pen about to lift"]] and enough[COLUMN["height"]]
    assert not enough[COLUMN["digit"]] and len(enough) == len(FEATURES)
    one = whole.forms == 0
    few = survey_ink.Thinned(whole.rows, np.flatnonzero(one), whole.values[one], whole.forms[one])
    assert not few.enough().any()
