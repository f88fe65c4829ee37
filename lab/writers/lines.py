"""Lines of the data set with their writers, as rows; what is slow to prepare is kept in a cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lab.writers.embedding import REPRESENTATION
from model.strokes import RowArray, to_rows
from training.data.iam import DataError, read_lines, read_list
from training.data.texts import read_texts
from training.data.writers import writers_of_forms
from training.writer.prepared import PreparedLine, cache_name, keep, kept, prepare_lines

CACHE = Path("runs/cache")


@dataclass(frozen=True, eq=False, slots=True)
class WrittenLines:
    """Lines with their ``rows`` (n, 4), and of each the number of its writer and its form: (lines,)."""

    rows: list[RowArray]
    writers: npt.NDArray[np.intp]
    forms: npt.NDArray[np.str_]


def prepared(data: Path, names: Sequence[str], cache: Path | None = CACHE) -> list[PreparedLine]:
    """The listed lines with an extent, straightened, with their texts. Raises DataError, OSError."""
    path = None if cache is None else cache / cache_name(names, REPRESENTATION, straight=True)
    lines = None if path is None else kept(path)
    if lines is None:
        read, _ = read_lines(data, names)
        lines = prepare_lines(read, read_texts(data, names), REPRESENTATION, straight=True)
        if path is not None:
            keep(path, lines)
    return lines


def read_written(data: Path, split: str, lists: Sequence[str], cache: Path | None = CACHE) -> WrittenLines:
    """The lines of ``split`` whose forms' writers the ``lists`` tell. Raises DataError, OSError."""
    writers = writers_of_forms(data, lists)
    names = list(dict.fromkeys(read_list(data / split)))
    lines = [line for line in prepared(data, names, cache) if line.form in writers]
    if len({writers[line.form] for line in lines}) < 2:
        raise DataError(f"{data / split}: fewer than two writers' lines are there")
    return WrittenLines(
        [to_rows(line.strokes, height=True) for line in lines],
        np.array([writers[line.form] for line in lines], dtype=np.intp),
        np.array([line.form for line in lines]),
    )
