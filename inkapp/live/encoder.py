"""A page's ink as the network's priming rows, and the frame that maps what it writes back.

Pure functions of frozen values: the same page gives the same prime, and a stroke more gives a prime whose first rows are the
same, so that states kept for them stay good. Which strokes are one line is ``lines``' to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.errors import InkError
from inkapp.live.line_frame import ink_length, line_frame, sloping_frame, waiting_frame
from inkapp.live.page_lines import lines, measure, parted
from model.arrays import Float64Array
from model.network_protocol import Writer
from model.strokes import Frame, Representation, RowArray, resample, to_rows

LARGEST_SPREAD = 0.06  # of the page's height: ink that spreads farther is a picture
TALLEST = 0.75  # of the ruled distance: the tall letters of such writing would reach over two more lines
LONGEST_LINE = 2000.0  # spreads: several lines' worth of ink on one line is a picture, and would be long to read
SHORT_LINE = 60.0  # spreads of ink on a line, under which the line before it is read first
WORD_GAP = 1.9  # spreads: of IAM-OnDB's training lines, the gaps between strokes have a valley there
WORD = 10.0  # spreads: about a word of five letters
LINE_JOIN = 2.6  # spreads: the gap that stands for a line break in the network's endless line
PICTURE = "This looks like a picture: write a line of words and rest the pen"
DRAWING = "This looks like a drawing, so no ink goes on by itself: Ctrl+Space has it go on"


class NothingToContinue(InkError):
    """There is nothing on the page that writing could go on from; the message is for the status line."""


@dataclass(frozen=True, eq=False, slots=True)
class Prime:
    """Ink as the network reads it.

    ``rows``: (n, inputs), unscaled (``model.input_rows``). ``frame``: page mm ↔ the network's units; a point in them is
    ``frame``'s local one. ``pen``: where the pen is, local. ``lead``: how many rows are of the line before, which come first.
    ``stroke_rows``: rows after each stroke, ascending, the last is n. ``strokes``: those of the line that is being written.
    ``coming``: makes the prime of the same ink in the frame that will be its own some strokes later, where that is another
    one: it can be read while those are written.
    """

    rows: RowArray
    frame: Frame
    pen: tuple[float, float]
    lead: int
    stroke_rows: tuple[int, ...]
    strokes: tuple[Stroke, ...]
    revision: int
    coming: Callable[[], Prime] | None = None

    @property
    def gap(self) -> float:
        """How far to the right of the pen a stroke begins another word, local units; always above 0."""
        right = max(float(self.frame.to_local(stroke.points)[:, 0].max()) for stroke in self.strokes)
        return max(right - self.pen[0], 0.0) + WORD_GAP

    @property
    def points(self) -> Float64Array:
        """(n − lead, 2) where the line's own rows stand, page mm."""
        back = np.cumsum(self.rows[:0:-1, :2].astype(np.float64), axis=0)[::-1]
        local = np.asarray(self.pen) - np.concatenate((back, np.zeros((1, 2))))
        return self.frame.to_outer(local[self.lead :])

    @property
    def local(self) -> list[Float64Array]:
        """Its strokes as the network reads them, (n, 2) each, those of the line before first, in heights of their own."""
        points = np.stack((np.cumsum(self.rows[:, 0], dtype=np.float64), self.rows[:, 3]), axis=1)
        return np.split(points, np.flatnonzero(self.rows[:, 2] > 0.5)[:-1] + 1)

    def others(self, page: Page) -> tuple[Stroke, ...]:
        """The strokes of ``page``, from which the prime was made, that are not of its line."""
        mine = {stroke.id for stroke in self.strokes}
        return tuple(stroke for stroke in page.strokes if stroke.id not in mine)

    def is_picture(self, page: Page) -> bool:
        """Whether its ink spreads farther than any hand."""
        return self.frame.size > LARGEST_SPREAD * page.height

    def is_tall(self, page: Page) -> bool:
        """Whether its ink is far above a ruled line's height: a drawing, if nobody says otherwise."""
        return self.is_picture(page) or self.frame.size > TALLEST * page.rule_spacing

    def is_drawing(self, page: Page) -> bool:
        """Whether it is no writing to go on from, if nobody says otherwise: tall ink, or a last stroke that runs back over more
        than a word, as no letter and no bar of a t does."""
        begin, end = self.frame.to_local(self.strokes[-1].points[[0, -1]])[:, 0]
        return self.is_tall(page) or bool(begin - end > WORD)

    @property
    def left(self) -> float:
        """The left edge of the line's ink, page mm."""
        return min(stroke.bounds[0] for stroke in self.strokes)


def encode(document: Document, page_index: int, representation: Representation, *, height: bool = True) -> Prime:
    """The prime of the line last written on a page. Raises NothingToContinue, with words for the status line."""
    if representation.kind != "space":
        raise ValueError(f"live ink is encoded in space, not in {representation.kind!r}")
    page = document.pages[page_index]
    if not page.strokes:
        raise NothingToContinue("Write a word or two, then rest the pen: there is nothing to go on from yet")
    of_line = lines(page.strokes, page.rule_spacing)
    line, ahead = parted([page.strokes[i] for i in np.flatnonzero(of_line == of_line[-1])], page.rule_spacing, WORD_GAP)
    length = sum(measure(stroke)[3] for stroke in line)
    newest = line_frame(line)
    frame = None if newest is None else waiting_frame(line, newest)
    before = _as_line_before(ahead, page) if ahead else _line_before(page, of_line)
    if frame is None and before is not None:
        frame = _beside(before[1], line[-1])
    if frame is None:
        raise NothingToContinue("Write a little more: a dot does not say how large or how level your hand is")
    if length > LONGEST_LINE * frame.size:
        raise NothingToContinue(PICTURE)
    prime = _prime_in(frame, document.revision, line, before, representation, height=height)
    if newest is None or newest == frame:
        return prime
    again = partial(_prime_in, newest, document.revision, line, before, representation, height=height)
    return replace(prime, coming=again)


def encode_lines(
    document: Document, page_index: int, representation: Representation, *, height: bool = True
) -> tuple[Prime, ...]:
    """A prime for each line of a page, in the order in which they were begun.

    The line last written is the prime of ``encode``; each other one is read by itself, in the frame that it had when it was
    last written on. Lines that no network can judge are left out: dots without a letter, pictures. Raises ValueError for
    another representation than "space".
    """
    page = document.pages[page_index]
    last: tuple[Prime, ...] = ()
    with suppress(NothingToContinue):
        prime = encode(document, page_index, representation, height=height)
        last = () if prime.is_picture(page) else (prime,)
    of_line = lines(page.strokes, page.rule_spacing, whole=True)
    mine = {stroke.id for prime in last for stroke in prime.strokes}
    found: list[Prime] = []
    for number in range(int(of_line.max(initial=-1)) + 1):
        line = [page.strokes[i] for i in np.flatnonzero(of_line == number)]
        if number == of_line[-1] and last:
            found += last
        line = [stroke for stroke in line if stroke.id not in mine]
        frame = line_frame(line)
        if frame is None or _is_picture(frame, sum(measure(stroke)[3] for stroke in line), page):
            continue
        found.append(_prime_in(frame, document.revision, line, None, representation, height=height))
    return tuple(found)


def encode_for(document: Document, page_index: int, writer: Writer) -> Prime:
    """``encode`` as the network reads ink. Raises NothingToContinue."""
    return encode(document, page_index, writer.representation, height=writer.reads_height)


def lines_for(document: Document, page_index: int, writer: Writer) -> tuple[Prime, ...]:
    """``encode_lines`` as the network reads ink."""
    return encode_lines(document, page_index, writer.representation, height=writer.reads_height)


def _is_picture(frame: Frame, length: float, page: Page) -> bool:
    return frame.size > LARGEST_SPREAD * page.height or length > LONGEST_LINE * frame.size


@lru_cache(maxsize=4096)
def _resampled(stroke: Stroke, frame: Frame, representation: Representation) -> Float64Array:
    """Strokes are frozen, and a line is encoded anew at each of its strokes. Read-only: it is shared."""
    local = resample(frame.to_local(stroke.points), representation)
    local.flags.writeable = False
    return local


def _prime_in(
    frame: Frame,
    revision: int,
    line: Sequence[Stroke],
    before: tuple[list[Stroke], Frame] | None,
    representation: Representation,
    *,
    height: bool,
) -> Prime:
    """The prime of a line, given the frame it is read in."""
    local = [_resampled(stroke, frame, representation) for stroke in line]
    lead, after = [], local
    if before is not None and sum(map(ink_length, local)) < SHORT_LINE:
        strokes, of_lead = before
        lead = [_resampled(stroke, of_lead, representation) for stroke in strokes]
        after = _beside_lead(lead, local)
    rows = to_rows([*lead, *after], height=height)
    counts = np.cumsum([len(stroke) for stroke in (*lead, *local)])
    last = local[-1][-1]
    return Prime(
        rows=rows,
        frame=frame,
        pen=(float(last[0]), float(last[1])),
        lead=int(counts[len(lead) - 1]) if lead else 0,
        stroke_rows=tuple(int(n) for n in counts[len(lead) :]),
        strokes=tuple(line),
        revision=revision,
    )


def _line_before(page: Page, of_line: npt.NDArray[np.intp]) -> tuple[list[Stroke], Frame] | None:
    """The strokes and the frame of the line that was left when the last one was begun, if there is one."""
    begin = int(np.argmax(of_line == of_line[-1]))
    if begin == 0 or of_line[begin - 1] < 0:
        return None
    return _as_line_before([page.strokes[i] for i in np.flatnonzero(of_line[:begin] == of_line[begin - 1])], page)


def _as_line_before(strokes: list[Stroke], page: Page) -> tuple[list[Stroke], Frame] | None:
    """As it was read while it was written, so that it need not be read again."""
    try:
        newest = line_frame(strokes)
        frame = sloping_frame(tuple(strokes)) if newest is None else waiting_frame(strokes, newest)
    except ValueError:
        return None
    return (strokes, frame) if frame.size <= LARGEST_SPREAD * page.height else None


def _beside(frame: Frame, dot: Stroke) -> Frame:
    """The frame of the line before, moved to where the pen now is: all that a first dot can tell."""
    return Frame((float(dot.x[-1]), float(dot.y[-1])), frame.size, frame.angle)


def _beside_lead(lead: Sequence[Float64Array], local: Sequence[Float64Array]) -> list[Float64Array]:
    """A new line set to the right of the one before, each in its own frame: to the network a line never breaks."""
    right = max(float(stroke[:, 0].max()) for stroke in lead)
    left = min(float(stroke[:, 0].min()) for stroke in local)
    shift = np.array([right + LINE_JOIN - left, 0.0])
    return [stroke + shift for stroke in local]
