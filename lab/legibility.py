"""``python -m lab.legibility --data DIR --weights FILE``: how well typed text in unseen hands can be read, beside real ink.

One reader reads texts in the hands of other validation writers, and real lines of the same forms. It has learnt from none of
those writers, and has no say in what is written: of several tries the best is chosen by attention and likelihood.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from inkapp.live.hand_ink import PRIME
from lab.tell_figures import tell
from lab.typed.tasks import Task, read_validation
from lab.typed.written import Ink, add_writing_options, ink_of_line, load_writer, style_of, told_options, write_tasks
from model.checkpoint import READER
from model.reader import Reader
from training.command import run_command
from training.reader.edits import Errors, interval
from training.reader.lines import as_written


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.legibility", description="How well typed text can be read.")
    add_writing_options(parser, texts=200)
    parser.add_argument("--reader", type=Path, default=READER, help="the network that reads ink")
    parser.add_argument(
        "--letters", type=float, default=PRIME, help=f"from which hands are learnt (default: {PRIME:g})"
    )
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    network, reader = load_writer(options), Reader.load(options.reader)
    asked = read_validation(options.data).tasks(options.texts, options.seed)
    first, mended, real = Counted(reader), Counted(reader), Counted(reader)
    forms: set[str] = set()
    for written in write_tasks(network, asked, style_of(options), options.letters):
        first.add(written.first.ink, written.task.text)
        mended.add(written.mended.ink, written.task.text)
        if written.task.ink.form not in forms:
            forms.add(written.task.ink.form)
            for line, text in real_lines(written.task):
                real.add(line, text)
    told: dict[str, object] = {"texts": len(first.shares), "real_lines": len(real.shares)}
    for name, counted in (("real", real), ("first_try", first), ("best_of_several", mended)):
        told |= {f"{name}_{key}": value for key, value in counted.figures().items()}
    for name, counted in (("first_try", first), ("best_of_several", mended)):
        told[f"{name}_to_real"] = counted.error / max(real.error, 1e-9)
    told |= {"letters": options.letters, **told_options(options, network), "reader": reader.name}
    tell(told, options.json)


def real_lines(task: Task) -> Iterable[tuple[Ink, str]]:
    """Real lines by the task's hand with what they say, none of which the hand was learnt from."""
    return [(ink_of_line(line), text) for line, text in zip(task.ink.others, task.ink.texts, strict=True) if text]


class Counted:
    """Errors of a reader over lines of ink."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._errors = reader, Errors()
        self.shares: list[tuple[int, int]] = []

    def add(self, ink: Ink, text: str) -> str:
        """Counts a line that was to say ``text``, and returns what is read; ink without extent is read as nothing."""
        before = self._errors.character_edits, self._errors.characters
        read = read_ink(self._reader, ink)
        self._errors.add(as_written(read), as_written(text))
        self.shares.append((self._errors.character_edits - before[0], self._errors.characters - before[1]))
        return read

    @property
    def error(self) -> float:
        """Edits a character."""
        return self._errors.character_edits / max(self._errors.characters, 1)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where 95 % of the bootstrap of ``error`` over lines lie; None where there are no lines."""
        return interval(self.shares) if self.shares else None

    def figures(self) -> dict[str, object]:
        """Errors of characters, with where 95 % of their bootstrap over lines lie, and of words."""
        told = self._errors.figures()
        return {
            "character_error": told["character_error"],
            "character_error_95": self.interval,
            "word_error": told["word_error"],
        }


def read_ink(reader: Reader, ink: Ink) -> str:
    """What ink says to a reader."""
    try:
        return reader.read(ink).text
    except ValueError:
        return ""


if __name__ == "__main__":
    raise SystemExit(main())
