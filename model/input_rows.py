"""What a row of a network's input holds: an offset, whether the pen leaves the paper and, for some networks, the height.

``dx``, ``dy``: from the last point, y down. ``lift``: 1 where the pen leaves the paper after this point. ``height``: y of the
point, from the line's mean height; only networks with four inputs read it. Lengths are in the representation's units
(``model.strokes``). Networks see ``dx`` and ``dy`` divided by their ``input_scale``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

COLUMNS = ("dx", "dy", "lift", "height")
WITHOUT_HEIGHT = COLUMNS[:3]
NEW_LINE = np.array([0.0, 0.0, 1.0, 0.0], dtype=np.float32)  # a pen in the air where a new line is to begin
NEW_LINE.flags.writeable = False
FIRST_INK = 0.55  # spreads of y: how far right of a new line's beginning its ink begins, in training's mean


def columns(inputs: int) -> list[str]:
    """The names of a row's numbers, for a network of ``inputs`` of them."""
    return list(COLUMNS[:inputs])


def on_new_line(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Rows (n, 4) of ink as those of a new line: its first offset is from where ``NEW_LINE`` has the pen."""
    own = np.array(rows)
    own[:1, 0], own[:1, 1] = FIRST_INK, own[:1, 3]
    return own


def has_height(inputs: int) -> bool:
    """Whether rows of ``inputs`` numbers hold the height."""
    return inputs == len(COLUMNS)
