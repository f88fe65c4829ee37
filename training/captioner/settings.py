"""What a recipe says of a network that reads a line as a picture: its convolutions, and the decoder that captions it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

TRAINING = ("misled", "cuts", "cut")  # of the training alone


@dataclass(frozen=True, slots=True)
class Caption:
    """``first`` … ``fourth``: channels of the convolutions; ``frame``: numbers a frame, two columns of pixels, then has.

    ``embedding``: numbers a character has in the decoder, ``decoder``: its units, ``attention``: numbers in which it and the
    frames are compared, ``reach``: frames, odd, that it sees of where it looked before. ``misled``: the share of characters
    that it is told wrong in training, since later it will read its own mistakes. ``cuts``: a file of
    ``training.captioner.cut_lines``, ``cut``: the share of lines that end at one of them.
    """

    first: int = 32
    second: int = 64
    third: int = 96
    fourth: int = 128
    frame: int = 160
    embedding: int = 64
    decoder: int = 256
    attention: int = 128
    reach: int = 15
    misled: float = 0.05
    cuts: str = ""
    cut: float = 0.0

    def to_json(self) -> dict[str, int]:
        """For the weights' config: all but what is of the training alone."""
        return {name: value for name, value in asdict(self).items() if name not in TRAINING}
