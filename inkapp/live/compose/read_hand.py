"""A hand as the network has read it: its newest lines, joined to one long line, and what they measure.

Each line is levelled, straightened and divided by its own spread, as lines were in training; the next one follows where a new
word would. Reading takes a while, so a hand that was read is kept by its ink.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from inkapp.ink.document import Page, Stroke
from inkapp.ink.errors import InkError
from inkapp.ink.hand import Hand as KeptHand
from inkapp.ink.hand import Sign
from inkapp.live.compose.hand import Hand, measure_hand
from inkapp.live.compose.line_heights import line_heights
from inkapp.live.encoder import LINE_JOIN
from inkapp.live.hand_ink import PRIME, hand_ink, prime
from model.arrays import Float64Array
from model.letter_feet import feet_slope
from model.network_protocol import State
from model.straighten import space_strokes
from model.strokes import Representation, RowArray, measure_frame, to_rows
from model.text_protocol import TextNetwork

KEPT = 8  # hands that stay read
NEAREST, FARTHEST = 2.5, 9.0  # x-heights between neighbouring lines of one text


class NoHand(InkError):
    """There is not enough ink to learn a hand from; the message is for the status line."""


@dataclass(frozen=True, eq=False, slots=True)
class HandSource:
    """Where a hand is to be learnt: a page's ink, of the person's strokes alone where ``own``, and signs of a card.

    ``name``: the kept hand's id, "" for the page's own.
    """

    page: Page
    own: bool = True
    signs: Mapping[str, Sign] = field(default_factory=dict)
    name: str = ""

    @classmethod
    def of_hand(cls, hand: KeptHand) -> HandSource:
        """A hand that was kept: all ink of it counts, also the network's, of which a built-in hand is made."""
        return cls(hand.page, own=False, signs=hand.signs, name=hand.id)

    def is_same(self, other: HandSource) -> bool:
        """Whether both are the very same ink and signs."""
        return self.page is other.page and self.own == other.own and self.signs == other.signs


@dataclass(frozen=True, eq=False, slots=True)
class ReadHand:
    """A hand that the network can write in.

    ``state``: the network's, after the ink. ``measures``: the ink's, its x-height and spread in mm. ``baseline``, ``x_height``:
    of a line on the whole, in the network's units (spreads) from its mean height, y down. ``pitch``: x-heights between the
    lines of its page, None where there is one line. ``signs``: those of the card.
    """

    state: State
    measures: Hand
    baseline: float
    x_height: float
    pitch: float | None
    signs: Mapping[str, Sign]


class HandReader:
    """Reads hands with a network. For one thread."""

    def __init__(self, network: TextNetwork, letters: float = PRIME) -> None:
        """``letters``: see ``hand_ink.prime``."""
        self._network, self._letters = network, letters
        self._read: OrderedDict[tuple[int, ...], ReadHand] = OrderedDict()
        self._last: tuple[HandSource, ReadHand] | None = None

    def read(self, source: HandSource) -> ReadHand:
        """The hand of a source, read once as long as its ink stays. Raises NoHand."""
        if self._last is None or not self._last[0].is_same(source):
            self._last = source, self._find(source)
        return self._last[1]

    def _find(self, source: HandSource) -> ReadHand:
        ink = hand_ink(source.page, own=source.own)
        if ink.trouble:
            raise NoHand(ink.trouble)
        lines = prime(ink, self._letters)
        key = tuple(stroke.id for line in lines for stroke in line)
        found = self._read.get(key)
        if found is None or found.signs != source.signs:
            found = self._read[key] = read_lines(self._network, lines, source.signs)
        self._read.move_to_end(key)
        while len(self._read) > KEPT:
            self._read.popitem(last=False)
        return found


def read_lines(network: TextNetwork, lines: Sequence[Sequence[Stroke]], signs: Mapping[str, Sign]) -> ReadHand:
    """The hand of lines of ink, each the strokes of one. Raises ValueError where none has an extent."""
    local = [in_own_frame(line, network.representation) for line in lines]
    heights = np.array([line_heights(line) for line in local])
    baseline, x_line = np.median(heights, axis=0).tolist()
    measures = measure_hand(lines)
    state = network.feed(network.start(), joined_rows(local))
    return ReadHand(state, measures, baseline, baseline - x_line, _pitch(lines, measures.x_height), dict(signs))


def in_own_frame(line: Sequence[Stroke], representation: Representation) -> list[Float64Array]:
    """A line's strokes as the network reads them, each (n, 2). Raises ValueError where the line has no extent."""
    points = [stroke.points for stroke in line]
    frame = measure_frame(points, steep=True, slope=feet_slope(points))
    return space_strokes(points, representation, frame=frame, straight=True)


def joined_rows(lines: Sequence[Sequence[Float64Array]]) -> RowArray:
    """The rows of lines set side by side: to the network a line never breaks."""
    joined: list[Float64Array] = []
    for line in lines:
        left = min(float(stroke[:, 0].min()) for stroke in line)
        end = max((float(stroke[:, 0].max()) for stroke in joined), default=left - LINE_JOIN)
        joined += [stroke + np.array((end + LINE_JOIN - left, 0.0)) for stroke in line]
    return to_rows(joined, height=True)


def _pitch(lines: Sequence[Sequence[Stroke]], x_height: float) -> float | None:
    """x-heights between neighbouring lines, where some stand as a text's lines do."""
    middles = []
    for line in lines:
        frame = measure_frame([stroke.points for stroke in line], steep=True)
        middles.append(frame.origin[1])
    gaps = np.diff(np.sort(middles)) / x_height
    gaps = gaps[(gaps > NEAREST) & (gaps < FARTHEST)]
    return float(np.median(gaps)) if len(gaps) else None
