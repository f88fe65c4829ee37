"""Rounds weights to half precision, or to int8 with one scale a row.

int8 is for the matrices between cells alone: a sum over hundreds of products, in which errors of the parts cancel.
What has few numbers, or decides the mixture directly, stays in half precision: biases, the first layer's few columns that
read the input, and the head, which alone may cost more than all the rest (``docs/decisions.md`` has the figures).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from model.checkpoint import SCALE, Tensors

PRECISIONS = ("float32", "float16", "int8")

HEAD = "head.weight"
NARROW = 32  # columns; below, a float a row is no small part of what int8 saves
STEPS = 127  # either side of 0, so that a weight and its opposite round alike


def rounded(tensors: Tensors, precision: str) -> dict[str, npt.NDArray[Any]]:
    """``tensors`` as ``checkpoint.save`` is to store them. Raises ValueError for a precision that is not known.

    What is too large for half precision becomes infinite, and is refused by ``save``.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"a precision is one of {', '.join(PRECISIONS)}, not {precision!r}")
    if precision == "float32":
        return dict(tensors)
    kept: dict[str, npt.NDArray[Any]] = {}
    with np.errstate(over="ignore"):
        for name, array in tensors.items():
            if precision == "int8" and name != HEAD and array.ndim == 2 and array.shape[1] >= NARROW:
                kept[name], kept[name + SCALE] = whole_rows(array)
            else:
                kept[name] = array.astype(np.float16)
    return kept


def whole_rows(matrix: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """(rows, columns) → int8 of that shape and scales (rows,): each number to the nearest step, the largest to ±127.

    A scale that cuts the largest off, where that lowers the row's mean square error, was tried: it lowered it by 1 %,
    since the largest of a row stands but three to four deviations out.
    """
    largest = np.abs(matrix).max(axis=1)
    scale = np.where(largest > 0, largest / STEPS, 1.0).astype(np.float32)
    scale[scale == 0] = np.finfo(np.float32).tiny  # a row so small that its step vanishes
    return np.rint(matrix / scale[:, None]).clip(-STEPS, STEPS).astype(np.int8), scale
