"""Text as the numbers that a network reads: the characters it can write, and ids for them.

The characters are those that IAM-OnDB's transcriptions use in earnest. Left out: ``#`` and ``%``, which stand there for what
was crossed out, ``+``, which stands for a pound sign, and what occurs once or twice.
"""

from __future__ import annotations

from collections.abc import Iterable

CHARACTERS = " !\"'(),-./0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz"
PRINTABLE = "".join(map(chr, range(32, 127)))  # what a reader of ink may say: all of ASCII that can be printed
NOTHING, END = 0, 1  # the id of no character (padding), and of the end of the text
SIZE = len(CHARACTERS) + 2
_ID = {character: number + 2 for number, character in enumerate(CHARACTERS)}


def unknown(text: Iterable[str]) -> str:
    """The characters of ``text`` that are not in the alphabet, each once, in their order."""
    return "".join(dict.fromkeys(character for character in text if character not in _ID))


def to_ids(text: Iterable[str], *, ended: bool = True) -> list[int]:
    """An id a character and, where the text has ``ended``, ``END``. Raises ValueError for characters not in the alphabet."""
    characters = list(text)
    odd = unknown(characters)
    if odd:
        raise ValueError(f"not in the alphabet: {odd}")
    return [_ID[character] for character in characters] + ([END] if ended else [])
