"""Readers of lines, loaded by what their weights say that they are, and shared."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from model import line_readers
from model.captioner import Captioner
from model.checkpoint import CheckpointError, save
from model.line_readers import load_line_reader, shared_captioner, shared_line_reader
from model.reader import Reader
from tests.model import nets


def test_weights_say_which_reader_they_are(tmp_path: Path) -> None:
    save(tmp_path / "rows.safetensors", *nets.reader_parts())
    save(tmp_path / "picture.safetensors", *nets.captioner_parts())
    assert isinstance(load_line_reader(tmp_path / "rows.safetensors"), Reader)
    assert isinstance(load_line_reader(tmp_path / "picture.safetensors"), Captioner)


def test_all_threads_share_one_and_it_is_loaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "picture.safetensors"
    loads: list[Path] = []

    def load(path: Path, *architectures: str) -> object:
        loads.append(path)
        return real(path, *architectures)

    real = line_readers.load
    monkeypatch.setattr(line_readers, "load", load)
    with pytest.raises(CheckpointError):
        shared_captioner(path)
    save(path, *nets.captioner_parts())  # what failed is tried again
    with ThreadPoolExecutor(8) as threads:
        readers = list(threads.map(lambda ask: ask(path), [shared_line_reader, shared_captioner] * 8))
    assert len(set(map(id, readers))) == 1 and len(loads) == 2
    assert load_line_reader(path) is not readers[0]


def test_rows_are_no_captioners(tmp_path: Path) -> None:
    save(tmp_path / "rows.safetensors", *nets.reader_parts())
    with pytest.raises(CheckpointError, match="captions ink"):
        shared_captioner(tmp_path / "rows.safetensors")
