"""An empty canvas."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.canvas.host import Host


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    return Host(qtbot)
