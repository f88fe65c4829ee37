"""A made-up reader: each stroke was drawn for a word, and is read as that word, as surely as the test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from inkapp.ink.document import Page, Stroke
from model.arrays import Float64Array
from model.line_reading import ReadCharacter, Reading

WIDTH, HEIGHT = 2.0, 2.0  # mm, of a letter


@dataclass
class MadeUpReader:
    """``drawn``: of the word that a stroke is drawn for, by where it begins; ``calls``: how many lines were read. ``seen``: how
    sure the frames are, where not as sure as the words."""

    drawn: dict[tuple[float, float], tuple[str, float]] = field(default_factory=dict)
    calls: int = 0
    seen: float | None = None
    _pages: int = 0

    def word(self, text: str, x: float, y: float, *, sure: float = 1.0, says: str | None = None) -> Stroke:
        """A stroke from (x, y) on, up and down once a letter, and what it is read as: ``says``, else ``text``."""
        turns = np.arange(2 * len(text) + 1)
        stroke = drawn_line(np.stack((x + turns * WIDTH / 2, y - HEIGHT * (turns % 2)), axis=1))
        self.drawn[float(stroke.x[0]), float(stroke.y[0])] = (text if says is None else says, sure)
        return stroke

    def line(self, text: str, x: float = 20.0, y: float = 42.0, *, sure: float = 1.0) -> list[Stroke]:
        """Words side by side."""
        strokes: list[Stroke] = []
        for word in text.split():
            strokes.append(self.word(word, x, y, sure=sure))
            x = float(strokes[-1].x.max()) + 2.5
        return strokes

    def page(self, *lines: str, sure: float = 1.0) -> Page:
        """Lines under each other, on the ruling; on every page a little lower, so that words of two are told apart."""
        top = 42.0 + 0.01 * self._pages
        self._pages += 1
        strokes = [stroke for k, line in enumerate(lines) for stroke in self.line(line, y=top + 12 * k, sure=sure)]
        return Page(tuple(strokes))

    def read(self, strokes: Sequence[Float64Array], /) -> Reading:
        self.calls += 1
        characters: list[ReadCharacter] = []
        points: list[tuple[float, float]] = []
        owner: list[int] = []
        for number, stroke in sorted(enumerate(strokes), key=lambda one: float(one[1][:, 0].min())):
            text, sure = self.drawn.get((float(stroke[0, 0]), float(stroke[0, 1])), ("", 1.0))
            for k, character in enumerate(f" {text}" if points and text else text):
                at = len(points)
                owner.append(number)
                points.append((float(stroke[0, 0]) + WIDTH * (k - 0.5 if at else k + 0.5), float(stroke[0, 1])))
                characters.append(ReadCharacter(character, at, at + 1, sure))
        seen = tuple(one.confidence if self.seen is None else self.seen for one in characters if one.character != " ")
        return Reading(tuple(characters), np.array(points).reshape(-1, 2), np.array(owner, dtype=np.intp), seen)


def drawn_line(corners: Float64Array) -> Stroke:
    """A stroke through corners, some points between them."""
    at = np.linspace(0, len(corners) - 1, 6 * (len(corners) - 1) + 1)
    x, y = (np.interp(at, np.arange(len(corners)), corners[:, axis]) for axis in (0, 1))
    return Stroke(x, y, np.arange(len(at), dtype=np.float64) / 100, np.full(len(at), 0.5))


def dot(x: float, y: float) -> Stroke:
    """A stroke of one point."""
    return Stroke(np.array([x]), np.array([y]), np.zeros(1), np.full(1, 0.5))
