"""The pictures come without a display, and come out the same twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from model.checkpoint import WRITER
from tests.test_app import run

WIDTHS = {"app": 2160, "inspector": 2800, "read-ink": 2160, "text-field": 2160, "typed-text": 2160}
THEMES = ("light", "dark")


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not WRITER.exists(), reason="two scenes need the network that writes texts")
def test_two_runs_give_the_same_pictures(tmp_path: Path):
    for folder in ("a", "b"):
        done = run(tmp_path, "-m", "tools.screenshots", folder)
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == [f"{folder}/{what}-{theme}.png" for what in WIDTHS for theme in THEMES]
    for what in WIDTHS.keys() - {"inspector"}:  # the panels' numbers are a thread's, in its own time
        for theme in THEMES:
            first, second = ((tmp_path / folder / f"{what}-{theme}.png").read_bytes() for folder in ("a", "b"))
            assert first == second, what
    for what, width in WIDTHS.items():
        light, dark = (QImage(str(tmp_path / "a" / f"{what}-{theme}.png")) for theme in THEMES)
        assert light.size() == dark.size() and light.width() == width
        assert light.pixelColor(20, 60).lightness() > 200 > 80 > dark.pixelColor(20, 60).lightness()
    light, dark = (QImage(str(tmp_path / "a" / f"app-{theme}.png")) for theme in THEMES)
    assert light.pixelColor(1000, 700).lightness() > 200 > 80 > dark.pixelColor(1000, 700).lightness()


@pytest.mark.process
def test_without_a_folder_it_says_how(tmp_path: Path):
    done = run(tmp_path, "-m", "tools.screenshots")
    assert done.returncode == 2 and "OUT_DIR" in done.stderr
