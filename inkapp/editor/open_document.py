"""The open document: its undo, the page in sight, its file and its name, and whether it is saved.

Documents are saved as .ink; what is read from another format is an untitled import. Where a file cannot be read or written,
a ``FileError`` says so and everything is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from inkapp.formats.registry import PAGE_WRITERS, READERS, WRITERS, read_any, write_any
from inkapp.ink.document import Document, Stroke
from inkapp.ink.edits import AddStrokes, EraseStrokes
from inkapp.ink.errors import FileError
from inkapp.ink.file import save
from inkapp.ink.history import History

INK = ".ink"
UNTITLED = "Untitled"


def readable() -> tuple[str, ...]:
    """The extensions that can be opened, .ink first."""
    return tuple(READERS)


def writable() -> tuple[str, ...]:
    """The extensions that can be exported to, .svg first."""
    return tuple(dict.fromkeys((*PAGE_WRITERS, *WRITERS)))


class OpenDocument:
    """One document at a time. Revisions rise from one document to the next, too: none is ever seen twice."""

    def __init__(self) -> None:
        self._history = History(Document())
        self._stem = UNTITLED
        self.path: Path | None = None
        self.page = 0

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self._history.current

    @property
    def title(self) -> str:
        """What the person calls it: the file's name, or the import's without its extension."""
        return self.path.name if self.path else self._stem

    @property
    def is_saved(self) -> bool:
        """Whether nothing would be lost by closing. An untouched empty page is safe."""
        return self._history.is_saved

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written on the page in sight."""
        return not self.document.pages[self.page].strokes

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    # -- changes, each one step of undo -------------------------------------------------------------------------

    def add(self, strokes: Iterable[Stroke]) -> None:
        """Writes strokes on the page in sight."""
        self._history.apply(AddStrokes(tuple(strokes), self.page))

    def erase(self, indices: Iterable[int]) -> None:
        """Takes the strokes with these indices from the page in sight; nothing happens where there are none."""
        there = range(len(self.document.pages[self.page].strokes))
        if gone := tuple(sorted(set(indices) & set(there))):
            self._history.apply(EraseStrokes(gone, self.page))

    def undo(self) -> None:
        """Back to the pages before the last change; nothing happens where there is none."""
        self._history.undo()

    def redo(self) -> None:
        """Forth to what the last undo left; nothing happens where nothing was undone."""
        self._history.redo()

    def turn_to(self, page: int) -> bool:
        """Brings another page into sight; False where there is none."""
        if not 0 <= page < len(self.document.pages) or page == self.page:
            return False
        self.page = page
        return True

    # -- files --------------------------------------------------------------------------------------------------

    def read(self, path: Path) -> Document:
        """The document of a file, without touching the open one. Raises FileError."""
        return read_any(path)

    def show(self, document: Document, path: Path) -> None:
        """Puts a document that was read from ``path`` in place of the open one."""
        self._begin(document)
        self._stem = path.stem or UNTITLED
        if path.suffix.lower() == INK:
            self.path = path
        else:
            self._history.mark_unsaved()  # no .ink file holds it yet

    def new(self) -> None:
        """Puts an empty, untitled page in place of the open document."""
        self._begin(Document())
        self._stem = UNTITLED

    def save(self) -> None:
        """Writes the document into its file. Raises FileError, also where it has none yet."""
        if self.path is None:
            raise FileError(f"{self.title} has no file yet")
        self.save_as(self.path)

    def save_as(self, path: Path) -> None:
        """Writes the document into a file, which is its own from then on. Raises FileError."""
        path = path if path.suffix else path.with_suffix(INK)
        if path.suffix.lower() != INK:
            raise FileError(f"{path.name}: pages are saved as {INK}; to write {path.suffix}, export them")
        save(self.document, path)
        self.path, self._stem = path, path.stem
        self._history.mark_saved()

    def export(self, path: Path) -> tuple[Path, ...]:
        """Writes the document in the format of the extension (SVG without one); it stays as saved as it was.

        Returns the files written. Raises FileError.
        """
        return write_any(self.document, path if path.suffix else path.with_suffix(writable()[0]))

    def suggestion(self, suffix: str) -> Path:
        """A name to begin with when a file is to be written: beside the document's own, in its name."""
        return self.path.with_suffix(suffix) if self.path else Path(f"{self._stem}{suffix}")

    def _begin(self, document: Document) -> None:
        self._history = History(replace(document, revision=self.document.revision + 1))
        self.path, self.page = None, 0
