"""Faults that a reader sees: which letters in a row are missing or too many, and where."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.compose.word_writer import MadeWord
from inkapp.live.compose.written_word import WrittenWord
from lab.typed.misread import Fault, misread, seen_by_window
from model.attention import Faults
from model.text_protocol import Try


@pytest.mark.parametrize(
    ("read", "faults"),
    [
        ("come home soon", set()),
        ("Corne hone soon", set()),  # misread letters, none missing
        ("come home so", set()),  # two letters: a reader's own errors are as long
        ("come home", {Fault.EARLY}),
        ("", {Fault.EARLY}),
        ("come soon", {Fault.SKIPPED}),
        ("come homehome soon", {Fault.REPEATED}),
        ("come home soonsoon", {Fault.REPEATED}),
        ("come home soon with", {Fault.RAN_ON}),
    ],
)
def test_which_fault(read: str, faults: set[Fault]) -> None:
    assert misread(read, "come home soon") == faults


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        (Faults(), set()),
        (Faults(skipped=(1, 2)), {Fault.SKIPPED}),
        (Faults(lingered=(0,), unended=True), {Fault.REPEATED, Fault.UNENDED}),
        (Faults(early=True), {Fault.EARLY}),
        (Faults(ran_on=True), {Fault.RAN_ON}),
    ],
)
def test_what_the_window_says_of_a_words_runs(found: Faults, faults: set[Fault]) -> None:
    one, other = (
        Try(np.zeros((1, 2)), np.ones(1, dtype=np.bool_), np.zeros(1, dtype=np.int64), kinds, 0.0)
        for kinds in (Faults(), found)
    )
    assert seen_by_window(MadeWord(WrittenWord((), 0.0), bool(found), (one, other))) == faults
