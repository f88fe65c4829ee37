"""Lines that a person said what they say, kept in a folder for their hand: each an .ink file of its own.

A file's name follows from its ink, so a line that is confirmed again is the same one. The oldest go where there are too many.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inkapp.ink.atomic_files import reason
from inkapp.ink.corrections import plain
from inkapp.ink.document import Author, Correction, Document, Page, Stroke
from inkapp.ink.errors import FileError
from inkapp.ink.file import load, save
from inkapp.live.reading.page_text import ReadLine, Source

MOST_LINES = 100
SUFFIX = ".ink"


@dataclass(frozen=True, eq=False, slots=True)
class KeptLine:
    """Ink, and what it says."""

    strokes: tuple[Stroke, ...]
    text: str


def told(line: ReadLine) -> KeptLine | None:
    """A line that teaches something: a person wrote all of it and put a word of it right, or confirmed it; else None."""
    words = [word for word in line.words if word.text]
    sources = {word.source for word in words}
    if Source.CORRECTED not in sources or Source.TYPED in sources:
        return None
    if any(stroke.author is not Author.PERSON for stroke in line.strokes):
        return None
    return KeptLine(line.strokes, plain(line.text))


class KeptLines:
    """``folder``: is made when the first line is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, line: KeptLine, page: Page) -> Path:
        """Keeps a line; ``page``: the sheet that it stands on. Raises FileError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"{self.folder}: cannot be made ({reason(error)})") from None
        path = self._path(line.strokes)
        said = (Correction(line.strokes, line.text),)
        save(Document((replace(page, strokes=line.strokes, corrections=said),)), path)
        for old in self.files()[:-MOST_LINES]:
            with contextlib.suppress(OSError):
                old.unlink()
        return path

    def discard(self, strokes: Sequence[Stroke]) -> None:
        """Keeps a line no more."""
        with contextlib.suppress(OSError):
            self._path(strokes).unlink()

    def forget(self) -> None:
        """Discards all lines."""
        for path in self.files():
            with contextlib.suppress(OSError):
                path.unlink()

    def files(self) -> list[Path]:
        """The lines' files, the oldest first."""
        found: list[tuple[int, Path]] = []
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.suffix == SUFFIX:
                    found.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(found)]

    def load(self) -> tuple[list[KeptLine], list[str]]:
        """The lines, the oldest first; and of each file that cannot be read why, in one line."""
        lines, faults = [], []
        for path in self.files()[-MOST_LINES:]:
            try:
                page = load(path).pages[0]
            except FileError as error:
                faults.append(str(error))
                continue
            if page.strokes and page.corrections:
                lines.append(KeptLine(page.strokes, page.corrections[0].text))
        return lines, faults

    def _path(self, strokes: Sequence[Stroke]) -> Path:
        digest = hashlib.sha256()
        for stroke in strokes:
            digest.update(stroke.points.tobytes())
        return self.folder / f"{digest.hexdigest()[:24]}{SUFFIX}"
