"""The captioner in several designs, each a setting of one network: what is learnt, what the decoder sees, what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

import torch
from torch import Tensor, nn

from training.captioner.decoder import Decoder, Look
from training.captioner.network import CaptionerNetwork
from training.captioner.settings import Caption
from training.network import Config


@dataclass(frozen=True, slots=True)
class Design:
    """``frozen``: the convolutions stay as chance made them. ``vector``: the decoder gets one vector, once, as its first input
    (Vinyals et al. 2015, arXiv 1411.4555; Karpathy and Fei-Fei 2015, arXiv 1412.2306), and else looks at all frames by soft
    attention. ``one_hot``: it is told a character as 1 among zeros, and else as numbers that are learnt."""

    frozen: bool = False
    vector: bool = False
    one_hot: bool = False

    def sizes(self, caption: Caption, classes: int) -> Caption:
        """Those of its network: as many numbers a character as classes where these are told as one of them."""
        return replace(caption, embedding=classes) if self.one_hot else caption


ATTENTION = "attention"
DESIGNS = {
    ATTENTION: Design(),
    "frozen convolutions": Design(frozen=True),
    "one vector": Design(vector=True),
    "one-hot characters": Design(one_hot=True),
}


class VectorDecoder(Decoder):
    """Knows of the line what both directions of the encoder's top layer say last, and that before its first character alone."""

    def begin(self, frames: Tensor, frames_in: Tensor) -> Look:
        """See ``Decoder``."""
        return VectorLook(self, frames, frames_in)

    def unused(self) -> Iterator[nn.Parameter]:
        """The parameters that only attention needs."""
        return chain.from_iterable(part.parameters() for part in (self.keys, self.query, self.looked, self.score))


class VectorLook(Look):
    """A decoder that does not look: ``weights`` stay 0. After the first step zeros stand in the vector's place."""

    def __init__(self, decoder: VectorDecoder, frames: Tensor, frames_in: Tensor) -> None:
        super().__init__(decoder, frames, frames_in)
        half = frames.shape[2] // 2
        last = frames[torch.arange(len(frames), device=frames.device), frames_in - 1]
        self._context = torch.cat((last[:, :half], frames[:, 0, half:]), dim=1).float()

    def step(self, characters: Tensor) -> Tensor:
        """See ``Look``."""
        decoder = self._decoder
        self._state = decoder.cell(torch.cat((decoder.embedding(characters), self._context), dim=1), self._state)
        self._context = torch.zeros_like(self._context)
        return torch.cat((self._state[0].float(), self._context), dim=1)


class DesignedNetwork(CaptionerNetwork):
    """A captioner of one design. By the same seed all designs begin from the same weights, as far as they have them."""

    def __init__(self, config: Config, caption: Caption, alphabet: str, design: Design) -> None:
        classes = len(alphabet) + 1
        super().__init__(config, design.sizes(caption, classes), alphabet)
        still: list[Tensor] = []
        if design.frozen:
            still += [*self.see.parameters(), *self.frame.parameters()]
        if design.one_hot:
            with torch.no_grad():
                self.decoder.embedding.weight.copy_(torch.eye(classes))
                self.decoder.embedding.weight[0] = 0.0  # the first input is empty
            still.append(self.decoder.embedding.weight)
        if design.vector:
            attending, self.decoder = self.decoder, VectorDecoder(self.decoder.caption, 2 * config.hidden, classes)
            self.decoder.load_state_dict(attending.state_dict())
            still += self.decoder.unused()
        for parameter in still:
            parameter.requires_grad_(False)

    @property
    def learnt(self) -> int:
        """How many numbers are learnt."""
        return sum(parameter.numel() for parameter in self.parameters() if parameter.requires_grad)
