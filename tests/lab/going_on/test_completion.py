"""The commands run from end to end on made-up writing, in a writer by chance, and tell the same twice."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lab.going_on import completion, says_words, sheet
from lab.going_on.cuts import Cut, cut_lines
from lab.going_on.ghosts import as_long, real
from lab.going_on.read_ghost import are_words, read_words, vocabulary_without
from model.arrays import Float64Array
from model.captioner import Captioner
from model.checkpoint import CAPTIONER_FILE
from model.line_reading import ReadCharacter, Reading
from tests.lab.typed.small import small_networks

Command = Callable[[Sequence[str]], int]


@pytest.fixture
def options(data: Path, tmp_path: Path) -> list[str]:
    return ["--data", str(data), "--lines", "3", "--network", "none", *small_networks(tmp_path)[:2]]


def figures(command: Command, words: list[str], folder: Path) -> dict[str, Any]:
    assert command([*words, "--json", str(folder / "told.json")]) == 0
    return json.loads((folder / "told.json").read_text())


def test_completion(options: list[str], tmp_path: Path) -> None:
    told = figures(completion.main, [*options, "--figure", str(tmp_path / "figure.svg")], tmp_path)
    assert told["lines"] == 3 and told["writers"] == 2 and "<svg" in (tmp_path / "figure.svg").read_text()
    asked = {
        way: sum(told[f"{way}_asked_after_{k}"] for k in ("0", "1", "2", "3", "4_and_more")) for way in completion.WAYS
    }
    assert asked["ink"] == asked["text"] == asked["text_and_gaps"] < asked["every_letter"]
    assert asked["ink"] == told["places_looked_at"] - sum(
        told.get(key, 0) for key in told if key.startswith("left_out")
    )
    assert told["every_letter_letters_saved"] > 0.1  # common words
    assert told["text_and_gaps_letters_saved"] <= told["text_and_gaps_whatever_the_chance_letters_saved"]
    assert told["from_0.9_shown"] <= told["from_0_shown"]
    assert told == figures(completion.main, options, tmp_path)


def test_says_words(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where the judge is kept
    told = figures(says_words.main, options, tmp_path)
    assert told["real_ghosts"] >= told["free_ghosts"] > 0
    assert told["words_ghosts"] == round(told["real_ghosts"] * (1 - told["words_gave_way"]))
    assert told["real_ghosts_at_a_gap"] + told["real_ghosts_inside_a_word"] == told["real_ghosts"]
    assert told["free_character_error"] is None and 0 <= told["real_character_error"] < 1
    assert told == figures(says_words.main, options, tmp_path)


def test_the_sheets(options: list[str], tmp_path: Path) -> None:
    assert sheet.main([*options, "-o", str(tmp_path / "sheet.svg")]) == 0
    picture = (tmp_path / "sheet.svg").read_text()
    assert picture.count("by free hand") > 3 and sheet.WRITTEN in picture and sheet.REAL in picture
    own = ["--network", "none", "--lines", "1", "-o", str(tmp_path / "own.png")]
    assert sheet.main(own) == 0 and (tmp_path / "own.png").stat().st_size > 5_000


@pytest.mark.parametrize("command", [completion.main, says_words.main])
def test_what_is_missing_is_told_in_one_line(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(["--data", str(tmp_path), "--network", "none"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture(scope="module")
def cuts(data: Path) -> list[Cut]:
    asked = argparse.Namespace(data=data, split=None, lines=1, every=1)
    return list(cut_lines(asked, Captioner.load(CAPTIONER_FILE))[0][0].cuts)


def test_what_goes_on_is_told_from_what_stands(cuts: list[Cut]) -> None:
    """A reader that finds a word in each stroke."""

    class OfStrokes:
        def read(self, strokes: Sequence[Float64Array]) -> Reading:
            numbers = [k for k, stroke in enumerate(strokes) for _ in stroke]
            found = []
            for k in range(len(strokes)):
                begin = numbers.index(k)
                found += [ReadCharacter("x", begin, begin + 1, 1.0), ReadCharacter(" ", begin, begin + 1, 1.0)]
            return Reading(tuple(found), np.concatenate(strokes)[:, :2], np.array(numbers), ())

    cut = next(cut for cut in cuts if not cut.begun)
    assert len(read_words(OfStrokes(), real(cut))) == len(cut.line.strokes) - cut.count


def test_real_ink_says_what_follows(cuts: list[Cut]) -> None:
    for cut in cuts:
        gone_on = real(cut)
        assert gone_on.says == cut.word + cut.line.text[cut.end :]
        some = as_long(gone_on, gone_on.length / 2)
        assert some.strokes == gone_on.strokes[: len(some.strokes)] and some.length <= gone_on.length
        assert len(as_long(gone_on, 0.0).strokes) == 1
        assert as_long(gone_on, 2 * gone_on.length).strokes == gone_on.strokes


def test_what_is_a_word(data: Path) -> None:
    known = vocabulary_without(data, data / "t1" / "testset_v.txt")
    assert known == {"the", "tea", "was", "in", "sun"}  # of the form that is not cut
    assert are_words(["The", "tea,", "in-sun", "in-sat", "19", "—", "s", "(sun)."], known) == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]
