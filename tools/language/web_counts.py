"""Reads how often words and pairs of words were counted, from the two lists that the package ``symspellpy`` carries."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

ONCE = "symspellpy/frequency_dictionary_en_82_765.txt"
PAIRS = "symspellpy/frequency_bigramdictionary_en_243_342.txt"


@dataclass(frozen=True, slots=True)
class Counts:
    """``once``: how often each word was counted; ``pairs``: the same of pairs, in a larger text, the rare ones left out."""

    once: dict[str, int]
    pairs: dict[tuple[str, str], int]


def from_wheel(path: Path) -> Counts:
    """From the package's wheel. Raises ValueError for another file, OSError."""
    try:
        with zipfile.ZipFile(path) as wheel:
            once, pairs = (wheel.read(name).decode("utf-8-sig").split() for name in (ONCE, PAIRS))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: no wheel of symspellpy ({' '.join(str(error).split())})") from None
    return Counts(
        dict(zip(once[::2], map(int, once[1::2]), strict=True)),
        dict(zip(zip(pairs[::3], pairs[1::3], strict=True), map(int, pairs[2::3]), strict=True)),
    )
