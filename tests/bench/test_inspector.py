"""The bench of the inspector measures what it says: steps that were really told, with all panels really seen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from bench import inspector


def test_rates_and_gaps_are_those_of_a_window_that_gets_ghosts(qapp: QApplication) -> None:
    figures = inspector.measure(0.5, turns=1, selections=2)
    assert figures["steps_a_second_none"] > 0 and figures["rate_all_over_none"] > 0 < figures["rate_closed_over_none"]
    assert 0 < figures["gap_ms_p99_all"] <= figures["gap_ms_worst_all"] and figures["futures_ms"] > 0


def test_absurd_options_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert inspector.main(["--seconds", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
