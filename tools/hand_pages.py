"""A page in a hand that was bred, as the app writes it, each word again until a reader reads it: the app's own hands."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate

import numpy as np

from inkapp.ink.document import Page, Stroke
from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.live.compose.read_hand import read_lines
from inkapp.live.compose.write_text import write_text
from inkapp.live.compose.written_runs import WrittenRuns
from lab.measure.word_sizes import sizes, within
from model.arrays import Float64Array
from model.text_protocol import TextNetwork
from tools.bred_hands import BredLine, Read
from training.reader.edits import edits

PAGE_LINES = (
    "Our house stands by a river,",
    "where every morning we look out",
    "for the quiet wind of summer.",
    "My sister keeps a garden there.",
)
CALM = 0.25  # temperature
WORD_GAP = 1.25  # widths of letters between words, where the hand itself would not stand closer
MOST_AGAIN = 6  # times that misread words are written again
TALLEST_LINE = 1.6  # rules: ink that spans more is of two lines


def write_page(
    network: TextNetwork, read: Read, lines: Sequence[BredLine], x_height: float, seed: int
) -> tuple[Page, int]:
    """A page of ``PAGE_LINES`` in the hand of the last two lines, an x so many mm high; and how many characters are misread.

    Raises ValueError where the page has no room, or a word goes wrong whatever the seed.
    """
    hand = read_lines(network, [line.strokes for line in lines[-2:]], {})
    style = TextStyle(
        temperature=CALM,
        size=x_height / hand.measures.x_height,
        word_spacing=min(WORD_GAP * lines[-1].looks["width"] / hand.measures.word_gap, 1.0),
    )
    again = dict.fromkeys(range(sum(len(line.split()) for line in PAGE_LINES)), 0)
    runs, empty = WrittenRuns(), Page()
    best: tuple[int, Page] | None = None
    for _ in range(1 + MOST_AGAIN):
        text = TypedText(
            f"{seed:016x}", "\n".join(PAGE_LINES), empty.margin, empty.rule_top + empty.rule_spacing, seed,
            style=style, again=tuple((word, count) for word, count in again.items() if count),
        )  # fmt: skip
        page, faulty = empty, set[int]()
        for progress in write_text(text, hand, empty, network, written=runs):
            for word in progress.words:
                if word.page:
                    raise ValueError("the page is too small")
                page = page.with_strokes([*page.strokes, *(ghost.to_stroke() for ghost in word.strokes)])
                faulty |= {word.number} if word.faulty else set()
        said = [read(ink_of(line)) for line in lines_of(page)]
        wrong = sum(map(misread, said, PAGE_LINES))
        if not faulty and (best is None or wrong < best[0]):
            best = wrong, page
        words = faulty | misread_words(said)
        if not words:
            break
        for number in words:
            again[number] += 1
    if best is None:
        raise ValueError("a word went wrong")
    return best[1], best[0]


def misread(said: str, text: str) -> int:
    """How many characters are misread."""
    return edits(said, text)


def misread_words(said: Sequence[str]) -> set[int]:
    """The numbers of the page's words that were misread; a space that is read too much is of the word before it."""
    words: set[int] = set()
    first = 0
    for one, text in zip(said, PAGE_LINES, strict=True):
        number = [first + count for count in accumulate((letter == " " for letter in text), initial=0)]
        for kind, begin, end, _, _ in SequenceMatcher(None, text, one, autojunk=False).get_opcodes():
            if kind != "equal":
                words |= set(number[max(begin - (begin == end), 0) : max(end, begin)])
        first += len(text.split())
    return words


def lines_of(page: Page) -> list[list[Stroke]]:
    """The strokes of a page by the typed lines to which their words belong. Raises ValueError where one was wrapped."""
    ends = np.cumsum([len(line.split()) for line in PAGE_LINES])
    lines: list[list[Stroke]] = [[] for _ in PAGE_LINES]
    for stroke in page.strokes:
        assert stroke.origin is not None
        lines[int(np.searchsorted(ends, stroke.origin.word, side="right"))].append(stroke)
    for line in lines:
        heights = np.concatenate([stroke.y for stroke in line])
        if np.ptp(heights) > TALLEST_LINE * page.rule_spacing:
            raise ValueError("the writing is too wide for its page")
    return lines


def unevenness(page: Page) -> float:
    """How much the logarithms of words' sizes deviate within those of the page's lines that have two to compare."""
    found = []
    for line, text in zip(lines_of(page), PAGE_LINES, strict=True):
        words: dict[int, list[Stroke]] = {}
        for stroke in line:
            assert stroke.origin is not None
            words.setdefault(stroke.origin.word, []).append(stroke)
        found.append(sizes([ink_of(words[number]) for number in sorted(words)], text))
    return within([line for line in found if len(line) > 1])


def ink_of(strokes: Sequence[Stroke]) -> list[Float64Array]:
    """Each stroke's points (n, 2)."""
    return [stroke.points for stroke in strokes]
