"""How much ink says how somebody writes: what of a page is their writing, whether it is enough for a hand, and its newest part.

Letters are counted without reading them, from each line's ink: its length, and the width that it covers, in spreads of y. A
scribble on one spot is long but covers little, a dash covers much but is no longer than it is wide, and a drawing spreads
farther than any hand. What the network has written is left out: it only copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from inkapp.ink.document import Author, Page, Stroke
from inkapp.ink.hand_file import MOST_POINTS
from inkapp.live.encoder import LARGEST_SPREAD, LONGEST_LINE, TALLEST, WORD_GAP
from inkapp.live.page_lines import lines, measure
from model.arrays import Float64Array
from model.strokes import Frame, measure_frame

LETTER_LENGTH, LETTER_WIDTH = 6.0, 1.7  # spreads of ink, and of covered width: a letter's of a line of English
LEAST_WAY = 1.5  # writing goes up and down: its ink is at least so many times as long as the width that it covers
ENOUGH = 10.0  # letters
PRIME = 120.0  # letters that a prime need not exceed: four lines or so
KEPT = 200.0  # letters that a hand keeps of a page: six lines or so, which are read in a moment

NOTHING = "Write a few words first: a hand is learnt from ink of your own"
LITTLE = "A hand needs some ten letters of your own ink; here are about {letters}. Write a few words more"
DRAWN = "This looks like a drawing: a hand is learnt from a line or two of words"


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A line of writing: its strokes in the order of writing, the frame they stand in, and about how many letters they are."""

    strokes: tuple[Stroke, ...]
    frame: Frame
    letters: float

    @property
    def x_height(self) -> float:
        """How high an x is, mm, about (docs/glossary.md)."""
        return 1.2 * self.frame.size

    def words(self) -> list[tuple[Stroke, ...]]:
        """Its strokes word by word, from left to right; a dot or a bar is its word's, whenever it was added."""
        reach = np.array([_reach(self.frame.to_local(stroke.points)) for stroke in self.strokes])
        found: list[list[int]] = []
        end = -np.inf
        for index in np.argsort(reach[:, 0], kind="stable").tolist():
            if reach[index, 0] > end + WORD_GAP:
                found.append([])
            found[-1].append(index)
            end = max(end, reach[index, 1])
        return [tuple(self.strokes[index] for index in sorted(word)) for word in found]


@dataclass(frozen=True, eq=False, slots=True)
class HandInk:
    """Lines of one person's writing, in the order in which they were begun. ``trouble``: why they are not enough for a
    hand, in words for the status line; "" where they are."""

    lines: tuple[Line, ...]
    trouble: str

    @property
    def letters(self) -> float:
        """About how many letters there are."""
        return sum(line.letters for line in self.lines)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """Those of all lines, line by line."""
        return tuple(stroke for line in self.lines for stroke in line.strokes)

    @property
    def x_height(self) -> float:
        """How high an x is, mm: the lines' median. Only where there is a line."""
        return float(np.median([line.x_height for line in self.lines]))


def hand_ink(page: Page, *, own: bool = True, whole: bool = False) -> HandInk:
    """What of a page's ink is writing, and whether it is enough for a hand.

    ``own``: of the person's strokes alone; else also the network's, of which a built-in hand is made. ``whole``: of all the
    page, as for a hand that is kept; else of what was written last, which takes no longer on a full page.
    """
    strokes = [stroke for stroke in page.strokes if not own or stroke.author is Author.PERSON]
    if not strokes:
        return HandInk((), NOTHING)
    labels = lines(strokes, page.rule_spacing, whole=whole)
    found: list[Line] = []
    drawn = 0.0
    for number in range(int(labels.max()) + 1):
        members = [strokes[index] for index in np.flatnonzero(labels == number).tolist()]
        line = _line(members, page)
        if line is not None and line.letters:
            found.append(line)
        elif line is None:
            drawn += sum(measure(stroke)[3] for stroke in members)
    ink = HandInk(tuple(found), "")
    if ink.letters >= ENOUGH:
        return ink
    length = sum(measure(stroke)[3] for stroke in ink.strokes)
    trouble = DRAWN if drawn > length else LITTLE.format(letters=round(ink.letters)) if round(ink.letters) else NOTHING
    return replace(ink, trouble=trouble)


def kept_page(page: Page, ink: HandInk) -> Page:
    """The page with what a hand keeps of it: its lines of writing, the newest ``KEPT`` letters of them, or fewer where a device
    has sent more points than leave room in a file for a card's."""
    letters = KEPT
    while True:
        strokes = [stroke for line in newest(ink.lines, letters) for stroke in line]
        if sum(map(len, strokes)) <= MOST_POINTS // 2 or letters < ENOUGH:
            return page.with_strokes(strokes)
        letters /= 2


def prime(ink: HandInk, letters: float = PRIME) -> tuple[tuple[Stroke, ...], ...]:
    """The lines, as strokes, from which the network takes the hand: the newest, in whole words, ``letters`` or a word more."""
    return newest(ink.lines, letters)


def newest(found: Sequence[Line], letters: float) -> tuple[tuple[Stroke, ...], ...]:
    """The last lines with so many letters; of the first of them the last words. Never nothing, where there is a line."""
    taken: list[tuple[Stroke, ...]] = []
    for line in reversed(found):
        if letters <= 0:
            break
        if line.letters > letters:
            taken.append(_last_words(line, letters))
            break
        taken.append(line.strokes)
        letters -= line.letters
    return tuple(reversed(taken))


def _last_words(line: Line, letters: float) -> tuple[Stroke, ...]:
    """The strokes of a line's last words, so many letters of them or a word more, in the order of writing."""
    words, kept = line.words(), set[int]()
    while words and letters > 0:
        word = words.pop()
        letters -= _letters([stroke.points for stroke in word], line.frame)
        kept |= {stroke.id for stroke in word}
    return tuple(stroke for stroke in line.strokes if stroke.id in kept)


def _line(strokes: Sequence[Stroke], page: Page) -> Line | None:
    """A line of writing, of no letters where it is dots alone; None for a drawing."""
    points = [stroke.points for stroke in strokes]
    try:
        frame = measure_frame(points, steep=True)
    except ValueError:
        return Line(tuple(strokes), Frame((0.0, 0.0), 1.0, 0.0), 0.0)
    length = sum(measure(stroke)[3] for stroke in strokes)
    is_tall = frame.size > min(LARGEST_SPREAD * page.height, TALLEST * page.rule_spacing)
    if is_tall or length > LONGEST_LINE * frame.size:
        return None
    return Line(tuple(strokes), frame, _letters(points, frame))


def _letters(points: Sequence[Float64Array], frame: Frame) -> float:
    """About how many letters a line's strokes are."""
    local = [frame.to_local(stroke) for stroke in points]
    length = sum(float(np.hypot(*np.diff(stroke, axis=0).T).sum()) for stroke in local)
    covered, end = 0.0, -np.inf
    for left, right in sorted(map(_reach, local)):
        covered += max(right - max(left, end), 0.0)
        end = max(end, right)
    return min(length / LETTER_LENGTH, covered / LETTER_WIDTH) if length >= LEAST_WAY * covered else 0.0


def _reach(local: Float64Array) -> tuple[float, float]:
    return float(local[:, 0].min()), float(local[:, 0].max())
