"""The lines of a text panel: what each is read from, and which word stands where in it. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inkapp.live.reading.page_text import PageText, ReadLine, ReadWord

NO_WRITING = "[does not look like writing]"


@dataclass(frozen=True, eq=False, slots=True)
class ShownLine:
    """A line, or a heading, which is read from no ink. ``page``: the index of its page."""

    page: int
    text: str
    line: ReadLine | None = None

    @property
    def words(self) -> list[tuple[int, int, ReadWord]]:
        """Begin, end, and the word that stands there."""
        found, at = [], 0
        for word in self.line.words if self.line is not None else ():
            if word.text:
                found.append((at, at + len(word.text), word))
                at += len(word.text) + 1
        return found

    def word_at(self, column: int) -> ReadWord | None:
        """The word at a place of the line, also at its end."""
        return next((word for begin, end, word in self.words if begin <= column <= end), None)


def shown_lines(pages: Sequence[tuple[int, PageText]], *, headings: bool) -> list[ShownLine]:
    """The lines of pages, each with its index; ``headings``: before each page its number."""
    shown = []
    for number, text in pages:
        if headings:
            shown.append(ShownLine(number, f"Page {number + 1}"))
        for line in text.lines:
            if line.text or line.is_writing:
                shown.append(ShownLine(number, line.text, line))
            else:
                shown.append(ShownLine(number, NO_WRITING, line))
    return shown
