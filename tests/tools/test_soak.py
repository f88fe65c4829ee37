"""A short soak: some files, some events."""

from __future__ import annotations

import pytest

from tests.ui.conftest import user
from tests.ui.users import User
from tools.soak import soak_events, soak_files

__all__ = ["user"]
pytestmark = pytest.mark.window


def test_damaged_files_are_read_or_refused() -> None:
    refused, _ = soak_files(160, seed=3)
    assert 10 < refused < 160


def test_odd_events_leave_the_window_alive_and_its_ink_whole(user: User) -> None:  # the fixture
    assert soak_events(user.window, 300, seed=3) > 0
