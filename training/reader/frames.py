"""What a reader's frames say of listed lines, computed once and kept: choosing how to decode needs nothing else of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.arrays import Float32Array
from model.line_readers import load_line_reader
from model.line_reading import LineReader
from training.data.form_lists import lines_of
from training.data.iam import DataError, read_lines
from training.data.texts import read_texts


@dataclass(frozen=True, eq=False, slots=True)
class LineFrames:
    """A line's name, its whole transcription, and its frames' log-probabilities (frames, classes)."""

    name: str
    written: str
    log_probs: Float32Array


def frames_of(data: Path, split: Path, weights: Path, kept: Path | None = None, every: int = 1) -> list[LineFrames]:
    """Of each ``every``-th line of a list, where it has extent and a text. ``kept``: a folder for them, none to keep nothing.

    Raises CheckpointError, DataError, OSError.
    """
    names = lines_of(data, split)[::every]
    reader = load_line_reader(weights)
    digest = hashlib.sha256(weights.read_bytes() + "\n".join(names).encode()).hexdigest()[:16]
    path = None if kept is None else kept / f"frames-{digest}.npz"
    if path is not None and path.exists():
        with np.load(path, allow_pickle=False) as parts:
            blocks = np.split(parts["frames"], np.cumsum(parts["counts"])[:-1])
            return [
                LineFrames(str(name), str(written), block)
                for name, written, block in zip(parts["names"], parts["written"], blocks, strict=True)
            ]
    lines = list(_computed(data, names, reader))
    if not lines:
        raise DataError(f"{split}: none of its {len(names)} lines can be read")
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            np.savez(
                file,
                names=[line.name for line in lines],
                written=[line.written for line in lines],
                counts=[len(line.log_probs) for line in lines],
                frames=np.concatenate([line.log_probs for line in lines]),
            )
    return lines


def _computed(data: Path, names: list[str], reader: LineReader) -> Iterator[LineFrames]:
    lines, _ = read_lines(data, names)
    texts = read_texts(data, names)
    for line in lines:
        written = " ".join(texts.get(line.name, "").split())
        if not written:
            continue
        try:
            log_probs = reader.frames([stroke.astype(np.float64) for stroke in line.strokes()])
        except ValueError:  # no extent
            continue
        yield LineFrames(line.name, written, log_probs)
