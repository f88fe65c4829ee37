"""The decoder that captions a line: an LSTM that looks at the frames by soft attention and says one character after another.

Bahdanau et al. 2014 (arXiv 1409.0473, eq. 4–6) and Xu et al. 2015 (arXiv 1502.03044); it also sees where it looked before,
last and in all, as Chorowski et al. 2015 (arXiv 1506.07503, eq. 7–9), since a line may say the same letter many times. Class 0
is the end, class k + 1 the alphabet's character k. The first character that it is told is none: zeros.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.captioner.settings import Caption

END = 0


class Decoder(nn.Module):
    """``width``: numbers of a frame; ``classes``: the end and the characters."""

    def __init__(self, caption: Caption, width: int, classes: int) -> None:
        super().__init__()
        self.caption = caption
        self.embedding = nn.Embedding(classes, caption.embedding, padding_idx=END)
        self.cell = nn.LSTMCell(caption.embedding + width, caption.decoder)
        self.keys = nn.Linear(width, caption.attention)
        self.query = nn.Linear(caption.decoder, caption.attention, bias=False)
        self.looked = nn.Conv1d(2, caption.attention, caption.reach, padding=caption.reach // 2, bias=False)
        self.score = nn.Linear(caption.attention, 1, bias=False)
        self.head = nn.Linear(caption.decoder + width, classes)
        with torch.no_grad():
            self.cell.bias_ih[caption.decoder : 2 * caption.decoder].fill_(1.0)
            self.cell.bias_hh.zero_()

    def begin(self, frames: Tensor, frames_in: Tensor) -> Look:
        """Before the first character of lines whose frames (lines, time, width) are these, ``frames_in`` of them real."""
        return Look(self, frames, frames_in)

    def forward(self, frames: Tensor, frames_in: Tensor, labels: Tensor, dropout: nn.Dropout) -> Tensor:
        """Log-probabilities (characters + 1, lines, classes) of each next class, the characters before it being ``labels``
        (characters, lines). ``frames``: (time, lines, width)."""
        look = self.begin(frames.transpose(0, 1), frames_in)
        told = self._misled(labels) if self.training else labels
        before = torch.cat((torch.zeros_like(labels[:1]), told))
        said = torch.stack([look.step(characters) for characters in before])
        with torch.autocast(frames.device.type, enabled=False):
            return functional.log_softmax(self.head(dropout(said.float())), dim=2)

    def _misled(self, labels: Tensor) -> Tensor:
        """A share of the characters changed to any other."""
        wrong = torch.rand(labels.shape, device=labels.device) < self.caption.misled
        others = torch.randint(1, self.head.out_features, labels.shape, device=labels.device)
        return torch.where(wrong & (labels != END), others, labels)


class Look:
    """Lines being captioned: where the decoder stands, and where it looked. ``weights``: (lines, time), the last look."""

    def __init__(self, decoder: Decoder, frames: Tensor, frames_in: Tensor) -> None:
        self._decoder, self._frames = decoder, frames
        lines, time, width = frames.shape
        self._keys = decoder.keys(frames)
        outside = torch.arange(time, device=frames.device) >= frames_in[:, None]
        self._outside = torch.zeros(outside.shape, device=frames.device).masked_fill(outside, -1e9)
        zeros = torch.zeros(lines, decoder.caption.decoder, device=frames.device)
        self._state = zeros, zeros
        self._context = torch.zeros(lines, width, device=frames.device)
        self.weights = torch.zeros(lines, time, device=frames.device)
        self._all = self.weights

    def step(self, characters: Tensor) -> Tensor:
        """Is told the characters before (lines,), and gives what the head reads: (lines, units + width)."""
        decoder = self._decoder
        inputs = torch.cat((decoder.embedding(characters), self._context), dim=1)
        self._state = decoder.cell(inputs, self._state)
        hidden = self._state[0]
        looked = decoder.looked(torch.stack((self.weights, self._all), dim=1)).transpose(1, 2)
        heard = torch.tanh(self._keys + decoder.query(hidden)[:, None] + looked)
        scores = decoder.score(heard)[:, :, 0].float() + self._outside
        self.weights = torch.softmax(scores, dim=1)
        self._all = self._all + self.weights
        self._context = torch.bmm(self.weights[:, None].to(self._frames.dtype), self._frames)[:, 0].float()
        return torch.cat((hidden.float(), self._context), dim=1)

    def follow(self, order: Tensor) -> None:
        """Line k goes on from where line ``order[k]``, of the same frames, stands: for the hypotheses of a beam."""
        hidden, cell = self._state
        self._state = hidden[order], cell[order]
        self._context, self.weights, self._all = self._context[order], self.weights[order], self._all[order]
