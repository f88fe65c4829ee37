"""The network that foretells text, in torch: an embedding, LSTM layers with skips, and a softmax over characters.

The layers are as in ``training.network``: what is read skips to every layer, and every layer to the head (Graves 2013, fig. 1).
``model.character_lstm`` runs the same network without torch; ``model.character_form`` says what its tensors are.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.data.batch import Samples
from training.language.passages import CharacterBatch
from training.network import Config
from training.trained_network import TrainedNetwork


class CharacterNetwork(TrainedNetwork):
    """Of ``config`` layers, hidden units and dropout are used."""

    unit = "character"
    chosen_by = "nats_per_character"

    def __init__(self, config: Config, embedding: int, alphabet: str) -> None:
        super().__init__()
        classes = len(alphabet) + 1
        self.embedding = nn.Embedding(classes, embedding)
        self.lstm = nn.ModuleList(
            nn.LSTM(embedding + (config.hidden if k else 0), config.hidden) for k in range(config.layers)
        )
        self.head = nn.Linear(config.layers * config.hidden, classes)
        self.dropout = nn.Dropout(config.dropout)
        for module in self.lstm:
            layer = cast(nn.LSTM, module)
            with torch.no_grad():
                # a forget gate that starts open (Gers et al. 2000; Jozefowicz et al. 2015)
                cast(Tensor, layer.bias_ih_l0)[config.hidden : 2 * config.hidden].fill_(1.0)
                cast(Tensor, layer.bias_hh_l0).zero_()

    def forward(self, read: Tensor) -> Tensor:
        """Classes (time, passages) → scores of what comes after each, (time, passages, classes) in float32."""
        seen = self.embedding(read)
        outputs: list[Tensor] = []
        for layer in self.lstm:
            below = torch.cat((seen.to(outputs[-1].dtype), self.dropout(outputs[-1])), dim=-1) if outputs else seen
            outputs.append(layer(below)[0])
        with torch.autocast(read.device.type, enabled=False):
            return cast(Tensor, self.head(self.dropout(torch.cat(outputs, dim=-1)).float()))

    def total(self, batch: Samples) -> tuple[Tensor, float]:
        """See ``TrainedNetwork``: −log p of every character of the passages."""
        assert isinstance(batch, CharacterBatch)
        scores = self(batch.read)
        with torch.autocast(scores.device.type, enabled=False):
            nats = functional.cross_entropy(scores.flatten(0, 1), batch.target.flatten(), reduction="sum")
        return nats, float(batch.target.numel())

    def judge(self, batch: Samples) -> dict[str, tuple[float, float]]:
        """See ``TrainedNetwork``."""
        nats, count = self.total(batch)
        return {self.loss: (float(nats), count)}
