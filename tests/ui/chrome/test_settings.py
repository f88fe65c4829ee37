"""Settings survive a restart, and hands that edit the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from inkapp.ui.chrome.settings import MOST_RECENT, Appearance, Settings


def settings(path: Path) -> Settings:
    return Settings(QSettings(str(path), QSettings.Format.IniFormat))


def test_defaults(tmp_path: Path):
    fresh = settings(tmp_path / "a.ini")
    assert (fresh.temperature, fresh.rest_ms, fresh.reduced_motion) == (0.5, 400, False)
    assert (fresh.appearance, fresh.recent, fresh.geometry.size()) == (Appearance.SYSTEM, (), 0)


def test_what_was_set_is_there_at_the_next_start(tmp_path: Path):
    first = settings(tmp_path / "a.ini")
    first.temperature, first.rest_ms, first.reduced_motion, first.appearance = 1.2, 700, True, Appearance.DARK
    first.remember(tmp_path / "one.ink")
    first._store.sync()
    again = settings(tmp_path / "a.ini")
    assert (again.temperature, again.rest_ms, again.reduced_motion) == (1.2, 700, True)
    assert again.appearance is Appearance.DARK and again.recent == (tmp_path / "one.ink",)


def test_values_are_kept_in_bounds(tmp_path: Path):
    made = settings(tmp_path / "a.ini")
    made.temperature, made.rest_ms = 9.0, 1
    assert (made.temperature, made.rest_ms) == (1.5, 150)


@pytest.mark.parametrize("junk", ["", "nan", "inf", "-1e999", "true", "[1", "@ByteArray(x)", "@Invalid()", '"a", "b"'])
def test_a_file_that_was_edited_by_hand_gives_values_all_the_same(tmp_path: Path, junk: str):
    (tmp_path / "a.ini").write_text(
        f"[ink]\ntemperature={junk}\nrest_ms={junk}\n"
        f"[view]\nreduced_motion={junk}\nappearance={junk}\ngeometry={junk}\n[files]\nrecent={junk}\n"
    )
    made = settings(tmp_path / "a.ini")
    assert 0.1 <= made.temperature <= 1.5 and 150 <= made.rest_ms <= 3000
    assert isinstance(made.reduced_motion, bool) and made.appearance is Appearance.SYSTEM
    assert made.recent == () and made.geometry is not None


def test_recent_files_are_few_and_told_once(tmp_path: Path):
    made = settings(tmp_path / "a.ini")
    for number in range(MOST_RECENT + 3):
        made.remember(tmp_path / f"{number}, “ä”.ink")
    made.remember(tmp_path / "5, “ä”.ink")
    assert len(made.recent) == MOST_RECENT == len(set(made.recent)) and made.recent[0].name == "5, “ä”.ink"
    made.forget(made.recent[0])
    assert len(made.recent) == MOST_RECENT - 1 and made.recent[0].name.startswith("10")


def test_a_variable_names_the_file_on_every_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("INKAPP_SETTINGS", str(tmp_path / "own.ini"))
    made = Settings.of_the_user()
    made.rest_ms = 777
    made._store.sync()
    assert settings(tmp_path / "own.ini").rest_ms == 777
    monkeypatch.delenv("INKAPP_SETTINGS")
    assert Path(Settings.of_the_user()._store.fileName()) != tmp_path / "own.ini"
