"""The open document: its undo, the page in sight, its file and its name, and whether it is saved.

Documents are saved as .ink; what is read from another format is an untitled import. Where a file cannot be read or written,
a ``FileError`` says so and everything is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from inkapp.editor.journal_thread import JournalThread
from inkapp.formats.registry import READERS, WRITTEN, is_own, read_any, targets, write_any
from inkapp.formats.shared.left_out import Tell, tell_nobody
from inkapp.formats.shared.line_text import NOTHING_ABOUT, About, LineText
from inkapp.ink.atomic_files import digest
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.edits import AddPage, AddStrokes, ChangePaper, DeletePage, Edit, EraseStrokes, MovePage
from inkapp.ink.errors import FileError
from inkapp.ink.file import MOST_PAGES, save
from inkapp.ink.history import History
from inkapp.ink.journal import Recovered, Source

INK = ".ink"
UNTITLED = "Untitled"


def readable() -> tuple[str, ...]:
    """The extensions that can be opened, .ink first."""
    return tuple(READERS)


def writable() -> tuple[str, ...]:
    """The extensions that can be exported to, .svg first."""
    return WRITTEN


def _exported(path: Path) -> Path:
    return path if path.suffix else path.with_suffix(writable()[0])


class OpenDocument:
    """One document at a time. Revisions rise from one document to the next, too: none is ever seen twice.

    ``journal`` is told of every step; without one, what is not saved is lost with the process.
    """

    def __init__(self, journal: JournalThread | None = None) -> None:
        self._journal = journal
        self._history = History(Document(), log=journal)
        self._stem = UNTITLED
        self.path: Path | None = None
        self._digest: str | None = None  # of the file, when it was read or saved here
        self.page = 0
        if journal is not None:
            journal.begin(self.document, Source(UNTITLED))

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

    def add_page(self) -> bool:
        """Puts an empty page on the same paper after the one in sight, and turns to it; False where no more can be saved."""
        if len(self.document.pages) >= MOST_PAGES:
            return False
        self._history.apply(AddPage(self.document.pages[self.page].with_strokes(()), self.page + 1))
        self.page += 1
        return True

    def delete_page(self) -> bool:
        """Takes the page in sight from the document, the next one coming into sight; False for the only one."""
        if len(self.document.pages) == 1:
            return False
        self._history.apply(DeletePage(self.page))
        self.page = min(self.page, len(self.document.pages) - 1)
        return True

    def move_page(self, by: int) -> bool:
        """Moves the page in sight among the others; False where it stands at that end already."""
        to = self.page + by
        if by == 0 or not 0 <= to < len(self.document.pages):
            return False
        self._history.apply(MovePage(self.page, to))
        self.page = to
        return True

    def change_paper(self, paper: Page, *, all_pages: bool = False) -> bool:
        """Gives the page in sight, or all, the size and ruling of ``paper``; False where they have it already."""
        paper = paper.with_strokes(())
        pages = self.document.pages
        indices = range(len(pages)) if all_pages else (self.page,)
        others = tuple(index for index in indices if pages[index].with_strokes(()) != paper)
        if others:
            self._history.apply(ChangePaper(others, paper))
        return bool(others)

    def apply(self, edit: Edit) -> Document:
        """An edit as it is. Raises IndexError where it does not fit."""
        return self._history.apply(edit)

    def extend(self, edit: Edit) -> Document:
        """An edit that belongs to the step done last. Raises IndexError where it does not fit, or there is none."""
        return self._history.extend(edit)

    def undo(self) -> None:
        """Back to the pages before the last change, with the page that it changed in sight; nothing happens where there is
        none."""
        before = self.document
        self._follow_change(before, self._history.undo())

    def redo(self) -> None:
        """Forth to what the last undo left, with the page that it changes in sight; nothing happens where nothing was
        undone."""
        before = self.document
        self._follow_change(before, self._history.redo())

    def _follow_change(self, before: Document, after: Document) -> None:
        """Brings a page into sight that only ``after`` has, else the one that was in sight, else the nearest."""
        old, seen = {id(page) for page in before.pages}, before.pages[self.page]
        changed = (index for index, page in enumerate(after.pages) if id(page) not in old)
        stays = (index for index, page in enumerate(after.pages) if page is seen)
        self.page = next(changed, next(stays, min(self.page, len(after.pages) - 1)))

    def turn_to(self, page: int) -> bool:
        """Brings another page into sight; False where there is none."""
        if not 0 <= page < len(self.document.pages) or page == self.page:
            return False
        self.page = page
        return True

    # -- files --------------------------------------------------------------------------------------------------

    def read(self, path: Path, tell: Tell = tell_nobody) -> Document:
        """The document of a file, without touching the open one; ``tell`` hears what was left out. Raises FileError."""
        return read_any(path, tell)

    def show(self, document: Document, path: Path, digest: str | None = None) -> None:
        """Puts a document that was read from ``path`` in place of the open one. ``digest``: the file's when it was read."""
        if is_own(path):
            self._begin(document, Source(path.stem or UNTITLED, path, digest))
        else:
            self._begin(document, Source(path.stem or UNTITLED, saved=False))  # no .ink file holds it yet

    def new(self) -> None:
        """Puts an untitled document of one empty page in place of the open one."""
        self._begin(Document(), Source(UNTITLED))

    def recover(self, recovered: Recovered, journal: Path) -> None:
        """Puts what a journal led to in place of the open document, unsaved. The journal goes when another one holds it."""
        self._begin(recovered.document, recovered.source, journal)
        self.page = recovered.page

    @property
    def is_changed_on_disk(self) -> bool:
        """Whether something else has written the document's file since it was read or saved here."""
        if self.path is None or self._digest is None:
            return False
        return digest(self.path) not in (self._digest, None)

    def save(self) -> None:
        """Writes the document into its file. Raises FileError, also where it has none yet."""
        if self.path is None:
            raise FileError(f"{self.title} has no file yet")
        self.save_as(self.path)

    def save_as(self, path: Path) -> None:
        """Writes the document into a file, which is its own from then on. Raises FileError."""
        path = path if path.suffix else path.with_suffix(INK)
        if path.suffix.lower() != INK:
            raise FileError(f"{path.name}: documents are saved as {INK}; to write {path.suffix}, export them")
        self._digest = save(self.document, path)
        self.path, self._stem = path, path.stem
        self._history.mark_saved()
        if self._journal is not None:
            self._journal.saved(path, self._digest)

    def export(
        self, path: Path, texts: Sequence[Sequence[LineText]] = (), about: About = NOTHING_ABOUT
    ) -> tuple[Path, ...]:
        """Writes the document in the format of the extension (SVG without one); it stays as saved as it was.

        ``texts``: of each page what its lines say, as far as it is known; ``about``: what the file tells of itself. Returns the
        files written. Raises FileError.
        """
        return write_any(self.document, _exported(path), texts, about)

    def exports_to(self, path: Path) -> tuple[Path, ...]:
        """The files that ``export`` writes: one, or one for each page."""
        return targets(_exported(path), len(self.document.pages))

    def suggestion(self, suffix: str) -> Path:
        """A name to begin with when a file is to be written: beside the document's own, in its name."""
        return self.path.with_suffix(suffix) if self.path else Path(f"{self._stem}{suffix}")

    def _begin(self, document: Document, source: Source, supersedes: Path | None = None) -> None:
        self._history = History(replace(document, revision=self.document.revision + 1), log=self._journal)
        if not source.saved:
            self._history.mark_unsaved()
        self.path, self._digest, self.page = source.path, source.digest, 0
        self._stem = source.path.stem if source.path else source.title
        if self._journal is not None:
            self._journal.begin(document, source, supersedes)
