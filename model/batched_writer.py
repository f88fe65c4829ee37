"""A ``TextWriter`` that writes several texts side by side, and says of each how well it went: ``model.text_protocol``.

Where it has a reader of ink, that reads back what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.guidance import GUIDANCE, Guidance
from model.line_readers import shared_line_reader
from model.network_protocol import State
from model.read_back import ReadBack
from model.strokes import Representation
from model.text_futures import WrittenText, write_batch
from model.text_protocol import Try
from model.text_writer import TextWriter, shared_text_writer
from model.trace import Controls

# What a style that is wholly the hand's is worth, of several tries of a text, in nats a point; docs/decisions.md tells why
ALIKE = 2.0


class BatchedWriter:
    """See ``model.text_protocol.TextNetwork``."""

    def __init__(
        self,
        writer: TextWriter,
        guidance: Guidance = GUIDANCE,
        alike: float = ALIKE,
        read_back: ReadBack | None = None,
    ) -> None:
        """``guidance``: see ``model.text_futures.write_batch``. ``alike``: as ``ALIKE``. ``read_back``: who reads tries."""
        self._writer, self._guidance, self._alike, self._read_back = writer, guidance, alike, read_back

    @classmethod
    def load(
        cls, path: Path, guidance: Guidance = GUIDANCE, alike: float = ALIKE, *, reader: Path | None = None
    ) -> BatchedWriter:
        """From a checkpoint's files; ``reader``: those of a network that reads tries back. Raises CheckpointError."""
        read_back = None if reader is None else ReadBack(shared_line_reader(reader))
        return cls(shared_text_writer(path), guidance, alike, read_back)

    @property
    def name(self) -> str:
        """The weights' name."""
        return self._writer.name

    @property
    def representation(self) -> Representation:
        """How its rows come from ink."""
        return self._writer.representation

    def start(self) -> State:
        """Before any ink."""
        return self._writer.start()

    def feed(self, state: State, rows: npt.ArrayLike) -> State:
        """The state after reading ``rows`` (n, 4) of real ink."""
        return self._writer.feed(state, rows)

    def write_texts(
        self,
        state: State,
        texts: Sequence[str],
        seeds: Sequence[int],
        controls: Controls,
        stop: Callable[[], bool] | None = None,
    ) -> list[Try]:
        """Each text with its own seed, on a new line of its own after the ink of ``state``."""
        written = write_batch(self._writer, state, texts, seeds, controls, guidance=self._guidance, stop=stop)
        return [self._judged(one, text) for one, text in zip(written, texts, strict=True)]

    def doubt(self, written: Try, text: str) -> float:
        """See ``TextNetwork``."""
        return 0.0 if self._read_back is None else self._read_back.doubt(written, text)

    def _judged(self, one: WrittenText, text: str) -> Try:
        characters = one.attention.seen[:, : len(text)].argmax(axis=1)
        cost = one.cost - self._alike * one.likeness
        return Try(np.stack((one.dx, one.dy), axis=1), one.lift, characters, one.faults, cost)
