"""The picture of made-up words with the ink that each character hangs on."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.captions import ink_figure


def test_the_ink_is_drawn(weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ink.svg"
    words = ["--weights", str(weights), "--words", "on", "--file", str(path)]
    assert ink_figure.main(words) == 0
    drawn = path.read_text(encoding="utf-8")
    assert "<svg" in drawn and "up to" in drawn
    assert ink_figure.main([*words[:2], "--words", "On", "--file", str(path)]) == 2
    assert "a–z" in capsys.readouterr().err
