"""``python -m training.reader.choose --data DIR``: how much the language is to weigh in reading, chosen on ``testset_v`` alone.

One setting after another is moved while the character error falls. Then, for each margin that is asked for, the errors, the
time, and how sure the words are against how many are right, along the temperature of ``model.word_confidence``, and by the
frames alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assets import LANGUAGE
from model.checkpoint import CAPTIONER_FILE
from model.ctc import align, best_path
from model.language import Language
from model.line_readers import load_line_reader
from model.text_model import UNKNOWN, TextModel
from model.word_beam import BeamSettings, Hypothesis, WordBeam
from model.word_confidence import TEMPERATURE, weighed
from training.command import run_command
from training.data.splits import READ_DEV_LIST
from training.reader.edits import Errors, matched
from training.reader.frames import LineFrames, frames_of

GRID = {
    "weight": (0.4, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2),
    "bonus": (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
    "unknown": (0.01, 0.03, 0.05, 0.08, 0.12),
}
TEMPERATURES = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
BINS = 10


@dataclass(frozen=True, slots=True)
class Setting:
    """What is chosen: of ``BeamSettings`` and ``TextModel``."""

    weight: float = BeamSettings().weight
    bonus: float = BeamSettings().bonus
    unknown: float = UNKNOWN


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m training.reader.choose", description="Choose how words weigh.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--weights", type=Path, default=CAPTIONER_FILE, help="default: the shipped captioner")
    parser.add_argument("--table", type=Path, default=LANGUAGE, help="default: the shipped table of words")
    parser.add_argument("--kept", type=Path, default=Path("runs/words"), help="where frames are kept")
    parser.add_argument("--split", type=Path, help="only to report, with --rounds 0: another list (default: testset_v)")
    parser.add_argument("--every", type=int, default=1, help="of the lines, take every so many (default: all)")
    parser.add_argument("--rounds", type=int, default=2, help="times that each setting is moved (default: 2)")
    parser.add_argument(
        "--margins", type=float, nargs="+", default=[BeamSettings().margin], metavar="NATS",
        help="to report of the best: how much less than the best text others may be worth (default: as shipped)",
    )  # fmt: skip
    return run_command(parser, arguments, choose)


def choose(options: argparse.Namespace) -> None:
    """Prints each setting that was tried, the best one, and how sure its words are. Raises ModelError, OSError, ValueError."""
    if options.split is not None and options.rounds:
        raise ValueError("nothing is chosen on another list than testset_v")
    split = options.split or options.data / READ_DEV_LIST
    language, alphabet = Language.load(options.table), load_line_reader(options.weights).alphabet
    lines = frames_of(options.data, split, options.weights, options.kept, options.every)
    plain = Errors()
    for line in lines:
        plain.add("".join(alphabet[label - 1] for label in best_path(line.log_probs)), line.written)
    print(f"{len(lines)} lines; by the likeliest path {_told(plain)}")
    known: dict[Setting, float] = {}

    def error(setting: Setting) -> float:
        if setting not in known:
            begun = time.process_time()
            errors, _ = decode(lines, _beam(language, alphabet, setting))
            each = 1000 * (time.process_time() - begun) / len(lines)
            known[setting] = errors.character_edits / errors.characters
            print(f"{setting}: {_told(errors)}, {each:.1f} ms a line", flush=True)
        return known[setting]

    best = descend(Setting(), error, options.rounds)
    print(f"best: {best}")
    for margin in options.margins:
        _report(lines, _beam(language, alphabet, best, margin))


def _report(lines: Sequence[LineFrames], beam: WordBeam) -> None:
    """Prints the errors of a beam, the time that it takes, and how sure its words are."""
    begun = time.process_time()
    errors, found = decode(lines, beam)
    each = 1000 * (time.process_time() - begun) / len(lines)
    print(f"margin {beam.settings.margin:g}: {_told(errors)}, {each:.1f} ms a line", flush=True)
    sure = [weighed([one.text for one in own], [one.worth for one in own], TEMPERATURES) for own in found]
    for number, temperature in enumerate(TEMPERATURES):
        judged = _judged(lines, found, [own[number] for own in sure])
        print(f"temperature {temperature:g}: {calibration(*judged)}")
        if temperature == TEMPERATURE:
            print(f"words from, to: how many, how sure, how many right\n{table(*judged)}")
    by_frames = [_by_frames(line, own[0]) for line, own in zip(lines, found, strict=True)]
    print(f"frames alone: {calibration(*_judged(lines, found, by_frames))}")


def descend(start: Setting, error: Callable[[Setting], float], rounds: int) -> Setting:
    """The setting that is reached by moving each value along ``GRID`` to where ``error`` is least, in turns."""
    best = start
    for _ in range(rounds):
        before = best
        for name, values in GRID.items():
            tried = [Setting(**{**_values(best), name: value}) for value in values]
            best = min([best, *tried], key=error)
        if best == before:
            break
    return best


def decode(lines: Sequence[LineFrames], beam: WordBeam) -> tuple[Errors, list[list[Hypothesis]]]:
    """The errors of lines, and each one's texts."""
    errors, found = Errors(), []
    for line in lines:
        found.append(beam.hypotheses(line.log_probs))
        errors.add(found[-1][0].text, line.written)
    return errors, found


def calibration(right: npt.NDArray[np.bool_], sure: npt.NDArray[np.float64]) -> str:
    """How sure words are against whether they are right: the mean gap over bins of equal numbers of words, the mean square
    and mean logarithmic error, and how often a right word is surer than a wrong one."""
    order = np.argsort(sure, kind="stable")
    gap = sum(
        abs(sure[part].mean() - right[part].mean()) * len(part) for part in np.array_split(order, BINS) if len(part)
    ) / len(sure)
    ranks = np.empty(len(sure))
    _, where, counts = np.unique(sure, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]  # ties share their ranks
    wrong = len(right) - right.sum()
    above = (ranks[right].sum() - right.sum() * (right.sum() + 1) / 2) / max(right.sum() * wrong, 1)
    clipped = np.clip(sure, 1e-3, 1 - 1e-3)
    logs = -np.where(right, np.log(clipped), np.log(1 - clipped)).mean()
    return f"gap {gap:.3f}, square {((sure - right) ** 2).mean():.4f}, log {logs:.4f}, right above wrong {above:.3f}"


def table(right: npt.NDArray[np.bool_], sure: npt.NDArray[np.float64]) -> str:
    """Of words as sure as each tenth, how many there are, how sure they are in the mean, and how many of them are right."""
    rows = []
    for low in range(BINS):
        inside = (sure * BINS >= low) & ((sure * BINS < low + 1) | (low == BINS - 1))
        if inside.any():
            means = f"{sure[inside].mean():.3f} {right[inside].mean():.3f}"
            rows.append(f"{low / BINS:.1f} {(low + 1) / BINS:.1f} {int(inside.sum())} {means}")
    return "\n".join(rows)


def _judged(
    lines: Sequence[LineFrames], found: Sequence[Sequence[Hypothesis]], sure: Sequence[Sequence[float]]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Of all words that were read whether they are right, and how sure."""
    right: list[bool] = []
    for line, texts in zip(lines, found, strict=True):
        right += matched(texts[0].text.split(" "), line.written.split(" "))
    return np.array(right), np.array([chance for own in sure for chance in own])


def _by_frames(line: LineFrames, read: Hypothesis) -> list[float]:
    """How sure words are by their characters' highest chances in a frame: the least of each word."""
    spans = align(line.log_probs, read.labels)
    chances = [
        float(np.exp(line.log_probs[begin:end, label].max()))
        for label, (begin, end) in zip(read.labels, spans, strict=True)
    ]
    words, at = [], 0
    for word in read.text.split(" "):
        words.append(min(chances[at : at + len(word)], default=0.0))
        at += len(word) + 1
    return words


def _beam(language: Language, alphabet: str, setting: Setting, margin: float = BeamSettings().margin) -> WordBeam:
    settings = BeamSettings(weight=setting.weight, bonus=setting.bonus, margin=margin)
    return WordBeam(TextModel(language, setting.unknown), alphabet, settings)


def _values(setting: Setting) -> dict[str, float]:
    return {"weight": setting.weight, "bonus": setting.bonus, "unknown": setting.unknown}


def _told(errors: Errors) -> str:
    figures = errors.figures()
    return f"character error {figures['character_error']:.4f}, word error {figures['word_error']:.4f}"


if __name__ == "__main__":
    raise SystemExit(main())
