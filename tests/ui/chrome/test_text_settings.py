"""How typed text is to look is there at the next start, and in bounds whatever a file says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from inkapp.ink.typed_text import Alignment, TextStyle
from inkapp.ui.chrome.text_settings import RANGES, Speed, TextSettings


def settings(path: Path) -> TextSettings:
    return TextSettings(QSettings(str(path), QSettings.Format.IniFormat))


def test_what_was_set_is_there_at_the_next_start(tmp_path: Path):
    first = settings(tmp_path / "a.ini")
    assert first.style == TextStyle() and first.speed is Speed.QUICK
    style = TextStyle(0.7, 0.9, None, 0.1, 1.5, 1.2, 2.0, 12.0, Alignment.CENTRED)
    first.style, first.speed = style, Speed.AT_ONCE
    first._store.sync()
    again = settings(tmp_path / "a.ini")
    assert again.style == style and again.speed is Speed.AT_ONCE
    again.style = TextStyle()
    assert again.style == TextStyle()


@pytest.mark.parametrize("junk", ["", "nan", "inf", "-1e999", "true", "[1", "@ByteArray(x)", "@Invalid()", '"a", "b"'])
def test_a_file_that_was_edited_by_hand_gives_values_all_the_same(tmp_path: Path, junk: str):
    keys = (*RANGES, "alignment", "speed")
    (tmp_path / "a.ini").write_text("[text]\n" + "".join(f"{key}={junk}\n" for key in keys))
    made = settings(tmp_path / "a.ini")
    style = made.style
    values = {name: getattr(style, name) for name in RANGES}
    assert all(value is None or RANGES[name][0] <= value <= RANGES[name][1] for name, value in values.items())
    assert values["size"] is not None and style.alignment is Alignment.LEFT and made.speed in Speed
