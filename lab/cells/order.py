"""Cells in an order in which neighbours are alike, one order a layer, by hierarchical clustering (Bar-Joseph et al. 2001).

The order is made from h and serves c and the gates as well, so that a cell keeps its row whatever of it is shown. It needs
SciPy, which the app lacks: the table that ships keeps the order.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from model.arrays import Float64Array


def correlation(signals: npt.NDArray[np.float32]) -> Float64Array:
    """(units, units) correlations of signals (units, points); 0 with a signal that does not move."""
    moved = signals.astype(np.float64) - signals.mean(axis=1, keepdims=True, dtype=np.float64)
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    moved /= np.where(length > 0, length, 1.0)
    return np.asarray(moved @ moved.T)


def side_by_side(likeness: Float64Array) -> list[int]:
    """The units in an order in which neighbours are alike, from correlations (units, units): average linkage over 1 − r.

    Of the two directions the one that begins with the lower number. Equal correlations, equal order.
    """
    count = len(likeness)
    if count < 3:
        return list(range(count))
    apart = 1.0 - (likeness + likeness.T) / 2
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(np.maximum(apart, 0.0), checks=False), method="average", optimal_ordering=True)
    found = [int(unit) for unit in leaves_list(tree)]
    return found if found[0] < found[-1] else found[::-1]
