"""The bench of a full page measures a page that was really read, map by map."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from bench import full_page


def test_it_opens_every_line_and_every_signal(qapp: QApplication) -> None:
    figures = full_page.measure(lines=2, frames=3)
    assert figures["lines"] == 2 and 900 < figures["points"] < 1800 and figures["cells"] == 1024
    assert 0 < figures["open_ms"] <= figures["whole_ms"] and figures["signal_ms"] > 0 < figures["scroll_ms_p95"]


def test_absurd_options_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert full_page.main(["--lines", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
