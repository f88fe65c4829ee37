"""The bench of the window measures what it says: a timer that fires while ghosts are really written."""

import pytest
from PySide6.QtWidgets import QApplication

from bench import window
from bench.errors import BenchError


def test_gaps_are_those_of_a_window_that_gets_ghosts(qapp: QApplication) -> None:
    figures = window.gaps(2.0)
    assert figures["ghosts_written"] >= 1 and figures["shots_writing"] > 20
    assert 0 < figures["gap_ms_p99_writing"] <= figures["gap_ms_worst_writing"]


@pytest.mark.parametrize("arguments", [["--seconds", "0"], ["--rounds", "-1"]])
def test_absurd_options_are_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert window.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.process
def test_a_window_that_does_not_come_up_is_said(tmp_path: object) -> None:
    with pytest.raises(BenchError, match="did not come up"):
        window.start("raise SystemExit(3)", str(tmp_path))


@pytest.mark.process
@pytest.mark.parametrize("program", [window.APP, window.EMPTY], ids=["app", "empty"])
def test_a_window_is_up_before_its_loop_goes_round(program: str, tmp_path: object) -> None:
    found = window.start(program, str(tmp_path))
    assert 0 < found.up <= found.ready and found.worked > 0
