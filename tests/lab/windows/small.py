"""Small networks with each window, for the tests."""

from __future__ import annotations

import torch

from lab.windows.networks import ContentWriter, FeedbackWriter, UpwardWriter
from tests.training.writer.networks import network_of

KINDS: tuple[type[FeedbackWriter], ...] = (FeedbackWriter, UpwardWriter, ContentWriter)
SCALE = (0.75, 0.5)


def network(kind: type[FeedbackWriter], louder: float = 100.0, seed: int = 0) -> FeedbackWriter:
    """A network by chance, what reads the text ``louder`` than a training begins with."""
    made = network_of(kind, louder, seed)
    with torch.no_grad():
        made.text.end.weight.normal_(0, 0.1)
    return made
