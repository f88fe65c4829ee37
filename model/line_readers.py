"""Loads a network that reads lines, of whichever kind its weights are."""

from __future__ import annotations

from pathlib import Path

from model.captioner import Captioner
from model.checkpoint import CAPTIONER, CTC_READER, load
from model.line_reading import LineReader
from model.reader import Reader


def load_line_reader(path: Path) -> LineReader:
    """From a checkpoint's files. Raises CheckpointError."""
    weights, config = load(path, CTC_READER, CAPTIONER)
    return Captioner(weights, config) if config["architecture"] == CAPTIONER else Reader(weights, config)
