"""Lists of numbers as SVG's attributes have them: with commas, blanks or neither between (SVG 2, sec. 4.2 and 9.3.9)."""

from __future__ import annotations

import re

from inkapp.formats.shared.fit_on_page import MOST_POINTS
from inkapp.ink.errors import FileError

# Possessive: what a number took it keeps, so that a damaged list costs its length and not a power of it
NUMBER = re.compile(r"[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+")
SEPARATORS = " \t\r\n\f,"
MOST_NUMBERS = 2 * MOST_POINTS  # of a list
_NO_SEPARATORS = str.maketrans("", "", SEPARATORS)


def is_blank(text: str) -> bool:
    """Whether it holds separators alone."""
    return not text.translate(_NO_SEPARATORS)


def read_numbers(text: str, name: str) -> tuple[list[float], bool]:
    """The numbers of a list up to its first error, and whether there was none.

    Raises FileError for more than ``MOST_NUMBERS``; ``name`` is how messages call the file.
    """
    if len(text) > MOST_NUMBERS and _count(text) > MOST_NUMBERS:
        raise FileError(f"{name}: more than {MOST_POINTS} points")
    if is_blank(NUMBER.sub("", text)):
        return [float(number) for number in NUMBER.findall(text)], True
    numbers, at = [], 0
    for match in NUMBER.finditer(text):
        if not is_blank(text[at : match.start()]):
            break
        numbers.append(float(match[0]))
        at = match.end()
    return numbers, False


def _count(text: str) -> int:
    """How many numbers there are, without keeping them; no more than one too many is counted."""
    return sum(1 for _ in zip(range(MOST_NUMBERS + 1), NUMBER.finditer(text), strict=False))
