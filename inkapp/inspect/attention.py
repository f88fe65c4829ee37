"""Where the captioner looked on a line of ink at each character that it read, and how likely it held each symbol there.

A symbol is a character or the end of the line; a captioner says one after another (``model.captioner``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.ink.errors import InkError
from inkapp.inspect.page import InkLine
from model.arrays import Float32Array, Float64Array
from model.caption_decoder import END
from model.captioner import Caption, Captioner
from model.checkpoint import CAPTIONER_FILE, CheckpointError
from model.line_readers import shared_captioner

PEAK = 2  # frames about the most that is looked at
BESIDE = 0.1
CHUNK = 256  # points that are compared with all others at once


class NoCaptioner(InkError):
    """The weights of the network that captions ink are missing or damaged."""


def captioner() -> Captioner:
    """The network that captions ink. Raises NoCaptioner."""
    try:
        return shared_captioner(CAPTIONER_FILE)
    except CheckpointError as error:
        raise NoCaptioner(f"The network that reads is not there: {error}") from None


@dataclass(frozen=True, eq=False)
class Attention:
    """A line as it was captioned; of n points, s symbols, f frames and c classes, class 0 the end.

    ``frame``: (n,) in which frame of the picture each of the line's points stands, not rounded: frame k spans k … k + 1.
    ``looked``: (s, f) how much of its attention each frame had, 1 in all. ``log_probs``: (s, c) before any temperature.
    ``labels``: (s,) the class that was taken: the likeliest.
    """

    line: InkLine
    network: Captioner
    caption: Caption
    frame: Float64Array
    looked: Float32Array
    log_probs: Float32Array
    labels: npt.NDArray[np.intp]

    def __len__(self) -> int:
        """How many symbols it said."""
        return len(self.labels)

    @property
    def text(self) -> str:
        """What it read."""
        return self.caption.text

    @property
    def has_ended(self) -> bool:
        """Whether it said the end; else it was stopped."""
        return self.caption.ended

    def name(self, label: int) -> str:
        """A symbol in words: itself, "space" or "end"."""
        if label == END:
            return "end"
        character = self.network.alphabet[label - 1]
        return "space" if character == " " else character

    def sign(self, label: int) -> str:
        """A symbol where it stands in the text: a space can be seen, the end is "end"."""
        return "␣" if (name := self.name(label)) == "space" else name

    def on_points(self, frames: npt.ArrayLike) -> Float64Array:
        """(n,) of what is known of each frame, (f,), what each of the line's points has."""
        known = np.asarray(frames, dtype=np.float64)
        return np.asarray(np.interp(self.frame, np.arange(len(known)) + 0.5, known))

    def centre(self, symbol: int) -> float:
        """Where a look is centred, as a frame, not rounded: the mean about its peak, for a look may be in two places."""
        peak = int(self.looked[symbol].argmax())
        about = np.arange(max(peak - PEAK, 0), min(peak + PEAK + 1, self.looked.shape[1]))
        return float(np.average(about + 0.5, weights=self.looked[symbol, about]))

    def symbol_at(self, row: int) -> int:
        """Which character looked most at the line's point ``row``, of equals the first; the end where there is none."""
        frame = min(int(self.frame[row]), self.looked.shape[1] - 1)
        return int(np.where(self.labels == END, -1.0, self.looked[:, frame]).argmax())

    def is_beside(self, symbol: int) -> bool:
        """Whether a look lay beside the ink: none of it had ``BESIDE`` of what the most looked at frame has."""
        looked = self.looked[symbol]
        return bool(self.on_points(looked).max() < BESIDE * looked.max())

    def probabilities(self, symbol: int, temperature: float = 1.0) -> Float64Array:
        """(c,) softmax(log p / temperature): how likely each class would be sampled. ``temperature`` above 0."""
        scaled = self.log_probs[symbol].astype(np.float64) / temperature
        share = np.exp(scaled - scaled.max())
        return np.asarray(share / share.sum())

    def likeliest(self, symbol: int, count: int) -> list[int]:
        """The ``count`` likeliest classes, that first; of equals the lower number."""
        return [int(label) for label in np.argsort(-self.log_probs[symbol], kind="stable")[:count]]


def attend(line: InkLine) -> Attention:
    """Has a line captioned. Raises NoCaptioner, and ValueError for ink without extent."""
    network = captioner()
    points = np.stack((line.x, line.y), axis=1)
    caption = network.caption(np.split(points, np.flatnonzero(line.lift[:-1]) + 1))
    return Attention(
        line,
        network,
        caption,
        _frames(points, caption),
        np.stack([said.looked for said in caption.said]),
        np.stack([said.log_probs for said in caption.said]),
        np.array([said.label for said in caption.said], dtype=np.intp),
    )


def _frames(points: Float64Array, caption: Caption) -> Float64Array:
    """(n,) the frame that each of ``points`` (n, 2) stands in: that of the nearest of the points that were read."""
    nearest = [
        ((some[:, None] - caption.points) ** 2).sum(axis=2).argmin(axis=1)
        for some in np.split(points, range(CHUNK, len(points), CHUNK))
    ]
    return np.asarray(caption.columns[np.concatenate(nearest)])
