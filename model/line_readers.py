"""Loads a network that reads lines, of whichever kind its weights are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock

from model.captioner import Captioner
from model.checkpoint import CAPTIONER, CTC_READER, CheckpointError, load
from model.line_reading import LineReader
from model.reader import Reader

_LOADING = Lock()


def load_line_reader(path: Path) -> LineReader:
    """From a checkpoint's files. Raises CheckpointError."""
    weights, config = load(path, CTC_READER, CAPTIONER)
    return Captioner(weights, config) if config["architecture"] == CAPTIONER else Reader(weights, config)


def shared_line_reader(path: Path) -> LineReader:
    """The same, but one for all threads that ask for it: readers are frozen, and the captioner holds 11 MB. Raises
    CheckpointError."""
    with _LOADING:
        return _kept(path)


def shared_captioner(path: Path) -> Captioner:
    """The same of weights that caption. Raises CheckpointError."""
    reader = shared_line_reader(path)
    if not isinstance(reader, Captioner):
        raise CheckpointError(f"{path}: not the weights of a network that captions ink")
    return reader


_kept = cache(load_line_reader)
