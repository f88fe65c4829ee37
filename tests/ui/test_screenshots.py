"""The pictures come without a display, and come out the same twice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from tests.test_app import run


def test_two_runs_give_the_same_two_pictures(tmp_path: Path):
    for folder in ("a", "b"):
        done = run(tmp_path, "-m", "inkapp.ui.screenshots", folder)
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == [f"{folder}/app-light.png", f"{folder}/app-dark.png"]
    for name in ("app-light.png", "app-dark.png"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    light, dark = (QImage(str(tmp_path / "a" / f"app-{theme}.png")) for theme in ("light", "dark"))
    assert light.size() == dark.size() and light.width() == 2160
    assert light.pixelColor(1000, 700).lightness() > 200 > 80 > dark.pixelColor(1000, 700).lightness()


def test_without_a_folder_it_says_how(tmp_path: Path):
    done = run(tmp_path, "-m", "inkapp.ui.screenshots")
    assert done.returncode == 2 and "OUT_DIR" in done.stderr
