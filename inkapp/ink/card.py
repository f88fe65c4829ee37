"""A card: pages of boxes, each of which asks for one sign, and which box a stroke was written in.

The boxes are printed on the page, not ink of it. Page mm, y down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from inkapp.ink.document import Background, Float64Array, Page, Stroke
from inkapp.ink.hand import Sign

GROUPS = {
    "Digits and signs": "0123456789.,;:!?'\"()-+=/&@#%*$€£§°…–“”‘’_<>[]{}\\|~^`✓",
    "Capitals": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "Small letters": "abcdefghijklmnopqrstuvwxyz",
    "Accented letters": "ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕØÙÚÛÝÞàáâãåæçèéêëìíîïðñòóôõøùúûýþÿŒœŠšŽžŁł",
    "Greek letters": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψω",
    "Mathematics": "±×÷·≈≠≤≥√∞∑∏∫∂∇∈∪∩⊂→←↔¬∀∃",
}
COLUMNS = 9  # so many boxes a row are large enough on a small screen
MARGIN_MM, GAP_MM = 8.0, 1.6
SMALLEST_X_MM, LARGEST_X_MM = 3.0, 6.0  # where no pen is cramped and no box a poster
WIDE, ABOVE, BELOW = 5.0, 3.5, 2.0  # heights of an x: a box's width, and what it has above and below the baseline
PIECE_MM = 0.5  # of a stroke, that lies in one box or the other
MOST_PIECES = 200  # between two samples


@dataclass(frozen=True, slots=True)
class Box:
    """Where a sign is to be written: on ``baseline``, an x being ``x_height`` high."""

    sign: str
    left: float
    top: float
    width: float
    height: float
    baseline: float
    x_height: float


@dataclass(frozen=True, slots=True)
class CardPage:
    """``page`` is the empty sheet that the boxes are printed on."""

    title: str
    page: Page
    boxes: tuple[Box, ...]


def card(x_height: float) -> tuple[CardPage, ...]:
    """The pages of a card for a hand whose x is so high, mm; the boxes are made for it within bounds."""
    x = min(max(x_height, SMALLEST_X_MM), LARGEST_X_MM)
    return tuple(_card_page(title, signs, x) for title, signs in GROUPS.items())


def _card_page(title: str, signs: str, x: float) -> CardPage:
    width, height = WIDE * x, (ABOVE + BELOW) * x
    boxes = []
    for number, sign in enumerate(signs):
        row, column = divmod(number, COLUMNS)
        left, top = MARGIN_MM + column * (width + GAP_MM), MARGIN_MM + row * (height + GAP_MM)
        boxes.append(Box(sign, left, top, width, height, top + ABOVE * x, x))
    bottom = boxes[-1].top + height + MARGIN_MM
    right = MARGIN_MM + COLUMNS * (width + GAP_MM) - GAP_MM + MARGIN_MM
    return CardPage(title, Page(width=right, height=bottom, background=Background.PLAIN), tuple(boxes))


def sort_strokes(boxes: Sequence[Box], strokes: Sequence[Stroke]) -> tuple[dict[str, tuple[Stroke, ...]], int]:
    """The strokes of each sign, by the box that holds more than half of each stroke's length; a dot is where it is.

    Boxes without a stroke are left out. Also how many strokes no box holds.
    """
    edges = np.array([(box.left, box.top, box.left + box.width, box.top + box.height) for box in boxes])
    found: dict[str, list[Stroke]] = {}
    outside = 0
    for stroke in strokes:
        points, weight = _pieces(stroke)
        x, y = points[:, :1], points[:, 1:]
        inside = (x >= edges[:, 0]) & (y >= edges[:, 1]) & (x <= edges[:, 2]) & (y <= edges[:, 3])
        shares = weight @ inside
        best = int(shares.argmax())
        if shares[best] > 0.5:
            found.setdefault(boxes[best].sign, []).append(stroke)
        else:
            outside += 1
    return {sign: tuple(some) for sign, some in found.items()}, outside


def take_sign(strokes: Sequence[Stroke], box: Box) -> Sign:
    """The strokes of a box as a sign."""
    left = min(stroke.bounds[0] for stroke in strokes)
    return Sign(tuple(_moved(stroke, -left, -box.baseline) for stroke in strokes), box.x_height)


def place_sign(sign: Sign, box: Box) -> tuple[Stroke, ...]:
    """A sign as ink in the middle of a box, at the size of the box."""
    scale = box.x_height / sign.x_height
    right = max(stroke.bounds[2] for stroke in sign.strokes)
    left = box.left + (box.width - scale * right) / 2
    return tuple(_moved(stroke, left, box.baseline, scale) for stroke in sign.strokes)


def _moved(stroke: Stroke, dx: float, dy: float, scale: float = 1.0) -> Stroke:
    return replace(stroke, x=np.round(scale * stroke.x + dx, 4), y=np.round(scale * stroke.y + dy, 4))


def _pieces(stroke: Stroke) -> tuple[Float64Array, Float64Array]:
    """The middles of a stroke's short pieces, (n, 2), and their shares of its length, (n,)."""
    points = stroke.points
    step = np.diff(points, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    if not length.sum() > 0:
        return points[:1], np.ones(1)
    parts = np.clip(np.ceil(length / PIECE_MM), 1, MOST_PIECES).astype(int)
    first = np.repeat(np.arange(len(step)), parts)
    inside = np.concatenate([(np.arange(count) + 0.5) / count for count in parts])
    return points[first] + inside[:, None] * step[first], (length / parts)[first] / length.sum()
