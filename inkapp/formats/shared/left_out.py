"""What a reader leaves out of a file, gathered for the one line that tells the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

Tell = Callable[[str], None]
MOST_KINDS = 6  # named in a line


def tell_nobody(said: str) -> None:
    """For whoever does not ask what was left out."""


class LeftOut:
    """Counts what is left out by its kind, in words that stand after a number: "text", "damaged path (…)"."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()

    def add(self, what: str) -> None:
        """One more of a kind; kinds beyond a hundred are counted together."""
        self._kinds[what if what in self._kinds or len(self._kinds) < 100 else "other elements"] += 1

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def __str__(self) -> str:
        """``left out: 2 × text, 1 × image``"""
        named = [f"{count} × {kind}" for kind, count in self._kinds.most_common(MOST_KINDS)]
        rest = sum(self._kinds.values()) - sum(count for _, count in self._kinds.most_common(MOST_KINDS))
        return "left out: " + ", ".join([*named, *([f"{rest} more"] if rest else [])])
