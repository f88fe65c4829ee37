"""Files that are always the old ones or the new ones, also after a kill or a power cut."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

WAITS_S = (0.05, 0.1, 0.2, 0.4)  # between tries: on Windows a scanner or an indexer may hold a file for a moment


def swap_in(files: Mapping[Path, bytes]) -> None:
    """Puts files in place, each whole or not at all, and none before all are on the disk. Raises OSError.

    A kill between two of them leaves the first new and the second old. The folders are synced last, so that the new
    names last, too.
    """
    waiting: dict[str, Path] = {}
    try:
        for path, data in files.items():
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            waiting[name] = path
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, 0o644)  # mkstemp's 0600 would keep other users of an installed copy out
        for name in list(waiting):
            _move(name, waiting[name])
            del waiting[name]
        for folder in {path.parent for path in files}:
            _sync_folder(folder)
    finally:
        for name in waiting:
            os.unlink(name)


def _move(name: str, path: Path) -> None:
    for wait in WAITS_S:
        with contextlib.suppress(PermissionError):
            os.replace(name, path)
            return
        time.sleep(wait)
    os.replace(name, path)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows opens no folders, and writes names through by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems cannot
            os.fsync(handle)
    finally:
        os.close(handle)
