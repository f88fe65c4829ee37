"""``python -m lab.faults --data DIR --weights FILE``: of texts in unseen hands, how many stop early, run on, repeat or skip.

Counted twice: as the window over the text tells of each word, which is what the app mends by, and as a reader of ink tells of
each text, which the app never asks. A reader errs over people's ink, too: the same count over real lines is beside it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from lab.legibility import read_ink, real_lines
from lab.tell_figures import tell
from lab.typed.misread import Fault, misread, seen_by_window
from lab.typed.sheet import FAULTY, WRITTEN, Row, draw_sheet
from lab.typed.tasks import read_validation
from lab.typed.written import WrittenLine, add_writing_options, load_writer, style_of, told_options, write_tasks
from model.checkpoint import READER
from model.reader import Reader
from training.command import run_command
from training.reader.edits import edits

SHOWN = 24  # texts on the sheet


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.faults", description="Faults of typed text.")
    add_writing_options(parser, texts=1000)
    parser.add_argument("--reader", type=Path, default=READER, help="the network that reads ink")
    parser.add_argument("-o", "--sheet", type=Path, help="draws the worst texts there, a .png or .svg")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures and draws the sheet. Raises ModelError, OSError, ValueError."""
    network, reader = load_writer(options), Reader.load(options.reader)
    first, mended, real = Counted(), Counted(), Counted()
    shown: list[tuple[float, WrittenLine, str]] = []
    forms: set[str] = set()
    asked = read_validation(options.data).tasks(options.texts, options.seed)
    for written in write_tasks(network, asked, style_of(options)):
        text = written.task.text
        first.add(misread(read_ink(reader, written.first.ink), text), written.first)
        read = read_ink(reader, written.mended.ink)
        mended.add(misread(read, text), written.mended)
        shown.append((edits(read, text) / len(text), written.mended, read))
        if written.task.ink.form not in forms:
            forms.add(written.task.ink.form)
            for ink, said in real_lines(written.task):
                real.add(misread(read_ink(reader, ink), said))
    told: dict[str, object] = {"texts": first.texts, "words": first.words, "real_lines": real.texts}
    told |= {f"first_try_{key}": value for key, value in first.figures().items()}
    told |= {f"mended_{key}": value for key, value in mended.figures().items()}
    told |= {f"real_{key}": value for key, value in real.figures(window=False).items()}
    tell({**told, **told_options(options, network), "reader": reader.name}, options.json)
    if options.sheet is not None:
        shown.sort(key=lambda one: -one[0])
        draw_sheet([_row(line, read) for _, line, read in shown[:SHOWN]], options.sheet)


class Counted:
    """Faults of texts: as a reader of ink tells them, and as the window tells them of words."""

    def __init__(self) -> None:
        self.texts = self.words = self._faulty_texts = self._faulty_words = self._misread = 0
        self._kinds: Counter[Fault] = Counter()
        self._kinds_of_words: Counter[Fault] = Counter()

    def add(self, faults: Iterable[Fault], line: WrittenLine | None = None) -> None:
        """Counts a text with what a reader finds; ``line``: with what the window says of its words."""
        kinds = set(faults)
        self.texts += 1
        self._misread += bool(kinds)
        self._kinds.update(kinds)
        if line is not None:
            faulty = sum(word.faulty for word in line.words)
            self.words += len(line.words)
            self._faulty_words += faulty
            self._faulty_texts += bool(faulty)
            for word in line.words:
                self._kinds_of_words.update(seen_by_window(word))

    def figures(self, *, window: bool = True) -> dict[str, object]:
        """Shares of texts, by the reader, each kind of fault apart; by the window also of words."""
        texts = max(self.texts, 1)
        told: dict[str, object] = {}
        if window:
            told["faulty_words_by_window"] = self._faulty_words / max(self.words, 1)
            told["faulty_texts_by_window"] = self._faulty_texts / texts
            for fault in Fault:
                told[f"words_{_key(fault)}_by_window"] = self._kinds_of_words[fault] / max(self.words, 1)
        told["faulty_texts_by_reader"] = self._misread / texts
        for fault in (Fault.EARLY, Fault.RAN_ON, Fault.REPEATED, Fault.SKIPPED):
            told[f"{_key(fault)}_by_reader"] = self._kinds[fault] / texts
        return told


def _key(fault: Fault) -> str:
    return fault.value.replace(" ", "_")


def _row(line: WrittenLine, read: str) -> Row:
    faulty = any(word.faulty for word in line.words)
    return Row(line.ink, f"{line.text}  →  {read}", FAULTY if faulty else WRITTEN)


if __name__ == "__main__":
    raise SystemExit(main())
