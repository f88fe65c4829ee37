"""``python -m tools.language SPHINX_WHEEL COUNTS_WHEEL``: makes the table of words again, byte for byte.

The wheels are PyPI's ``pocketsphinx`` and ``symspellpy``, as ``pip download --no-deps`` brings them; nothing is fetched here.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from assets import LANGUAGE
from model.word_table import save
from tools.language import sphinx_model, web_counts
from tools.language.left_out import LeftOut
from tools.language.mixture import make_table, rank
from training.command import run_command

WORDS, PAIRS, SHARE = 64_000, 200_000, 0.5
PROPER = Path(__file__).with_name("proper.txt")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m tools.language", description="Make the table of words.")
    parser.add_argument("sphinx", type=Path, metavar="SPHINX_WHEEL", help="of pocketsphinx 5.1.1")
    parser.add_argument("counts", type=Path, metavar="COUNTS_WHEEL", help="of symspellpy 6.10.1")
    parser.add_argument("--words", type=int, default=WORDS, help=f"how many (default: {WORDS:,})")
    parser.add_argument("--pairs", type=int, default=PAIRS, help=f"how many (default: {PAIRS:,})")
    parser.add_argument("--share", type=float, default=SHARE, help=f"of pocketsphinx's chances (default: {SHARE:g})")
    parser.add_argument("--out", type=Path, default=LANGUAGE, help=f"default: {LANGUAGE.name}")
    return run_command(parser, arguments, make)


def make(options: argparse.Namespace) -> None:
    """Writes the table. Raises OSError, ValueError."""
    sphinx, counts = sphinx_model.from_wheel(options.sphinx), web_counts.from_wheel(options.counts)
    unsure = LeftOut.load()
    left_out = {word for word in rank(sphinx, counts, options.share, frozenset()) if word in unsure}
    table = make_table(sphinx, counts, options.words, options.pairs, options.share, left_out, proper_words())
    save(options.out, table)
    print(f"{options.out}: {len(table.words)} words, {len(table.pairs)} pairs, {options.out.stat().st_size} bytes")
    print(f"{len(left_out)} words left out; {len(table.proper)} with a capital")


def proper_words() -> frozenset[str]:
    """Those of ``proper.txt``, and what each owns."""
    lines = PROPER.read_text(encoding="ascii").splitlines()
    told = {word for line in lines if not line.startswith("#") for word in line.split()}
    return frozenset(told | {word + "'s" for word in told} | {word + "'" for word in told if word.endswith("s")})


if __name__ == "__main__":
    raise SystemExit(main())
