"""A table of words with those of one person among them: a name that they confirmed once is to be read the next time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from model.word_table import WordTable

WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
SHARE_OF = 1000  # n words of a person's have together the chance n / (n + this)


def with_own(table: WordTable, texts: Iterable[str]) -> WordTable:
    """The table with the words of a person's texts, each as likely as it is frequent there, besides what it was before.

    A word that the table did not have follows others as any word does that forms no pair with them, and is taken for a name if
    it had a capital each time.
    """
    found = [match.removesuffix("'s") for text in texts for match in WORD.findall(text)]
    own = Counter(word.lower() for word in found if len(word) > 1)
    if not own:
        return table
    small = {word for word in found if word[0].islower()}
    new = sorted(own.keys() - set(table.words))
    words = sorted((*table.words, *new))
    place = {word: number for number, word in enumerate(words)}
    moved = np.array([place[word] for word in table.words])  # where the table's own words are now
    share = own.total() / (own.total() + SHARE_OF)
    once = np.zeros(len(words))
    once[moved] = (1 - share) * table.once / table.once.sum()
    for word, count in own.items():
        once[place[word]] += share * count / own.total()
    counts = np.zeros(len(words) + 1, dtype=np.int64)
    counts[moved], counts[-1] = table.counts[:-1], table.counts[-1]
    names = [place[word] for word in new if word not in small]
    return replace(
        table,
        words=tuple(words),
        once=once,
        counts=counts,
        seconds=moved[table.seconds],
        proper=np.array(sorted((*moved[table.proper].tolist(), *names)), dtype=np.int64),
    )
