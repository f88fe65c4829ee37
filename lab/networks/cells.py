"""Recurrent cells as plain equations: the vanilla network, the LSTM, whole or without one of its parts, and the GRU.

Shapes: x (…, inputs), every part of a state (…, hidden); ``h``, what a cell shows, is the first part. Vectors are rows here,
so that "W x" of the papers is ``x @ W.T``, which is what ``functional.linear`` computes.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

State = tuple[Tensor, ...]  # (h,) of the vanilla network and the GRU, (h, c) of the LSTM


@dataclass(frozen=True, slots=True)
class LSTMParts:
    """What an LSTM has, in the words of Greff et al. 2017, "LSTM: a search space odyssey", sec. 2 and 3.

    ``input``, ``forget``, ``output``: whether there is such a gate; one that is not there is open (NIG, NFG, NOG).
    ``squash_in``: tanh of the candidate (without: NIAF). ``squash_out``: tanh of c on its way to h (without: NOAF).
    ``coupled``: f = 1 − i (CIFG). ``peepholes``: gates see c (Gers and Schmidhuber 2000). ``forget_bias``: where the forget
    gate begins; σ(0) = 0.50, σ(1) = 0.73, σ(2) = 0.88. Raises ValueError for what contradicts itself.
    """

    input: bool = True
    forget: bool = True
    output: bool = True
    squash_in: bool = True
    squash_out: bool = True
    coupled: bool = False
    peepholes: bool = False
    forget_bias: float = 1.0

    def __post_init__(self) -> None:
        if self.coupled and not (self.input and self.forget):
            raise ValueError("an input gate and a forget gate that are coupled must both be there")

    @property
    def blocks(self) -> str:
        """The blocks of the weight matrices, in torch's order: i, f, g (the candidate), o; those that are there."""
        there = {"i": self.input, "f": self.forget and not self.coupled, "g": True, "o": self.output}
        return "".join(block for block, present in there.items() if present)


class RecurrentCell(nn.Module):
    """What all cells share: ``weight_ih`` (blocks·hidden, inputs), ``weight_hh`` (blocks·hidden, hidden) and two biases.

    The second bias is of no use to the first two cells; torch has it, and so have we. Weights are empty until
    ``initial_weights`` fills them.
    """

    blocks: str
    parts = 1  # of a state

    def __init__(self, inputs: int, hidden: int, blocks: str) -> None:
        super().__init__()
        self.inputs, self.hidden, self.blocks = inputs, hidden, blocks
        rows = len(blocks) * hidden
        self.weight_ih = nn.Parameter(torch.zeros(rows, inputs))
        self.weight_hh = nn.Parameter(torch.zeros(rows, hidden))
        self.bias_ih = nn.Parameter(torch.zeros(rows))
        self.bias_hh = nn.Parameter(torch.zeros(rows))

    def project(self, x: Tensor) -> Tensor:
        """W x + b: the part of the equations that needs no state, so that a whole sequence takes one product."""
        return functional.linear(x, self.weight_ih, self.bias_ih)

    def recur(self, h: Tensor) -> Tensor:
        """U h + b′: the part that waits for the step before."""
        return functional.linear(h, self.weight_hh, self.bias_hh)

    def step(self, projected: Tensor, state: State) -> State:
        """The state after an x of which ``project`` is known."""
        raise NotImplementedError

    def forward(self, x: Tensor, state: State) -> State:
        """One step: (x, state) → state."""
        return self.step(self.project(x), state)

    def zero(self, batch: int) -> State:
        """The state before anything was seen: (batch, hidden) each."""
        return tuple(self.weight_hh.new_zeros(batch, self.hidden) for _ in range(self.parts))


class Vanilla(RecurrentCell):
    """The simple recurrent network (Elman 1990): h = φ(W x + U h₋₁ + b), φ = tanh or ReLU.

    ``residual`` = α > 0 makes it h = h₋₁ + α φ(W x + U h₋₁ + b): the state is kept and only added to, as in a residual
    network (He et al. 2016) along time; the step of an ordinary differential equation (Chang et al. 2019, eq. 2).
    """

    def __init__(self, inputs: int, hidden: int, *, relu: bool = False, residual: float = 0.0) -> None:
        super().__init__(inputs, hidden, "h")
        self.relu, self.residual = relu, residual

    def step(self, projected: Tensor, state: State) -> State:
        """See ``RecurrentCell.step``."""
        (h,) = state
        total = projected + self.recur(h)
        new = torch.relu(total) if self.relu else torch.tanh(total)
        return (h + self.residual * new if self.residual else new,)


class LSTM(RecurrentCell):
    """Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).

    i, f, o = σ(W x + U h₋₁ + b),  g = tanh(W x + U h₋₁ + b),  c = f ⊙ c₋₁ + i ⊙ g,  h = o ⊙ tanh(c)

    less or more what ``gates`` says. With peepholes i and f see p ⊙ c₋₁, and o sees p ⊙ c (Greff et al. 2017, sec. 2).
    A gate that is not there has no weights either.
    """

    parts = 2

    def __init__(self, inputs: int, hidden: int, gates: LSTMParts | None = None) -> None:
        self.gates = gates or LSTMParts()
        super().__init__(inputs, hidden, self.gates.blocks)
        if self.gates.peepholes:
            for block in self.blocks.replace("g", ""):
                self.register_parameter(f"peep_{block}", nn.Parameter(torch.zeros(hidden)))

    def step(self, projected: Tensor, state: State) -> State:
        """See ``RecurrentCell.step``."""
        h, c = state
        total = dict(zip(self.blocks, (projected + self.recur(h)).chunk(len(self.blocks), dim=-1), strict=True))

        def gate(block: str, seen: Tensor) -> Tensor:
            return torch.sigmoid(total[block] + self.peephole(block) * seen if self.gates.peepholes else total[block])

        candidate = torch.tanh(total["g"]) if self.gates.squash_in else total["g"]
        i = gate("i", c) if self.gates.input else None
        kept = c
        if i is not None and self.gates.coupled:
            kept = (1 - i) * c
        elif self.gates.forget:
            kept = gate("f", c) * c
        c = kept + (candidate if i is None else i * candidate)
        shown = torch.tanh(c) if self.gates.squash_out else c
        return (gate("o", c) * shown if self.gates.output else shown, c)

    def peephole(self, block: str) -> Tensor:
        """The weights (hidden,) by which a gate sees c."""
        return self.get_parameter(f"peep_{block}")


class GRU(RecurrentCell):
    """The gated recurrent unit (Cho et al. 2014), with torch's place for the reset gate: after the product.

    r, z = σ(W x + U h₋₁ + b),  n = tanh(W x + b + r ⊙ (U h₋₁ + b′)),  h = (1 − z) ⊙ n + z ⊙ h₋₁
    """

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__(inputs, hidden, "rzn")

    def step(self, projected: Tensor, state: State) -> State:
        """See ``RecurrentCell.step``."""
        (h,) = state
        x_r, x_z, x_n = projected.chunk(3, dim=-1)
        h_r, h_z, h_n = self.recur(h).chunk(3, dim=-1)
        r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
        n = torch.tanh(x_n + r * h_n)
        return (n + z * (h - n),)
