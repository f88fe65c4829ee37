"""Which words the table leaves out, lest the app ever offer one that a person would be ashamed of.

``left_out.txt`` holds them as the first eight hexadecimal digits of their SHA-256, so that no such list lies open here: whole
words, and, after ``~``, letters that must stand nowhere in a word. ``python -m tools.language.left_out`` makes such lines from
the words on its standard input. What is left out can still be read and written: by its letters, as any unknown word.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

LIST = Path(__file__).with_name("left_out.txt")
PART = "~"
SHORTEST, LONGEST = 4, 8  # of the letters that must stand nowhere


def digest(word: str) -> str:
    """As the list has it."""
    return hashlib.sha256(word.encode()).hexdigest()[:8]


class LeftOut:
    """The words of a list of digests."""

    def __init__(self, lines: Iterable[str]) -> None:
        told = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
        self._parts = frozenset(line.removeprefix(PART) for line in told if line.startswith(PART))
        self._words = frozenset(line for line in told if not line.startswith(PART))

    @classmethod
    def load(cls) -> LeftOut:
        """The project's own list."""
        return cls(LIST.read_text(encoding="ascii").splitlines())

    def __contains__(self, word: str) -> bool:
        """Whether a word in lower case is left out, also with 's or an s behind it."""
        forms = {word, word.removesuffix("'s"), word.removesuffix("s'"), word.removesuffix("'")}
        if not word.endswith("ss"):
            forms.add(word.removesuffix("s"))
        if any(digest(form) in self._words for form in forms):
            return True
        parts = (
            word[at : at + length] for length in range(SHORTEST, LONGEST + 1) for at in range(len(word) - length + 1)
        )
        return any(digest(part) in self._parts for part in parts)


def main() -> int:
    """Words from standard input, one a line, as lines of the list, sorted."""
    words = {line.strip().lower() for line in sys.stdin if line.strip()}
    marked = (PART + digest(word.removeprefix(PART)) if word.startswith(PART) else digest(word) for word in words)
    print("\n".join(sorted(marked)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
