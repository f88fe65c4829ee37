"""``python -m lab.reading.adaptation --data DIR``: what a captioner gains by some lines of the hand that it is to read.

Of each writer of a list the first lines, in the list's order, are taught, and the lines after the most that are taught are
read: the same for every number of lines taught. ``always``: adapted whatever comes of it; ``kept``: as the app does, only where
left-out lines of those taught are read better (``model.held_out``), and ``kept_at_…`` where that has to be surer or less sure.
Texts count ``as_written``, by the likeliest path; ``--words``: by words, too; ``--captions``: by the decoder, which does not
adapt. Changes are of all writers' errors together; ``…_95``: where 95 % of a bootstrap over writers lie.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from assets import LANGUAGE
from lab.reading.lines_by_writer import WrittenLine, lines_by_writer
from lab.tell_figures import tell
from model.adaptation import AdaptationSettings, KnownLine, adapt, frames_of, tops_of
from model.arrays import Float32Array
from model.caption_decoder import END, Decoder
from model.checkpoint import CAPTIONER, CAPTIONER_FILE, Tensors, load
from model.ctc import best_path
from model.edits import edits
from model.held_out import SURE, LeftOut, read_left_out
from model.language import Language
from model.text_model import TextModel
from model.word_beam import WordBeam
from training.command import run_command
from training.data.splits import READ_DEV_LIST
from training.reader.edits import interval

TAUGHT = (5, 10, 20)
SURENESSES = (-9.0, 1.0, 4.0)  # beside the one that is kept by
LONGEST = 120  # characters of a caption


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """Of one writer and number of lines. ``before``, ``after``: wrong characters of the ``characters`` of other lines, by each
    way of reading. ``left_out``: of the taught lines themselves; ``seconds``: of a core, for the trials and the adaptation."""

    characters: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    left_out: LeftOut
    seconds: float = 0.0

    def kept(self, way: str, sure: float) -> int:
        """Wrong characters where an adaptation has to be so sure."""
        return (self.after if self.left_out.sureness >= sure else self.before)[way]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.reading.adaptation", description="What a hand's lines bring.")
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--weights", type=Path, default=CAPTIONER_FILE, help="default: the shipped captioner")
    parser.add_argument("--split", type=Path, help=f"a list of forms (default: {READ_DEV_LIST})")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth of its writers alone (1)")
    parser.add_argument("--taught", type=int, nargs="+", default=TAUGHT, help="numbers of lines taught (5 10 20)")
    parser.add_argument("--tested", type=int, help="lines of each writer that are read, at most (all)")
    parser.add_argument("--words", action="store_true", help="also with the shipped table of words")
    parser.add_argument("--captions", action="store_true", help="also by the decoder")
    parser.add_argument("--cache", type=Path, default=Path("runs/adaptation"), help="where lines are kept")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    for name in ("steps", "at_once"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(AdaptationSettings(), name))
    for name in ("rate", "part", "dropout", "plain"):
        parser.add_argument(f"--{name}", type=float, default=getattr(AdaptationSettings(), name))
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    most = max(options.taught)
    weights, config = load(options.weights, CAPTIONER)
    settings = AdaptationSettings(
        options.steps, options.at_once, options.rate, options.part, options.dropout, options.plain
    )
    writers = lines_by_writer(
        options.data,
        options.split or options.data / READ_DEV_LIST,
        options.weights,
        options.cache,
        options.every,
        None if options.tested is None else most + options.tested,
    )
    enough = [lines for lines in writers if len(lines) > most]
    alphabet = str(config["alphabet"])
    beam = WordBeam(TextModel(Language.load(LANGUAGE)), alphabet) if options.words else None
    read = _Reading(weights, int(config["layers"]), alphabet, beam, captions=options.captions)
    told: dict[int, list[Told]] = {taught: [] for taught in options.taught}
    with threadpool_limits(limits=1, user_api="blas"):
        for number, lines in enumerate(enough, 1):
            before = read.wrong({}, lines[most:])
            for taught in options.taught:
                one = _of_writer(lines[:taught], lines[most:], before, settings, read)
                told[taught].append(one)
                print(
                    f"writer {number}, {taught} lines: {one.before} {one.after} of {one.characters};"
                    f" left out {one.left_out.before.wrong.sum():.0f} {one.left_out.after.wrong.sum():.0f},"
                    f" {one.left_out.sureness:.2f} sure; {one.seconds:.0f} s",
                    flush=True,
                )
    tell(
        {
            "weights": config["name"],
            "writers": len(writers),
            "writers_with_enough_lines": len(enough),
            "lines_of_a_writer": [len(lines) for lines in writers],
            **{f"{key}_{taught}": value for taught in told for key, value in figures(told[taught]).items()},
        },
        options.json,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads lines with weights, in each way that was asked for."""

    weights: Tensors
    layers: int
    alphabet: str
    beam: WordBeam | None
    captions: bool

    def known(self, line: WrittenLine) -> KnownLine:
        """A line with its classes."""
        return KnownLine(line.strokes, tuple(self.alphabet.index(character) + 1 for character in line.text))

    def wrong(self, learnt: Mapping[str, Float32Array], lines: Sequence[WrittenLine]) -> dict[str, int]:
        """How many characters are wrong."""
        now, known = {**self.weights, **learnt}, [self.known(line) for line in lines]
        frames = frames_of(now, self.layers, known)
        read = {"path": ["".join(self.alphabet[label - 1] for label in best_path(own)) for own in frames]}
        if self.beam is not None:
            read["words"] = [self.beam.hypotheses(own)[0].text for own in frames]
        if self.captions:
            decoder = Decoder(now)
            read["captions"] = [
                "".join(self.alphabet[one.label - 1] for one in decoder.caption(top, LONGEST) if one.label != END)
                for top in tops_of(now, self.layers, known)
            ]
        return {
            way: sum(edits(text, line.text) for text, line in zip(texts, lines, strict=True))
            for way, texts in read.items()
        }


def _of_writer(
    taught: Sequence[WrittenLine],
    tested: Sequence[WrittenLine],
    before: Mapping[str, int],
    settings: AdaptationSettings,
    read: _Reading,
) -> Told:
    known = [read.known(line) for line in taught]
    begun = time.process_time()
    left_out = read_left_out(read.weights, read.layers, known, settings)
    learnt = adapt(read.weights, read.layers, known, settings)
    seconds = time.process_time() - begun
    characters = sum(len(line.text) for line in tested)
    return Told(characters, before, read.wrong(learnt, tested), left_out, seconds)


def figures(told: Sequence[Told]) -> dict[str, object]:
    """Of all writers: errors, how many fewer, and the writers that gained least and most."""
    if not told:
        return {}
    found: dict[str, object] = {
        "kept_adaptations": sum(one.left_out.sureness >= SURE for one in told),
        "sureness": [round(one.left_out.sureness, 2) for one in told],
        "seconds": float(np.median([one.seconds for one in told])),
    }
    characters = sum(one.characters for one in told)
    for way in told[0].before:
        before = [one.before[way] for one in told]
        found[f"{way}_before"] = sum(before) / characters
        afters = {"always": [one.after[way] for one in told], "kept": [one.kept(way, SURE) for one in told]}
        afters |= {f"kept_at_{sure:g}": [one.kept(way, sure) for one in told] for sure in SURENESSES}
        for name, after in afters.items():
            gains = [now / max(then, 1) - 1 for now, then in zip(after, before, strict=True)]
            low, high = interval(list(zip(after, before, strict=True))) if sum(before) else (1.0, 1.0)
            found[f"{way}_{name}"] = sum(after) / characters
            found[f"{way}_{name}_change"] = sum(after) / max(sum(before), 1) - 1
            found[f"{way}_{name}_change_95"] = [round(low - 1, 3), round(high - 1, 3)]
            found[f"{way}_{name}_worst"], found[f"{way}_{name}_best"] = max(gains), min(gains)
            found[f"{way}_{name}_writers_worse"] = sum(gain > 0 for gain in gains)
            if name in ("always", "kept"):
                found[f"{way}_{name}_by_writer"] = [round(gain, 3) for gain in gains]
    return found


if __name__ == "__main__":
    raise SystemExit(main())
