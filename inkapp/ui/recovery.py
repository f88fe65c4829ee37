"""Journals that ended without a save: found at the next start, while those of live windows are left alone."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtGui import QGuiApplication

from inkapp.editor.journal_thread import SUFFIX, JournalThread
from inkapp.ink.errors import FileError
from inkapp.ink.journal import Recovered, read_journal
from inkapp.ui.canvas.page_picture import page_picture
from inkapp.ui.chrome.recovery_dialog import PICTURE, Offer, RecoveryChoice
from inkapp.ui.chrome.theme import Theme

ASIDE = ".unreadable"  # added to the name of a journal that is kept, and not offered again


@dataclass(frozen=True, slots=True)
class Lost:
    """A document that no window has open and no file holds. ``when``: its last step."""

    journal: Path
    recovered: Recovered
    when: datetime


def offer(lost: Lost, theme: Theme) -> Offer:
    """What the dialog shows of it."""
    recovered = lost.recovered
    pages = len(recovered.document.pages)
    strokes = f"{recovered.strokes} stroke{'s' if recovered.strokes != 1 else ''}"
    about = [f"{lost.when:%d %B %Y, %H:%M}", f"{strokes} on {pages} page{'s' if pages > 1 else ''}"]
    if recovered.source.path is not None:
        about.append(f"not saved in {recovered.source.path}")
    if recovered.damage:
        about.append(f"what was written last is lost ({recovered.damage})")
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = page_picture(recovered.document.pages[recovered.page], theme, PICTURE.width(), PICTURE.height(), ratio)
    return Offer(recovered.source.title, "\n".join(about), picture)


class Recovery(QObject):
    """One window's journal, the locks that say it is alive, and what other windows left when they ended.

    A window's name is in its lock file and in all its journals. Locks are Qt's: that of a dead process, or of the time before
    the last boot, is nobody's.

    Signals: ``trouble`` (one line), ``unkept`` (why unsaved ink is not safe from a crash from now on, "" where it is again),
    delivered in the GUI thread.
    """

    trouble = Signal(str)
    unkept = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._journals, self._open = folder / "journals", folder / "open"
        self._name = f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        self._alive = _lock(self._journals / self._name)
        self._alive.tryLock(0)
        self._file_lock: QLockFile | None = None
        self._dead_windows: dict[str, QLockFile] = {}  # their locks, so that no other start offers the same
        self.journal = JournalThread(self._journals, self._name, self.unkept.emit)

    def find(self) -> list[Lost]:
        """What can be recovered, the latest first. What cannot be read is kept under another name, and told.

        Until ``release`` no other window finds the same.
        """
        journals: dict[str, list[Path]] = {}
        for path in sorted(self._journals.glob(f"*{SUFFIX}"), reverse=True):
            journals.setdefault(path.stem.rpartition("-")[0], []).append(path)
        for path in self._journals.glob("*.lock"):
            journals.setdefault(path.stem, [])  # of a window that was killed before it had ink
        found: list[Lost] = []
        for window, paths in journals.items():
            if window != self._name and self._claim_window(window):
                found += [lost for path in paths for lost in self._read(path)]
        return found

    def _claim_window(self, window: str) -> bool:
        if window not in self._dead_windows:
            lock = _lock(self._journals / window)
            if not lock.tryLock(0):
                return False
            self._dead_windows[window] = lock
        return True

    def _read(self, path: Path) -> list[Lost]:
        try:
            when = datetime.fromtimestamp(path.stat().st_mtime)
            recovered = read_journal(path)
            if recovered is None:
                path.unlink()
                return []
            return [Lost(path, recovered, when)]
        except FileError as error:
            self.trouble.emit(f"Unsaved ink could not be recovered, and is kept: {error}")
            self.set_aside(path)
        except OSError:
            pass  # another start was quicker
        return []

    def choose(
        self, found: list[Lost], ask: Callable[[Sequence[Offer]], tuple[RecoveryChoice, int]], theme: Theme
    ) -> Lost | None:
        """Has a person say what is to become of what was found, and discards what is given up; None to recover nothing now."""
        while found:
            choice, index = ask([offer(lost, theme) for lost in found])
            if choice is RecoveryChoice.DISCARD:
                self.discard(found.pop(index))
            else:
                return found[index] if choice is RecoveryChoice.RECOVER else None
        return None

    def set_aside(self, path: Path) -> None:
        """Keeps a journal without offering it again."""
        try:
            path.rename(path.with_name(path.name + ASIDE))
        except OSError as error:
            self.trouble.emit(f"{path}: cannot be renamed ({error.strerror})")

    def discard(self, lost: Lost) -> None:
        """Removes it for good."""
        try:
            lost.journal.unlink(missing_ok=True)
        except OSError as error:
            self.trouble.emit(f"{lost.journal}: cannot be removed ({error.strerror})")

    def claim_file(self, path: Path | None) -> bool:
        """Says that this window has a file open, and none any more that it had; False where another window has it, too."""
        if self._file_lock is not None:
            self._file_lock.unlock()
            self._file_lock = None
        if path is None:
            return True
        name = sha256(os.path.realpath(path).encode("utf-8", "surrogateescape")).hexdigest()
        lock = _lock(self._open / name)
        if lock.tryLock(0):
            self._file_lock = lock
        return lock.error() is not QLockFile.LockError.LockFailedError  # a folder that cannot be written says nothing

    def close(self, *, keep: bool) -> None:
        """The window is gone; ``keep`` leaves its journal to the next start."""
        self.journal.close(keep=keep)
        self.release()
        self.claim_file(None)
        self._alive.unlock()

    def release(self, kept: Lost | None = None) -> None:
        """Other windows may offer what was found; not ``kept``, which this one has open now."""
        for window in list(self._dead_windows):
            if kept is None or not kept.journal.name.startswith(f"{window}-"):
                self._dead_windows.pop(window).unlock()


def _lock(path: Path) -> QLockFile:
    """A lock that only its holder's end makes stale. Its folder is made; where that fails, locking will."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    return lock
