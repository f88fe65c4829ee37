"""``python -m lab.reading.unlisted --data DIR``: what words do to words that the table does not have: names, numbers, slips.

Each word of the transcriptions is right where it stands in what was read, all its characters: by the likeliest path, and by the
app's reader (``model.word_reader``). ``clear``: right by the likeliest path, and each character of it at least as likely as
``CLEAR``; ``bent``: of those, the part that the app's reader reads otherwise. ``--own``: also as if a person had confirmed each
word once that the table does not have (``model.own_words``).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

import numpy as np

from assets import LANGUAGE
from lab.tell_figures import tell
from model.checkpoint import CAPTIONER_FILE
from model.language import Language
from model.line_readers import load_line_reader
from model.line_reading import characters_of
from model.own_words import with_own
from model.text_model import TextModel
from model.word_beam import WordBeam
from model.word_table import load
from training.command import run_command
from training.data.splits import READ_DEV_LIST
from training.reader.frames import LineFrames, frames_of

CLEAR = 0.95
MARKS = "\"'()-.,;:?!"


@dataclass(frozen=True, slots=True)
class TriedWord:
    """A word of a transcription, and what became of it. ``clear``: see above."""

    text: str
    right_plain: bool
    clear: bool
    right: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.unlisted", description="Words that no table has.")
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--split", type=Path, help=f"a list of its lines or forms (default: {READ_DEV_LIST})")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of its lines every Nth alone (1)")
    parser.add_argument("--weights", type=Path, default=CAPTIONER_FILE, help="the network that reads ink")
    parser.add_argument("--kept", type=Path, default=Path("runs/words"), help="where frames are kept")
    parser.add_argument("--own", action="store_true", help="also with the unlisted words among the table's")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, DataError, OSError."""
    split = options.split or options.data / READ_DEV_LIST
    table, reader = load(LANGUAGE), load_line_reader(options.weights)
    language = Language(table)
    lines = frames_of(options.data, split, options.weights, options.kept, options.every)
    tables = {"": table}
    if options.own:
        every = [word for line in lines for word in line.written.split()]
        tables["own_"] = with_own(table, [word for word in every if kind_of(word, language) == "unlisted"])
    told: dict[str, object] = {}
    for name, one in tables.items():
        beam = WordBeam(TextModel(Language(one)), reader.alphabet)
        kinds: dict[str, list[TriedWord]] = {"listed": [], "unlisted": [], "with_digits": []}
        for word in (word for line in lines for word in tried(line, beam)):
            if not word.text.startswith("'"):  # 's and 'll, which transcriptions part from their words
                kinds[kind_of(word.text, language)].append(word)
        for kind, some in kinds.items():
            told |= {f"{name}{kind}_{key}": value for key, value in figures(some).items()}
    tell({**told, "weights": reader.name}, options.json)


def tried(line: LineFrames, beam: WordBeam) -> list[TriedWord]:
    """The words of a line's transcription."""
    by_frames = characters_of(line.log_probs, beam.alphabet, 0, None)
    plain = [
        ("".join(one.character for one in word), min(one.confidence for one in word))
        for space, group in groupby(by_frames, lambda one: one.character == " ")
        if not space and (word := list(group))
    ]
    written = line.written.split()
    by_path = _where(written, [text for text, _ in plain])
    by_words = _where(written, beam.hypotheses(line.log_probs)[0].text.split())
    return [
        TriedWord(text, at in by_path, at in by_path and plain[by_path[at]][1] >= CLEAR, at in by_words)
        for at, text in enumerate(written)
    ]


def kind_of(word: str, language: Language) -> str:
    """Of a word without the marks at its ends, whether the table has all its parts between hyphens."""
    if any(character.isdigit() for character in word):
        return "with_digits"
    parts = [part for part in word.strip(MARKS).lower().split("-") if part]
    bare = [part.removesuffix("'s") for part in parts]
    has = [
        language.number(part) is not None or language.number(own) is not None
        for part, own in zip(parts, bare, strict=True)
    ]
    return "listed" if all(has) else "unlisted"


def figures(words: Sequence[TriedWord]) -> dict[str, object]:
    """How many there are, which part is right either way, how many are clear, and which part of those is bent."""
    clear = [word for word in words if word.clear]
    return {
        "words": len(words),
        "right_by_path": _mean([word.right_plain for word in words]),
        "right_by_words": _mean([word.right for word in words]),
        "clear": len(clear),
        "bent": _mean([not word.right for word in clear]),
    }


def _where(written: Sequence[str], read: Sequence[str]) -> dict[int, int]:
    """Of the words that are right, their places in what was written, and in what was read."""
    blocks = SequenceMatcher(None, written, read, autojunk=False).get_matching_blocks()
    return {block.a + k: block.b + k for block in blocks for k in range(block.size)}


def _mean(values: Sequence[bool]) -> float | None:
    return float(np.mean(values)) if values else None


if __name__ == "__main__":
    raise SystemExit(main())
