"""``python -m lab.going_on.says_words --data DIR``: whether ghosts say words, the right ones, in the person's hand.

Lines are cut at a gap and inside a word (``lab.going_on.cuts``). What goes on there is written in three ways: by the ghost of
words, by the free-hand ghost, and by the person. A reader that has no say in what is guessed or written reads each with the ink
before it, by its likeliest path, without a list of words.

- *are words*: of the words that it reads in what goes on, the one that was begun among them, those that stand in the data set's
  transcriptions; the ones of the list that is cut are left out, and the app's own table has no say.
- *character error*: of what it reads, against what was to be written.
- *as the app*: words where they are sure enough, else free hand.

``--nearness`` tells how near each is to the hand's writer, as ``lab.similarity`` does. Less ink shows less of a hand, so a
share of 1 is what as much of the person's ink has that follows there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab.going_on.answers import named, share
from lab.going_on.cuts import Cut, add_cut_options, cut_lines, one_of_each
from lab.going_on.ghosts import GhostMaker, GoneOn, as_long, real, seeds
from lab.going_on.models import add_model_options, load_models
from lab.going_on.read_ghost import are_words, read_words, vocabulary_without
from lab.similarity import Comparison, Nearness, asked_comparisons
from lab.tell_figures import tell
from lab.typed.tasks import FormInk
from lab.writers.judges import add_judge_options
from model.checkpoint import LIVE, READER
from model.line_reading import InkReader
from model.reader import Reader
from model.sampler import Sampler
from model.trace import Controls
from training.command import run_command
from training.data.splits import READ_DEV_LIST
from training.reader.edits import edits
from training.reader.lines import as_written

TOLD_EVERY = 10  # cuts
KINDS: Mapping[str, tuple[bool, ...]] = {"": (False, True), "_at_a_gap": (False,), "_inside_a_word": (True,)}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.going_on.says_words", description="Whether ghosts say words.")
    add_cut_options(parser, lines=200)
    add_model_options(parser)
    parser.add_argument("--live", type=Path, default=LIVE, help="the network that writes by free hand")
    parser.add_argument("--reader", type=Path, default=READER, help="the network that judges")
    parser.add_argument("--temperature", type=float, default=Controls().temperature, help="of both hands")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nearness", action="store_true", help="tells how near they are to people's hands, too")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    add_judge_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    if options.nearness and options.split is not None:
        raise ValueError(f"hands are compared with those of {READ_DEV_LIST} alone")
    models, reader = load_models(options), Reader.load(options.reader)
    maker = GhostMaker(models.road(), Sampler.load(options.live), Controls(options.temperature))
    vocabulary = vocabulary_without(options.data, options.split or options.data / READ_DEV_LIST)
    comparisons = asked_comparisons(options) if options.nearness else {}
    lines, left = cut_lines(options, models.captioner)
    cuts = one_of_each(lines)
    ways = {name: Way(reader, vocabulary, comparisons) for name in ("real", "words", "free", "as_the_app")}
    gave_way = []
    for number, (cut, seed) in enumerate(zip(cuts, seeds(cuts, options.seed), strict=True), 1):
        words, free = maker.words(cut, seed), maker.free(cut, seed)
        gave_way.append((cut.line.writer, words is None, 1))
        ways["real"].add(real(cut))
        for name, gone_on in (("words", words), ("free", free), ("as_the_app", words or free)):
            if gone_on is not None:
                ways[name].add(gone_on)
        if number % TOLD_EVERY == 0:
            print(f"{number} of {len(cuts)} cuts", file=sys.stderr, flush=True)
    told: dict[str, object] = {
        "lines": len(lines),
        "writers": len({one.line.writer for one in lines}),
        **left.figures(),
    }
    told |= named("words_gave_way", share(gave_way))
    for name, way in ways.items():
        told |= named(f"{name}_", way.figures())
    told |= {"temperature": options.temperature, **models.told, "live": options.live.name, "reader": reader.name}
    tell(told, options.json)


@dataclass(frozen=True, slots=True)
class ReadGhost:
    """What was read in one. ``words``: of so many, so many ``are_words``; ``edits`` from ``characters`` that it was to say."""

    writer: int
    inside: bool
    words: int
    are_words: int
    edits: int
    characters: int


@dataclass(slots=True)
class Way:
    """What went on in one way, as it was read, and how near it is to its hand beside as much real ink (``alike``)."""

    reader: InkReader
    vocabulary: Collection[str]
    comparisons: Mapping[str, Comparison]
    read: list[ReadGhost] = field(default_factory=list)
    near: Nearness = field(init=False)
    alike: Nearness = field(init=False)

    def __post_init__(self) -> None:
        self.near, self.alike = Nearness(self.comparisons), Nearness(self.comparisons)

    def add(self, gone_on: GoneOn) -> None:
        """Reads and compares one."""
        cut = gone_on.cut
        found = read_words(self.reader, gone_on)
        words = are_words(found, self.vocabulary)
        wrong = edits(as_written(" ".join(found)), gone_on.says) if gone_on.says else 0
        self.read.append(ReadGhost(cut.line.writer, bool(cut.begun), len(words), sum(words), wrong, len(gone_on.says)))
        form = form_of_cut(cut)
        self.near.add(form, [[stroke.points for stroke in gone_on.strokes]])
        as_much = as_long(real(cut), gone_on.length)
        self.alike.add(form, [[stroke.points for stroke in as_much.strokes]])

    def figures(self) -> dict[str, object]:
        """Of all, of those at gaps and of those inside words; with where 95 % of the bootstrap over writers lie."""
        told: dict[str, object] = {}
        for kind, inside in KINDS.items():
            own = [one for one in self.read if one.inside in inside]
            told |= {f"ghosts{kind}": len(own), f"words_read{kind}": sum(one.words for one in own)}
            told |= named(f"are_words{kind}", share((one.writer, one.are_words, one.words) for one in own))
            told |= named(f"character_error{kind}", share((one.writer, one.edits, one.characters) for one in own))
        return told | self.near.figures("near", self.alike)


def form_of_cut(cut: Cut) -> FormInk:
    """Whose hand it is, for those that compare hands."""
    return FormInk(cut.line.form, cut.line.writer, (), (), (), ())


if __name__ == "__main__":
    raise SystemExit(main())
