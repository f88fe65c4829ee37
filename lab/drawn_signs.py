"""``python -m lab.drawn_signs --data DIR --weights FILE``: which characters the network writes worse than they are drawn.

A reader reads short lines in unseen hands, each with a word of the character, once written by the network, once with the
character drawn (``inkapp.live.compose.signs``). What reads as well either way is better written: it is joined.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from inkapp.ink.typed_text import TextStyle
from inkapp.live.compose.characters import LEARNT
from inkapp.live.compose.read_hand import NoHand, ReadHand
from inkapp.live.compose.written_runs import WrittenRuns
from lab.legibility import read_ink
from lab.tell_figures import tell
from lab.typed.tasks import read_validation
from lab.typed.written import add_writing_options, hand_of, load_writer, style_of, write_line
from model.checkpoint import READER
from model.reader import Reader
from model.text_protocol import TextNetwork
from training.command import run_command
from training.reader.edits import Errors

# words by the characters that are written or drawn in them, digits all together: a number of both would look it
WORDS = {
    "0123456789": ("1984", "2075", "63", "1.50", "1967", "328"),
    "Q": ("Queen", "Quite", "Quick"),
    "X": ("Xerox", "X-ray", "Xavier"),
    "Z": ("Zoo", "Zurich", "Zebra"),
    "(": ("(and", "(the", "(or"),
    ")": ("so)", "well)", "here)"),
    "!": ("Stop!", "now!", "yes!"),
    '"': ('"well"', '"so"', '"then"'),
    "'": ("don't", "it's", "he's"),
    ",": ("well,", "then,", "old,"),
    "-": ("half-way", "tea-time", "co-op"),
    ".": ("end.", "here.", "old."),
    ":": ("said:", "note:", "thus:"),
    ";": ("well;", "there;", "old;"),
    "?": ("why?", "where?", "so?"),
}
LINE = "the {} was"
HANDS = 10


@dataclass(slots=True)
class Counted:
    """Errors over whole lines, and how often each character was read of how often it was written."""

    errors: Errors = field(default_factory=Errors)
    read: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)

    def add(self, read: str, written: str, characters: Collection[str]) -> None:
        """Counts a line."""
        self.errors.add(read, written)
        kept = kept_of(read, written)
        for at, character in enumerate(written):
            if character in characters:
                self.written[character] = self.written.get(character, 0) + 1
                self.read[character] = self.read.get(character, 0) + (at in kept)


def kept_of(read: str, written: str) -> set[int]:
    """The numbers of the written characters that the least edits leave as they are."""
    costs = np.zeros((len(read) + 1, len(written) + 1), dtype=np.intp)
    costs[:, 0], costs[0] = np.arange(len(read) + 1), np.arange(len(written) + 1)
    for i, one in enumerate(read, 1):
        for j, other in enumerate(written, 1):
            costs[i, j] = min(costs[i - 1, j] + 1, costs[i, j - 1] + 1, costs[i - 1, j - 1] + (one != other))
    i, j = len(read), len(written)
    kept: set[int] = set()
    while i and j:
        replaced = read[i - 1] != written[j - 1]
        if costs[i, j] == costs[i - 1, j - 1] + replaced:
            i, j = i - 1, j - 1
            if not replaced:
                kept.add(j)
        elif costs[i, j] == costs[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return kept


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.drawn_signs", description="Characters written and drawn.")
    add_writing_options(parser, texts=HANDS)
    parser.add_argument("--reader", type=Path, default=READER, help="the network that reads ink")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    network, reader, style = load_writer(options), Reader.load(options.reader), style_of(options)
    hands = _hands(network, options.data, options.texts)
    told: dict[str, object] = {"hands": len(hands), "temperature": options.temperature, "weights": network.name}
    runs = WrittenRuns()
    for characters, words in WORDS.items():
        for way, learnt in (("written", LEARNT | set(characters)), ("drawn", LEARNT - set(characters))):
            counted = _count(network, reader, hands, words, characters, learnt, style, runs)
            told[f"{characters} {way}: errors of lines"] = counted.errors.figures()["character_error"]
            told[f"{characters} {way}: read"] = ", ".join(
                f"{one} {counted.read[one]} of {counted.written[one]}" for one in sorted(counted.written)
            )
    tell(told, options.json)


def _hands(network: TextNetwork, data: Path, count: int) -> list[ReadHand]:
    """So many hands that can be learnt, evenly over the validation writers."""
    forms = read_validation(data).one_form_a_writer()
    hands: list[ReadHand] = []
    for form in forms[:: max(len(forms) // (count + 3), 1)]:
        try:
            hands.append(hand_of(network, form))
        except NoHand:
            continue
    return hands[:count]


def _count(
    network: TextNetwork,
    reader: Reader,
    hands: Sequence[ReadHand],
    words: Sequence[str],
    characters: str,
    learnt: Collection[str],
    style: TextStyle,
    runs: WrittenRuns,
) -> Counted:
    counted = Counted()
    for seed, hand in enumerate(hands):
        for word in words:
            text = LINE.format(word)
            line = write_line(network, hand, text, 1000 * seed, style, learnt=learnt, runs=runs)
            counted.add(read_ink(reader, line.ink), text, characters)
    return counted


if __name__ == "__main__":
    raise SystemExit(main())
