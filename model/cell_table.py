"""The table of cells that ships beside weights: what each cell was found to predict, and an order with like cells together.

The file is ``NAME.cells.json``; it holds the SHA-256 of the weights that it belongs to, and is refused for any other. How the
scores came about is ``lab.cells``' to say.

A cell is (kind, layer, unit): kind "h" or "c", layer and unit from 0. ``score``, ``low`` and ``high`` are AUC for a yes or no,
R² for a number, on forms that fitted nothing, with a 95 % interval over forms. A finding is ``significant`` where the score
also lies beyond the best of as many random projections, of an untrained network's signals and of the columns that the
network reads: what a cell merely passes on is not.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.errors import ModelError

FORM = 1
SUFFIX = ".cells.json"
KINDS = ("h", "c")
_MOST_BYTES = 8 << 20
_LONGEST_NAME = 80  # of a feature: it stands in one line of a picture
_SORTS = ("yes/no", "number")


class TableError(ModelError):
    """A table of cells that cannot be used; the message is one line naming the file and the fault."""


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One feature that a cell predicts. ``kind``: "yes/no" (AUC) or "number" (R²).

    ``sign``: 1 where a high cell means yes or much, −1 where a low one does. ``follows``: whether what is written follows
    where the cell is pushed; None where nobody tried.
    """

    feature: str
    kind: str
    sign: int
    score: float
    low: float
    high: float
    significant: bool
    follows: bool | None = None


@dataclass(frozen=True, slots=True)
class CellNotes:
    """A signal's ``mean`` and ``deviation`` over ink, and its findings, the significant ones first."""

    mean: float
    deviation: float
    findings: tuple[CellFinding, ...]


@dataclass(frozen=True, eq=False, slots=True)
class CellTable:
    """All cells of a network. ``order``: for each layer its units, like ones side by side.

    ``notes``: by kind, layer and unit. ``weights``, ``digest``: the network's name and its file's SHA-256.
    """

    weights: str
    digest: str
    order: tuple[tuple[int, ...], ...]
    notes: Mapping[str, tuple[tuple[CellNotes, ...], ...]]

    @property
    def layers(self) -> int:
        """How many layers."""
        return len(self.order)

    @property
    def hidden(self) -> int:
        """Units of each layer."""
        return len(self.order[0])

    def cell(self, kind: str, layer: int, unit: int) -> CellNotes:
        """What was found of a cell. Raises KeyError or IndexError for one that is not there."""
        return self.notes[kind][layer][unit]


def digest_of(weights: Path) -> str:
    """The SHA-256 of a weights file, in hexadecimal. Raises TableError where it cannot be read."""
    try:
        with weights.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise TableError(f"{weights}: cannot be read ({error.strerror or error})") from None


def digest_text(text: str) -> str:
    """What stands in a digest's place where there is no file: the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def path_of(weights: Path) -> Path:
    """Where the table of a weights file lies."""
    return weights.with_suffix(SUFFIX)


def dump(table: CellTable) -> bytes:
    """The table as its file's bytes: one cell a line, four digits. Raises ValueError for a number that is not finite."""
    names = sorted(
        {(k.feature, k.kind) for part in table.notes.values() for row in part for n in row for k in n.findings}
    )
    index = {name: i for i, (name, _) in enumerate(names)}

    def digits(value: float) -> float:
        if not math.isfinite(value):
            raise ValueError(f"{value} has no place in a table of cells")
        return float(f"{value:.4g}")

    def line(notes: CellNotes) -> str:
        findings = [
            [index[k.feature], k.sign, *(digits(v) for v in (k.score, k.low, k.high)), int(k.significant)]
            + ([] if k.follows is None else [int(k.follows)])
            for k in notes.findings
        ]
        return json.dumps([digits(notes.mean), digits(notes.deviation), findings], separators=(",", ":"))

    parts = [
        f'"form":{FORM}',
        f'"weights":{json.dumps(table.weights)}',
        f'"sha256":"{table.digest}"',
        f'"features":{json.dumps(names)}',
        f'"order":{json.dumps(table.order, separators=(",", ":"))}',
        *(
            f'"{kind}":[\n' + ",\n".join("[" + ",\n".join(map(line, layer)) + "]" for layer in table.notes[kind]) + "]"
            for kind in KINDS
        ),
    ]
    return ("{" + ",\n".join(parts) + "}\n").encode()


def read_table(weights: Path) -> CellTable:
    """The table beside ``weights`` (.safetensors). Raises TableError, and nothing else: also for a table of other weights."""
    path = path_of(weights)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TableError(f"{path.name}: larger than any table of cells")
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, RecursionError) as error:
        raise TableError(f"{path.name}: not readable as JSON ({' '.join(str(error).split())[:120]})") from None
    try:
        table = _parse(found)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise TableError(f"{path.name}: not a table of cells ({' '.join(str(error).split())[:120]})") from None
    if table.digest != digest_of(weights):
        raise TableError(f"{path.name}: made for other weights ({table.weights}) than {weights.name}")
    shape = _shape_of(weights)
    if shape not in (None, (table.layers, table.hidden)):
        raise TableError(f"{path.name}: of other cells ({table.layers} × {table.hidden}) than {weights.name} has")
    return table


def _shape_of(weights: Path) -> tuple[Any, Any] | None:
    """Layers and units as the weights' own JSON has them; None where it has not: whoever loads the weights says so."""
    try:
        config = json.loads(weights.with_suffix(".json").read_bytes())
        return config["layers"], config["hidden"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None


def _parse(found: Any) -> CellTable:
    if not isinstance(found, dict) or found["form"] != FORM:
        raise ValueError(f"its form is not {FORM}")
    names = [(name, kind) for name, kind in found["features"]]
    if not all(isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and kind in _SORTS for name, kind in names):
        raise ValueError("a feature has no name or no kind")
    order = tuple(tuple(layer) for layer in found["order"])
    if not order or not order[0]:
        raise ValueError("no cells")
    width = len(order[0])
    if any(sorted(layer) != list(range(width)) for layer in order):
        raise ValueError("the order of cells is no permutation")
    notes = {kind: tuple(tuple(_notes(one, names) for one in layer) for layer in found[kind]) for kind in KINDS}
    if any(len(part) != len(order) or any(len(layer) != width for layer in part) for part in notes.values()):
        raise ValueError("not as many cells as its order has")
    return CellTable(str(found["weights"]), str(found["sha256"]), order, notes)


def _notes(one: Sequence[Any], names: Sequence[tuple[str, str]]) -> CellNotes:
    mean, deviation, findings = one
    return CellNotes(_finite(mean), _finite(deviation), tuple(_finding(entry, names) for entry in findings))


def _finding(entry: Sequence[Any], names: Sequence[tuple[str, str]]) -> CellFinding:
    index, sign, score, low, high, significant, *rest = entry
    if sign not in (-1, 1) or index < 0 or len(rest) > 1:
        raise ValueError(f"a finding is not {entry!r}")
    name, kind = names[index]
    numbers = (_finite(score), _finite(low), _finite(high))
    return CellFinding(name, kind, sign, *numbers, bool(significant), bool(rest[0]) if rest else None)


def _finite(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is not a number")
    return float(value)
