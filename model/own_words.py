"""A table of words with those of one person among them: what they wrote is likelier to be what they write next.

A cache model (Kuhn and De Mori 1990) in three steps. A word's chance after any word is mixed from what the table says and from
its share of all that the person wrote. A pair that the table lists becomes likelier as its second word did, and all that it
lists after a word keep their chance together. Then what followed a word of the person's counts: n times something did, t
different words, and c times the second one, whose chance becomes

    (c − less) / (n + pairs)  +  (pairs + less · t) / (n + pairs) · what it was

(absolute discounting, Ney et al. 1994, with a constant beside n, as in Pitman and Yor's process). So what always follows a
word of theirs soon does here, and what follows another word that is followed by anything stays as the table has it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.text_model import ENDS, LEAST
from model.word_table import WordTable

LETTER = r"[^\W\d_]"
TOKEN = re.compile(rf"{LETTER}+(?:'{LETTER}+)*|[{ENDS}]|[-0-9]")
START = ""  # the first of a pair whose second begins a sentence


@dataclass(frozen=True, slots=True)
class OwnWeights:
    """How slowly a person's words outweigh the table. ``words``: n words have together the chance n / (n + this) after any
    word, above 0. ``pairs``, ``less``: see above; above 0, and in 0 … 1. Raises ValueError for others."""

    words: float = 4000.0
    pairs: float = 10.0
    less: float = 0.9

    def __post_init__(self) -> None:
        if not (0 < self.words < math.inf and 0 < self.pairs < math.inf and 0 <= self.less <= 1):
            raise ValueError("own words and pairs must weigh more than 0, and less be in 0 … 1")


WEIGHTS = OwnWeights()


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """How often a person wrote each word, in lower case, and each pair of words that followed each other in a text.

    ``capital``: the words that had a capital each time.
    """

    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    capital: frozenset[str]


def count(listed: Sequence[str], texts: Iterable[str]) -> OwnCounts:
    """Of a person's texts. ``listed``: the table's words, sorted: its words with 's are words of their own, others are not."""
    words, pairs, small = Counter[str](), Counter[tuple[str, str]](), set[str]()
    for text in texts:
        before: str | None = None
        for written in _words(text):
            if written is None or written == START:
                before = written
                continue
            whole = written.lower()
            word = whole if _has(listed, whole) else whole.removesuffix("'s")
            if not word.isascii() or (len(word) == 1 and not _has(listed, word)):  # of other letters, or an initial
                before = None
                continue
            words[word] += 1
            if written[0].islower():
                small.add(word)
            if before is not None:
                pairs[before, word] += 1
            before = word if word == whole else None  # the table does not know what follows "cat's"
    return OwnCounts(words, pairs, frozenset(words.keys() - small))


def with_own(table: WordTable, texts: Iterable[str], weights: OwnWeights = WEIGHTS) -> WordTable:
    """The table with the words and pairs of a person's texts, mixed as above.

    A word that the table did not have is taken for a name if it had a capital each time.
    """
    own = count(table.words, texts)
    if not own.words:
        return table
    new = sorted(word for word in own.words if not _has(table.words, word))
    behind = [bisect_left(table.words, word) for word in new]  # how many of the table's words
    moved = np.arange(len(table.words) + 1)
    moved += np.searchsorted(behind, moved, side="right")  # where they are now, and a sentence's start
    words = tuple(sorted((*table.words, *new)))
    total = own.words.total()
    share = total / (total + weights.words)
    before, pairs, _ = table.chances()
    once = np.zeros(len(words))
    once[moved[:-1]] = (1 - share) * before
    for word, times in own.words.items():
        once[bisect_left(words, word)] += share * times / total
    risen = pairs * (once[moved[:-1]] / before)[table.seconds]
    together, raised = (np.bincount(table.firsts, some, len(moved)) for some in (pairs, risen))
    names = [bisect_left(words, word) for word in new if word in own.capital]
    counts = np.zeros(len(words) + 1, dtype=np.int64)
    counts[moved] = table.counts
    wider = WordTable(
        words,
        once,
        counts,
        moved[table.seconds],
        risen * (together / np.maximum(raised, LEAST))[table.firsts],
        np.array(sorted((*moved[table.proper].tolist(), *names)), dtype=np.int64),
        table.letters,
    )
    return _with_pairs(wider, own.pairs, weights)


def _with_pairs(table: WordTable, own: Counter[tuple[str, str]], weights: OwnWeights) -> WordTable:
    """A table that has all words of a person's pairs, with these pairs mixed into it."""
    number = len(table.words)
    keys, times = np.zeros(len(own), dtype=np.int64), np.zeros(len(own))
    for at, ((before, word), often) in enumerate(own.items()):
        place = number if before == START else bisect_left(table.words, before)
        keys[at], times[at] = place * number + bisect_left(table.words, word), often
    firsts = keys // number
    all_times, kinds = np.bincount(firsts, times, number + 1), np.bincount(firsts, minlength=number + 1)
    gained = (times - weights.less) / (all_times[firsts] + weights.pairs)
    kept = np.where(kinds > 0, (weights.pairs + weights.less * kinds) / (all_times + weights.pairs), 1.0)

    listed = table.firsts * number + table.seconds
    merged = np.sort(np.concatenate((listed, keys)), kind="stable")
    merged = merged[np.diff(merged, prepend=-1) > 0]
    first, second = merged // number, merged % number
    once, pairs, back_off = table.chances()
    chances = back_off[first] * once[second]
    chances[np.searchsorted(merged, listed)] = pairs
    chances *= kept[first]
    chances[np.searchsorted(merged, keys)] += gained
    return replace(table, counts=np.bincount(first, minlength=number + 1), seconds=second, pairs=chances)


def words_in(text: str) -> Iterator[str]:
    """Each word as it is written."""
    return (word for word in _words(text) if word)


def _words(text: str) -> Iterator[str | None]:
    """The same; and ``START`` where a sentence ends, None where the word before does not matter any more."""
    for found in TOKEN.findall(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")):
        yield found if found[0].isalpha() else START if found in ENDS else None


def _has(listed: Sequence[str], word: str) -> bool:
    at = bisect_left(listed, word)
    return at < len(listed) and listed[at] == word
