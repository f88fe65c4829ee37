"""The words of one person: the texts that they accepted, kept beside their hand in a small file that they can read.

What stands there is known the next time, in this window and in others over the same folder: the file is read again whenever it
has changed. Only its newest texts are kept. It never leaves the machine.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import textwrap
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from inkapp.ink.atomic_files import read_bytes, reason, replace_bytes
from inkapp.ink.corrections import plain
from inkapp.ink.errors import FileError, FileRefused
from inkapp.ink.json_file import check_head, parse
from model.own_words import words_in

_log = logging.getLogger(__name__)

FILE = "own-words.json"
DAMAGED = "own-words.damaged.json"  # what could not be read when something was to be kept again
FORMAT = "own-words"
VERSION = 1
WHAT = "a file of own words"
MOST_TEXTS = 500
LONGEST = 200  # characters of a text
MOST_BYTES = 1 << 20
MOST_SIGNS = MOST_TEXTS * LONGEST  # commas, brackets: texts may hold some

Stamp = tuple[int, int, int]  # of a file: when it was written, its length, its number


class OwnWords:
    """``folder``: is made when the first text is kept. ``complain``: is told in one line, once, of a file that cannot be read:
    then nothing is known until something new is accepted. Threads may share it.

    A damaged file is moved aside before another takes its place; one of a newer version, or which is no plain file, is left
    alone, and what is accepted is known as long as the window is there.
    """

    def __init__(self, folder: Path, complain: Callable[[str], None] = _log.warning) -> None:
        self.path = folder / FILE
        self._complain = complain
        self._lock = threading.RLock()
        self._read: tuple[Stamp | None, tuple[str, ...] | FileError] = None, ()  # what was in the file of this stamp
        self._unkept: list[str] = []  # what could not be written

    def texts(self) -> tuple[str, ...]:
        """What was accepted, the newest last."""
        with self._lock:
            kept = self._look()
            return (*(() if isinstance(kept, FileError) else kept), *self._unkept)[-MOST_TEXTS:]

    def words(self) -> list[tuple[str, int]]:
        """Each word of the texts and how often it stands there, the most frequent first; small where it ever was."""
        written = Counter(word for text in self.texts() for word in words_in(text))
        counts = Counter[str]()
        for word, times in written.items():
            counts[word.lower() if word.lower() in written else word] += times
        return sorted(counts.items(), key=lambda item: (-item[1], item[0].lower(), item[0]))

    def add(self, *texts: str) -> None:
        """Keeps texts as the newest, longer ones in several. Raises FileError where they are known for now, but not kept."""
        new = [part for text in texts for part in textwrap.wrap(plain(text), LONGEST, break_on_hyphens=False)]
        if not new:
            return
        with self._lock:
            self._unkept = [*self._unkept, *new][-MOST_TEXTS:]
            kept = self._look()
            if isinstance(kept, FileRefused):
                raise kept
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(kept, FileError):
                    os.replace(self.path, self.path.with_name(DAMAGED))
                    kept = ()
            except OSError as error:
                raise FileError(f"{self.path}: cannot be written ({reason(error)})") from None
            kept = (*kept, *self._unkept)[-MOST_TEXTS:]
            replace_bytes(self.path, dumps(kept))
            self._unkept, self._read = [], (self._stamp(), kept)

    def forget(self) -> tuple[str, ...]:
        """Forgets all texts, and deletes their files. Returns them, for ``add`` brings them back. Raises FileError."""
        with self._lock:
            known = self.texts()
            try:
                for path in (self.path, self.path.with_name(DAMAGED)):
                    path.unlink(missing_ok=True)
            except OSError as error:
                raise FileError(f"{self.path}: cannot be deleted ({reason(error)})") from None
            self._unkept = []
            return known

    def _look(self) -> tuple[str, ...] | FileError:
        """What is in the file now, or why it cannot be read."""
        stamp = self._stamp()
        if stamp != self._read[0]:
            found: tuple[str, ...] | FileError = ()
            if stamp is not None:
                try:
                    found = loads(read_bytes(self.path, MOST_BYTES), str(self.path))
                except FileError as error:
                    found = error
                    self._complain(f"{error}; the ink goes on as if none of your words were known")
            self._read = stamp, found
        return self._read[1]

    def _stamp(self) -> Stamp | None:
        with contextlib.suppress(OSError):
            status = self.path.stat()
            return status.st_mtime_ns, status.st_size, status.st_ino
        return None


def dumps(texts: tuple[str, ...]) -> bytes:
    """The file of texts, a line each."""
    lines = ",\n".join(json.dumps(text, ensure_ascii=False) for text in texts)
    return f'{{"format":"{FORMAT}","version":{VERSION},"texts":[\n{lines}\n]}}\n'.encode()


def loads(data: bytes, name: str) -> tuple[str, ...]:
    """The texts of a file's bytes; ``name`` is how messages call it. Raises FileError."""
    root = check_head(parse(data, name, WHAT, MOST_SIGNS, MOST_SIGNS, MOST_BYTES), name, WHAT, FORMAT, VERSION)
    texts = root.get("texts")
    if not isinstance(texts, list) or len(texts) > MOST_TEXTS:
        raise FileError(f"{name}: texts must be a list of at most {MOST_TEXTS}")
    for number, text in enumerate(texts, 1):
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST or text != plain(text):
            raise FileError(f"{name}: text {number} is not a line of 1 … {LONGEST} characters that can be printed")
    return tuple(texts)
