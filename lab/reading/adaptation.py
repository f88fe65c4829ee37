"""``python -m lab.reading.adaptation --data DIR``: what a captioner gains by some lines of the hand that it is to read.

Of each writer of a list the first lines, in the list's order, are taught, and the lines after the most that are taught are
read: the same for every number of lines taught. ``always``: adapted whatever comes of it, for all rounds of the settings;
``kept``: as the app does, only where left-out lines of those taught are read better (``model.held_out``), and ``kept_at_…``
where that has to be surer or less sure. Texts count ``as_written``, by the likeliest path; ``--words``: by words, too;
``--captions``: by the decoder, which does not adapt.
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
from model.held_out import SURE, read_left_out
from model.language import Language
from model.text_model import TextModel
from model.word_beam import WordBeam
from training.command import run_command
from training.data.splits import READ_DEV_LIST

TAUGHT = (5, 10, 20)
SURENESSES = (0.0, 0.5, 1.5, 2.0)  # beside the one that is kept by
LONGEST = 120  # characters of a caption


@dataclass(frozen=True, slots=True)
class Told:
    """Of one writer and number of lines. ``wrong``: characters wrong after each of ``rounds``, by the way of reading. ``best``:
    which of them left-out lines chose, and how surely (``LeftOut``); ``left_out``: their own wrong characters."""

    characters: int
    rounds: tuple[int, ...]
    wrong: dict[str, tuple[int, ...]]
    best: int
    sureness: float
    left_out: tuple[int, ...]
    seconds: float = 0.0

    def kept(self, way: str, sure: float) -> int:
        """Wrong characters where an adaptation has to be so sure."""
        return self.wrong[way][self.best if self.sureness >= sure else 0]


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
    parser.add_argument("--cache", type=Path, default=Path("runs/adaptation"), help="where seen lines are kept")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    for name in ("lowest", "rounds", "at_once"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(AdaptationSettings(), name))
    for name in ("rate", "pull", "dropout"):
        parser.add_argument(f"--{name}", type=float, default=getattr(AdaptationSettings(), name))
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    most = max(options.taught)
    weights, config = load(options.weights, CAPTIONER)
    settings = AdaptationSettings(
        options.lowest, options.rate, options.pull, options.rounds, options.at_once, options.dropout
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
    read = _Reading(
        weights,
        int(config["layers"]),
        str(config["alphabet"]),
        WordBeam(TextModel(Language.load(LANGUAGE)), str(config["alphabet"])) if options.words else None,
        captions=options.captions,
    )
    told: dict[int, list[Told]] = {taught: [] for taught in options.taught}
    with threadpool_limits(limits=1, user_api="blas"):
        for number, lines in enumerate(enough, 1):
            for taught, found in _of_writer(lines, options.taught, settings, read).items():
                told[taught].append(found)
                print(f"writer {number}, {taught} lines: {found}", flush=True)
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
        return KnownLine(line.columns, tuple(self.alphabet.index(character) + 1 for character in line.text))

    def wrong(self, learnt: Mapping[str, Float32Array], lines: Sequence[WrittenLine]) -> dict[str, int]:
        """How many characters are wrong."""
        now = {**self.weights, **learnt}
        columns = [line.columns for line in lines]
        frames = frames_of(now, self.layers, columns)
        read = {"path": ["".join(self.alphabet[label - 1] for label in best_path(own)) for own in frames]}
        if self.beam is not None:
            read["words"] = [self.beam.hypotheses(own)[0].text for own in frames]
        if self.captions:
            decoder = Decoder(now)
            read["captions"] = [
                "".join(self.alphabet[one.label - 1] for one in decoder.caption(top, LONGEST) if one.label != END)
                for top in tops_of(now, range(self.layers), columns)
            ]
        return {
            way: sum(edits(text, line.text) for text, line in zip(texts, lines, strict=True))
            for way, texts in read.items()
        }


def _of_writer(
    lines: Sequence[WrittenLine], counts: Sequence[int], settings: AdaptationSettings, read: _Reading
) -> dict[int, Told]:
    tested = lines[max(counts) :]
    before = read.wrong({}, tested)
    found = {}
    for count in counts:
        taught = [read.known(line) for line in lines[:count]]
        begun = time.process_time()
        left_out = read_left_out(read.weights, read.layers, taught, settings)
        reading = 0.0
        wrong = {way: [edited] for way, edited in before.items()}

        def judge(
            done: int,
            learnt: Tensors,
            rounds: tuple[int, ...] = left_out.rounds,
            wrong: dict[str, list[int]] = wrong,
        ) -> bool:
            nonlocal reading
            if done and done in rounds:
                since = time.process_time()
                for way, edited in read.wrong(learnt, tested).items():
                    wrong[way].append(edited)
                reading += time.process_time() - since
            return True

        adapt(read.weights, read.layers, taught, settings, judge)
        found[count] = Told(
            sum(len(line.text) for line in tested),
            left_out.rounds,
            {way: tuple(edited) for way, edited in wrong.items()},
            left_out.best,
            left_out.sureness,
            tuple(left_out.wrong.sum(axis=1).tolist()),
            time.process_time() - begun - reading,
        )
    return found


def figures(told: Sequence[Told]) -> dict[str, object]:
    """Of all writers: errors, how many fewer, and the writers that gained least and most."""
    if not told:
        return {}
    found: dict[str, object] = {
        "kept_adaptations": sum(one.best > 0 and one.sureness >= SURE for one in told),
        "rounds": [one.rounds[one.best] for one in told],
        "sureness": [round(one.sureness, 2) for one in told],
        "seconds": float(np.median([one.seconds for one in told])),
    }
    characters = sum(one.characters for one in told)
    for way in told[0].wrong:
        before = [one.wrong[way][0] for one in told]
        found[f"{way}_before"] = sum(before) / characters
        afters = {"always": [one.wrong[way][-1] for one in told], "kept": [one.kept(way, SURE) for one in told]}
        afters |= {f"kept_at_{sure:g}": [one.kept(way, sure) for one in told] for sure in SURENESSES}
        for name, after in afters.items():
            gains = [now / max(then, 1) - 1 for now, then in zip(after, before, strict=True)]
            found[f"{way}_{name}"] = sum(after) / characters
            found[f"{way}_{name}_change"] = sum(after) / max(sum(before), 1) - 1
            found[f"{way}_{name}_worst"], found[f"{way}_{name}_best"] = max(gains), min(gains)
            found[f"{way}_{name}_writers_worse"] = sum(gain > 0 for gain in gains)
            if name in ("always", "kept"):
                found[f"{way}_{name}_by_writer"] = [round(gain, 3) for gain in gains]
    return found


if __name__ == "__main__":
    raise SystemExit(main())
