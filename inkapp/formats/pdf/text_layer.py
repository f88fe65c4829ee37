"""What lines say as text over their ink that is not painted (rendering mode 3), to be searched for, selected and copied.

Each word reaches over its own ink. The words of a line are of one size and their feet on one straight line, or readers take
them for several lines; between them stands a space, since written words may touch. Where the line runs uphill each word is
level all the same: of a turned one some readers (poppler 22.12) make a word of every letter. Lengths are in mm, y down.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from inkapp.formats.pdf.invisible_font import ASCENT, DESCENT, WIDTH, InvisibleFonts
from inkapp.formats.shared.line_text import LineText, WordText, printable
from inkapp.ink.document import bounds_of

LEAST_MM = 0.5  # of a line's height and a word's width: a dash has none
GAP = 0.1  # sizes of the font that are left between words that touch


def text_of(line: LineText, fonts: InvisibleFonts) -> bytes:
    """The operators of one line's text, between BT and ET; b"" for a line that says nothing."""
    words = [(word, text) for word in _words(line) if (text := " ".join(printable(word.text).split()))]
    if not words:
        return b""
    lefts, tops, rights, bottoms = np.array([bounds_of(word.strokes) for word, _ in words]).T
    middles, rise = (lefts + rights) / 2, np.tan(line.slope)
    # without what the slope adds to a word's box
    heights = np.median(bottoms - tops) - abs(rise) * np.median(rights - lefts)
    size = max(float(heights), LEAST_MM) / (ASCENT + DESCENT)
    feet = np.median((tops + bottoms) / 2 - rise * middles) + rise * middles + size * (ASCENT - DESCENT) / 2
    operators = ["BT 3 Tr"]
    for k, (_, text) in enumerate(words):
        left = float(lefts[k])
        after = float(lefts[k + 1]) if k + 1 < len(words) else None
        right = float(rights[k]) if after is None or after <= left else min(float(rights[k]), after - GAP * size)
        right = max(right, left + LEAST_MM)
        operators.append(f"1 0 0 -1 {left:.4f} {feet[k]:.4f} Tm")
        operators += _shown(_visual(text), right - left, size, fonts)
        if after is not None:
            operators += _shown(" ", max(after - right, GAP * size), size, fonts)
    return " ".join([*operators, "ET"]).encode("ascii")


def _words(line: LineText) -> Sequence[WordText]:
    return line.words or (WordText(line.strokes, line.text),)


def _visual(text: str) -> str:
    """Letters from left to right, as they are painted in."""
    runs_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return text[::-1] if runs_left else text


def _shown(text: str, width: float, size: float, fonts: InvisibleFonts) -> Iterator[str]:
    """Shows a text over a width from where the last one ended."""
    yield f"{100 * width / (WIDTH * size * len(text)):.3f} Tz"
    for font, codes in fonts.runs(text):
        yield f"/{font} {size:.4f} Tf <{codes.hex().upper()}> Tj"
