"""Strokes, pages and documents: frozen values in page millimetres (y down), shared freely between threads.

Every change makes a new ``Document`` whose ``revision`` is one higher, by which an answer to an earlier state is recognised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from inkapp.ink.typed_text import TypedText

Float64Array = npt.NDArray[np.float64]
Bounds = tuple[float, float, float, float]

A4_WIDTH_MM = 210.0
A4_HEIGHT_MM = 297.0


class Author(Enum):
    """Who wrote a stroke."""

    PERSON = "hand"  # the word that files have for it
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Origin:
    """How the network came to write a stroke: enough to roll the same ink again.

    ``weights``: the weights' name. ``seed``: the noise's seed. ``temperature``: the control in force when the
    stroke's last point was sampled. ``step``: index of the stroke's first point in that continuation. Of a typed text's
    strokes: ``text``: its id (``typed_text.TypedText``), "" for none; ``word``: the number of the word in it.
    """

    weights: str
    seed: int
    temperature: float
    step: int = 0
    text: str = ""
    word: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Stroke:
    """One touch of the pen.

    ``x``, ``y``: (n,) page millimetres. ``t``: (n,) seconds since the stroke began, not decreasing.
    ``pressure``: (n,) in 0 … 1. n ≥ 1; a dot is one point. ``has_pressure`` says whether a device measured it.
    All arrays are finite and read-only. ``origin`` is set exactly when the author is the model.

    ``id``: a number that no other stroke of this process has. Undo brings the same stroke back, with its id; a copy
    (``dataclasses.replace``) and a stroke read from a file have new ones. Strokes are equal when their ink is, whatever
    their ids. The hash is the object's own, for speed: a set or dict can hold equal strokes side by side.
    """

    x: Float64Array
    y: Float64Array
    t: Float64Array
    pressure: Float64Array
    author: Author = Author.PERSON
    origin: Origin | None = None
    has_pressure: bool = False
    id: int = field(default_factory=count().__next__, init=False, repr=False)

    def __post_init__(self) -> None:
        n = len(self.x)
        if n == 0:
            raise ValueError("a stroke needs at least one point")
        for name in ("x", "y", "t", "pressure"):
            array = np.array(getattr(self, name), dtype=np.float64)
            if array.shape != (n,):
                raise ValueError(f"stroke: {name} has shape {array.shape}, expected ({n},)")
            if np.count_nonzero(np.isfinite(array)) < n:  # faster than all(), and most strokes are short
                raise ValueError(f"stroke: {name} holds a value that is not finite")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if (self.author is Author.MODEL) != (self.origin is not None):
            raise ValueError("stroke: an origin belongs to model strokes, and to them alone")

    def __len__(self) -> int:
        return len(self.x)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stroke):
            return NotImplemented
        return (
            self.author is other.author
            and self.origin == other.origin
            and self.has_pressure == other.has_pressure
            and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in ("x", "y", "t", "pressure"))
        )

    __hash__ = object.__hash__

    @property
    def points(self) -> Float64Array:
        """(n, 2) x and y of each point, mm."""
        return np.stack((self.x, self.y), axis=1)

    @property
    def bounds(self) -> Bounds:
        """(left, top, right, bottom) of the points in mm, without the pen's width."""
        return float(self.x.min()), float(self.y.min()), float(self.x.max()), float(self.y.max())


def bounds_of(strokes: Sequence[Stroke]) -> Bounds:
    """(left, top, right, bottom) of ink, mm. Raises ValueError for none."""
    lefts, tops, rights, bottoms = zip(*(stroke.bounds for stroke in strokes), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class Background(Enum):
    """What is printed on the sheet; a help for the eye, never exported to a plotter."""

    PLAIN = "plain"
    RULED = "ruled"


@dataclass(frozen=True, slots=True)
class Correction:
    """What ink says, as a person has put it right. ``strokes``: one at least, in the page's order. ``text``: words with single
    spaces between them, "" for ink that says nothing (``corrections.plain``)."""

    strokes: tuple[Stroke, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: size in mm, its ruling, and its strokes in the order they were written.

    Ruled lines are baselines at ``rule_top + k · rule_spacing`` (mm); ``margin`` is kept free left and right.
    ``corrections``: in the order of their first strokes; no stroke is in two.
    """

    strokes: tuple[Stroke, ...] = ()
    width: float = A4_WIDTH_MM
    height: float = A4_HEIGHT_MM
    background: Background = Background.RULED
    rule_top: float = 30.0
    rule_spacing: float = 12.0
    margin: float = 15.0
    corrections: tuple[Correction, ...] = ()

    def with_strokes(self, strokes: Iterable[Stroke]) -> Page:
        """The same sheet with other strokes, and with the corrections of which all strokes are among them."""
        strokes = tuple(strokes)
        kept = self.corrections
        if kept:
            there = set(map(id, strokes))  # a copy of a stroke is another one, however equal
            kept = tuple(one for one in kept if there.issuperset(map(id, one.strokes)))
        return replace(self, strokes=strokes, corrections=kept)

    def cuts(self, stroke: Stroke) -> bool:
        """Whether a stroke reaches beyond the sheet's edge, where it is not shown."""
        left, top, right, bottom = stroke.bounds
        return left < 0 or top < 0 or right > self.width or bottom > self.height

    def shows(self, stroke: Stroke) -> bool:
        """Whether some of a stroke's bounds lie on the sheet."""
        left, top, right, bottom = stroke.bounds
        return left <= self.width and top <= self.height and right >= 0 and bottom >= 0


@dataclass(frozen=True, slots=True)
class Document:
    """Pages and the revision of this state; ``revision`` rises by one with every change.

    ``texts``: what was typed of the strokes whose origin names a text; of one whose strokes are all gone, too, until saved.
    """

    pages: tuple[Page, ...] = (Page(),)
    revision: int = 0
    texts: tuple[TypedText, ...] = ()

    def with_page(self, index: int, page: Page) -> Document:
        """The next revision, with page ``index`` replaced. Raises IndexError for a page that is not there."""
        if not 0 <= index < len(self.pages):
            raise IndexError(f"no page {index} in a document of {len(self.pages)}")
        return self.with_pages((*self.pages[:index], page, *self.pages[index + 1 :]))

    def with_pages(self, pages: Iterable[Page]) -> Document:
        """The next revision, with these pages instead."""
        return Document(tuple(pages), self.revision + 1, self.texts)

    def add_strokes(self, strokes: Iterable[Stroke], page: int = 0) -> Document:
        """The next revision, with ``strokes`` written after those of the page."""
        return self.with_page(page, self.pages[page].with_strokes((*self.pages[page].strokes, *strokes)))

    def text(self, identity: str) -> TypedText | None:
        """The text of that id; None where there is none."""
        return next((text for text in self.texts if text.id == identity), None)
