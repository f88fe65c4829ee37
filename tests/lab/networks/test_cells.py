"""Each cell against torch's own, each ablation against a formula written for it alone, gradients against differences."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from lab.networks.cells import GRU, LSTM, LSTMParts, RecurrentCell, Vanilla

INPUTS, HIDDEN, BATCH, TIME = 3, 5, 4, 20

Formula = Callable[[dict[str, Tensor], Tensor], tuple[Tensor, Tensor]]


def filled(cell: RecurrentCell, seed: int = 0) -> RecurrentCell:
    """The cell with weights by which gates open and close."""
    torch.manual_seed(seed)
    for parameter in cell.parameters():
        nn.init.normal_(parameter, 0.0, 0.5)
    return cell


def walk(cell: RecurrentCell, x: Tensor) -> Tensor:
    """h at every time, (time, batch, hidden), from a zero state."""
    state = cell.zero(x.shape[1])
    shown = []
    for row in x:
        state = cell(row, state)
        shown.append(state[0])
    return torch.stack(shown)


PAIRS = {
    "tanh": (Vanilla(INPUTS, HIDDEN), nn.RNN(INPUTS, HIDDEN)),
    "relu": (Vanilla(INPUTS, HIDDEN, relu=True), nn.RNN(INPUTS, HIDDEN, nonlinearity="relu")),
    "lstm": (LSTM(INPUTS, HIDDEN), nn.LSTM(INPUTS, HIDDEN)),
    "gru": (GRU(INPUTS, HIDDEN), nn.GRU(INPUTS, HIDDEN)),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_outputs_and_gradients_are_torchs(kind: str) -> None:
    ours, theirs = PAIRS[kind]
    filled(ours)
    theirs.load_state_dict({f"{name}_l0": value for name, value in ours.state_dict().items()})
    x = torch.randn(TIME, BATCH, INPUTS)
    got, (wanted, _) = walk(ours, x), theirs(x)
    assert torch.allclose(got, wanted, atol=1e-5)
    weight = torch.randn_like(got)
    (got * weight).sum().backward()
    (wanted * weight).sum().backward()
    for name, parameter in ours.named_parameters():
        slope, wanted = parameter.grad, theirs.get_parameter(f"{name}_l0").grad
        assert slope is not None and wanted is not None
        assert torch.allclose(slope, wanted, atol=1e-5, rtol=1e-5), name


def plain(part: dict[str, Tensor], c: Tensor) -> tuple[Tensor, Tensor]:
    new = part["f"].sigmoid() * c + part["i"].sigmoid() * part["g"].tanh()
    return part["o"].sigmoid() * new.tanh(), new


def no_input(part: dict[str, Tensor], c: Tensor) -> tuple[Tensor, Tensor]:
    new = part["f"].sigmoid() * c + part["g"].tanh()
    return part["o"].sigmoid() * new.tanh(), new


def no_forget(part: dict[str, Tensor], c: Tensor) -> tuple[Tensor, Tensor]:
    new = c + part["i"].sigmoid() * part["g"].tanh()
    return part["o"].sigmoid() * new.tanh(), new


def no_output(part: dict[str, Tensor], c: Tensor) -> tuple[Tensor, Tensor]:
    new = part["f"].sigmoid() * c + part["i"].sigmoid() * part["g"].tanh()
    return new.tanh(), new


def no_squash_in(part: dict[str, Tensor], c: Tensor) -> tuple[Tensor, Tensor]:
    new = part["f"].sigmoid() * c + part["i"].sigmoid() * part["g"]
    return part["o"].sigmoid() * new.tanh(), new


def no_squash_out(part: dict[str, Tensor], c: Tensor) -> tuple[Tensor, Tensor]:
    new = part["f"].sigmoid() * c + part["i"].sigmoid() * part["g"].tanh()
    return part["o"].sigmoid() * new, new


def coupled(part: dict[str, Tensor], c: Tensor) -> tuple[Tensor, Tensor]:
    i = part["i"].sigmoid()
    new = c + i * (part["g"].tanh() - c)
    return part["o"].sigmoid() * new.tanh(), new


ABLATIONS: dict[str, tuple[LSTMParts, Formula, str]] = {
    "all": (LSTMParts(), plain, "ifgo"),
    "NIG": (LSTMParts(input=False), no_input, "fgo"),
    "NFG": (LSTMParts(forget=False), no_forget, "igo"),
    "NOG": (LSTMParts(output=False), no_output, "ifg"),
    "NIAF": (LSTMParts(squash_in=False), no_squash_in, "ifgo"),
    "NOAF": (LSTMParts(squash_out=False), no_squash_out, "ifgo"),
    "CIFG": (LSTMParts(coupled=True), coupled, "igo"),
}


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_is_its_formula_and_has_no_weights_to_spare(name: str) -> None:
    gates, formula, blocks = ABLATIONS[name]
    cell = filled(LSTM(INPUTS, HIDDEN, gates))
    assert cell.weight_hh.shape == (len(blocks) * HIDDEN, HIDDEN) and gates.blocks == blocks
    x, h, c = torch.randn(BATCH, INPUTS), torch.randn(BATCH, HIDDEN), torch.randn(BATCH, HIDDEN)
    total = x @ cell.weight_ih.T + cell.bias_ih + h @ cell.weight_hh.T + cell.bias_hh
    parts = {block: total[:, k * HIDDEN : (k + 1) * HIDDEN] for k, block in enumerate(blocks)}
    for got, wanted in zip(cell(x, (h, c)), formula(parts, c), strict=True):
        assert torch.allclose(got, wanted, atol=1e-6)


def test_peepholes_see_the_old_c_twice_and_the_new_one_once() -> None:
    cell = filled(LSTM(INPUTS, HIDDEN, LSTMParts(peepholes=True)))
    x, h, c = torch.randn(BATCH, INPUTS), torch.randn(BATCH, HIDDEN), torch.randn(BATCH, HIDDEN)
    i, f, g, o = (x @ cell.weight_ih.T + cell.bias_ih + h @ cell.weight_hh.T + cell.bias_hh).chunk(4, dim=1)
    new = (f + cell.peephole("f") * c).sigmoid() * c + (i + cell.peephole("i") * c).sigmoid() * g.tanh()
    shown = (o + cell.peephole("o") * new).sigmoid() * new.tanh()
    assert torch.allclose(cell(x, (h, c))[0], shown, atol=1e-6)
    assert {name for name, _ in cell.named_parameters() if "peep" in name} == {"peep_i", "peep_f", "peep_o"}
    with_two = LSTM(INPUTS, HIDDEN, LSTMParts(peepholes=True, coupled=True))
    assert {name for name, _ in with_two.named_parameters() if "peep" in name} == {"peep_i", "peep_o"}


@pytest.mark.parametrize("missing", ["input", "forget"])
def test_gates_that_contradict_themselves_are_refused(missing: str) -> None:
    with pytest.raises(ValueError, match="coupled must both be there"):
        LSTMParts(coupled=True, **{missing: False})


def test_a_residual_keeps_the_state_and_adds_to_it() -> None:
    bare, kept = filled(Vanilla(INPUTS, HIDDEN)), Vanilla(INPUTS, HIDDEN, residual=0.3)
    kept.load_state_dict(bare.state_dict())
    x, h = torch.randn(BATCH, INPUTS), torch.randn(BATCH, HIDDEN)
    assert torch.allclose(kept(x, (h,))[0], h + 0.3 * bare(x, (h,))[0])


CHECKED = {
    "tanh": Vanilla(2, 3),
    "residual": Vanilla(2, 3, residual=0.5),
    "gru": GRU(2, 3),
    **{name: LSTM(2, 3, gates) for name, (gates, _, _) in ABLATIONS.items()},
    "peepholes": LSTM(2, 3, LSTMParts(peepholes=True)),
}


@pytest.mark.parametrize("name", CHECKED)
def test_gradients_are_those_of_differences(name: str) -> None:
    cell = filled(CHECKED[name]).double()
    names = [name for name, _ in cell.named_parameters()]

    def last(x: Tensor, *weights: Tensor) -> Tensor:
        state = tuple(part.double() for part in cell.zero(2))
        for row in x:
            state = torch.func.functional_call(cell, dict(zip(names, weights, strict=True)), (row, state))
        return torch.cat(state)

    x = torch.randn(3, 2, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(last, (x, *cell.parameters()))
