"""Typed words on a page: which one lies at a point, which ones make its line, and where another text has room. No Qt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from inkapp.ink.document import Background, Page

REACH_MM = 1.5  # around a word's ink, that still counts as the word
SAME_LINE = 0.6  # of the lines' distance: how far apart the middles of neighbours on a line may lie
ABOVE, BELOW = 0.5, 0.25  # of the lines' distance: what a line of text takes of the room over and under its baseline
SNAP = 0.15  # of the lines' distance: a point so little under a line still means that line


@dataclass(frozen=True, slots=True)
class WordBox:
    """A word's ink on a page: ``text`` is the id of its text, ``number`` its own; mm."""

    text: str
    number: int
    left: float
    top: float
    right: float
    bottom: float


def word_boxes(page: Page) -> list[WordBox]:
    """All typed words on a page, text by text, in order."""
    bounds: dict[tuple[str, int], list[tuple[float, float, float, float]]] = defaultdict(list)
    for stroke in page.strokes:
        if stroke.origin is not None and stroke.origin.text:
            bounds[stroke.origin.text, stroke.origin.word].append(stroke.bounds)
    boxes = []
    for (text, number), found in sorted(bounds.items()):
        lefts, tops, rights, bottoms = zip(*found, strict=True)
        boxes.append(WordBox(text, number, min(lefts), min(tops), max(rights), max(bottoms)))
    return boxes


def word_at(page: Page, x: float, y: float) -> WordBox | None:
    """The typed word at a point, mm; of several the one whose middle is nearest."""
    near = [
        box
        for box in word_boxes(page)
        if box.left - REACH_MM <= x <= box.right + REACH_MM and box.top - REACH_MM <= y <= box.bottom + REACH_MM
    ]
    return min(near, key=lambda box: np.hypot(box.left + box.right - 2 * x, box.top + box.bottom - 2 * y), default=None)


def line_of(page: Page, word: WordBox) -> tuple[int, ...]:
    """The numbers of the words that stand on the same line of the same text."""
    boxes = [box for box in word_boxes(page) if box.text == word.text]
    at = next(i for i, box in enumerate(boxes) if box.number == word.number)
    first = last = at
    while first > 0 and _follows(boxes[first - 1], boxes[first], page):
        first -= 1
    while last + 1 < len(boxes) and _follows(boxes[last], boxes[last + 1], page):
        last += 1
    return tuple(box.number for box in boxes[first : last + 1])


def _follows(before: WordBox, after: WordBox, page: Page) -> bool:
    apart = abs(before.top + before.bottom - after.top - after.bottom) / 2
    return after.left > before.left and apart < SAME_LINE * page.rule_spacing


def baseline_at(page: Page, y: float) -> float:
    """The baseline, mm, of a text that is to begin at that height: the line that the point stands on, or on plain paper the
    height itself."""
    if page.background is Background.PLAIN:
        return y
    count = np.ceil((y - page.rule_top) / page.rule_spacing - SNAP)
    return float(page.rule_top + max(count, 0.0) * page.rule_spacing)


def free_place(page: Page) -> tuple[float, float] | None:
    """Where a text may begin: the left end of the first baseline below all ink, or else of the first that is free; mm. None
    where no line is."""
    spacing = page.rule_spacing
    baselines = page.rule_top + spacing * np.arange(max(int((page.height - page.rule_top) / spacing) + 1, 0))
    baselines = baselines[(baselines > 0) & (baselines + BELOW * spacing <= page.height)]
    shown = [stroke for stroke in page.strokes if page.shows(stroke)]
    tops, bottoms = (np.array([stroke.bounds[k] for stroke in shown]) for k in (1, 3))
    free = [float(y) for y in baselines if not ((bottoms > y - ABOVE * spacing) & (tops < y + BELOW * spacing)).any()]
    if not free:
        return None
    lowest = float(bottoms.max()) if shown else -np.inf
    below = [y for y in free if y > lowest]
    left = min((stroke.bounds[0] for stroke in shown), default=page.margin)
    return (left if page.margin <= left < page.width / 3 else page.margin), (below or free)[0]
