"""Faults of a written text as a reader of ink sees them, letters in a row that are missing or too many, and as the window does.

The network that writes has no say in what the reader sees. It errs also over people's ink, so the same count over that is told
beside.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum

from inkapp.live.compose.word_writer import MadeWord

LEAST = 3  # characters in a row, fewer of which a reader leaves out or adds now and then


class Fault(Enum):
    """What is wrong with a written text."""

    EARLY = "stopped early"
    RAN_ON = "ran on"
    REPEATED = "repeated"
    SKIPPED = "skipped"
    UNENDED = "did not end"


def misread(read: str, written: str, least: int = LEAST) -> set[Fault]:
    """The faults of ink that was to say ``written`` and says ``read``, blanks and capitals aside."""
    read, written = ("".join(text.split()).lower() for text in (read, written))
    found: set[Fault] = set()
    for _, i, j, k, m in SequenceMatcher(None, written, read, autojunk=False).get_opcodes():
        missing, more = (j - i) - (m - k), read[k:m]
        if missing >= least:
            found.add(Fault.EARLY if j == len(written) else Fault.SKIPPED)
        elif -missing >= least:
            before, after = written[max(i - len(more), 0) : i], written[j : j + len(more)]
            if _alike(more, before) or _alike(more, after):
                found.add(Fault.REPEATED)
            else:
                found.add(Fault.RAN_ON if j == len(written) else Fault.REPEATED)
    return found


def seen_by_window(word: MadeWord) -> set[Fault]:
    """What the window says went wrong with a word."""
    found: set[Fault] = set()
    for one in word.tries:
        kinds = one.faults
        told = (kinds.early, kinds.ran_on, kinds.lingered, kinds.skipped, kinds.unended)
        found |= {fault for fault, there in zip(Fault, told, strict=True) if there}
    return found


def _alike(one: str, other: str) -> bool:
    """Whether most letters of both are the same, in the same order."""
    return bool(other) and SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.6
