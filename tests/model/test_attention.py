"""Faults of a written text, from made-up windows over it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from model.attention import MOST_ROWS, MOST_ROWS_AT_END, Attention, Faults, find_faults
from model.text_futures import WrittenText


def looked_at(characters: Sequence[int], length: int, *, beyond: float | None = None) -> Attention:
    """A window that stands on one character a row, of a text of ``length``; at last ``beyond`` its end."""
    place = np.array(characters, dtype=np.float32)[:, None]
    if beyond is not None:
        place[-1] = length + beyond
    return Attention(place, np.exp(-((place - np.arange(length + 1, dtype=np.float32)) ** 2)))


def even(length: int, each: int = 10) -> list[int]:
    return [character for character in range(length + 1) for _ in range(each)]


def rank(text: WrittenText) -> tuple[int, float]:
    """As that of a try."""
    return text.faults.count, text.cost


def test_a_text_read_evenly_to_its_end_has_none() -> None:
    faults = find_faults(looked_at(even(5), 5, beyond=0.3), ended=True)
    assert faults == Faults() and not faults and faults.count == 0
    assert looked_at(even(5), 5).rows.tolist() == [10] * 6


@pytest.mark.parametrize(
    ("characters", "beyond", "expected"),
    [
        ([c for c in even(6) if c not in (2, 3)], 0.2, Faults(skipped=(2, 3))),
        (even(6) + [6] * MOST_ROWS_AT_END, 0.2, Faults(ran_on=True)),
        (even(6), 1.2, Faults(ran_on=True)),
        (sorted(even(6) + [4] * MOST_ROWS), 0.2, Faults(lingered=(4,))),
        ([c for c in even(6) if c < 4], None, Faults(early=True)),
        ([c for c in even(6) if c < 4 and c != 1], None, Faults(skipped=(1,), early=True)),
    ],
)
def test_each_fault_is_told_from_the_others(characters: list[int], beyond: float | None, expected: Faults) -> None:
    faults = find_faults(looked_at(characters, 6, beyond=beyond), ended=True)
    assert faults == expected and faults


def test_what_did_not_end_is_a_fault_and_nothing_written_is_too() -> None:
    assert find_faults(looked_at(even(3), 3), ended=False) == Faults(unended=True)
    nothing = Attention(np.zeros((0, 1), np.float32), np.zeros((0, 4), np.float32))
    assert find_faults(nothing, ended=False) == Faults(early=True, unended=True)
    assert not find_faults(looked_at([0, 0], 0), ended=True)


def test_the_best_of_several_tries_has_the_fewest_faults_and_then_is_the_likeliest_by_its_text() -> None:
    def tried(attention: Attention, nats: float, without: float) -> WrittenText:
        none = np.zeros(0)
        return WrittenText(none, none, none > 0, True, nats, without, 0.0, attention)

    good, better, likely = (tried(looked_at(even(4), 4), *nats) for nats in ((-1.0, 0.0), (-2.0, -0.5), (-2.5, -4.0)))
    skipped = tried(looked_at([c for c in even(4) if c != 1], 4), -3.0, 0.0)
    two = tried(looked_at([c for c in even(4) if c not in (1, 2)], 4), -4.0, 0.0)
    tries = (two, likely, good, skipped, better)
    assert sorted(tries, key=rank) == [better, good, likely, skipped, two]
    unasked = tried(looked_at(even(4), 4), -1.0, math.nan)
    assert (
        min((unasked, tried(looked_at(even(4), 4), -0.5, math.nan)), key=lambda text: (text.faults.count, text.cost))
        is unasked
    )
