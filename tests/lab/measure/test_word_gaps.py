"""Cuts are told apart by what comes after them, both errors are counted, and the command fails in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.measure import word_gaps
from lab.measure.word_gaps import BACK, BETWEEN, ENDED, Cut, cuts_of, from_words, measure
from model.checkpoint import LIVE
from model.sampler import Sampler
from tests.training import archives
from tools.synthetic.words import write


def test_a_cut_is_what_comes_after_it() -> None:
    local = [np.array([[x, 0.0], [x + 2.0, 0.5]]) for x in (0.0, 2.2, 1.0, 7.0)]
    strokes = write("minimum", 0.0, 0.0, 4.0)[:1] * 4
    cuts = list(cuts_of("made", strokes, local))
    assert [cut.kind for cut in cuts] == [BETWEEN, BACK, ENDED] and [len(cut.strokes) for cut in cuts] == [1, 2, 3]


def test_each_error_is_counted_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_gaps, "gaps_made", lambda cut, sampler: [True, True, False])
    strokes = tuple(write("hello", 20.0, 54.0, 4.0))
    sampler = Sampler.load(LIVE)
    figures = measure(iter([Cut("made", ENDED, strokes), Cut("made", BACK, strokes)]), sampler)
    assert figures == {"made": {ENDED: {"hops": 3, "wrong": 1}, BACK: {"hops": 3, "wrong": 2}}}
    assert "glued: 33.3%" in word_gaps.table_of(figures) and "split: 66.7%" in word_gaps.table_of(figures)


def test_finished_words_are_seldom_glued() -> None:
    ended = [cut for cut in from_words() if cut.kind == ENDED][::4]
    row = measure(iter(ended), Sampler.load(LIVE))["words"][ENDED]
    assert row["hops"] == 3 * len(ended) and row["wrong"] / row["hops"] < 3 / 68 + 1 / len(ended)


def test_the_command_prints_both_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = archives.write(
        tmp_path / "data", {archives.name_of("q11-000", k): archives.xml(archives.loops(k)) for k in (1, 2)}
    )
    monkeypatch.setattr(word_gaps, "held_out", lambda folder: [archives.name_of("q11-000", 1)])
    monkeypatch.setattr(word_gaps, "WORDS", ["it"])
    assert word_gaps.main(["--data", str(data), "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"lines", "words"}


@pytest.mark.parametrize("arguments", [["--data", "nowhere"], ["--weights", "none.safetensors"]])
def test_what_cannot_be_measured_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert word_gaps.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
