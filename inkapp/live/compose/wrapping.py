"""Where each word of a text goes: on which page, on which line, how far to the right. By the words' real widths, hyphen-free.

Words come one at a time, since the network writes them so; what is known is said at once. A line that is centred or ends at the
right is known when it is full. Lengths are mm, y down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from inkapp.ink.document import Background, Page
from inkapp.ink.errors import InkError
from inkapp.ink.typed_text import Alignment

ROUNDING = 1e-6  # mm: no reason for another line


class NoRoom(InkError):
    """A text does not fit where it is to be written; the message says what is too narrow or full."""


@dataclass(frozen=True, slots=True)
class TextArea:
    """Where text may stand.

    ``left``, ``right``: the ends of its lines. ``edge``: the paper's right edge. ``first_page``: the baselines of the page on
    which it begins, from its first line on; ``next_pages``: those of each page after it. ``first_ends``: where each of
    ``first_page`` ends, () where all do at ``right``. Raises NoRoom where no line is.
    """

    left: float
    right: float
    edge: float
    first_page: tuple[float, ...]
    next_pages: tuple[float, ...]
    first_ends: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not all(
            map(math.isfinite, (self.left, self.right, self.edge, *self.first_page, *self.next_pages, *self.first_ends))
        ):
            raise ValueError("a text's area has a side that is not finite")
        if not self.next_pages:
            raise NoRoom("The page is too low for a line of this size")
        if not self.right > self.left:
            raise NoRoom("There is no room between the margins, or to the right of where the text begins")

    def end(self, page: int, line: int) -> float:
        """Where a line ends."""
        return self.first_ends[line] if page == 0 and line < len(self.first_ends) else self.right


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word goes. ``word``: its number, in the order in which words came. ``x``: of its left end."""

    word: int
    page: int
    x: float
    baseline: float


def text_area(page: Page, x: float, y: float, line_height: float, *, above: float, below: float) -> TextArea:
    """The area of a text that begins at (x, y) on a page, and goes on on pages like it.

    ``line_height``: what a line needs at least; on a ruled page lines stand on rules, on every second one (and so on) where the
    rules are too close. ``above``, ``below``: what letters need over and under a baseline. The first line is the rule nearest
    to ``y``, or ``y`` itself on a plain page. Raises NoRoom.
    """
    if not line_height > 0:
        raise ValueError(f"a line needs a height above 0, not {line_height}")
    pitch, top = line_height, page.margin + above
    if page.background is Background.RULED:
        pitch = page.rule_spacing * max(1, math.ceil(line_height / page.rule_spacing - 0.01))
        top = page.rule_top + page.rule_spacing * max(0, math.ceil((above - page.rule_top) / page.rule_spacing))
        y = page.rule_top + page.rule_spacing * round((y - page.rule_top) / page.rule_spacing)
    lowest = page.height - page.margin / 2 - below
    first = y if y >= above else top
    return TextArea(
        max(x, 0.0), page.width - page.margin, page.width, _down(first, lowest, pitch), _down(top, lowest, pitch)
    )


def _down(first: float, lowest: float, pitch: float) -> tuple[float, ...]:
    count = math.floor((lowest - first) / pitch + ROUNDING) + 1
    return tuple(first + pitch * k for k in range(max(count, 0)))


@dataclass(slots=True)
class _Line:
    """The line under way. ``words``: (number, x, width) of those that stand on it, from a left end at 0."""

    page: int
    number: int
    indent: float
    words: list[tuple[int, float, float]] = field(default_factory=list)

    @property
    def end(self) -> float:
        return self.words[-1][1] + self.words[-1][2] if self.words else self.indent


class Wrapping:
    """Takes words and paragraphs one by one; each call returns the places that are known by it, in the words' order.

    ``space``: mm between words. ``indent``: of each paragraph's first line. A word that is wider than any line stands on one
    alone, and reaches beyond its end.
    """

    def __init__(
        self,
        area: TextArea,
        space: float,
        *,
        indent: float = 0.0,
        alignment: Alignment = Alignment.LEFT,
    ) -> None:
        if not (math.isfinite(space) and space >= 0 and math.isfinite(indent) and indent >= 0):
            raise ValueError(f"spaces and indents are 0 mm or more, not {space} and {indent}")
        if indent >= area.right - area.left:
            raise NoRoom("The indent leaves no room on the line")
        self._area, self._space, self._indent, self._alignment = area, space, indent, alignment
        self._count = 0  # words so far
        self._group: list[tuple[int, float, float]] = []  # words that must stay together: number, gap before, width
        self._line = _Line(0, -1, indent)
        self._next_line(indent)

    def add(self, width: float, spaces: int, *, binds: bool = False) -> list[Place]:
        """A word of ``width`` mm after so many ``spaces``, of which a paragraph's first one usually has none. ``binds``: the
        next word stands on its line, so where both go is known with that.

        What comes back may be of earlier words, and this one's may come later. Raises NoRoom for a word wider than the paper.
        """
        if not (math.isfinite(width) and width >= 0):
            raise ValueError(f"a word has a width of 0 mm or more, not {width}")
        self._group.append((self._count, spaces * self._space, width))
        self._count += 1
        return [] if binds else self._settle_group()

    def end_paragraph(self, *, new_page: bool = False) -> list[Place]:
        """The line ends here; after no word an empty line does. ``new_page``: what comes next begins a page."""
        known = self.finish()
        if new_page:
            self._line = _Line(self._line.page + 1, 0, self._indent)
        else:
            self._next_line(self._indent)
        return known

    def finish(self) -> list[Place]:
        """The places that are still owed."""
        return self._settle_group() + self._settle_line()

    @property
    def _room(self) -> float:
        return self._area.end(self._line.page, self._line.number) - self._area.left

    @property
    def _is_short(self) -> bool:
        """Whether the line ends before others do, since other ink stands there."""
        return self._area.end(self._line.page, self._line.number) < self._area.right

    def _next_line(self, indent: float) -> None:
        page, number = self._line.page, self._line.number + 1
        if number >= len(self._baselines(page)):
            page, number = page + 1, 0
        self._line = _Line(page, number, indent)

    def _baselines(self, page: int) -> tuple[float, ...]:
        return self._area.first_page if page == 0 else self._area.next_pages

    def _settle_group(self) -> list[Place]:
        """Puts the words that stay together on this line or the next."""
        if not self._group:
            return []
        group, self._group = self._group, []
        known: list[Place] = []
        gap = group[0][1]
        width = sum(before + width for _, before, width in group) - gap
        if self._line.end + gap + width > self._room + ROUNDING:
            gap = 0.0  # spaces typed before a wide word give way
            if self._line.words:
                known += self._settle_line()
                self._next_line(0.0)
            while self._line.end + width > self._room + ROUNDING and self._is_short:
                self._next_line(self._line.indent)
            if self._line.end + width > self._room + ROUNDING and len(group) > 1:
                return known + self._apart(group)
        return known + self._put(group, gap)

    def _apart(self, group: list[tuple[int, float, float]]) -> list[Place]:
        """Words that should stay together, but are wider than any line, go on as others do."""
        known: list[Place] = []
        for word in group:
            self._group = [word]
            known += self._settle_group()
        return known

    def _put(self, group: list[tuple[int, float, float]], gap: float) -> list[Place]:
        for number, before, width in group:
            x = self._line.end + (gap if number == group[0][0] else before)
            if self._area.left + x + width > self._area.edge + ROUNDING:
                room = self._area.edge - self._area.left
                raise NoRoom(
                    f"A word is {width:.0f} mm wide, and from where the text begins the paper has {room:.0f} mm"
                )
            self._line.words.append((number, x, width))
        if self._alignment is not Alignment.LEFT:
            return []
        return [self._place(number, x, 0.0) for number, x, _ in self._line.words[-len(group) :]]

    def _settle_line(self) -> list[Place]:
        """The places of a line's words where only its whole width tells them."""
        free = max(self._room - self._line.end, 0.0)
        words, self._line.words = self._line.words, []
        if self._alignment is Alignment.LEFT:
            return []
        shift = free if self._alignment is Alignment.RIGHT else free / 2
        return [self._place(number, x, shift) for number, x, _ in words]

    def _place(self, number: int, x: float, shift: float) -> Place:
        baseline = self._baselines(self._line.page)[self._line.number]
        return Place(number, self._line.page, self._area.left + x + shift, baseline)
