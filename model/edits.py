"""How far what was read is from what was written: insertions, deletions and replacements (Levenshtein 1966)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def edits(read: Sequence[Hashable], written: Sequence[Hashable]) -> int:
    """The least number of insertions, deletions and replacements of one item that make ``read`` of ``written``."""
    before = list(range(len(written) + 1))
    for i, item in enumerate(read, 1):
        now = [i]
        for j, other in enumerate(written, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (item != other)))
        before = now
    return before[-1]
