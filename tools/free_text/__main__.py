"""``python -m tools.free_text --out DIR``: fetches free text by npm and writes ``train.txt``, ``held.txt`` and ``judge.txt``.

A line is a paragraph. ``train`` is learnt, ``held`` chooses, and of ``judge`` nobody sees anything: it is by other authors.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from model.atomic_write import swap_in
from tools.free_text.clean import paragraphs
from tools.free_text.sources import BOOKS, GUTENBERG, MESSAGES, books, fetch, messages
from training.command import run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m tools.free_text", description="Make the text to learn from.")
    parser.add_argument("--out", type=Path, required=True, help="the folder; packages that lie in it are not fetched")
    return run_command(parser, arguments, make)


def make(options: argparse.Namespace) -> None:
    """Writes the three parts. Raises OSError, ValueError."""
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[str]] = {part: [] for part in BOOKS}
    for part, text in (*books(fetch(GUTENBERG, out)), *messages(fetch(MESSAGES, out))):
        parts[part].extend(paragraphs(text))
    swap_in({out / f"{part}.txt": ("\n".join(own) + "\n").encode("ascii") for part, own in parts.items()})
    for part, own in parts.items():
        print(f"{out / part}.txt: {len(own)} paragraphs, {sum(map(len, own)) + len(own)} characters")


if __name__ == "__main__":
    raise SystemExit(main())
