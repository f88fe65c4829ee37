"""Chances of words after words: a pair's own, all others' by what is left; and tables as files."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assets import LANGUAGE
from model.language import Language
from model.spelling import LETTERS, Spelling, learn
from model.word_table import LanguageError, WordTable, load, save
from tests.model import words


def chance(language: Language, word: str, after: int) -> float:
    number = language.number(word)
    assert number is not None
    return language.share(number, number + 1, after)


def test_a_listed_pair_has_its_chance_and_the_rest_share_what_is_left() -> None:
    language = words.language()
    after = language.number("a")
    assert after is not None
    assert chance(language, "cab", after) == pytest.approx(0.7)
    assert chance(language, "cat", after) == pytest.approx(0.1)
    # 0.2 is left to the others, which alone have 0.8
    assert chance(language, "the", after) == pytest.approx(0.2 * 0.4 / 0.8)
    assert chance(language, "the", language.anywhere) == pytest.approx(0.4)
    assert chance(language, "they", language.at_start) == pytest.approx(0.25)


def test_all_words_sum_to_one_after_any() -> None:
    language = words.language()
    for after in range(len(language.words) + 2):
        assert language.share(0, len(language.words), after) == pytest.approx(1.0)


def test_words_that_begin_with_letters_are_neighbours() -> None:
    language = words.language()
    low, high = language.beginning("the")
    assert language.words[low:high] == ("the", "they")
    assert language.beginning("they", low, high) == (low + 1, high)
    assert language.beginning("x")[0] == language.beginning("x")[1]
    assert language.number("thé") is None and language.number("th") is None


def test_the_likeliest_are_those_of_each_words_chance() -> None:
    language = words.language()
    for letters in ("", "c", "th", "q"):
        for after in range(len(language.words) + 2):
            low, high = language.beginning(letters)
            all_of_them = sorted(range(low, high), key=lambda n: -language.share(n, n + 1, after))
            found = language.likeliest(letters, after)
            assert [number for number, _ in found] == all_of_them[:3]
            assert [p for _, p in found] == pytest.approx([language.share(n, n + 1, after) for n, _ in found])


def test_from_a_file_it_is_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "one.npz", tmp_path / "two.npz"
    save(first, words.table())
    table = load(first)
    assert table.words == words.table().words and (table.seconds == words.table().seconds).all()
    assert (table.counts == words.table().counts).all() and (table.proper == words.table().proper).all()
    assert np.abs(np.log(table.pairs / words.table().pairs)).max() <= 0.5 / 12 + 1e-9
    save(second, table)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    "change",
    [
        {"words": ("b", "a", "c", "d", "e", "f", "g", "h")},
        {"once": np.array([0.5])},
        {"once": np.zeros(8)},
        {"pairs": np.full(5, np.nan)},
        {"seconds": np.array([0, 1, 2, 3, 99])},
        {"seconds": np.array([2, 1, 2, 6, 7])},
        {"proper": np.array([-1])},
    ],
)
def test_parts_that_do_not_fit_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        dataclasses.replace(words.table(), **change)


def test_a_damaged_file_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "table.npz"
    save(path, words.table())
    whole = path.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(LanguageError, match="no table of words"):
            load(path)
    with pytest.raises(LanguageError):
        load(tmp_path / "missing.npz")


def test_letters_follow_each_other_as_in_the_words_that_were_learnt() -> None:
    spelling = Spelling(learn(["bad", "dab", "tab", "bath", "that"]))
    assert spelling.chance("bad") > spelling.chance("bda") > 0
    assert spelling.chance("b4d") == 0
    for context in (0, 5, 40):
        assert sum(spelling.follow(context, letter)[1] for letter in range(len(LETTERS))) == pytest.approx(1)


def test_the_shipped_table_is_whole_and_small() -> None:
    assert LANGUAGE.stat().st_size < 1_000_000
    language = Language.load(LANGUAGE)
    table: WordTable = load(LANGUAGE)
    assert table.letters.shape == (len(LETTERS),) * 3
    of, the = language.number("of"), language.number("the")
    assert of is not None and the is not None
    assert language.likeliest("", of)[0][0] == the
    for after in (of, the, language.at_start, language.anywhere):
        assert language.share(0, len(language.words), after) == pytest.approx(1.0)
