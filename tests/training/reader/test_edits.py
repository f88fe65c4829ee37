"""Edits by hand, and against all ways to align two short texts."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from training.reader.edits import Errors, edits, interval


def slowly(read: str, written: str) -> int:
    @lru_cache(None)
    def least(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        both = least(i - 1, j - 1) + (read[i - 1] != written[j - 1])
        return min(both, least(i - 1, j) + 1, least(i, j - 1) + 1)

    return least(len(read), len(written))


@pytest.mark.parametrize(
    ("read", "written", "count"),
    [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("a cat", "a hat", 1), ("hte", "the", 2), ("kitten", "sitting", 3)],
)
def test_by_hand(read: str, written: str, count: int) -> None:
    assert edits(read, written) == count


def test_as_few_as_can_be() -> None:
    random = np.random.default_rng(1)
    for _ in range(200):
        one, other = ("".join(random.choice(list("abc"), random.integers(0, 8))) for _ in range(2))
        assert edits(one, other) == slowly(one, other)


def test_lines_add_up() -> None:
    errors = Errors()
    errors.add("the cat sat", "the hat sat.")
    errors.add("", "no")
    assert errors.figures() == {
        "characters": 14,
        "character_edits": 4,
        "character_error": 4 / 14,
        "words": 4,
        "word_edits": 3,
        "word_error": 3 / 4,
    }


def test_an_interval_holds_the_ratio_and_narrows_with_more() -> None:
    random = np.random.default_rng(2)
    few, many = ([(int(random.binomial(100, 0.1)), 100) for _ in range(n)] for n in (10, 1000))
    (low, high), (lower, higher) = interval(few), interval(many)
    assert low < 0.1 < high and lower < 0.1 < higher and higher - lower < 0.3 * (high - low)
    assert interval([(1, 4)] * 5) == (0.25, 0.25)
