"""What a symbol that was read hangs on: how its chance falls when a strip of the picture is hidden (Zeiler and Fergus 2014).

The decoder is told what it had read before, so that each symbol is judged by itself; it may look elsewhere, as it does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkapp.inspect.attention import Attention
from model.arrays import Float64Array
from model.caption_decoder import END
from model.captioner import COLUMNS

WIDTH = 10  # frames of a strip, about a letter: 20 columns of the picture


def strips(attention: Attention) -> list[tuple[int, int]]:
    """The strips of a line's picture, side by side: frames [begin, end) of each, the last of what is left."""
    frames = attention.looked.shape[1]
    return [(begin, min(begin + WIDTH, frames)) for begin in range(0, frames, WIDTH)]


def hide(attention: Attention, strip: tuple[int, int]) -> Float64Array:
    """(s,) nats by which the chance of each symbol falls when the strip is white paper; below 0 where it rises."""
    network, (begin, end) = attention.network, strip
    seen = attention.caption.seen.copy()
    seen[:, :, begin * COLUMNS : end * COLUMNS] = 0.0
    look = network.decoder.begin(network.encode(seen))
    before, left = END, []
    for label in attention.labels.tolist():
        left.append(float(look.step(before)[label]))
        before = label
    told = attention.log_probs[np.arange(len(attention)), attention.labels]
    return np.asarray(told.astype(np.float64) - left)


def over_frames(attention: Attention, fallen: npt.ArrayLike) -> Float64Array:
    """(f,) of each frame what its strip has, (strips,)."""
    counts = [end - begin for begin, end in strips(attention)]
    return np.repeat(np.asarray(fallen, dtype=np.float64), counts)
