"""In a small window nothing of a panel lies on anything else: what does not fit is scrolled."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from inkapp.inspect.panel_list import PANELS
from inkapp.ui.inspector.scroll_area import ScrollArea
from tests.ui.inspector.conftest import Looker


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("size", [(800, 500), (1280, 800)])
def test_parts_do_not_overlap(looker: Looker, name: str, size: tuple[int, int]) -> None:
    looker.window.resize(*size)
    looker.open("timeline")
    panel = looker.open(name)
    looker.write("hello", "you")
    QApplication.processEvents()
    area = panel.findChild(ScrollArea)
    body = panel.column.parentWidget()
    parts = [
        (part, QRect(part.mapTo(body, part.rect().topLeft()), part.size()))
        for part in body.findChildren(QWidget)
        if part.isVisible() and part.parentWidget() is body
    ]
    for (one, here), (other, there) in combinations(parts, 2):
        assert not here.intersects(there), (one, here, other, there)
    assert all(body.rect().contains(box) for _, box in parts)
    assert body.width() <= area.viewport().width()
    assert body.height() >= area.viewport().height()
