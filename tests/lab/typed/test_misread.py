"""Faults that a reader sees: which letters in a row are missing or too many, and where."""

from __future__ import annotations

import pytest

from lab.typed.misread import Fault, misread


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
