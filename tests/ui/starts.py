"""Windows over one data folder, one after the other or beside each other."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.live.fakes import PATIENCE
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.users import User


class Starts:
    """Windows over one data folder, and their ends."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder

    def start(self) -> User:
        bridge = FakeBridge()
        user = User(self.qtbot, self.folder, bridge, Clock(), self.folder / "data")
        bridge.ready.emit("fake")
        return user

    def die(self, user: User) -> None:
        """As a killed process would: its locks are stale, its journal stays."""
        recovery = user.window.files._recovery
        assert recovery is not None and recovery.journal.flush(PATIENCE)
        recovery.close(keep=True)
        user.window.files._recovery = None

    @property
    def journals(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "data" / "journals").glob("*.journal*"))


def flush(user: User) -> None:
    assert user.window.files._recovery.journal.flush(PATIENCE)


def opened(starts: Starts, path: Path) -> User:
    user = starts.start()
    assert user.window.files.open_path(path)
    return user
