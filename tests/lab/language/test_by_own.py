"""What a person's earlier lines tell of their next ones, on made-up lines and a tiny table."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.language import by_own
from lab.language.__main__ import main
from lab.language.by_own import as_met
from lab.language.by_table import guesses
from model.own_words import WEIGHTS, OwnWeights
from model.word_table import save
from tests.model import words

SAID = ("the zubat", "a dab", "the zubat", "a dab")


def test_what_was_written_before_is_foretold_and_no_later_line_nor_another_persons() -> None:
    told = as_met(words.table(), [SAID, ("zubat",)], 1, OwnWeights(words=10, pairs=1))
    assert told["persons"] == 2 and told["lines"] == 5
    assert told["own_perplexity_a_word"] < told["alone_perplexity_a_word"]
    assert told["own_text_perplexity_a_character"] < told["alone_text_perplexity_a_character"]
    # zubat is asked for three times with two letters known, and known once: in the third line
    assert told["alone_first_guess_after_3"] == pytest.approx(4 / 7)  # the, dab
    assert told["own_first_guess_after_3"] == pytest.approx(5 / 7)


def test_without_an_earlier_line_both_tell_the_same() -> None:
    told = as_met(words.table(), [("the cat",), ("a cab",)], 1, WEIGHTS)
    for key, value in guesses(words.language(), ["the cat", "a cab"]).items():
        assert told[f"alone_{key}"] == told[f"own_{key}"] == value


def test_only_some_lines_are_judged_and_only_the_newest_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_own, "MOST_TEXTS", 1)
    judged = list(by_own._judged([SAID, SAID[:1]], 2))
    assert judged == [(SAID[:1], SAID[1]), (SAID[2:3], SAID[3])]


def test_the_command_tells_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "table.npz", words.table())
    (tmp_path / "text.txt").write_text("the zubat. " * 20 + "\n")
    asked = ["--text", str(tmp_path / "text.txt"), "--table", str(tmp_path / "table.npz"), "--own"]
    assert main([*asked, "--own-pairs", "2"]) == 0
    out = capsys.readouterr().out
    for line in ("own_pairs: 2.0000", "lines: 5", "alone_first_guess_after_0", "own_first_guess_after_0"):
        assert line in out
    assert main([*asked, "--own-words", "0"]) == 2 and "must weigh more" in capsys.readouterr().err
    assert main([*asked, "--network", "x"]) == 2 and "not beside a network" in capsys.readouterr().err
