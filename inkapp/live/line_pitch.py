"""How far apart a hand's lines stand: as on its page where there are several, else so that tall letters touch no tails."""

from __future__ import annotations

import math

import numpy as np

from inkapp.ink.document import Background, Page
from inkapp.live.encoder import Prime
from inkapp.live.page_lines import lines, measure

# Of 1,987 lines of IAM-OnDB's training forms, in spreads: from the highest to the lowest ink 6.1 in the median, from one
# line to the next 5.0 … 11.7 (the 5th and the 99th percentile of pages without rules).
REACH = 6.1
NEAREST, FARTHEST = 4.5, 13.0
LITTLE = 10.0  # spreads of ink, under which a line is no line
SLACK = 0.15  # of a rule, by which lines may be nearer than their reach: those on rules usually are


def line_pitch(prime: Prime, page: Page) -> float:
    """The way from a line of the hand to its next, page mm; in whole rules where the page is ruled."""
    found = _on_page(prime, page)
    return in_rules(REACH * prime.frame.size if found is None else found, page, seen=found is not None)


def in_rules(pitch: float, page: Page, *, seen: bool) -> float:
    """A pitch, mm, in whole rules where the page is ruled: the nearest that was ``seen``, or as many as letters need."""
    if page.background is not Background.RULED:
        return pitch
    rules = pitch / page.rule_spacing
    return max(round(rules) if seen else math.ceil(rules - SLACK), 1) * page.rule_spacing


def _on_page(prime: Prime, page: Page) -> float | None:
    """The median distance of neighbouring lines of the page, mm; None where none stand as a hand's lines do."""
    size = prime.frame.size
    labels = lines(page.strokes, page.rule_spacing)
    heights: list[float] = []
    for number in range(int(labels.max(initial=-1)) + 1):
        table = np.array([measure(page.strokes[i]) for i in np.flatnonzero(labels == number).tolist()])
        length = table[:, 3]
        if length.sum() > LITTLE * size:
            middles = np.stack(((table[:, 0] + table[:, 1]) / 2, table[:, 2]), axis=1)
            heights.append(float(length @ prime.frame.to_local(middles)[:, 1] / length.sum()))
    gaps = np.diff(np.sort(heights))
    gaps = gaps[(gaps > NEAREST) & (gaps < FARTHEST)]
    return float(np.median(gaps)) * size if len(gaps) else None
