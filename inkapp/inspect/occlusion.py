"""What a symbol that was read hangs on: how its chance falls when a strip of the picture is hidden (Zeiler and Fergus 2014).

The decoder is told what it had read before, so that each symbol is judged by itself; it may look elsewhere, as it does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkapp.inspect.attention import Attention
from model.arrays import Float32Array, Float64Array
from model.caption_decoder import END, Said
from model.captioner import Captioner
from model.convolutions import COLUMNS

ALL_ROWS = slice(None)
WIDTH = 10  # frames of a strip, about a letter: 20 columns of the picture


def strips(attention: Attention) -> list[tuple[int, int]]:
    """The strips of a line's picture, side by side: frames [begin, end) of each, the last of what is left."""
    frames = attention.looked.shape[1]
    return [(begin, min(begin + WIDTH, frames)) for begin in range(0, frames, WIDTH)]


def hide(attention: Attention, strip: tuple[int, int]) -> Float64Array:
    """(s,) nats by which the chance of each symbol falls when the strip is white paper; below 0 where it rises."""
    return fall(attention.network, attention.caption.seen, attention.caption.said, strip)


def fall(
    network: Captioner, seen: Float32Array, symbols: Sequence[Said], strip: tuple[int, int], rows: slice = ALL_ROWS
) -> Float64Array:
    """The same of ``symbols`` that were said of a picture; of the strip those ``rows`` of pixels alone are hidden."""
    begin, end = strip
    seen = seen.copy()
    seen[:, rows, begin * COLUMNS : end * COLUMNS] = 0.0
    look = network.decoder.begin(network.encode(seen))
    before, fallen = END, []
    for said in symbols:
        told, left = (float(log_probs[said.label]) for log_probs in (said.log_probs, look.step(before)))
        fallen.append(told - left)
        before = said.label
    return np.array(fallen)


class Occlusion:
    """All strips of a line, hidden one after another. ``hidden`` of the ``strips`` are known so far."""

    def __init__(self, attention: Attention) -> None:
        self._attention = attention
        self.strips = strips(attention)
        self.hidden = 0
        self._fallen = np.full((len(self.strips), len(attention)), np.nan)  # nats

    def take(self, strip: int, fallen: Float64Array) -> None:
        """What ``hide`` has found of the strip of that number."""
        self._fallen[strip] = fallen
        self.hidden = int((~np.isnan(self._fallen[:, 0])).sum())

    def next_strip(self, symbol: int) -> int | None:
        """Of those that are not known the one nearest to where a symbol was looked at; None where all are."""
        centre = self._attention.centre(symbol)
        missing = np.flatnonzero(np.isnan(self._fallen[:, 0])).tolist()
        return min(missing, key=lambda k: abs(sum(self.strips[k]) / 2 - centre), default=None)

    def of_frames(self, symbol: int) -> Float64Array:
        """(f,) nats by which a symbol's chance falls where the frame's strip is hidden; 0 where that is not known."""
        counts = [end - begin for begin, end in self.strips]
        return np.repeat(np.nan_to_num(self._fallen[:, symbol]), counts)
