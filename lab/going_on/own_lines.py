"""Lines that nobody wrote: the app's own network's, in the app's own hands, below the ink that each hand is learnt from."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import numpy as np

from inkapp.ink.document import Page, Stroke, bounds_of
from inkapp.ink.hand_file import SUFFIX, load_hand
from inkapp.ink.typed_text import TextStyle
from inkapp.live.compose.read_hand import HandReader, HandSource
from lab.going_on.cuts import ToldLine
from lab.typed.hand_page import PRESSURE
from lab.typed.written import write_line
from model.text_protocol import TextNetwork

TEXTS = (
    "we could not find the house in the dark and had to ask",
    "she has been working there for more than seven years",
    "most of the people in the village had gone home by then",
    "there is nothing in the letter that would explain it",
    "he said that the weather would be better next week",
    "it was the first time that they had seen the ocean",
)  # of the project's own; nobody's hand has written them


def own_lines(network: TextNetwork, hands: Path, count: int, seed: int) -> list[ToldLine]:
    """``count`` lines, hands and texts by turns. Raises InkError for no hand file, or a damaged one; ValueError for none."""
    found = [load_hand(path) for path in sorted(hands.glob(f"*{SUFFIX}"))]
    if not found:
        raise ValueError(f"{hands}: no hand is there")
    reader = HandReader(network)
    made = []
    for number, hand in zip(range(count), cycle(found), strict=False):
        text = TEXTS[(number + number // len(found)) % len(TEXTS)]
        read = reader.read(HandSource.of_hand(hand))
        line = write_line(network, read, text, seed + number, TextStyle())
        page = hand.page.with_strokes(_of_a_person(stroke.points) for stroke in hand.page.strokes)
        below = bounds_of(page.strokes)[3] + page.rule_spacing
        at = np.array((page.margin, below))
        strokes = tuple(_of_a_person(points * read.measures.x_height + at) for points in line.ink)
        width = max(page.width, bounds_of(strokes)[2] + page.margin)
        height = max(page.height, below + page.rule_spacing)
        sized = Page(page.strokes, width, height, page.background, page.rule_top, page.rule_spacing, page.margin)
        made.append(ToldLine(f"{hand.name} {number}", number % len(found), sized, strokes, text, ""))
    return made


def _of_a_person(points: np.ndarray) -> Stroke:
    """As a person's, since what the network wrote is no hand to go on in."""
    return Stroke(points[:, 0], points[:, 1], np.arange(len(points)) / 100.0, np.full(len(points), PRESSURE))
