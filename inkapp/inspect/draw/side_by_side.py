"""Words side by side on one line, each as near to where it is wanted as the others let it be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def side_by_side(wanted: Sequence[float], widths: Sequence[float], left: float, right: float) -> list[float]:
    """The middles of words between ``left`` and ``right``: in their order, none on another, with the least sum of squares
    of how far each is from where it is wanted. As many as there is room for, from the first on.

    It is an isotonic regression (pool adjacent violators) over the places less the widths before them.
    """
    sizes = np.asarray(widths, dtype=np.float64)
    count = int(np.searchsorted(np.cumsum(sizes), right - left, side="right"))
    sizes = sizes[:count]
    before = np.cumsum(sizes) - sizes / 2
    pools: list[tuple[float, int]] = []  # mean and how many
    for place in (np.asarray(wanted, dtype=np.float64)[:count] - before).tolist():
        mean, many = place, 1
        while pools and pools[-1][0] >= mean:
            other, more = pools.pop()
            mean, many = (mean * many + other * more) / (many + more), many + more
        pools.append((mean, many))
    starts = np.repeat([mean for mean, _ in pools], [many for _, many in pools])
    return [float(x) for x in np.clip(starts, left, max(right - sizes.sum(), left)) + before]
