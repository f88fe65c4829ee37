"""What a point of handwriting may be: features that have a name, each a column beside a line's rows.

A network's state after row t has read rows 0 … t; of every feature the value at t is meant. Some look back (*first point
after a lift*), some are still to come (*pen about to lift*). Units are spreads of y, y down in the rows, up in *height*.

From ink alone:

- *pen about to lift*: the next row is the last of its stroke. At every row but the line's last.
- *first point after a lift*: the row begins a stroke. At every row but the line's first.
- *word gap ahead*: the hop that comes next goes ``WORD_GAP`` beyond all ink so far. At rows at which the pen has lifted.
- *down-stroke*: the row lies in a swing of y of at least ``TURN`` that goes down; else in one that goes up.
- *loop*: the row lies in a loop that its stroke closes by crossing itself, before or after. At all rows but hops.
- *ascender*, *descender*: the row's swing reaches more than half a body above the top, or below the base. In swings.
- *line's end near*: at most ``END_NEAR`` to the left of the line's right end. At every row.
- *dot or bar owed*: a mark that will be set back over ink already written (``shapes.marks``) is still to come. At every
  row of lines that hold; of the data set, only of those whose transcription has as many i, j and t (``transcription``).
- *distance since the stroke began*: ink's length. At every row.
- *direction along*, *direction down*: cosine and sine of the piece just read. At all rows but hops.
- *step length*: of the piece just read; long where the pen went straight. At all rows but hops.
- *pen speed*: log of spreads a second over the piece just read, by the data's clock, which the network never sees. At all
  rows but hops that have a clock.
- *height*: above the line's own baseline (``shapes.body``). At every row.
- *place on the line*: from the line's left end. At every row.

From the transcription, where a line has as many words as its ink has gaps for (``transcription``):

- *capital*: the row lies in the first letter of a word, which is a capital; else in one that is none.
- *digit*: the row lies in a word of digits; else in one without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from lab.cells import shapes
from lab.cells.shapes import BoolArray
from model.arrays import Float32Array, Float64Array
from model.strokes import RowArray

Kind = Literal["yes/no", "number"]

END_NEAR = 8.0  # spreads: some four letters
REACH = 0.5  # of a body: so far beyond it an ascender or descender goes


@dataclass(frozen=True, slots=True)
class Feature:
    """``name`` as reports and the app say it, ``kind``, and whether ink alone shows it (so that sampled ink can be asked)."""

    name: str
    kind: Kind
    ink: bool = True


FEATURES = (
    Feature("pen about to lift", "yes/no"),
    Feature("first point after a lift", "yes/no"),
    Feature("word gap ahead", "yes/no"),
    Feature("down-stroke", "yes/no"),
    Feature("loop", "yes/no"),
    Feature("ascender", "yes/no"),
    Feature("descender", "yes/no"),
    Feature("line's end near", "yes/no", ink=False),  # what is sampled has no end
    Feature("dot or bar owed", "yes/no"),
    Feature("capital", "yes/no", ink=False),
    Feature("digit", "yes/no", ink=False),
    Feature("distance since the stroke began", "number"),
    Feature("direction along", "number"),
    Feature("direction down", "number"),
    Feature("step length", "number"),
    Feature("pen speed", "number", ink=False),
    Feature("height", "number"),
    Feature("place on the line", "number", ink=False),  # it grows whatever is written
)
NAMES = tuple(feature.name for feature in FEATURES)
COLUMN = {name: column for column, name in enumerate(NAMES)}


@dataclass(frozen=True, eq=False, slots=True)
class Annotations:
    """What is known of a line beside its rows; None where nothing is.

    ``speed``: (n,) spreads a second, nan where there is none. ``capital``, ``digit``: (n,) 1, 0 or nan where it is not known.
    ``marks_hold``: whether the line's marks may be trusted.
    """

    speed: Float64Array | None = None
    capital: Float64Array | None = None
    digit: Float64Array | None = None
    marks_hold: bool = True


def measure(rows: RowArray, notes: Annotations | None = None, letters: shapes.Body | None = None) -> Float32Array:
    """(n, features): the value of every feature at every row, nan where it is not defined; yes is 1, no is 0.

    ``letters``: the body to measure heights by, if not the line's own. Raises ValueError for rows that are not (n, 4).
    """
    if rows.ndim != 2 or rows.shape[1] != 4:
        raise ValueError(f"rows with heights are (n, 4), not {rows.shape}")
    notes = notes or Annotations()
    values = np.full((len(rows), len(FEATURES)), np.nan)
    if not len(rows):
        return values.astype(np.float32)
    line = shapes.LineGeometry.of(rows)
    letters = letters or shapes.body(line)

    def put(name: str, where: BoolArray | slice, what: npt.ArrayLike) -> None:
        values[where, COLUMN[name]] = what

    moved = ~line.begins
    put("pen about to lift", slice(0, -1), line.lift[1:])
    put("first point after a lift", slice(1, None), line.begins[1:])
    ahead = np.append(line.lift[:-1], False)
    beyond = np.append(line.x[1:], np.nan) - np.maximum.accumulate(line.x)
    put("word gap ahead", ahead, beyond[ahead] > shapes.WORD_GAP)
    _put_swings(values, line, letters)
    put("loop", moved, shapes.in_loops(line)[moved])
    put("line's end near", slice(None), line.x > line.x.max() - END_NEAR)
    if notes.marks_hold:
        owed = np.zeros(len(rows))
        for came, set_down in shapes.marks(line, letters):
            owed[came:set_down] = 1.0
        put("dot or bar owed", slice(None), owed)
    gone = np.cumsum(line.length)
    put("distance since the stroke began", slice(None), gone - gone[_first_of_stroke(line)])
    long = moved & (line.length > 0)
    put("direction along", long, rows[long, 0] / line.length[long])
    put("direction down", long, rows[long, 1] / line.length[long])
    put("step length", moved, line.length[moved])
    put("height", slice(None), letters.base - line.y)
    put("place on the line", slice(None), line.x - line.x.min())
    if notes.speed is not None:
        timed = moved & np.nan_to_num(notes.speed > 0)
        put("pen speed", timed, np.log(notes.speed[timed]))
    for name, label in (("capital", notes.capital), ("digit", notes.digit)):
        if label is not None:
            put(name, slice(None), label)
    return values.astype(np.float32)


def _put_swings(values: Float64Array, line: shapes.LineGeometry, letters: shapes.Body) -> None:
    """Down-stroke, ascender and descender of every row in a swing."""
    for begin, end in shapes.swings(line):
        inside = slice(begin + 1, end + 1)
        low, high = max(line.y[begin], line.y[end]), min(line.y[begin], line.y[end])
        values[inside, COLUMN["down-stroke"]] = line.y[end] > line.y[begin]
        values[inside, COLUMN["ascender"]] = high < letters.top - REACH * letters.height
        values[inside, COLUMN["descender"]] = low > letters.base + REACH * letters.height


def _first_of_stroke(line: shapes.LineGeometry) -> npt.NDArray[np.intp]:
    """(n,) the row at which each row's stroke began."""
    return np.maximum.accumulate(np.where(line.begins, np.arange(len(line.x)), 0))
