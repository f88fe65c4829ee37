"""What a reader's frames say of listed lines, computed once and kept: choosing how to decode needs nothing else of them.

Of a captioner that is what its decoder looks at, as float16; what the frames say follows from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array
from model.captioner import Captioner
from model.line_readers import load_line_reader
from model.line_reading import LineReader
from training.data.form_lists import lines_of
from training.data.iam import DataError, read_lines
from training.data.texts import read_texts

_Block = npt.NDArray[np.float16] | npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class LineFrames:
    """A line's name, its whole transcription, and its frames' log-probabilities (frames, classes). ``features``: what a
    captioner's decoder looks at, (frames, numbers); of other readers none."""

    name: str
    written: str
    log_probs: Float32Array
    features: Float32Array | None = None


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
                _frames(reader, str(name), str(written), block)
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
                names=[name for name, _, _ in lines],
                written=[written for _, written, _ in lines],
                counts=[len(block) for _, _, block in lines],
                frames=np.concatenate([block for _, _, block in lines]),
            )
    return [_frames(reader, *line) for line in lines]


def _computed(data: Path, names: list[str], reader: LineReader) -> Iterator[tuple[str, str, _Block]]:
    """Of each line its name, its transcription and what is kept of it."""
    lines, _ = read_lines(data, names)
    texts = read_texts(data, names)
    for line in lines:
        written = " ".join(texts.get(line.name, "").split())
        if not written:
            continue
        strokes = [stroke.astype(np.float64) for stroke in line.strokes()]
        try:
            if isinstance(reader, Captioner):
                yield line.name, written, reader.see(strokes).features.astype(np.float16)
            else:
                yield line.name, written, reader.frames(strokes)
        except ValueError:  # no extent
            continue


def _frames(reader: LineReader, name: str, written: str, block: _Block) -> LineFrames:
    if not isinstance(reader, Captioner):
        return LineFrames(name, written, np.asarray(block, dtype=np.float32))
    features = block.astype(np.float32)
    return LineFrames(name, written, reader.log_probs(features), features)
