"""A typed text as its words become ink of the open document, one step of undo for all of them.

A text that stands there already is written anew word by word: an old word goes when the new one of its number comes, or one
that is to stand where it stands; one that comes out as it was is left alone. So whoever stops it loses no word. No Qt, no
network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from inkapp.editor.open_document import OpenDocument
from inkapp.editor.typed_words import SAME_LINE
from inkapp.ink.document import Float64Array, Page, Stroke
from inkapp.ink.edits import AddPage, AddStrokes, Edit, EraseStrokes, WriteText
from inkapp.ink.errors import InkError
from inkapp.ink.file import MOST_PAGES
from inkapp.ink.typed_text import TypedText
from inkapp.live.text_events import PlacedWord

NOWHERE = np.inf, -np.inf, 0.0  # the box of no ink, which touches none
BEYOND = 1_000_000  # more than a text has words
SAME_MM = 0.02  # how far apart the points of one shape may lie: what is shifted is rounded anew


class NoMorePages(InkError):
    """The text goes on beyond the last page that a document can have."""


Box = tuple[float, float, float]  # left, right, the middle's height, mm


@dataclass(slots=True)
class _OldWord:
    """A word as it stands: its page, its strokes' points, (n, 2) each, mm, and its ``_box``."""

    page: int
    strokes: list[Stroke]
    points: list[Float64Array]
    box: Box


def page_of(open_document: OpenDocument, identity: str) -> int | None:
    """The page that a text begins on: that of the first word that is left of it; None where nothing is."""
    words = [
        (stroke.origin.word, index)
        for index, page in enumerate(open_document.document.pages)
        for stroke in page.strokes
        if stroke.origin is not None and stroke.origin.text == identity
    ]
    return min(words)[1] if words else None


def without_text(page: Page, identity: str) -> Page:
    """The page without a text's strokes."""
    return page.with_strokes(s for s in page.strokes if s.origin is None or s.origin.text != identity)


class TextWriting:
    """``page``: the index of the page on which the text begins. Words come in order.

    ``text`` is that of a new id, or of one that the document has, changed or not.
    """

    def __init__(self, open_document: OpenDocument, text: TypedText, page: int) -> None:
        self._open_document, self.text = open_document, text
        self._revision = open_document.document.revision
        self._begun = False
        self._pages = [page]  # where the text's pages are, as far as they are known
        self._written = 0  # words
        self._old = _old_words(open_document, text.id)
        shapes = defaultdict(list)  # by the strokes' lengths, which tell nearly all apart
        for old in self._old.values():
            shapes[tuple(map(len, old.points))].append(_from_corner(old.points))
        self._shapes = {lengths: np.array(alike) for lengths, alike in shapes.items()}

    @property
    def is_begun(self) -> bool:
        """Whether the document is another one by it."""
        return self._begun

    @property
    def is_in_step(self) -> bool:
        """Whether nothing else has changed the document since."""
        return self._open_document.document.revision == self._revision

    def stood(self, word: PlacedWord) -> bool:
        """Whether a word's ink, a stroke at least, stood in the old text, there or elsewhere: nobody needs to see it again."""
        points = _points(word)
        alike = self._shapes.get(tuple(map(len, points)))
        return alike is not None and bool((np.abs(alike - _from_corner(points)).max(axis=(1, 2)) <= SAME_MM).any())

    def page_for(self, word: PlacedWord) -> int:
        """The index of the page that a word stands on, which is added where there is none for it. Raises NoMorePages."""
        while len(self._pages) <= word.page:
            at = self._pages[-1] + 1
            if not self._is_free(at):
                if len(self._open_document.document.pages) >= MOST_PAGES:
                    raise NoMorePages(f"A document has at most {MOST_PAGES:,} pages: the rest of the text has no room")
                self._do(AddPage(self._paper, at))
                for old in self._old.values():
                    old.page += old.page >= at
            self._pages.append(at)
        return self._pages[word.page]

    def come_to(self, word: PlacedWord) -> int:
        """A word is about to be shown: old ink in its way goes, and a page comes for it where there is none.

        Returns the page's index. Raises NoMorePages.
        """
        page = self.page_for(word)
        if not self._stands(word, page):
            self._make_room([(word, page)])
        return page

    def write(self, words: Iterable[PlacedWord]) -> bool:
        """The next words become ink. Returns whether the document is another one.

        Raises NoMorePages; the words before are ink then.
        """
        before = self._revision
        placed: list[tuple[PlacedWord, int]] = []
        try:
            for word in words:
                page = self.page_for(word)
                self._written = word.number + 1
                if self._stands(word, page):
                    del self._old[word.number]  # it is the new one
                else:
                    placed.append((word, page))
        finally:
            self._make_room(placed)
            for page in dict.fromkeys(page for _, page in placed):
                strokes = [stroke.to_stroke() for word, at in placed if at == page for stroke in word.strokes]
                if strokes:
                    self._do(AddStrokes(tuple(strokes), page))
        return self._revision != before

    def finish(self) -> bool:
        """All words have come. Returns whether the document is another one: old words beyond the last may have gone."""
        before = self._revision
        self._erase([number for number in self._old if number >= self._written])
        if self._written and self._open_document.document.text(self.text.id) != self.text:
            self._begin()
        return self._revision != before

    # -- how it is done -----------------------------------------------------------------------------------------

    @property
    def _paper(self) -> Page:
        return self._open_document.document.pages[self._pages[0]].with_strokes(())

    def _is_free(self, at: int) -> bool:
        pages = self._open_document.document.pages
        if at >= len(pages) or pages[at].with_strokes(()) != self._paper:
            return False
        return not pages[at].strokes or any(old.page == at for old in self._old.values())

    def _stands(self, word: PlacedWord, page: int) -> bool:
        """Whether just this ink stands there as this word."""
        old = self._old.get(word.number)
        if old is None or old.page != page or len(old.strokes) != len(word.strokes):
            return False
        new = [stroke.to_stroke() for stroke in word.strokes]
        return all(np.array_equal(a.x, b.x) and np.array_equal(a.y, b.y) for a, b in zip(old.strokes, new, strict=True))

    def _make_room(self, placed: Sequence[tuple[PlacedWord, int]]) -> None:
        """Old words go of which new ones come, and those that stand where these are to stand."""
        gone = {word.number for word, _ in placed} & self._old.keys()
        spacing = self._paper.rule_spacing
        for word, page in placed:
            box = _box(_points(word))
            gone |= {n for n, old in self._old.items() if old.page == page and _touch(box, old.box, spacing)}
        self._erase(sorted(gone))

    def _erase(self, numbers: Sequence[int]) -> None:
        """Takes old words away."""
        words = [self._old.pop(number) for number in numbers]
        for page in sorted({old.page for old in words}):
            ids = {stroke.id for old in words if old.page == page for stroke in old.strokes}
            strokes = self._open_document.document.pages[page].strokes
            self._do(EraseStrokes(tuple(index for index, stroke in enumerate(strokes) if stroke.id in ids), page))

    def _begin(self) -> None:
        """The step begins, if it has not begun."""
        if not self._begun:
            self._begun = True
            self._revision = self._open_document.apply(WriteText(self.text)).revision

    def _do(self, edit: Edit) -> None:
        self._begin()
        self._revision = self._open_document.extend(edit).revision


def _old_words(open_document: OpenDocument, identity: str) -> dict[int, _OldWord]:
    """The words of a text by their numbers. A word on two pages is none that was written whole: it has its first page's strokes
    and those of the second are of a number that no word has."""
    found: dict[int, _OldWord] = {}
    for index, page in enumerate(open_document.document.pages):
        for stroke in page.strokes:
            if stroke.origin is not None and stroke.origin.text == identity:
                number = stroke.origin.word
                while number in found and found[number].page != index:
                    number += BEYOND
                word = found.setdefault(number, _OldWord(index, [], [], NOWHERE))
                word.strokes.append(stroke)
                word.points.append(stroke.points)
    for word in found.values():
        word.box = _box(word.points)
    return found


def _points(word: PlacedWord) -> list[Float64Array]:
    return [stroke.points for stroke in word.strokes]


def _from_corner(points: Sequence[Float64Array]) -> Float64Array:
    """All points of a word, which has some, from its left upper corner."""
    ink: Float64Array = np.concatenate(points)
    corner: Float64Array = ink.min(axis=0)
    return np.subtract(ink, corner, dtype=np.float64)


def _box(points: Sequence[Float64Array]) -> Box:
    if not points:
        return NOWHERE
    ink = np.concatenate(points)
    (left, top), (right, bottom) = ink.min(axis=0).tolist(), ink.max(axis=0).tolist()
    return left, right, (top + bottom) / 2


def _touch(one: Box, other: Box, spacing: float) -> bool:
    """Whether two words stand over each other on one line."""
    return one[0] <= other[1] and other[0] <= one[1] and abs(one[2] - other[2]) < SAME_LINE * spacing
