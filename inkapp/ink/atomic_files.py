"""Files as bytes: read with a limit, and replaced so that a file is always the old one or the new one."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import secrets
import stat
import time
import zlib
from collections.abc import Mapping
from pathlib import Path

from inkapp.ink.errors import FileError, FileRefused

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MOST_BYTES = 48 << 20  # of any file, after unpacking
# Waits before a file that another program holds is tried again. On Windows virus scanners, indexers and synchronised
# folders open what has just been written, for some tenths of a second; elsewhere an open file can be moved over.
WAITS_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a plain file of at most ``most``. Raises FileError; never waits on a pipe or a device."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileRefused(f"{path}: not a plain file")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
        raise FileRefused(f"{path}: cannot be read ({reason(error)})") from None
    if len(data) > most:
        raise FileRefused(f"{path}: larger than {most >> 20} MB")
    return data


def unpack(data: bytes, name: str, most: int = MOST_BYTES) -> bytes:
    """``data`` itself, or what it holds if it is gzipped, of at most ``most`` bytes. Raises FileError."""
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(most + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise FileError(f"{name}: damaged gzip data ({one_line(error)})") from None
    if len(data) > most:
        raise FileError(f"{name}: larger than {most >> 20} MB")
    return data


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal digits, by which a file's content is known again."""
    return hashlib.sha256(data).hexdigest()


def digest(path: Path) -> str | None:
    """``digest_of`` a plain file's content, whatever its size; None where there is none or it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def check_writable(target: Path) -> None:
    """Refuses what a file moved into its place would get the better of: protection, folders, links in a circle.

    Raises FileError.
    """
    if os.path.islink(os.path.realpath(target)):
        raise FileError(f"{target}: cannot be written (a link that leads to itself)")
    try:
        mode = target.stat().st_mode
    except (OSError, ValueError):  # not there, or not to be reached: writing will tell
        return
    if not stat.S_ISREG(mode):
        raise FileError(f"{target}: cannot be written (not a plain file)")
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise FileError(f"{target}: cannot be written (it is write-protected)")


def replace_bytes(path: Path, data: bytes) -> None:
    """Makes ``data`` the content of ``path``, in one step that survives a kill and a power cut. Raises FileError.

    Written beside the file, synced, and only then moved over it; the folder is synced, too. A link's target is
    replaced, not the link, and a file keeps its mode.
    """
    replace_all({path: data})


def replace_and_check(path: Path, data: bytes) -> str:
    """``replace_bytes``, and reads back what was written. Returns its digest. Raises FileError."""
    replace_bytes(path, data)
    wanted = digest_of(data)
    if digest(path) != wanted:
        raise FileError(f"{path}: was written, but does not read back as it was; save it somewhere else")
    return wanted


def replace_all(files: Mapping[Path, bytes]) -> None:
    """As ``replace_bytes``, for several: none is moved into its place before all are written, so that a disk which fills up,
    or one file that may not be written, leaves every old file as it was. Raises FileError."""
    waiting: list[tuple[Path, Path, Path]] = []  # name, where it lies for now, where it goes
    path = Path()
    try:
        for path, data in files.items():
            check_writable(path)
            target = Path(os.path.realpath(path))
            temporary = target.parent / f".ink-{secrets.token_hex(8)}.tmp"
            waiting.append((path, temporary, target))
            _put(temporary, target, data)
        while waiting:
            path, temporary, target = waiting[0]
            _move(temporary, target)
            del waiting[0]
            sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: cannot be written ({reason(error)})") from None
    finally:
        for _, temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _put(temporary: Path, target: Path, data: bytes) -> None:
    """A new file with a target's mode, synced. Raises OSError."""
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        sync(file.fileno())
    if target.exists():
        with contextlib.suppress(OSError):  # a file system without modes
            os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))


def _move(temporary: Path, target: Path) -> None:
    """Moves a file over another, which may be held for a moment (``WAITS_S``). Raises OSError."""
    for wait in WAITS_S:
        with contextlib.suppress(PermissionError):
            os.replace(temporary, target)
            return
        time.sleep(wait)
    os.replace(temporary, target)


def sync(descriptor: int) -> None:
    """Waits until a file is on the disk. macOS's fsync leaves it in the drive's own cache, F_FULLFSYNC does not; file
    systems that lack it are synced as far as they can be. Raises OSError."""
    if hasattr(fcntl, "F_FULLFSYNC"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def reason(error: Exception) -> str:
    """What the system says of a failure, without the path, which the message names already."""
    return (error.strerror if isinstance(error, OSError) else None) or one_line(error)


def sync_folder(folder: Path) -> None:
    """Makes a rename last. Where folders cannot be opened (Windows) the system sees to it itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems cannot
            sync(descriptor)
    finally:
        os.close(descriptor)
