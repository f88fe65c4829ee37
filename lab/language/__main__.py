"""``python -m lab.language (--data DIR --split LIST | --text FILE)``: how well models of language foretell a text.

The text is the transcriptions of a list's lines, or free text; nothing of it is printed. Each ``--table`` is told by itself;
or, with ``--network``, the first of them beside that network, and both mixed; or, with ``--own``, with and without what the
same person wrote before.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from threadpoolctl import threadpool_limits

from assets import LANGUAGE
from lab.language.by_network import Guesser, costs, hits
from lab.language.by_own import as_met
from lab.language.by_table import guesses, whole_text, words_alone
from lab.language.texts import JudgeTexts, free_text, transcriptions
from lab.tell_figures import tell
from model.character_lstm import CharacterLstm
from model.language import Language
from model.own_words import WEIGHTS, OwnWeights
from model.word_table import load
from training.command import run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.language", description="How well models foretell text.")
    parser.add_argument("--data", type=Path, help="folder with the official archives, or unpacked")
    parser.add_argument("--split", type=Path, help="file of line names or forms, one a line")
    parser.add_argument("--text", type=Path, help="a file of free text instead, a paragraph a line")
    parser.add_argument("--table", type=Path, nargs="+", default=[LANGUAGE], help="default: the shipped one")
    parser.add_argument("--network", type=Path, help="weights of a network over characters, to be compared")
    parser.add_argument("--share", type=float, default=0.5, help="the network's part of the mixture (default 0.5)")
    parser.add_argument(
        "--own", action="store_true", help="tell what a person's earlier lines bring, as the app knows them"
    )
    for name, value in asdict(WEIGHTS).items():
        parser.add_argument(
            f"--own-{name}", type=float, default=value, help=f"{name} of OwnWeights (default {value:g})"
        )
    every = "with a network guess each so manieth word, with --own judge each so manieth line (default 1)"
    parser.add_argument("--every", type=int, default=1, help=every)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    if (options.text is None) == (options.data is None or options.split is None):
        raise ValueError("either --data and --split, or --text, says which text")
    if not 0.0 <= options.share <= 1.0 or options.every < 1:
        raise ValueError("the share must be in 0 … 1, and every at least 1")
    if options.own and options.network is not None:
        raise ValueError("own words are told of tables, not beside a network")
    weights = OwnWeights(options.own_words, options.own_pairs, options.own_less)
    judge = transcriptions(options.data, options.split) if options.text is None else free_text(options.text)
    if options.network is not None:
        compare(options, judge)
        return
    for path in options.table:
        if options.own:
            tell({"table": path.name, **as_met(load(path), judge.persons, options.every, weights)})
            continue
        language = Language.load(path)
        tell(
            {
                "table": path.name,
                "bytes": path.stat().st_size,
                "words": len(language.words),
                **whole_text(language, judge.lines),
                **words_alone(language, judge.running),
                **guesses(language, judge.running),
            }
        )


def compare(options: argparse.Namespace, judge: JudgeTexts) -> None:
    """Prints the network's figures beside the first table's, and those of both. Raises ModelError, OSError, ValueError."""
    language, network = Language.load(options.table[0]), CharacterLstm.load(options.network)
    for name, path in (("table", options.table[0]), ("network", options.network)):
        tell({name: path.name, "bytes": path.stat().st_size})
    tell({"share": options.share})
    for name, texts, before in (("lines", judge.lines, " "), ("running", judge.running, "")):
        figures = costs(language, network, texts, before, options.share)
        tell({f"{name}_{key}": value for key, value in figures.items()})
    with threadpool_limits(limits=1):  # one core's time is told
        tell(hits(Guesser(language, network, options.share), judge.running, options.every))


if __name__ == "__main__":
    raise SystemExit(main())
