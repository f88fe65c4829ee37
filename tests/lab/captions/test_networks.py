"""Each design of the captioner: what it learns and what it leaves, what its decoder may know, and that all begin alike."""

from __future__ import annotations

import pytest
import torch

from lab.captions.networks import ATTENTION, DESIGNS, DesignedNetwork
from model.captioner import Captioner
from model.checkpoint import CAPTIONER
from tests.training.captioner.test_network import ALPHABET, CONFIG, batch
from training.captioner.settings import Caption
from training.network import Config
from training.tensors import arrays

SIZES = Caption(**CONFIG["caption"], misled=0.0)
every_design = pytest.mark.parametrize("name", DESIGNS)


def network(name: str, seed: int = 1) -> DesignedNetwork:
    torch.manual_seed(seed)
    design = DESIGNS[name]
    caption = design.sizes(SIZES, len(ALPHABET) + 1)
    made = DesignedNetwork(Config(2, CONFIG["hidden"]), caption, ALPHABET, design)
    with torch.no_grad():
        for parameter in made.parameters():  # larger than at the start: gates open and close
            if parameter.requires_grad:
                parameter.mul_(2.0)
    return made.eval()


@every_design
def test_a_batch_is_its_lines_one_by_one(name: str) -> None:
    net, whole = network(name), batch(0, 1, 2, 3)
    with torch.no_grad():
        _, frames_in, frames = net(whole)
        captions, nats = net.captions(frames, frames_in), float(net.total(whole)[0])
        alone = 0.0
        for b in range(4):
            one = batch(b)
            alone += float(net.total(one)[0])
            assert net.captions(*net(one)[:0:-1])[0] == captions[b]
    assert nats == pytest.approx(alone, rel=1e-5)


@every_design
def test_what_is_learnt_moves_and_what_stays_does_not(name: str) -> None:
    net, some = network(name).train(), batch(0, 1, 2, 3)
    before = arrays(net, "")
    before = {part: value.copy() for part, value in before.items()}
    net.total(some)[0].backward()
    learnt = [parameter for parameter in net.parameters() if parameter.requires_grad]
    assert all(parameter.grad is not None and bool(parameter.grad.any()) for parameter in learnt)
    torch.optim.SGD(learnt, lr=0.1).step()
    moved = {part for part, value in arrays(net, "").items() if (value != before[part]).any()}
    still = set(before) - moved
    wanted: dict[str, tuple[str, ...]] = {
        "frozen convolutions": ("see.", "frame."),
        "one-hot characters": ("decoder.embedding",),
        "one vector": ("decoder.keys", "decoder.query", "decoder.looked", "decoder.score"),
    }
    assert all(part.startswith(wanted.get(name, ())) for part in still)
    assert {prefix for prefix in wanted.get(name, ()) if any(part.startswith(prefix) for part in still)} == set(
        wanted.get(name, ())
    )
    assert net.learnt == sum(before[part].size for part in before if not part.startswith(wanted.get(name, ())))


@pytest.mark.parametrize("name", [name for name in DESIGNS if name != "one-hot characters"])
def test_all_begin_from_the_same_weights(name: str) -> None:
    torch.manual_seed(3)
    first = DesignedNetwork(Config(2, 8), SIZES, ALPHABET, DESIGNS[ATTENTION])
    torch.manual_seed(3)
    other = DesignedNetwork(Config(2, 8), SIZES, ALPHABET, DESIGNS[name])
    assert all(torch.equal(one, value) for one, value in zip(first.parameters(), other.parameters(), strict=True))


def test_a_vector_is_what_both_directions_say_last_and_is_told_once() -> None:
    net, some = network("one vector"), batch(0, 1)
    with torch.no_grad():
        _, frames_in, frames = net(some)
        seen = frames.transpose(0, 1)
        half, last = seen.shape[2] // 2, int(frames_in[1]) - 1
        told = net.decoder(frames, frames_in, some.labels, net.dropout)
        changed = seen.clone()
        changed[1, last, half:] += 1.0  # not the last of what it reads backwards
        changed[1, 1:last] += 1.0
        assert torch.allclose(net.decoder(changed.transpose(0, 1), frames_in, some.labels, net.dropout), told)
        for frame, part in ((last, slice(half)), (0, slice(half, None))):
            changed = seen.clone()
            changed[1, frame, part] += 1.0
            other = net.decoder(changed.transpose(0, 1), frames_in, some.labels, net.dropout)
            assert torch.equal(other[:, 0], told[:, 0]) and not torch.allclose(other[:, 1], told[:, 1])
        look = net.decoder.begin(seen, frames_in)
        first, second = (look.step(torch.zeros(2, dtype=torch.int64)) for _ in range(2))
    assert not first[:, net.decoder.caption.decoder :].any() and not look.weights.any()
    assert not torch.equal(first, second)


def test_one_hot_is_one_among_zeros_and_the_first_input_is_empty() -> None:
    weights = network("one-hot characters").decoder.embedding.weight
    assert torch.equal(weights[1:], torch.eye(len(ALPHABET) + 1)[1:]) and not weights[0].any()


@pytest.mark.parametrize("name", [ATTENTION, "frozen convolutions", "one-hot characters"])
def test_with_attention_the_app_could_run_it(name: str) -> None:
    net, one = network(name), batch(2)
    caption = net.decoder.caption.to_json()
    runtime = Captioner(arrays(net, ""), {**CONFIG, "architecture": CAPTIONER, "caption": caption})
    with torch.no_grad():
        _, frames_in, frames = net(one)
        wanted = net.captions(frames, frames_in)[0]
    said = runtime.decoder.caption(runtime.encode(one.pictures[0].numpy()), 100)
    assert [step.label for step in said if step.label] == wanted
