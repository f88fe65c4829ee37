"""Small networks that write text, and lines of loops that say something, for the tests."""

from __future__ import annotations

import numpy as np

from model.arrays import Float64Array
from tests.training import archives
from training.network import Config
from training.writer.network import WriterNetwork
from training.writer.prepared import PreparedLine
from training.writer.settings import Window

CONFIG = Config(layers=2, hidden=16, components=3, inputs=4)
WINDOW = Window(components=2, embedding=5, features=7)
WORDS = ("a bad Cab", "Zero 42", "no, no!", "it is", "beacon", "Quiet now")


def network(seed: int = 0, config: Config = CONFIG, window: Window = WINDOW, louder: float = 100.0) -> WriterNetwork:
    """A network by chance, what reads the text ``louder`` than a training begins with."""
    import torch

    torch.manual_seed(seed)
    made = WriterNetwork(config, window)
    with torch.no_grad():
        for part in (*made.text.lstm, made.text.head):
            part.mul_(louder)
        made.text.window.weight.mul_(10)
    return made.eval()


def line(form: str, number: int, text: str, size: float = 100.0) -> PreparedLine:
    """A prepared line of as many loops as letters, in its own units."""
    strokes: list[Float64Array] = [
        (stroke[:, :2] - (900.0, 1500.0)) / 100.0 for stroke in archives.loops(number, letters=max(len(text), 4))
    ]
    name = archives.name_of(form, number)
    return PreparedLine(name, form, strokes, size, text, np.random.default_rng(number).bytes(32))


def lines(forms: tuple[str, ...] = ("q11-000", "q11-001")) -> list[PreparedLine]:
    """Three lines of each form; of the last form the first says nothing that is known."""
    made = [line(form, 3 * f + n + 1, WORDS[(3 * f + n) % 6]) for f, form in enumerate(forms) for n in range(3)]
    blank = made[-3]
    made[-3] = PreparedLine(blank.name, blank.form, blank.strokes, blank.size, "", blank.digest)
    return made
