"""The sheet of signs is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tools.signs import COLUMNS, main

pytestmark = [pytest.mark.window, pytest.mark.slow]


def test_the_sheet_is_a_picture_with_ink_in_its_rows(tmp_path: Path, qapp, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "signs.png"
    main([str(out)])
    assert str(out) in capsys.readouterr().out
    image = QImage(str(out))
    assert image.width() > 60 * COLUMNS and image.height() > image.width()
    dark = [
        sum(image.pixelColor(x, y).value() < 120 for x in range(0, image.width(), 3))
        for y in range(0, image.height(), 26)
    ]
    assert sum(count > 0 for count in dark) > 0.3 * len(dark)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, qapp):
    with pytest.raises(SystemExit, match="cannot be written"):
        main([str(tmp_path / "no" / "signs.png")])
