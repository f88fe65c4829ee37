"""A text that was typed and written in a hand: what it says and all that writing it again needs. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

LONGEST_TEXT = 30_000  # characters, and so words at most: some 5,000 words, 25 pages
# Ranges of a style's numbers, but of its temperatures (``model.temperatures``): the commands take what gives ink worth a look,
# the window's fields span what gives writing. A file may hold others.
COMMAND_RANGES = {
    "slant": (-1.0, 1.0),
    "size": (0.2, 10.0),
    "word_spacing": (0.0, 10.0),
    "line_spacing": (0.3, 10.0),
    "indent": (0.0, 1000.0),
}
FIELD_RANGES = {
    "slant": (-0.6, 0.6),
    "size": (0.4, 3.0),
    "word_spacing": (0.5, 3.0),
    "line_spacing": (0.5, 4.0),
    "indent": (0.0, 60.0),
}


class Alignment(Enum):
    """At which side of the lines the words stand."""

    LEFT = "left"
    CENTRED = "centred"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is to look.

    ``temperature``: of the letters' shapes. ``shake``, ``pen``: temperatures of the deviations and of the pen's lifts, None
    for the usual (``model.trace.Controls``). ``slant``: a tangent that is added to the hand's, to the right. ``size``,
    ``word_spacing``, ``line_spacing``: times the hand's own, or the ruling's. ``indent``: mm, of each paragraph's first line.
    """

    temperature: float = 0.3
    shake: float | None = None
    pen: float | None = None
    slant: float = 0.0
    size: float = 1.0
    word_spacing: float = 1.0
    line_spacing: float = 1.0
    indent: float = 0.0
    alignment: Alignment = Alignment.LEFT


@dataclass(frozen=True, slots=True)
class TypedText:
    """``id``: 16 hexadecimal digits, by which strokes name it. ``x``, ``y``: mm, the left end of its first baseline, on the
    page where it begins. ``hand``: the id of the hand, or "" for the page's own. ``again``: (number of a word, how often it
    was written again); words that are not named were written once.
    """

    id: str
    text: str
    x: float
    y: float
    seed: int
    hand: str = ""
    style: TextStyle = field(default_factory=TextStyle)
    again: tuple[tuple[int, int], ...] = ()
