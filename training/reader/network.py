"""The network that reads ink, in torch: convolutions over rows, bidirectional LSTM layers over frames, and the CTC loss.

``model.reader`` runs the same network without torch; ``model.reader_form`` says what its tensors are. Both directions of a
layer begin at a line's own ends, so that what is padded beside a line in a batch changes nothing. They are two plain LSTMs,
one of them over frames in reverse: torch has no fast kernel for packed sequences on a CPU.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.ctc import BLANK, best_path
from model.reader_form import COLUMNS_READ, DIRECTIONS, REACH
from training.data.batch import Samples
from training.network import Config
from training.reader.batch import ReadBatch
from training.reader.edits import Errors
from training.reader.settings import Frames
from training.trained_network import TrainedNetwork


class ReaderNetwork(TrainedNetwork):
    """Of ``config`` layers, hidden units a direction and dropout are used."""

    unit = "character"
    chosen_by = "character_error"

    def __init__(self, config: Config, frames: Frames, alphabet: str) -> None:
        super().__init__()
        self.frames, self.alphabet = frames, alphabet
        self.near = nn.Conv1d(COLUMNS_READ, frames.near, REACH, padding=REACH // 2)
        self.far = nn.Conv1d(frames.near, frames.far, 2 * frames.stride, stride=frames.stride)
        widths = [2 * config.hidden if k else frames.far for k in range(config.layers)]
        self.lstm = nn.ModuleList(
            nn.ModuleDict({direction: nn.LSTM(width, config.hidden) for direction in DIRECTIONS}) for width in widths
        )
        self.head = nn.Linear(2 * config.hidden, len(alphabet) + 1)
        self.dropout = nn.Dropout(config.dropout)
        for parts in self.lstm:
            for layer in cast(nn.ModuleDict, parts).values():
                with torch.no_grad():  # a forget gate that starts open, as in ``InkNetwork``
                    cast(Tensor, layer.bias_ih_l0)[config.hidden : 2 * config.hidden].fill_(1.0)
                    cast(Tensor, layer.bias_hh_l0).zero_()

    def forward(self, rows: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Rows (time, lines, 7), of which ``lengths`` (lines,) are real → log-probabilities (frames, lines, classes) in
        float32, and how many frames are each line's."""
        stride = self.frames.stride
        longest = len(rows)
        count = -(-longest // stride)
        near = functional.relu(self.near(rows.permute(1, 2, 0)))
        real = torch.arange(longest, device=rows.device) < lengths[:, None]
        near = near * real[:, None]
        half = stride // 2  # a frame sees half a stride beyond its own rows on both sides
        near = functional.pad(near, (half, (count + 1) * stride - half - longest))
        below = functional.relu(self.far(near)).permute(2, 0, 1).contiguous()
        frames_in = -(-lengths // stride)
        steps = torch.arange(count, device=rows.device)[:, None]
        turned = torch.where(steps < frames_in, frames_in - 1 - steps, steps)  # of each line the frames in reverse
        for parts in self.lstm:
            ahead, back = (cast(nn.ModuleDict, parts)[direction] for direction in DIRECTIONS)
            below = self.dropout(below)
            below = torch.cat((ahead(below)[0], _taken(back(_taken(below, turned))[0], turned)), dim=2)
        with torch.autocast(rows.device.type, enabled=False):
            return functional.log_softmax(self.head(self.dropout(below).float()), dim=2), frames_in

    def total(self, batch: Samples) -> tuple[Tensor, float]:
        """See ``TrainedNetwork``: −log of the likelihood of the lines' texts. One of too few frames for its text counts 0."""
        assert isinstance(batch, ReadBatch)
        return self._loss(batch, *self(batch.rows, batch.lengths))

    def judge(self, batch: Samples) -> dict[str, tuple[float, float]]:
        """See ``TrainedNetwork``; also the edits of what the likeliest paths say, of characters and of words."""
        assert isinstance(batch, ReadBatch)
        log_probs, frames_in = self(batch.rows, batch.lengths)
        nats, count = self._loss(batch, log_probs, frames_in)
        errors = Errors()
        for b, (written, frames) in enumerate(zip(batch.written, frames_in.tolist(), strict=True)):
            labels = best_path(log_probs[:frames, b].cpu().numpy())
            errors.add("".join(self.alphabet[label - 1] for label in labels), written)
        return {
            self.loss: (float(nats), count),
            "character_error": (errors.character_edits, errors.characters),
            "word_error": (errors.word_edits, errors.words),
        }

    def _loss(self, batch: ReadBatch, log_probs: Tensor, frames_in: Tensor) -> tuple[Tensor, float]:
        nats = functional.ctc_loss(
            log_probs, batch.labels, frames_in, batch.counts, blank=BLANK, reduction="sum", zero_infinity=True
        )
        return nats, float(len(batch.labels))


def _taken(frames: Tensor, order: Tensor) -> Tensor:
    """Frames (time, lines, units) of each line in its own ``order`` (time, lines)."""
    return frames.gather(0, order[:, :, None].expand(-1, -1, frames.shape[2]))
