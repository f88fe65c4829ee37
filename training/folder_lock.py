"""One training a folder: the second is told so, and a dead one blocks nobody.

Knows: the kernel's lock on a folder, which ends with the process that holds it, however that ends.
Refuses to know: what lies in the folder.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Busy(OSError):
    """Another process holds the folder; one line."""


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Makes the folder and holds it; yields whether it could be locked, which some network file systems cannot.

    The lock is on the folder itself, so no file is left behind; a folder made here that is still empty at the end goes again.
    Raises Busy, OSError.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        held = True
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"{folder}: another training is at work in this folder") from None
        except OSError:
            held = False
        try:
            yield held
        finally:
            if made:
                with suppress(OSError):
                    folder.rmdir()  # goes only if empty
    finally:
        os.close(handle)
