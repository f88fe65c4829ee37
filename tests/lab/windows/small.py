"""Small networks with each window, for the tests."""

from __future__ import annotations

import torch

from lab.windows.networks import ContentWriter, FeedbackWriter, UpwardWriter
from tests.training.writer.networks import CONFIG, WINDOW

KINDS: tuple[type[FeedbackWriter], ...] = (FeedbackWriter, UpwardWriter, ContentWriter)
SCALE = (0.75, 0.5)


def network(kind: type[FeedbackWriter], louder: float = 100.0, seed: int = 0) -> FeedbackWriter:
    """A network by chance, what reads the text ``louder`` than a training begins with."""
    torch.manual_seed(seed)
    made = kind(CONFIG, WINDOW)
    with torch.no_grad():
        for part in (*made.text.lstm, made.text.head):
            part.mul_(louder)
        made.text.window.weight.mul_(10)
        made.text.end.weight.normal_(0, 0.1)
    return made.eval()
