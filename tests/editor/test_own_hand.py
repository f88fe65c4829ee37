"""Lines that were confirmed, kept in a folder, and the reader that is adapted to them."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inkapp.editor import own_hand
from inkapp.editor.own_hand import OwnHand
from inkapp.ink.document import Author, Origin, Page, Stroke
from inkapp.live.reading import kept_lines
from inkapp.live.reading.kept_lines import KeptLine, KeptLines, told
from inkapp.live.reading.page_text import ReadLine, ReadWord, Source
from model.adaptation import Stopped
from model.checkpoint import CheckpointError, save
from model.held_out import LEAST_LINES, Adapted
from model.line_readers import shared_captioner
from tests.live.reading.readers import MadeUpReader
from tests.model import nets


def line(text: str, y: float = 42.0) -> KeptLine:
    return KeptLine(tuple(MadeUpReader().line(text, y=y)), text)


def read(strokes: list[Stroke], *sources: Source, text: str = "word") -> ReadLine:
    """A line of words that are known in these ways, a stroke each."""
    words = tuple(ReadWord(text, 0.9, (stroke,), source) for stroke, source in zip(strokes, sources, strict=True))
    return ReadLine(words, tuple(strokes))


@pytest.fixture
def hand(tmp_path: Path) -> OwnHand:
    weights = tmp_path / "captioner.safetensors"
    save(weights, *nets.captioner_parts(seed=3))
    return OwnHand(tmp_path / "reading", weights)


def fill(hand: OwnHand, count: int) -> None:
    for number in range(count):
        hand.lines.keep(line("abc d" if number % 2 else "ab", y=42 + number), Page())


def test_lines_are_kept_each_once_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lines = KeptLines(tmp_path / "lines")
    assert lines.load() == ([], []) and lines.files() == []
    first = line("the quick fox")
    path = lines.keep(first, Page())
    assert lines.keep(replace(first, text="the quick box"), Page()) == path
    (kept,), faults = lines.load()
    assert kept.text == "the quick box" and kept.strokes == first.strokes and not faults
    monkeypatch.setattr(kept_lines, "MOST_LINES", 3)
    os.utime(path, ns=(1, 1))
    for number in range(3):
        lines.keep(line("more", y=50.0 + number), Page())
    assert len(lines.files()) == 3 and not path.exists()
    lines.discard(line("more", y=51.0).strokes)
    lines.discard(line("more", y=51.0).strokes)
    assert len(lines.files()) == 2
    lines.forget()
    assert lines.files() == []


def test_a_damaged_line_is_told_and_left_out(tmp_path: Path):
    lines = KeptLines(tmp_path)
    lines.keep(line("one"), Page())
    (tmp_path / "broken.ink").write_text("{")
    (tmp_path / "other.txt").write_text("no line")
    found, (fault,) = lines.load()
    assert [one.text for one in found] == ["one"] and "broken.ink" in fault and "\n" not in fault


def test_what_a_person_said_of_their_own_ink_teaches():
    strokes = MadeUpReader().line("one two")
    found = told(read(strokes, Source.CORRECTED, Source.READ))
    assert found is not None and found.text == "word word" and found.strokes == tuple(strokes)
    assert told(read(strokes, Source.READ, Source.READ)) is None
    assert told(read(strokes, Source.CORRECTED, Source.TYPED)) is None
    network = replace(strokes[1], author=Author.MODEL, origin=Origin("live", 1, 0.5))
    assert told(read([strokes[0], network], Source.CORRECTED, Source.READ)) is None


def test_it_is_due_after_enough_lines_and_again_after_more(hand: OwnHand, monkeypatch: pytest.MonkeyPatch):
    fill(hand, LEAST_LINES - 1)
    assert not hand.is_due and not hand.is_adapted
    fill(hand, LEAST_LINES)
    assert hand.is_due
    adapted, faults = hand.adapt(lambda share: True)
    assert adapted.before > 0 and not faults
    assert adapted.after < adapted.before or not adapted.learnt
    assert not hand.is_due
    later = time.time_ns() + 10**9  # a file's time is no finer than the clock's tick
    for path in hand.lines.files()[: own_hand.MORE_LINES]:
        os.utime(path, ns=(later, later))
    assert hand.is_due
    with pytest.raises(Stopped):
        hand.adapt(lambda share: False)


def test_the_reader_is_the_adapted_one(hand: OwnHand, monkeypatch: pytest.MonkeyPatch):
    complaints: list[str] = []
    ink = [stroke.points for stroke in line("abc d").strokes]
    shipped = hand.reader(complaints.append).frames(ink)
    weights, _ = nets.captioner_parts(seed=3)
    learnt = {"head.bias": weights["head.bias"] + np.float32(1.0) * np.arange(6, dtype=np.float32)}
    fill(hand, 2)
    monkeypatch.setattr(own_hand, "adapt_if_better", lambda *_, **__: Adapted(learnt, 2, 1))
    hand.adapt(lambda share: True)
    assert hand.is_adapted
    assert not np.allclose(hand.reader(complaints.append).frames(ink), shipped, atol=0.1)
    monkeypatch.setattr(own_hand, "adapt_if_better", lambda *_, **__: Adapted({}, 2, 2))
    hand.adapt(lambda share: True)
    assert not hand.is_adapted and np.array_equal(hand.reader(complaints.append).frames(ink), shipped)
    assert not complaints
    next(hand.folder.glob("adapted-*")).write_bytes(b"damaged")
    assert np.array_equal(hand.reader(complaints.append).frames(ink), shipped)
    assert len(complaints) == 1 and "damaged" in complaints[0] and "\n" not in complaints[0]
    hand.forget()
    assert hand.lines.files() == [] and not list(hand.folder.glob("adapted-*")) and not hand.is_adapted
    hand.forget()
    assert hand.reader(complaints.append) is shared_captioner(hand.weights)
    absent = OwnHand(hand.folder, hand.weights.with_name("none.safetensors"))
    assert not absent.is_adapted
    with pytest.raises(CheckpointError):
        absent.reader(complaints.append)
