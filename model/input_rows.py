"""What a row of a network's input holds: an offset, whether the pen leaves the paper and, for some networks, the height.

``dx``, ``dy``: from the last point, y down. ``lift``: 1 where the pen leaves the paper after this point. ``height``: y of the
point, from the line's mean height; only networks with four inputs read it. Lengths are in the representation's units
(``model.strokes``). Networks see ``dx`` and ``dy`` divided by their ``input_scale``.
"""

from __future__ import annotations

import numpy as np

COLUMNS = ("dx", "dy", "lift", "height")
WITHOUT_HEIGHT = COLUMNS[:3]
NEW_LINE = np.array([0.0, 0.0, 1.0, 0.0], dtype=np.float32)  # a pen in the air where a new line is to begin
NEW_LINE.flags.writeable = False


def columns(inputs: int) -> list[str]:
    """The names of a row's numbers, for a network of ``inputs`` of them."""
    return list(COLUMNS[:inputs])


def has_height(inputs: int) -> bool:
    """Whether rows of ``inputs`` numbers hold the height."""
    return inputs == len(COLUMNS)
