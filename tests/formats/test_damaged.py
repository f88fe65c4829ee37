"""Files that were mutated or cut off: only the app's own error. ``make soak`` tries ten thousand."""

from __future__ import annotations

import random

import pytest

from inkapp.formats.registry import READERS
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, loads
from tools.mutated_files import mutated, whole_files

MUTATIONS = 150


@pytest.mark.parametrize(("suffix", "data"), whole_files().values(), ids=whole_files())
def test_only_the_apps_own_error(suffix: str, data: bytes):
    told: list[str] = []
    READERS[suffix](data, "x", told.append)
    choice = random.Random(len(data))
    refused = 0
    for _ in range(MUTATIONS):
        wrong = mutated(data, choice)
        try:
            document = READERS[suffix](wrong, "x", told.append)
        except FileError as error:
            refused += 1
            assert "\n" not in str(error) and str(error).startswith("x: ")
        else:
            # what was accepted can be kept
            assert loads(dumps(document), "y").pages == document.pages
    assert refused > MUTATIONS // 20
    assert all("\n" not in line and line.startswith("x: left out: ") for line in told)
