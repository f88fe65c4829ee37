"""Each window in its network: what it is without a text, what it may look at, that it learns, and what it has in common."""

from __future__ import annotations

import math

import pytest
import torch

from lab.windows.networks import ContentWriter, FeedbackWriter, UpwardWriter
from tests.lab.windows.small import KINDS, SCALE, network
from tests.training.writer.networks import CONFIG, WINDOW, learn_by_heart, lines
from training.network import Network
from training.precision import timed
from training.writer.batch import TextBatch, collate_texts
from training.writer.network import WriterNetwork
from training.writer.pairs import PairedLines
from training.writer.settings import Pairs

every_kind = pytest.mark.parametrize("kind", KINDS)


def batch() -> TextBatch:
    return collate_texts([PairedLines(lines(), Pairs(shown=0)).plain(index) for index in range(4)], SCALE)


def test_feedback_costs_what_the_shipped_network_does() -> None:
    torch.manual_seed(3)
    ours = FeedbackWriter(CONFIG, WINDOW, through=False).eval()
    torch.manual_seed(3)
    shipped = WriterNetwork(CONFIG, WINDOW, through=False).eval()
    assert torch.equal(ours.nats(batch()), shipped.nats(batch()))


def test_upward_is_feedback_that_the_lowest_layer_does_not_hear() -> None:
    upward, looped = network(UpwardWriter), network(FeedbackWriter)
    looped.load_state_dict(upward.state_dict())
    some = batch()
    for one, other in zip(upward(some.rows, some.on, some.text), looped(some.rows, some.on, some.text), strict=True):
        assert torch.allclose(one, other, atol=1e-5)
    gradients = []
    for net in (upward, looped):
        (net.nats(some) * some.mask).sum().backward()
        gradients.append(
            {name: part.grad for name, part in net.named_parameters() if name != "text.lstm.0" and "style" not in name}
        )
    for name, gradient in gradients[0].items():
        other = gradients[1][name]
        assert gradient is not None and other is not None
        assert torch.allclose(gradient, other, rtol=1e-3, atol=1e-4), name


def test_where_feedback_stands_is_what_its_loop_says() -> None:
    net, some = network(FeedbackWriter), batch()
    zero = torch.zeros(1, some.text.shape[0], CONFIG.hidden)
    styles = torch.zeros(*some.on.shape, WINDOW.style)
    hidden, _, place, seen = net.lowest(some.rows, styles, some.on, some.text, (zero, zero))
    found = net.see(hidden, some.on, some.text, net.text(some.text), torch.zeros(len(some.text), WINDOW.components))
    assert torch.allclose(found[0], place, atol=1e-4) and torch.allclose(found[1], seen, atol=1e-4)


@every_kind
def test_with_its_text_hidden_it_is_its_trunk(kind: type[FeedbackWriter]) -> None:
    net, some = network(kind), batch()
    trunk = Network(CONFIG).eval()
    trunk.load_state_dict({name: part for name, part in net.state_dict().items() if not name.startswith("text.")})
    hidden = net(some.rows, torch.zeros_like(some.on), some.text)[0]
    assert torch.allclose(hidden, trunk(some.rows)[0], atol=1e-5)
    assert (net.predict(some) - hidden).abs().max() > 1e-3


@every_kind
def test_a_batch_is_its_lines_one_by_one_and_nothing_looks_ahead(kind: type[FeedbackWriter]) -> None:
    net, pairs = network(kind), PairedLines(lines(), Pairs(shown=0))
    samples = [pairs.plain(index) for index in range(4)]
    whole = net.predict(collate_texts(samples, SCALE))
    for b, sample in enumerate(samples):
        alone = net.predict(collate_texts([sample], SCALE))[:, 0]
        assert torch.allclose(whole[: len(alone), b], alone, atol=1e-4)
    some = batch()
    before = net.predict(some)
    some.rows[40:] += 1.0
    after = net.predict(some)
    assert torch.allclose(before[:40], after[:40], atol=1e-6) and not torch.allclose(before[40:], after[40:])


@every_kind
@pytest.mark.parametrize("through", [True, False])
def test_it_learns_what_texts_say(kind: type[FeedbackWriter], through: bool) -> None:
    net, some = network(kind, louder=1.0).train(), batch()
    net.through = through
    assert learn_by_heart(net, some) > 1.0
    idle = {
        name
        for name, part in net.named_parameters()
        if "style" not in name and (part.grad is None or not part.grad.any())
    }
    wanted = {FeedbackWriter: set(), UpwardWriter: {"text.lstm.0"}}
    assert idle == wanted.get(kind, {"text.lstm.0", "text.window.weight", "text.window.bias"})


def test_content_may_look_anywhere_but_beyond_its_text() -> None:
    net, some = network(ContentWriter), batch()
    _, _, place, seen = net(some.rows, some.on, some.text)
    there = (some.text != 0)[None].expand_as(seen)
    assert not seen[~there].any()
    told = some.on > 0
    assert torch.allclose(seen.sum(2)[told], torch.ones(int(told.sum())), atol=1e-5) and not seen[~told].any()
    numbers = torch.arange(seen.shape[2], dtype=torch.float32)
    assert torch.allclose(place[told][:, 0], (seen @ numbers)[told], atol=1e-4)
    # the same letter at two places is seen differently: places are told apart
    same = some.text.clone()
    same[:, :6] = same[:, :1]
    alike = net(some.rows, some.on, same)[3][told][:, 2:4]
    assert (alike[:, 0] - alike[:, 1]).abs().max() > 1e-4


@every_kind
def test_half_precision_is_near(kind: type[FeedbackWriter]) -> None:
    if not math.isfinite(timed().bfloat16):
        pytest.skip("this processor has no LSTM in bfloat16")
    net, some = network(kind, louder=10.0), batch()
    net.through = False
    with torch.no_grad():
        exact = net.nats(some)
        with torch.autocast("cpu", torch.bfloat16):
            near = net.nats(some)
    told = some.mask > 0
    assert float((exact - near)[told].abs().mean()) < 0.1 and not torch.equal(exact, near)
