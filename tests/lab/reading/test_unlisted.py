"""``lab.reading.unlisted``: which words no table has, and what became of those that were clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.reading import unlisted
from lab.reading.unlisted import TriedWord
from model.text_model import TextModel
from model.word_beam import WordBeam
from tests.lab.reading.told import figures
from tests.model import nets, words
from tests.model.test_reader import ink
from training.reader.frames import LineFrames


def test_figures(options: list[str], tmp_path: Path):
    data, weights = options[1], options[3]
    told = figures(
        unlisted.main, ["--data", data, "--weights", weights, "--kept", str(tmp_path / "kept"), "--own"], tmp_path
    )
    assert told["listed_words"] + told["unlisted_words"] == 10 and told["with_digits_words"] == 0
    assert told["own_unlisted_words"] == told["unlisted_words"]
    assert told["unlisted_bent"] is None  # a network by chance reads no word


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("London,", "listed"), ("the-cat's", "listed"), ("--", "listed"), ("Zorb", "unlisted"), ("cat-zorb", "unlisted"),
        ("1961", "with_digits"), ("4th", "with_digits"),
    ],
)  # fmt: skip
def test_kinds(word: str, kind: str):
    assert unlisted.kind_of(word, words.language()) == kind


def test_words_are_right_where_they_stand(monkeypatch: pytest.MonkeyPatch):
    net = nets.captioner(seed=11)
    beam, frames = WordBeam(TextModel(words.language()), net.alphabet), net.frames(ink())
    plain, by_words = net.read(ink()).text, beam.hypotheses(frames)[0].text
    line = LineFrames("one", f"{plain} zorb", frames)
    monkeypatch.setattr(unlisted, "CLEAR", 0.0)
    told = unlisted.tried(line, beam)
    assert [word.text for word in told] == [*plain.split(), "zorb"]
    assert [word.right_plain for word in told] == [word.clear for word in told] == [True] * (len(told) - 1) + [False]
    assert all(word.right for word in told[:-1]) == (plain.split() == by_words.split()) and not told[-1].right
    monkeypatch.setattr(unlisted, "CLEAR", 1.1)
    assert not any(word.clear for word in unlisted.tried(line, beam))


def test_shares():
    told = unlisted.figures(
        [TriedWord("a", True, True, True), TriedWord("b", True, True, False), TriedWord("c", False, False, True)]
    )
    assert (told["words"], told["clear"], told["bent"]) == (3, 2, 0.5)
    assert told["right_by_path"] == told["right_by_words"] == pytest.approx(2 / 3)
