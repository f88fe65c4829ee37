"""The network that reads ink, in torch: convolutions over rows, bidirectional LSTM layers over frames, and the CTC loss.

``model.reader`` runs the same network without torch; ``model.reader_form`` says what its tensors are. What is padded beside a
line in a batch changes nothing.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.ctc import BLANK, best_path
from model.reader_form import COLUMNS_READ, REACH
from training.data.batch import Samples
from training.network import Config
from training.reader.batch import ReadBatch
from training.reader.blstm import Blstm
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
        self.lstm = Blstm(widths, config.hidden)
        self.head = nn.Linear(2 * config.hidden, len(alphabet) + 1)
        self.dropout = nn.Dropout(config.dropout)

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
        below = self.lstm.run(below, frames_in, self.dropout)
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
