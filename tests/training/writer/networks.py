"""Small networks that write text, and lines of loops that say something, for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from model.arrays import Float64Array
from tests.training import archives
from training.network import Config
from training.writer.network import WriterNetwork
from training.writer.prepared import PreparedLine
from training.writer.settings import Window

if TYPE_CHECKING:
    import torch

    from training.writer.batch import TextBatch

CONFIG = Config(layers=2, hidden=16, components=3, inputs=4)
WINDOW = Window(components=2, embedding=5, features=7, style=3)
WORDS = ("a bad Cab", "Zero 42", "no, no!", "it is", "beacon", "Quiet now")


Kind = TypeVar("Kind", bound=WriterNetwork)


def network_of(kind: type[Kind], louder: float = 100.0, seed: int = 0, config: Config = CONFIG) -> Kind:
    """A network of a kind by chance, what reads the text ``louder`` than a training begins with."""
    import torch

    torch.manual_seed(seed)
    made = kind(config, WINDOW)
    with torch.no_grad():
        for part in (*made.text.lstm, made.text.head, *made.text.style_lstm, made.text.style_head):
            part.mul_(louder)
        made.text.window.weight.mul_(10)
    return made.eval()


def network(seed: int = 0, louder: float = 100.0, config: Config = CONFIG) -> WriterNetwork:
    """The network that ships, of that sort."""
    return network_of(WriterNetwork, louder, seed, config)


def learn_by_heart(net: WriterNetwork, batch: TextBatch) -> float:
    """Takes a few steps on one batch, and leaves the last gradients; by how many nats a point its cost fell."""
    import torch

    optimiser = torch.optim.Adam(net.parameters(), 0.01)

    def loss() -> torch.Tensor:
        return (net.nats(batch) * batch.mask).sum() / batch.mask.sum()

    first = loss().item()
    for _ in range(30):
        optimiser.zero_grad()
        loss().backward()
        optimiser.step()
    return first - loss().item()


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
