"""``python -m lab.going_on.completion --data DIR``: how often the right word is guessed where a real hand rests, and what the
reader costs of it.

Lines are walked from cut to cut (``lab.going_on.cuts``), with the form's lines before them. Guessed is in three ways:

- *ink*: as the app does, from the ink; the line before is read, too.
- *text*: by the same models, told what stands, without a slip; whether a word has ended nobody says.
- *text and gaps*: told that, too. *every letter*: the same at each letter of a line, also where hands join them.

A guess is right where its first new word is the one that comes, capitals aside. *Letters saved*: each word is walked from cut
to cut; where the first guess that the app would show is right it is taken, and the rest of the word, with the space after it,
is saved. Words that are cut nowhere are written whole. ``--figure`` draws how often a shown guess is wrong along the threshold
of its chance, and how often guesses of so much chance are right.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lab.going_on.answers import Answer, Walk, along_threshold, as_shown, calibration, hits, named, saved
from lab.going_on.asker import Asker
from lab.going_on.completion_figure import draw
from lab.going_on.cuts import Cut, add_cut_options, cut_lines
from lab.going_on.models import add_model_options, load_models
from lab.tell_figures import tell
from training.captioner.cuts import places
from training.command import run_command

WAYS = ("ink", "text", "text_and_gaps", "every_letter")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.going_on.completion", description="Completions of real hands.")
    add_cut_options(parser, lines=100)
    add_model_options(parser)
    parser.add_argument("--figure", type=Path, metavar="SVG", help="draws the curve of the threshold there")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    models = load_models(options)
    asker = Asker(models)
    lines, left = cut_lines(options, models.captioner)
    walks: dict[str, list[Walk]] = {way: [] for way in WAYS}
    for number, (line, cuts) in enumerate(((one.line, one.cuts) for one in lines), 1):
        every = [Cut(line, 0, *place) for place in places(line.text)]
        walks["ink"].append((line, [(cut, Answer.of(cut, asker.by_ink(cut))) for cut in cuts]))
        walks["text"].append((line, [(cut, Answer.of(cut, asker.by_text(cut))) for cut in cuts]))
        walks["text_and_gaps"].append((line, [(cut, Answer.of(cut, asker.with_gaps(cut))) for cut in cuts]))
        walks["every_letter"].append((line, [(cut, Answer.of(cut, asker.with_gaps(cut))) for cut in every]))
        if number % 10 == 0:
            print(f"{number} of {len(lines)} lines", file=sys.stderr, flush=True)
    told: dict[str, object] = {
        "lines": len(lines),
        "writers": len({one.line.writer for one in lines}),
        **left.figures(),
    }
    for way, own in walks.items():
        answers = answers_of(own)
        told |= named(f"{way}_", {**hits(answers), **as_shown(answers), **saved(own)})
        told |= named(f"{way}_whatever_the_chance_", saved(own, 0.0, 0.0))
    by_ink = answers_of(walks["ink"])
    thresholds, calibrated = along_threshold(by_ink), calibration(by_ink)
    for row in thresholds:
        told |= {f"from_{row['threshold']:g}_{key}": value for key, value in row.items() if key != "threshold"}
    for row in calibrated:
        told |= {
            f"chance_{row['from']:g}_to_{row['to']:g}_{key}": row[key]
            for key in ("guesses", "chance", "right", "right_95")
        }
    tell({**told, **models.told}, options.json)
    if options.figure is not None:
        options.figure.write_bytes(draw(thresholds, calibrated))


def answers_of(walks: Sequence[Walk]) -> list[Answer]:
    """Of all lines."""
    return [answer for _, places in walks for _, answer in places]


if __name__ == "__main__":
    raise SystemExit(main())
