"""What panels draw on the page: where something changed it is drawn again, and the rest stays as if all had been."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests.ui.inspector.conftest import Looker


def seen(looker: Looker) -> np.ndarray:
    """The page as it is painted now, (height, width, 4)."""
    image = looker.window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).reshape(image.height(), image.width(), 4).astype(int)


def anew(looker: Looker) -> np.ndarray:
    """The page with every overlay drawn from nothing."""
    canvas = looker.window.canvas
    canvas._layers._picture.forget()
    return seen(looker)


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """The same but for a few of 255 steps: a path that is cut is smoothed a little otherwise."""
    return int(np.abs(one - other).max()) <= 8


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_what_was_drawn_in_parts_is_what_is_drawn_at_once(looker: Looker, ratio: float) -> None:
    looker.write("hello", "you")
    looker.open("futures")
    looker.window.canvas._layers.set_view(looker.window.canvas.view, ratio, looker.window.canvas.rect())
    looker.open("density")
    looker.open("cell-on-ink")
    before = seen(looker)
    for by in (-3, -9, 2):
        looker.selection.step(by)
        looker.settle()
        assert alike(seen(looker), anew(looker))
    assert not alike(seen(looker), before)
    looker.inspector.docks.show("surprise")  # another colouring of the ink
    looker.settle()
    assert alike(seen(looker), anew(looker))
    for dock in looker.inspector.docks.open:
        looker.inspector.docks.dock(dock).close()
    looker.settle()
    assert looker.window.canvas._layers.overlays == ()


def test_a_step_paints_no_more_than_what_changed(looker: Looker, monkeypatch: pytest.MonkeyPatch) -> None:
    looker.write("hello")
    looker.open("density")
    canvas, boxes = looker.window.canvas, []
    tell = canvas._layers.set_overlays

    def heard(*given: object) -> list[tuple[float, float, float, float]]:
        boxes.extend(told := tell(*given))  # type: ignore[arg-type]
        return told

    monkeypatch.setattr(canvas._layers, "set_overlays", heard)
    looker.selection.step(-4)
    looker.settle()
    assert boxes and all(right - left < 0.5 * canvas._page.width for left, _, right, _ in boxes)
