"""A page's ink as the network read it: every point on the page beside what the network computed there.

Each line is read by itself from the zero state, in its own frame; only the line last written is read as the sampling thread
reads it, after the line before where it is short. A line's first point has no loss. All that is made here is frozen
and may cross threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Document
from inkapp.ink.errors import InkError
from inkapp.ink.ghost import Ghost
from inkapp.live.encoder import NothingToContinue, Prime, encode_for, lines_for
from model.activations import SIDE_BY_SIDE, Activations, key_of, read_lines
from model.arrays import Float64Array
from model.sampled_activations import beginning, continued
from model.sampler import Sampler
from model.strokes import Frame
from model.trace import Step

IndexArray = npt.NDArray[np.intp]
GHOST = -1  # the number that stands for "no stroke of the page" in ``InkLine.stroke``


@dataclass(frozen=True, eq=False)
class InkLine:
    """One line of n points, and the network's reading of it.

    ``x``, ``y``: (n,) page mm. ``stroke``: (n,) index of each point's stroke on the page, ``GHOST`` for a ghost's.
    ``lift``: (n,) bool, the pen leaves the paper after it. ``steps``: the ghost's, the last ``len(steps)`` points.
    """

    reading: Activations
    frame: Frame
    x: Float64Array
    y: Float64Array
    stroke: IndexArray
    steps: tuple[Step, ...] = ()

    def __len__(self) -> int:
        """How many points, the ghost's among them."""
        return len(self.x)

    @cached_property
    def lift(self) -> npt.NDArray[np.bool_]:
        """(n,) whether the pen leaves the paper after each point."""
        return np.asarray(self.reading.rows[:, 2] > 0.5)

    @property
    def written(self) -> int:
        """How many points are ink on the page; those after it are a ghost's."""
        return len(self.x) - len(self.steps)

    @property
    def nats(self) -> npt.NDArray[np.float64]:
        """(n,) what each point cost (``model.activations``); nan for the first."""
        return self.reading.nats


@dataclass(frozen=True, eq=False, slots=True)
class PageReading:
    """All lines of a page that a network can judge, in the order they were begun; of ``revision``.

    ``unread``: the page's strokes that belong to none of them. ``is_whole``: whether other lines were not left for
    another time.
    """

    lines: tuple[InkLine, ...]
    unread: tuple[int, ...]
    page: int
    revision: int
    is_whole: bool = True

    @property
    def points(self) -> int:
        """Of all lines."""
        return sum(map(len, self.lines))


class Overtaken(InkError):
    """Nobody waits for the reading any more."""


def read_page(
    document: Document,
    page: int,
    sampler: Sampler,
    known: PageReading | None = None,
    stale: Callable[[], bool] = lambda: False,
    *,
    soon: bool = False,
    primes: tuple[Prime, ...] = (),
) -> PageReading:
    """Reads a page.

    Lines that stand in ``known`` with the same rows are not read again. ``stale`` is asked between some lines and the next.
    ``soon``: only the line last written, where the network may judge it; all others wait. ``primes``: of all lines, where
    the page has been encoded before. Raises Overtaken where ``stale`` says so, and ValueError for weights of another
    representation than "space".
    """
    last = _last_line(document, page, sampler) if soon else ()
    left_out = 0 < sum(len(prime.strokes) for prime in last) < len(document.pages[page].strokes)
    primes = last if left_out else primes or lines_for(document, page, sampler)
    have = {line.reading.key: line.reading for line in known.lines} if known else {}
    begins = [sampler.feed(sampler.start(), prime.rows[: prime.lead]) for prime in primes]
    own = [prime.rows[prime.lead :] for prime in primes]
    names = [key_of(state, rows) for state, rows in zip(begins, own, strict=True)]
    new = [i for i, name in enumerate(names) if name not in have]
    new.sort(key=lambda i: len(own[i]))  # like lengths side by side waste no work
    for first in range(0, len(new), SIDE_BY_SIDE):
        if stale():
            raise Overtaken
        some = new[first : first + SIDE_BY_SIDE]
        read = read_lines(sampler, [own[i] for i in some], [begins[i] for i in some])
        have |= {names[i]: reading for i, reading in zip(some, read, strict=True)}
    number = {stroke.id: i for i, stroke in enumerate(document.pages[page].strokes)}
    lines = tuple(_line(prime, have[name], number) for prime, name in zip(primes, names, strict=True))
    seen = {int(i) for line in lines for i in line.stroke}
    unread = () if left_out else tuple(i for i in number.values() if i not in seen)
    return PageReading(lines, unread, page, document.revision, not left_out)


def _last_line(document: Document, page: int, sampler: Sampler) -> tuple[Prime, ...]:
    try:
        return (encode_for(document, page, sampler),)
    except NothingToContinue:
        return ()


def _line(prime: Prime, reading: Activations, number: dict[int, int]) -> InkLine:
    counts = np.diff((prime.lead, *prime.stroke_rows))
    stroke = np.repeat([number[stroke.id] for stroke in prime.strokes], counts).astype(np.intp)
    points = prime.points
    return InkLine(reading, prime.frame, points[:, 0], points[:, 1], stroke)


def with_ghost(line: InkLine, steps: Sequence[Step], ghost: Ghost) -> InkLine:
    """The line and the ghost that goes on from it, as one: what the network computed while it wrote need not be read again.

    Steps after the last that the ghost shows (held back at a margin, not yet placed) are left out. Those of a stroke that was
    cut off at other ink stand where it ends.
    """
    base = line if not line.steps else _without_ghost(line)
    points = {
        int(step): (float(x), float(y))
        for stroke in ghost.strokes
        for step, x, y in zip(stroke.step, stroke.x, stroke.y, strict=True)  # of a step's points the last one counts
    }
    shown = tuple(step for step in steps if step.index <= max(points, default=-1))
    if not shown:
        return base
    at = [(float(base.x[-1]), float(base.y[-1]))]
    for step in shown:
        at.append(points.get(step.index, at[-1]))
    return _joined(base, shown, np.array(at[1:]))


def _without_ghost(line: InkLine) -> InkLine:
    n = line.written
    return InkLine(beginning(line.reading, n), line.frame, line.x[:n], line.y[:n], line.stroke[:n])


def _joined(line: InkLine, steps: tuple[Step, ...], points: Float64Array) -> InkLine:
    stroke = np.concatenate((line.stroke, np.full(len(steps), GHOST, dtype=np.intp)))
    x, y = np.concatenate((line.x, points[:, 0])), np.concatenate((line.y, points[:, 1]))
    return InkLine(continued(line.reading, steps), line.frame, x, y, stroke, steps)
