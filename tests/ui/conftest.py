"""Windows for the tests: one whose bridge obeys, one whose network waits to be let on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inkapp.live.qt_bridge import Bridge
from tests.live import fakes
from tests.live.fakes import PATIENCE, Row, WatchedSampler
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.reading_users import ReadingUser
from tests.ui.starts import Starts
from tests.ui.users import User


@pytest.fixture
def user(qtbot: QtBot, tmp_path: Path) -> User:
    """With a bridge that obeys the test."""
    bridge = FakeBridge()
    made = User(qtbot, tmp_path, bridge, Clock())
    bridge.ready.emit("fake")
    return made


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path) -> ReadingUser:
    """Whose pages are read by a made-up reader."""
    return ReadingUser(qtbot, tmp_path)


@pytest.fixture
def starts(qtbot: QtBot, tmp_path: Path) -> Starts:
    """For several windows over one data folder."""
    return Starts(qtbot, tmp_path)


@pytest.fixture
def sampler() -> WatchedSampler:
    return WatchedSampler(gated=True)


@pytest.fixture
def slow(qtbot: QtBot, tmp_path: Path, sampler: WatchedSampler) -> Iterator[User]:
    """With a network that takes a step only when it is let on, and a clock that stands."""
    bridge = Bridge(lambda: sampler, encode=fakes.encode, lay_out=Row)
    yield User(qtbot, tmp_path, bridge, Clock())
    sampler.gated = False
    sampler.let(10_000)
    assert bridge.close(PATIENCE)
