"""The list of hands by itself: its rows change while Qt has not laid out the earlier ones yet."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from inkapp.ui.hands.hand_list import HandList, Row


@pytest.fixture
def shown(qtbot: QtBot) -> HandList:
    made = HandList()
    qtbot.addWidget(made)
    made.show()
    return made


def test_fewer_rows_come_before_the_earlier_ones_are_laid_out(shown: HandList):
    rows = [Row(f"Hand {number}", f"{number}") for number in range(9)]
    shown.set_rows(rows, "8")
    shown.set_rows(rows[:2], "1")
    assert shown.current == rows[1] and shown.count() == 2
