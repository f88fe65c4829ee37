"""Finds words in what pages say, though a letter of them was misread or mistyped.

A word is found by its beginning, whatever the case and the accents, and with a gap that was read too many or too few. Only when
nothing fits to the letter, one letter may be wrong, missing or too many: it was misread, or the query is mistyped. Words of
fewer than ``LEAST_NEAR`` letters must be right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from inkapp.ink.document import Bounds, bounds_of
from inkapp.live.reading.page_text import ReadLine, ReadWord

LEAST_NEAR = 4  # letters of a word that may be found with a wrong one
LEAST_BEGINNING = 6  # letters of which the beginning of a longer word may have a wrong one
_EDGES = ".,;:?!'\"()[]-–—…„“”‚‘’«»"


@dataclass(frozen=True, eq=False, slots=True)
class Hit:
    """Words that fit a query. ``page``, ``line``: from 0, of what was searched; ``first``: the number of the first word.
    ``near``: a letter of one of them is another than in the query, missing or too many."""

    page: int
    line: int
    first: int
    words: tuple[ReadWord, ...]
    near: bool

    @property
    def text(self) -> str:
        """The words as they were read."""
        return " ".join(word.text for word in self.words if word.text)

    @property
    def bounds(self) -> Bounds:
        """(left, top, right, bottom) of their ink, mm."""
        return bounds_of(tuple(stroke for word in self.words for stroke in word.strokes))


class Search:
    """One query, over pages that come to be read one after the other: each is looked through once, until it says something
    else."""

    def __init__(self, query: str) -> None:
        self._asked = folded_words(query)
        self._found: dict[
            int, tuple[Sequence[ReadLine], list[Hit]]
        ] = {}  # by a page's number; its lines, and their hits

    def hits(self, pages: Sequence[Sequence[ReadLine]]) -> list[Hit]:
        """Where a word, or several in a row, stand on pages, in reading order; nothing for a query without a letter or a sign.
        A page's lines are known again by their identity."""
        if not self._asked:
            return []
        hits = [hit for page, lines in enumerate(pages) for hit in self._of_page(page, lines)]
        return [hit for hit in hits if not hit.near] or hits

    def _of_page(self, page: int, lines: Sequence[ReadLine]) -> list[Hit]:
        kept = self._found.get(page)
        if kept is not None and kept[0] is lines:
            return kept[1]
        found = [hit for line, read in enumerate(lines) for hit in _hits(self._asked, read, page, line)]
        self._found[page] = lines, found
        return found


def search(query: str, pages: Sequence[Sequence[ReadLine]]) -> list[Hit]:
    """The hits of a query on pages that are all read."""
    return Search(query).hits(pages)


@lru_cache(maxsize=65_536)
def folded_words(text: str) -> tuple[str, ...]:
    """A text's words without case, accents, and the marks at their ends, but for words that are marks alone."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    words = "".join(character for character in apart if not unicodedata.combining(character)).split()
    return tuple(word.strip(_EDGES) or word for word in words)


@lru_cache(maxsize=8192)
def _folded(line: ReadLine) -> tuple[list[str], list[int]]:
    """A line's words as they are compared; of each, which of the line's words it is of."""
    # a word of several, which a person put right, is several here
    said = [(text, index) for index, word in enumerate(line.words) for text in folded_words(word.text)]
    return [text for text, _ in said], [index for _, index in said]


def _hits(asked: tuple[str, ...], line: ReadLine, page: int, number: int) -> Iterable[Hit]:
    """A line's hits, none of whose words is another's."""
    words, owner = _folded(line)
    at = 0
    while at < len(words):
        found = _fit(asked, words, at)
        if found is None:
            at += 1
            continue
        count, near = found
        first, last = owner[at], owner[at + count - 1]
        yield Hit(page, number, first, line.words[first : last + 1], near)
        at += count


def _fit(asked: tuple[str, ...], words: list[str], at: int) -> tuple[int, bool] | None:
    """How many words from ``at`` on fit what is asked, and whether one is only near."""
    count, near = len(asked), False
    for k in range(count):
        fit = _compare(asked[k], words[at + k], k == count - 1) if at + k < len(words) else None
        if fit is None:
            break
        near = near or not fit
    else:
        return count, near
    whole = "".join(asked)
    if len(whole) >= LEAST_NEAR and whole.startswith(words[at]):
        for other in (count - 1, count + 1):  # a gap too few, one too many
            if 0 < other <= len(words) - at and whole == "".join(words[at : at + other]):
                return other, False
    return None


@lru_cache(maxsize=65_536)
def _compare(asked: str, word: str, last: bool) -> bool | None:
    """Whether a word is right (True), has a letter wrong (False), or is another one; ``last``: its beginning is enough."""
    if word.startswith(asked) if last else word == asked:
        return True
    return False if is_near(asked, word, beginning=last) else None


def is_near(asked: str, word: str, *, beginning: bool = False) -> bool:
    """Whether a word has at most one letter wrong, missing or too many; ``beginning``: or a long enough beginning of it has."""
    if len(asked) < LEAST_NEAR:
        return asked == word
    same = next((k for k, (a, b) in enumerate(zip(asked, word, strict=False)) if a != b), min(len(asked), len(word)))
    rest = word[same + 1 :], word[same:], word[same + 1 :]
    left = asked[same + 1 :], asked[same + 1 :], asked[same:]
    if beginning and len(asked) >= LEAST_BEGINNING:
        return any(own.startswith(other) for own, other in zip(rest, left, strict=True))
    return asked == word or any(own == other for own, other in zip(rest, left, strict=True))
