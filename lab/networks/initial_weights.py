"""How a recurrent cell's weights are initialised: four starts, each with its source."""

from __future__ import annotations

import math
from typing import Literal

import torch
from torch import nn

from lab.networks.cells import LSTM, RecurrentCell

Start = Literal["uniform", "normal", "orthogonal", "identity"]
NORMAL = 0.1  # standard deviation of the normal start, whatever the width
FAINT = 1e-3  # of the weights of the input beside an identity (Le et al. 2015, sec. 2)


def begin(cell: RecurrentCell, start: Start) -> None:
    """Fills a cell's weights by torch's generator.

    - ``uniform``: U(−1/√hidden, 1/√hidden), as torch.nn does.
    - ``normal``: N(0, 0.1²), the same for every width, and so too large for wide cells and too small for narrow ones.
    - ``orthogonal``: each block of U is a rotation, which keeps the length of any state (Saxe et al. 2014); W as in uniform.
    - ``identity``: each block of U is the identity, W faint: with ReLU the IRNN of Le et al. 2015.

    Biases and peepholes begin at zero, the forget gate's bias at ``forget_bias``. Raises ValueError for another start.
    """
    bound = 1 / math.sqrt(cell.hidden)
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.zero_()
        if start == "normal":
            cell.weight_ih.normal_(0.0, NORMAL)
            cell.weight_hh.normal_(0.0, NORMAL)
        elif start == "uniform":
            cell.weight_ih.uniform_(-bound, bound)
            cell.weight_hh.uniform_(-bound, bound)
        elif start == "orthogonal":
            cell.weight_ih.uniform_(-bound, bound)
            for block in cell.weight_hh.chunk(len(cell.blocks)):
                nn.init.orthogonal_(block)
        elif start == "identity":
            cell.weight_ih.normal_(0.0, FAINT)
            for block in cell.weight_hh.chunk(len(cell.blocks)):
                nn.init.eye_(block)
        else:
            raise ValueError(f"no such start: {start}")
        if isinstance(cell, LSTM) and "f" in cell.blocks:
            forget = cell.blocks.index("f") * cell.hidden
            cell.bias_ih[forget : forget + cell.hidden] = cell.gates.forget_bias
