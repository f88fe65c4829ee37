"""What is remembered of the ghost survives a restart, and hands that edit the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from inkapp.ui.chrome.ghost_settings import GhostMode, GhostSettings


def settings(path: Path) -> GhostSettings:
    return GhostSettings(QSettings(str(path), QSettings.Format.IniFormat))


def all_of(made: GhostSettings) -> tuple[GhostMode, float, bool, bool]:
    return made.mode, made.words_temperature, made.or_free, made.shows_guesses


def test_what_was_set_is_there_at_the_next_start(tmp_path: Path):
    first = settings(tmp_path / "a.ini")
    assert all_of(first) == (GhostMode.WORDS, 0.0, True, True)
    first.mode, first.words_temperature, first.or_free, first.shows_guesses = GhostMode.OFF, 0.4, False, False
    first._store.sync()
    assert all_of(settings(tmp_path / "a.ini")) == (GhostMode.OFF, 0.4, False, False)


def test_the_temperature_of_words_is_kept_in_bounds(tmp_path: Path):
    made = settings(tmp_path / "a.ini")
    for given, kept in ((7.0, 1.0), (-1.0, 0.0)):
        made.words_temperature = given
        assert made.words_temperature == kept


@pytest.mark.parametrize("junk", ["", "nan", "inf", "-1e999", "[1", "@Invalid()", '"a", "b"'])
def test_a_file_that_was_edited_by_hand_gives_values_all_the_same(tmp_path: Path, junk: str):
    lines = "".join(f"{key}={junk}\n" for key in ("mode", "words_temperature", "or_free", "shows_guesses"))
    (tmp_path / "a.ini").write_text(f"[ghost]\n{lines}")
    mode, temperature, *switches = all_of(settings(tmp_path / "a.ini"))
    assert mode is GhostMode.WORDS and 0.0 <= temperature <= 1.0 and set(map(type, switches)) == {bool}


def test_the_three_follow_one_another():
    assert [mode.next for mode in GhostMode] == [GhostMode.FREE, GhostMode.OFF, GhostMode.WORDS]
