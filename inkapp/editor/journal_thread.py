"""Writes the journal of the open document in a thread of its own, so that nobody who draws waits for a disk.

A step is in the file, safe from a kill, as soon as the thread has its turn, and synced, safe from a power cut, within
``SYNC_S``. What a full disk refuses is kept and tried again.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from inkapp.ink.atomic_files import reason, sync, sync_folder
from inkapp.ink.document import Document
from inkapp.ink.edits import Edit
from inkapp.ink.errors import FileError
from inkapp.ink.journal import REDO, UNDO, RecordLines, Source, begin_record, edit_record, saved_record

SYNC_S = 1.0  # the longest that written records wait to be synced, and between two tries to write
BATCH = 64  # lines written together at most, while steps come faster than they are written
SUFFIX = ".journal"


class JournalThread:
    """The journals of one window, one document after the other, as ``FOLDER/NAME-NUMBER.journal``.

    A journal is made at a document's first step, and removed when another document begins: by then it was saved or given up.
    ``trouble`` is called, in the thread, with one line when nothing can be written, and with "" when all is written again. The
    other methods are the GUI thread's and wait for nothing but ``flush`` and ``close``.
    """

    def __init__(self, folder: Path, name: str, trouble: Callable[[str], None]) -> None:
        self._folder, self._name, self._trouble = folder, name, trouble
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._first: tuple[Document, Source] | None = None  # what the journal begins with, until there is a step
        self._number = 0
        self._closed = False
        # the thread's own
        self._path = Path()
        self._file: int | None = None
        self._lines = RecordLines()
        self._waiting: deque[bytes] = deque()  # lines that are not in the file yet
        self._length = 0  # of the file, in whole lines
        self._superseded: list[Path] = []  # journals to be removed once all lines are synced
        self._synced, self._last_sync = True, 0.0
        self._broken = ""  # why no more can be written down of this document
        self._told = ""  # the trouble that was told last

    # -- the GUI thread's ---------------------------------------------------------------------------------------

    def begin(self, document: Document, source: Source, supersedes: Path | None = None) -> None:
        """Another document is open; the journal of the one before goes.

        ``supersedes``: the journal that the document was recovered from, which goes when this one holds the document.
        """
        if self._number and self._first is None:
            self._enqueue(self._remove)
        self._first = (document, source)
        if supersedes is not None:
            self._start()
            self._enqueue(partial(self._supersede, supersedes))

    def applied(self, edit: Edit) -> None:
        self._start()
        self._enqueue(partial(self._append, partial(edit_record, edit)))

    def extended(self, edit: Edit) -> None:
        self._start()
        self._enqueue(partial(self._append, partial(edit_record, edit, extends=True)))

    def undone(self) -> None:
        self._start()
        self._enqueue(partial(self._append, lambda: UNDO))

    def redone(self) -> None:
        self._start()
        self._enqueue(partial(self._append, lambda: REDO))

    def saved(self, path: Path, digest: str) -> None:
        """The file holds the document as it is now."""
        if self._first is None:
            self._enqueue(partial(self._append, partial(saved_record, path, digest)))
        else:
            document, source = self._first
            self._first = document, replace(source, title=path.name, path=path, digest=digest, saved=True)

    def flush(self, timeout: float = 2.0) -> bool:
        """Waits until all steps are synced; False where they are not after ``timeout`` seconds."""
        done = threading.Event()

        def flush() -> None:
            self._write(sync_now=True)
            if not self._waiting:
                done.set()

        if not self._thread.is_alive():
            return True
        self._enqueue(flush)
        return done.wait(timeout)

    def close(self, *, keep: bool, timeout: float = 2.0) -> bool:
        """The last call: ``keep`` leaves the journal to the next start. False where the thread still waits for the disk."""
        if not self._closed and self._thread.is_alive():
            if not keep:
                self._enqueue(self._remove)
            self._tasks.put(None)
            self._thread.join(timeout)
        self._closed = True
        return not self._thread.is_alive()

    def _start(self) -> None:
        """The journal begins, if it has not begun."""
        if self._first is not None:
            document, source = self._first
            self._first = None
            self._number += 1
            self._enqueue(partial(self._open, self._number, document, source))

    def _enqueue(self, task: Callable[[], None]) -> None:
        if self._closed:
            return
        if self._thread.ident is None:
            self._thread.start()
        self._tasks.put(task)

    # -- the thread's -------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            try:
                due = (
                    None
                    if self._synced and not self._waiting
                    else max(self._last_sync + SYNC_S - time.monotonic(), 0.0)
                )
                task = self._tasks.get(timeout=due)
            except Empty:
                self._write(sync_now=True)
                continue
            if task is None:
                break
            task()
            if self._tasks.empty() or len(self._waiting) >= BATCH:
                self._write()
        self._write(sync_now=True)
        self._close_file()

    def _open(self, number: int, document: Document, source: Source) -> None:
        self._close_file()
        self._path = self._folder / f"{self._name}-{number}{SUFFIX}"
        self._lines, self._waiting, self._length, self._broken = RecordLines(), deque([RecordLines.head]), 0, ""
        self._append(partial(begin_record, document, source))

    def _supersede(self, path: Path) -> None:
        self._superseded.append(path)

    def _append(self, record: Callable[[], bytes]) -> None:
        """Adds a record; after one that cannot be written down no other makes sense."""
        if self._broken:
            return
        try:
            self._waiting.append(self._lines.line(record()))
        except FileError as error:
            self._broken = f"What follows is safe only once it is saved: {error}"

    def _write(self, *, sync_now: bool = False) -> None:
        """Writes what waits, and syncs when it is time. Where that fails the file ends with a whole line again."""
        try:
            if self._waiting:
                self._synced = False
                if self._file is None:
                    self._folder.mkdir(parents=True, exist_ok=True)
                    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
                    self._file = os.open(self._path, flags, 0o600)
                    sync_folder(self._folder)
                self._put(self._file)
            if (
                self._file is not None
                and not self._synced
                and (sync_now or time.monotonic() >= self._last_sync + SYNC_S)
            ):
                self._last_sync = time.monotonic()
                sync(self._file)
                self._synced = True
            if self._synced:
                while self._superseded:
                    with contextlib.suppress(OSError):  # then it is offered once more
                        self._superseded.pop().unlink(missing_ok=True)
        except OSError as error:
            self._last_sync = time.monotonic()
            self._tell(f"Unsaved ink is not kept for the case of a crash ({reason(error)}): save it")
        else:
            if self._broken or self._synced:
                self._tell(self._broken)

    def _tell(self, trouble: str) -> None:
        """Tells what the trouble is, or that it is over, where that is news."""
        if trouble != self._told:
            self._told = trouble
            self._trouble(trouble)

    def _put(self, file: int) -> None:
        """Writes the waiting lines. Raises OSError, with the lines that had room in the file and the others still waiting."""
        while self._waiting:
            left = memoryview(self._waiting[0])
            try:
                while left:
                    left = left[os.write(file, left) :]
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(file, self._length)
                    os.lseek(file, self._length, os.SEEK_SET)
                raise
            self._length += len(self._waiting.popleft())

    def _remove(self) -> None:
        """Removes the journal, and those that it superseded."""
        gone = [*self._superseded, *([self._path] if self._file is not None else [])]
        self._close_file()
        self._waiting, self._superseded, self._broken = deque(), [], ""
        for path in gone:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _close_file(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._file, self._synced = None, True
