"""The network that reads a line as a picture, in torch: convolutions, bidirectional LSTM layers over what they see of each pair
of columns, and two heads that are trained jointly: CTC, and a decoder that captions the line.

The convolutions are an image classifier's without its softmax; pooling halves the height three times and the width once. What
is padded beside a line in a batch changes nothing. ``model.captioner_form`` says what the tensors are.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.ctc import BLANK, best_path
from model.ink_picture import CHANNELS, HEIGHT
from training.captioner.batch import PictureBatch
from training.captioner.decoder import END, Decoder
from training.captioner.settings import Caption
from training.data.batch import Samples
from training.network import Config
from training.reader.blstm import Blstm
from training.reader.edits import Errors
from training.trained_network import TrainedNetwork

LONGEST = 100  # characters of a caption


class CaptionerNetwork(TrainedNetwork):
    """Of ``config`` layers, hidden units a direction and dropout are used."""

    unit = "character"
    chosen_by = "character_error"

    def __init__(self, config: Config, caption: Caption, alphabet: str) -> None:
        super().__init__()
        self.alphabet = alphabet
        channels = (len(CHANNELS), caption.first, caption.second, caption.third, caption.fourth)
        self.see = nn.ModuleList(nn.Conv2d(below, above, 3, padding=1) for below, above in pairwise(channels))
        self.frame = nn.Conv2d(caption.fourth, caption.frame, (HEIGHT // 8, 1))
        for layer in (*self.see, self.frame):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
        width = 2 * config.hidden
        self.lstm = Blstm([width if k else caption.frame for k in range(config.layers)], config.hidden)
        self.head = nn.Linear(width, len(alphabet) + 1)
        self.decoder = Decoder(caption, width, len(alphabet) + 1)
        self.dropout = nn.Dropout(config.dropout)

    def encode(self, pictures: Tensor, widths: Tensor) -> tuple[Tensor, Tensor]:
        """Pictures (lines, channels, height, width) → frames (time, lines, 2·hidden), and how many are each line's."""
        seen, real = pictures.contiguous(memory_format=torch.channels_last), widths  # twice as fast on a CPU
        for k, layer in enumerate(self.see):
            seen = functional.relu(layer(seen))
            inside = torch.arange(seen.shape[3], device=seen.device) < real[:, None]
            seen = seen * inside[:, None, None]
            if k == 0:
                seen, real = functional.max_pool2d(seen, 2), real // 2
            elif k < 3:
                seen = functional.max_pool2d(seen, (2, 1))
        frames = functional.relu(self.frame(seen))[:, :, 0].permute(2, 0, 1).contiguous()
        return self.lstm.run(frames, real, self.dropout), real

    def forward(self, batch: PictureBatch) -> tuple[Tensor, Tensor, Tensor]:
        """Log-probabilities of CTC (frames, lines, classes), how many frames are each line's, and the encoder's frames."""
        frames, frames_in = self.encode(batch.pictures, batch.widths)
        frames = self.dropout(frames)
        with torch.autocast(frames.device.type, enabled=False):
            return functional.log_softmax(self.head(frames.float()), dim=2), frames_in, frames

    def total(self, batch: Samples) -> tuple[Tensor, float]:
        """See ``TrainedNetwork``: −log of the likelihood of the lines' texts by CTC, and by the decoder, added."""
        assert isinstance(batch, PictureBatch)
        log_probs, frames_in, frames = self(batch)
        return self._ctc(batch, log_probs, frames_in) + self._told(batch, frames, frames_in), float(batch.counts.sum())

    def judge(self, batch: Samples) -> dict[str, tuple[float, float]]:
        """See ``TrainedNetwork``; also the edits of CTC's likeliest paths, and of the decoder's captions."""
        assert isinstance(batch, PictureBatch)
        log_probs, frames_in, frames = self(batch)
        count = float(batch.counts.sum())
        by_ctc, captioned = Errors(), Errors()
        captions = self.captions(frames, frames_in)
        for b, (written, real) in enumerate(zip(batch.written, frames_in.tolist(), strict=True)):
            by_ctc.add(self._text(best_path(log_probs[:real, b].cpu().numpy())), written)
            captioned.add(self._text(captions[b]), written)
        ctc = float(self._ctc(batch, log_probs, frames_in))
        told = float(self._told(batch, frames, frames_in))
        return {
            self.loss: (ctc + told, count),
            "ctc_nats_per_character": (ctc, count),
            "character_error": (by_ctc.character_edits, by_ctc.characters),
            "word_error": (by_ctc.word_edits, by_ctc.words),
            "caption_error": (captioned.character_edits, captioned.characters),
        }

    def captions(self, frames: Tensor, frames_in: Tensor) -> list[list[int]]:
        """The likeliest class each time, until the end or ``LONGEST``."""
        look = self.decoder.begin(frames.transpose(0, 1), frames_in)
        last = torch.zeros(frames.shape[1], dtype=torch.int64, device=frames.device)
        over = torch.zeros_like(last, dtype=torch.bool)
        said: list[Tensor] = []
        while len(said) < LONGEST and not bool(over.all()):
            with torch.autocast(frames.device.type, enabled=False):
                last = self.decoder.head(look.step(last)).argmax(dim=1).masked_fill(over, END)
            over = over | (last == END)
            said.append(last)
        columns = torch.stack(said, dim=1).tolist() if said else [[] for _ in range(frames.shape[1])]
        return [column[: column.index(END)] if END in column else column for column in columns]

    def _text(self, labels: list[int]) -> str:
        return "".join(self.alphabet[label - 1] for label in labels)

    def _ctc(self, batch: PictureBatch, log_probs: Tensor, frames_in: Tensor) -> Tensor:
        nats = functional.ctc_loss(
            log_probs, batch.labels.T, frames_in, batch.counts, blank=BLANK, reduction="sum", zero_infinity=True
        )
        return nats

    def _told(self, batch: PictureBatch, frames: Tensor, frames_in: Tensor) -> Tensor:
        """−log of what the decoder gives each character, told those before it, and at last the end."""
        log_probs: Tensor = self.decoder(frames, frames_in, batch.labels, self.dropout)
        wanted = torch.cat((batch.labels, torch.zeros_like(batch.labels[:1])))  # padding is 0, which is the end
        real = torch.arange(len(wanted), device=wanted.device)[:, None] <= batch.counts
        told = log_probs.gather(2, wanted[:, :, None])[:, :, 0]
        return -(told * real).sum()
