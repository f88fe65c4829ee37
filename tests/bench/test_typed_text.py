"""The bench types texts into the text thread, writes a page, and fails in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import typed_text
from inkapp.live.compose.read_hand import HandReader, HandSource
from model.checkpoint import save
from model.strokes import Representation
from tests.live.compose.networks import MadeUpNetwork
from tests.model import texts


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    made, config = texts.make(end=50.0)
    config = {**config, "name": "small", "representation": Representation().to_json()}
    save(tmp_path / "net.safetensors", made, config)
    return tmp_path / "net.safetensors"


def test_it_measures_every_enter_and_a_page(
    weights: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_text, "KEY_SECONDS", 0.0)
    asked = ["--weights", str(weights), "--enters", "2", "--lines", "2"]
    assert typed_text.main([*asked, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["enters"] == 2 and figures["page_lines"] == 2
    assert figures["page_words"] == len(typed_text.lines_of(2).split())
    for name in ("first_ink", "of_one_word", "pasted"):
        assert 0 < figures[f"{name}_ms_p50"] <= figures[f"{name}_ms_p95"] <= figures[f"{name}_ms_worst"]
    assert figures["shown_over_written"] > 0
    assert typed_text.main(asked) == 0
    table = capsys.readouterr().out
    assert all(name in table for name in ("small", "first ink", "one word", "pasted", "a page of 2"))


def test_its_hand_is_one_and_its_lines_are_lines() -> None:
    assert HandReader(MadeUpNetwork()).read(HandSource(typed_text.hand_page())).pitch is not None
    lines = typed_text.lines_of(20).split("\n")
    assert len(lines) == 20 and all(25 < len(line) <= typed_text.LINE_CHARACTERS for line in lines)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--weights", "nowhere.safetensors"], "cannot be read"), (["--enters", "0"], "enters must be")],
)
def test_what_cannot_be_measured_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert typed_text.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and message in err and err.count("\n") == 1
