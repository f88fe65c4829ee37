"""The bench measures; that its figures are good is not a test's to say."""

from __future__ import annotations

import json

import pytest

from bench import canvas

pytestmark = pytest.mark.usefixtures("qapp")


def test_it_prints_figures_and_their_shares_of_a_redraw(capsys: pytest.CaptureFixture[str]) -> None:
    assert canvas.main(["--json", "--strokes", "30"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["strokes"] == 30
    assert told["of_a_redraw"]["redraw"] == 1.0
    assert told["ms"].keys() == told["of_a_redraw"].keys()
    assert all(value > 0 for value in told["ms"].values())
    assert canvas.main(["--strokes", "20"]) == 0
    assert "of a redraw" in capsys.readouterr().out


def test_a_wrong_number_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert canvas.main(["--strokes", "0"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
