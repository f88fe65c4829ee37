"""The lines that a survey asks about: rows as the live network reads them, every feature of every row, and its form.

Fitting lines are of forms that the shipped network learnt from, evenly from the training list; judging lines are of the forms
held out from its training (``training.data.splits.is_dev``), by which its checkpoints were chosen. What is kept of the data
set lies in the folder of kept results alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lab.cells import transcription
from lab.cells.features import FEATURES, Annotations, measure
from lab.engine.study_ink import source
from lab.findings.store import Parts
from model.arrays import Float32Array, Float64Array
from model.straighten import space_strokes
from model.strokes import Representation, RowArray, measure_frame, to_rows
from tools.synthetic.lines import made_up_line
from training.data import texts as texts_of
from training.data.iam import DataError, Line, form_of, read_lines, read_list
from training.data.splits import TRAIN_LIST, even, is_dev

VERSION = 1  # raised when a feature, or what is read, comes to mean something else
QUICK_WRITERS, QUICK_LINES = (6, 5), 3
FEWEST = 20  # points that are, and that are not; fewer say nothing
FEWEST_FORMS = 4  # forms in which it is found


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """Lines side by side. ``rows``: each (n, 4), unscaled. ``values``: (points, features), nan where not defined.

    ``forms``: (points,) which form each is of, from 0. ``names``: the forms. ``texts``: lines that were taken word for word.
    """

    rows: list[RowArray]
    values: Float32Array
    forms: npt.NDArray[np.intp]
    names: list[str]
    texts: int = 0

    def thinned(self, every: int) -> Thinned:
        """Every ``every``-th row of each line, the first of the k-th line being k modulo that."""
        kept_rows, start = [], 0
        for number, rows in enumerate(self.rows):
            kept_rows.append(np.arange(start + number % every, start + len(rows), every))
            start += len(rows)
        kept = np.concatenate(kept_rows)
        return Thinned(self.rows, kept, self.values[kept], self.forms[kept])

    @property
    def points(self) -> int:
        """Rows of all lines."""
        return len(self.values)

    def digest(self) -> str:
        """Stands for every number here."""
        made = hashlib.sha256()
        for array in (*self.rows, self.values, self.forms):
            made.update(np.ascontiguousarray(array).tobytes())
        return made.hexdigest()[:16]


@dataclass(frozen=True, eq=False, slots=True)
class Thinned:
    """A sheet of which only some points are looked at: neighbours say nearly the same, and a network must read all rows.

    ``kept``: (points,) their indices among the rows of all lines in turn. ``values``, ``forms``: theirs.
    """

    rows: list[RowArray]
    kept: npt.NDArray[np.intp]
    values: Float32Array
    forms: npt.NDArray[np.intp]

    def enough(self) -> npt.NDArray[np.bool_]:
        """(features,) whether there is enough of each, in forms enough, to say anything."""
        found = np.zeros(len(FEATURES), dtype=np.bool_)
        for k, feature in enumerate(FEATURES):
            value = self.values[:, k]
            parts = (value > 0.5, value <= 0.5) if feature.kind == "yes/no" else (np.isfinite(value),)
            found[k] = all(part.sum() >= FEWEST and len(np.unique(self.forms[part])) >= FEWEST_FORMS for part in parts)
        return found


def speeds(line: Line, kept: Sequence[Float64Array], size: float) -> Float64Array:
    """(n,) the pen's speed over the piece that ends at each kept point, in spreads (``size``) a second; nan where unknown.

    A kept point lies at the same share of its stroke's length as it does in the ink as it was written; between them the
    way and the time are those of that ink.
    """
    found = []
    for stroke, points in zip(line.strokes(), kept, strict=True):
        speed = np.full(len(points), np.nan)
        way, own = _along(stroke[:, :2].astype(np.float64)), _along(points)
        if own[-1] > 0 and way[-1] > 0:
            at = own / own[-1] * way[-1]
            clock = np.interp(at, way, stroke[:, 2].astype(np.float64))
            passed = np.diff(clock)
            good = passed > 1e-3
            speed[1:][good] = np.diff(at)[good] / passed[good] / size
        found.append(speed)
    return np.concatenate(found)


def _along(points: Float64Array) -> Float64Array:
    step = np.hypot(*np.diff(points, axis=0).T) if len(points) > 1 else np.zeros(0)
    return np.concatenate(([0.0], np.cumsum(step)))


def sheet(lines: Sequence[Line], representation: Representation, texts: Mapping[str, str] | None) -> Sheet:
    """Lines as rows and features; those of no extent are left out. Without ``texts`` (None) all marks are trusted.

    Raises DataError where no line is left.
    """
    rows: list[RowArray] = []
    values: list[Float32Array] = []
    names = sorted({line.form for line in lines})
    number = {name: k for k, name in enumerate(names)}
    forms: list[npt.NDArray[np.intp]] = []
    aligned = 0
    for line in lines:
        strokes = [stroke.astype(np.float64) for stroke in line.strokes()]
        try:
            frame = measure_frame(strokes)
            kept = space_strokes(strokes, representation, frame=frame, straight=True)
        except ValueError:
            continue
        own = to_rows(kept, height=True)
        speed = speeds(line, kept, frame.size)
        notes = Annotations(speed) if texts is None else transcription.annotate(own, texts.get(line.name), speed)
        aligned += notes.digit is not None and bool(np.isfinite(notes.digit).any())
        rows.append(own)
        values.append(measure(own, notes))
        forms.append(np.full(len(own), number[line.form]))
    if not rows:
        raise DataError("no line of these can be used")
    return Sheet(rows, np.concatenate(values), np.concatenate(forms), names, aligned)


def _packed(one: Sheet) -> dict[str, Any]:
    lengths = [len(rows) for rows in one.rows]
    rest = {"values": one.values, "forms": one.forms, "names": np.array(one.names), "texts": one.texts}
    return {"rows": np.concatenate(one.rows), "lengths": lengths, **rest}


def _unpacked(part: Mapping[str, Any]) -> Sheet:
    rows = np.split(part["rows"], np.cumsum(part["lengths"])[:-1])
    return Sheet(rows, part["values"], part["forms"], [str(name) for name in part["names"]], int(part["texts"]))


def recall(data: Path, representation: Representation, fitting: int, folder: Path) -> tuple[Sheet, Sheet]:
    """As ``read``, from ``folder`` where the same was read before. Raises DataError, OSError."""
    made = hashlib.sha256(source(data).encode())
    for archive in sorted(data.glob(f"{texts_of.ARCHIVE}*"))[:1]:
        made.update(archive.read_bytes())
    names = [feature.name for feature in FEATURES]
    parts = Parts(
        folder,
        {
            "version": VERSION,
            "data": made.hexdigest(),
            "features": names,
            "fitting": fitting,
            **representation.to_json(),
        },
    )
    found: list[tuple[Sheet, Sheet]] = []

    def half(which: int) -> dict[str, Any]:
        if not found:
            print(f"{data}: reading and measuring the lines, once; a minute or two", flush=True)
            found.append(read(data, representation, fitting))
        return _packed(found[0][which])

    first, second = (parts.get(name, partial(half, k)) for k, name in enumerate(("fitting", "judging")))
    return _unpacked(first), _unpacked(second)


def read(data: Path, representation: Representation, fitting: int) -> tuple[Sheet, Sheet]:
    """``fitting`` lines that the network learnt from, and all that were held out from it. Raises DataError."""
    names = list(dict.fromkeys(read_list(data / TRAIN_LIST)))
    parts = [
        even([name for name in names if not is_dev(form_of(name))], fitting),
        [name for name in names if is_dev(form_of(name))],
    ]
    if not all(parts):
        raise DataError(f"{data / TRAIN_LIST}: no lines to fit by, or none held out")
    lines, report = read_lines(data, [*parts[0], *parts[1]])
    print(f"{data}: {report}", flush=True)
    texts = texts_of.read_texts(data, [*parts[0], *parts[1]])
    halves = [[line for line in lines if is_dev(line.form) is back] for back in (False, True)]
    return sheet(halves[0], representation, texts), sheet(halves[1], representation, texts)


def synthetic() -> tuple[Sheet, Sheet]:
    """Made-up ink, by writers that fit and others that judge, for a trial of the study."""
    found, first = [], 0
    for writers in QUICK_WRITERS:
        lines = [
            made_up_line(
                f"lineStrokes/s{writer:02}/s{writer:02}-000/s{writer:02}-000-{k:02}.xml", writer, k, words=5 + k
            )
            for writer in range(first, first + writers)
            for k in range(QUICK_LINES)
        ]
        found.append(sheet(lines, Representation(), None))
        first += writers
    return found[0], found[1]
