"""Texts written side by side, each point with its character and each text with its faults."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.batched_writer import ALIKE, BatchedWriter
from model.checkpoint import save
from model.guidance import GUIDANCE
from model.line_readers import load_line_reader
from model.read_back import ReadBack
from model.text_futures import write_batch
from model.text_protocol import WritingStopped
from model.text_writer import TextWriter
from model.trace import Controls
from tests.model import nets, texts

CALM = Controls(0.4)


def test_what_it_writes_is_the_batchs(tmp_path: Path):
    weights, config = texts.make()
    save(tmp_path / "net.safetensors", weights, config)
    network = BatchedWriter.load(tmp_path / "net.safetensors")
    writer = TextWriter(weights, config, narrow=True)
    state = network.feed(network.start(), nets.ink(40, 4))
    said = ["some", "words", "some"]
    made = network.write_texts(state, said, [1, 2, 3], CALM)
    read = writer.feed(writer.start(), nets.ink(40, 4))
    plain = write_batch(writer, read, said, [1, 2, 3], CALM, guidance=GUIDANCE)
    assert network.name == config["name"]
    for text, one, other in zip(said, made, plain, strict=True):
        assert np.array_equal(one.offsets, np.stack((other.dx, other.dy), axis=1))
        assert np.array_equal(one.lifts, other.lift) and one.faults == other.faults
        assert one.cost == other.cost - ALIKE * other.likeness
        assert len(one.characters) == len(one.offsets)
        assert one.characters.min() >= 0 and one.characters.max() < len(text)


def test_tries_are_read_back_where_there_is_a_reader(tmp_path: Path):
    weights, config = texts.make()
    save(tmp_path / "net.safetensors", weights, config)
    save(tmp_path / "reader.safetensors", *nets.captioner_parts())
    mute = BatchedWriter.load(tmp_path / "net.safetensors")
    network = BatchedWriter.load(tmp_path / "net.safetensors", reader=tmp_path / "reader.safetensors")
    (one,) = network.write_texts(network.start(), ["abba"], [1], CALM)
    reader = ReadBack(load_line_reader(tmp_path / "reader.safetensors"))
    assert network.doubt(one, "abba") == reader.doubt(one, "abba") > 0.0 == mute.doubt(one, "abba")


def test_it_stops_between_steps():
    network = BatchedWriter(texts.writer())
    asked = iter([False] * 5 + [True])
    with pytest.raises(WritingStopped):
        network.write_texts(network.start(), ["some words"], [1], CALM, lambda: next(asked))
    assert next(asked, None) is None
