"""The network that writes text, in numpy step by step against torch over the whole line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from model.alphabet import to_ids
from model.input_rows import NEW_LINE
from model.text_window import TextEncoder
from model.text_writer import FAR_PAST, PAST, TextWriter
from model.trace import Controls
from tests.model import nets, texts
from training.network import Config
from training.writer.batch import Sample, collate_texts
from training.writer.network import WriterNetwork
from training.writer.settings import Window

TEXT = "What it says, 42 times."


def both(**shape: Any) -> tuple[TextWriter, WriterNetwork]:
    weights, config = texts.make(**shape)
    network = WriterNetwork(
        Config(config["layers"], config["hidden"], config["components"], 4), Window(**config["window"])
    )
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    return TextWriter(weights, config), network.eval()


@pytest.mark.parametrize("text", ["a", "It", TEXT])
@pytest.mark.parametrize("ended", [True, False])
def test_a_text_is_encoded_as_in_torch(text: str, ended: bool) -> None:
    weights, _ = texts.make()
    network = both()[1]
    with torch.no_grad():
        theirs = network.text(torch.tensor([[*to_ids(text, ended=ended), 0, 0]]))[0]
    ours = TextEncoder(weights).encode(text, ended=ended)
    assert np.abs(ours - theirs[: len(ours)].numpy()).max() < 1e-5 and not theirs[len(ours) :].any()


@pytest.mark.parametrize(("layers", "gaussians"), [(1, 1), (2, 1), (2, 3), (3, 2)])
def test_what_it_writes_step_by_step_is_what_torch_says_of_it(layers: int, gaussians: int) -> None:
    """Heads, the window's place, what it sees and where it ends, over up to 300 points after a prime of 60."""
    writer, network = both(layers=layers, gaussians=gaussians, end=-4.0)
    prime = nets.ink(60, 4)
    state = writer.begin_line(writer.feed(writer.start(), prime), TEXT)
    begun, rows, steps, places, seen, height = state, [], [], [state.place], [state.seen], 0.0
    for step, state in writer.write(begun, TEXT, 7, Controls(), limit=300, ended=True):
        height += step.dy
        rows.append([step.dx, step.dy, float(step.lift), height])
        steps.append(step)
        places.append(state.place)
        seen.append(state.seen)
    assert len(rows) == 300 or state.written or state.place.min() > len(TEXT) + FAR_PAST
    ink = np.concatenate((prime, NEW_LINE[None], np.array(rows, dtype=np.float32)))
    sample = Sample(ink, len(prime), to_ids(TEXT), np.ones(len(ink) - 1, dtype=np.float32), hand=prime)
    with torch.no_grad():
        batch = collate_texts([sample], writer.trunk.input_scale)
        head, end, place, phi = network.read(batch)
    lifts = ink[len(prime) + 1 :, 2] > 0.5
    beyond = np.array([place.min() for place in places[1:]]) - len(TEXT)
    ends = np.flatnonzero(lifts & ((end[len(prime) :, 0].numpy() > 0) | (beyond > PAST)))
    assert ends.tolist() == ([len(rows) - 1] if state.written else [])
    for k, step in enumerate(steps):
        at = len(prime) + k
        m = network.config.components
        weights = torch.softmax(head[at, 0, 1 : m + 1], 0).numpy()
        assert np.abs(weights - step.mixture.weights).max() < 1e-4
        assert np.abs(head[at, 0, m + 1 : 2 * m + 1].numpy() - step.mixture.mean_x).max() < 1e-4
        assert abs(torch.sigmoid(head[at, 0, 0]).item() - step.mixture.lift) < 1e-4
        assert np.abs(place[at, 0].numpy() - places[k]).max() < 1e-4
        assert np.abs(phi[at, 0].numpy() - seen[k]).max() < 1e-4


def test_on_ink_without_text_it_is_its_trunk() -> None:
    writer, network = both()
    rows = nets.ink(80, 4)
    with torch.no_grad():
        sample = Sample(rows, len(rows), to_ids("x"), np.ones(len(rows) - 1, dtype=np.float32))
        head = network.predict(collate_texts([sample], writer.trunk.input_scale))[:, 0].numpy()
    assert np.abs(head - writer.trunk.heads(rows[:-1])).max() < 1e-4


@pytest.mark.parametrize("rows", [1, 7, 64, 200])
def test_a_hands_style_is_that_of_torch_whatever_stands_beside_it(rows: int) -> None:
    writer, network = both()
    inks = [nets.ink(rows, 4), nets.ink(150, 4, 2)]
    samples = [Sample(nets.ink(9, 4), 0, to_ids("a"), np.ones(8, dtype=np.float32), hand=ink) for ink in (*inks, None)]
    batch = collate_texts(samples, writer.trunk.input_scale)
    with torch.no_grad():
        theirs = network.text.style(batch.hand, batch.hand_rows).numpy()
    for ink, vector in zip(inks, theirs, strict=False):
        assert writer.feed(writer.start(), ink).style == pytest.approx(vector, abs=1e-4)
    assert not theirs[2].any()
