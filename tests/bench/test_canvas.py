"""The bench measures; that its figures are good is not a test's to say."""

from __future__ import annotations

import json

import pytest

from bench import canvas

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.process
def test_it_prints_figures_and_their_shares_of_a_redraw(capsys: pytest.CaptureFixture[str]) -> None:
    assert canvas.main(["--json", "--strokes", "30", "--rounds", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["strokes"] == 30
    for figures in (told["warm"], told["beside"]):
        assert figures["of_a_redraw"]["redraw"] == 1.0
        assert figures["ms"].keys() == figures["of_a_redraw"].keys()
        assert all(value > 0 for value in figures["ms"].values())
        assert figures["ms"]["open_sharp"] <= figures["ms"]["open"]
        assert figures["ms"]["zoom_sharp"] <= figures["ms"]["zoom"]
    assert canvas.main(["--strokes", "20", "--rounds", "1"]) == 0
    said = capsys.readouterr().out
    assert "of a redraw" in said and "beside" in said


@pytest.mark.parametrize("option", ["--strokes", "--rounds"])
def test_a_wrong_number_is_one_line(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert canvas.main([option, "0"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
