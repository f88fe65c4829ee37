"""One training a folder: a second one is refused, and one that was killed leaves no lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = "lock"  # the file in the folder that is locked while a training is at work in it


class Busy(OSError):
    """Another process holds the folder; one line."""


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Makes the folder and holds it; yields whether it could be locked, which some network file systems cannot.

    The system holds the lock for this process, however that ends; what is left of the lock's file locks nobody out. The
    file goes at the end, and so does a folder that was made here and is still empty. Raises Busy, OSError.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, fallback_to_soft=False)
    try:
        lock.acquire(blocking=False)
        held = True
    except Timeout:
        raise Busy(f"{folder}: another training is at work in this folder") from None
    except (OSError, NotImplementedError):
        held = False
    try:
        yield held
    finally:
        with suppress(OSError):  # Windows refuses while the file is open; there filelock removes it
            (folder / LOCK).unlink(missing_ok=True)
        lock.release()
        if made:
            with suppress(OSError):
                folder.rmdir()  # goes only if empty
