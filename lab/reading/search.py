"""``python -m lab.reading.search --data DIR``: of the words in transcriptions, how many a search finds.

Each word of three letters and more that stands in the transcriptions is looked for in all lines that were read. It ought to be
found in the lines in which, as they are told, a word begins with it, and in no other. ``exact``: as a whole word, letter for
letter; ``beginning``: as the beginning of one; ``app``: as ``inkapp.live.reading.search`` does, with a letter wrong where no
line has it right; ``near``: with a letter wrong in any case. ``mistyped``: the same queries, one letter of each replaced by
chance. ``f2``: the mean of recall, which counts twice, and precision (van Rijsbergen 1979).
"""

from __future__ import annotations

import argparse
import string
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from inkapp.live.reading.page_text import ReadLine
from inkapp.live.reading.search import LEAST_NEAR, folded_words, search
from inkapp.live.reading.words_of_line import words_of
from lab.reading.told_lines import add_reading_options, load, read
from lab.tell_figures import tell
from training.command import run_command

LEAST = 3  # letters of a query
Find = Callable[[str], set[int]]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.search", description="What a search finds.")
    add_reading_options(parser, chooses=False)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    reader, lines = load(options)
    told = [folded_words(line.text) for line in lines]
    found: list[ReadLine] = []
    for line in lines:
        reading = read(reader, line.ink)
        found.append(ReadLine(tuple(words_of(reading, line.ink)) if reading is not None else (), line.ink))
    words = sorted({word for line in told for word in line if len(word) >= LEAST and word.isalpha()})
    asked = {word: {k for k, line in enumerate(told) if any(w.startswith(word) for w in line)} for word in words}
    mistyped = {
        typed: asked[word]
        for number, word in enumerate(words)
        if len(word) >= LEAST_NEAR and (typed := mistype(word, number)) not in asked
    }
    figures: dict[str, object] = {"lines": len(lines), "queries": len(asked), "mistyped_queries": len(mistyped)}
    for name, find in ways(found).items():
        figures |= {f"{name}_{key}": value for key, value in count(find, asked).items()}
        figures |= {f"{name}_mistyped_{key}": value for key, value in count(find, mistyped).items()}
    tell(figures, options.json)


def ways(found: Sequence[ReadLine]) -> dict[str, Find]:
    """Of each way to search what lines say, which lines it finds for a query."""
    said = [folded_words(line.text) for line in found]
    return {
        "exact": lambda query: {k for k, line in enumerate(said) if query in line},
        "beginning": lambda query: {k for k, line in enumerate(said) if any(w.startswith(query) for w in line)},
        "app": lambda query: {hit.line for hit in search(query, [found])},
        "near": lambda query: {k for k, line in enumerate(found) if search(query, [[line]])},
    }


def count(find: Find, asked: Mapping[str, set[int]]) -> dict[str, float]:
    """Of the lines that queries ought to find, the share that is found; of those found, the share that ought to be; and how
    many ought not, a query."""
    hits = wanted = good = 0
    for query, right in asked.items():
        found = find(query)
        hits, wanted, good = hits + len(found), wanted + len(right), good + len(found & right)
    return {
        "recall": good / max(wanted, 1),
        "precision": good / max(hits, 1),
        "f2": 5 * good / max(4 * wanted + hits, 1),
        "false_hits_a_query": (hits - good) / max(len(asked), 1),
    }


def mistype(word: str, seed: int) -> str:
    """A word with another letter in place of one, never of the first."""
    chance = np.random.default_rng(seed)
    at = int(chance.integers(1, len(word)))
    other = str(chance.choice([letter for letter in string.ascii_lowercase if letter != word[at]]))
    return word[:at] + other + word[at + 1 :]


if __name__ == "__main__":
    raise SystemExit(main())
