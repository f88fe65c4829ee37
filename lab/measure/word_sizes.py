"""``python -m lab.measure.word_sizes --data DIR --weights FILE [--texts N]``: how words' sizes differ in lines.

Lines of the validation list are written anew, each in the hand of its own writer, learnt from other lines of the form. A word's
size is its x-height (``inkapp.live.compose.line_heights``), measured for real and written words alike, in words that have small
letters enough. Told is the standard deviation of its logarithm within a line, the root mean square over the lines, and beside
it the sizes of all words written, over those of the real ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from inkapp.live.compose.level_word import SMALL
from inkapp.live.compose.line_heights import line_heights
from inkapp.live.compose.read_hand import NoHand
from inkapp.live.encoder import WORD_GAP
from lab.tell_figures import tell
from lab.typed.tasks import FormInk, read_validation
from lab.typed.written import Ink, add_writing_options, hand_of, ink_of_line, load_writer, style_of, write_line
from model.strokes import measure_frame
from model.text_protocol import TextNetwork
from training.command import run_command

LETTERS = 3  # small letters of a word, fewer of which have no size of their own
RESAMPLED = 1000


def words_of(ink: Ink) -> list[Ink]:
    """A line's words from left to right, each a gap apart from the next; a dot is its word's, whenever it was added."""
    size = measure_frame(ink).size
    found: list[Ink] = []
    end = -np.inf
    for stroke in sorted(ink, key=lambda points: float(points[:, 0].min())):
        if float(stroke[:, 0].min()) > end + WORD_GAP * size:
            found.append([])
        found[-1].append(stroke)
        end = max(end, float(stroke[:, 0].max()))
    return found


def sizes(words: Sequence[Ink], text: str) -> list[float]:
    """Logarithms of the x-heights of a line's words that have one; none of a line of dots."""
    try:
        frame = measure_frame([stroke for word in words for stroke in word])
    except ValueError:
        return []
    measured = []
    for word, letters in zip(words, text.split(), strict=True):
        if sum(letter in SMALL for letter in letters) >= LETTERS:
            local = [
                frame.to_local(stroke) for stroke in word
            ]  # by the line's spread: a word's own follows tall letters
            try:
                middle = measure_frame(local).origin[1]
            except ValueError:  # a word of dots
                continue
            base, x_line = line_heights([stroke - (0.0, middle) for stroke in local])
            measured.append(float(np.log((base - x_line) * frame.size)))
    return measured


def within(lines: Sequence[Sequence[float]]) -> float:
    """The root mean square over lines, each of two words or more, of the standard deviation in a line."""
    squares = [float(np.var(line, ddof=1)) for line in lines]
    return float(np.sqrt(np.average(squares, weights=[len(line) - 1 for line in lines])))


def interval(real: Sequence[Sequence[float]], written: Sequence[Sequence[float]]) -> list[float]:
    """The 2.5 and 97.5 percentiles of written over real deviations, over lines drawn anew."""
    random = np.random.default_rng(0)
    ratios = []
    for _ in range(RESAMPLED):
        chosen = random.integers(len(real), size=len(real)).tolist()
        ratios.append(within([written[k] for k in chosen]) / within([real[k] for k in chosen]))
    return [float(part) for part in np.percentile(ratios, (2.5, 97.5))]


def lines_of(forms: Sequence[FormInk], count: int) -> list[tuple[FormInk, str, list[Ink]]]:
    """So many real lines with words of sizes, one of a form, whose ink has as many words as their text."""
    found = []
    for form in forms:
        for line, text in zip(form.others, form.texts, strict=True):
            words = words_of(ink_of_line(line))
            if text and len(words) == len(text.split()) and len(sizes(words, text)) > 1:
                found.append((form, text, words))
                break
    chosen = np.unique(np.linspace(0, len(found) - 1, min(count, len(found))).round().astype(int))
    return [found[k] for k in chosen.tolist()]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.measure.word_sizes", description="Sizes of words in lines.")
    add_writing_options(parser, texts=40)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    network: TextNetwork = load_writer(options)
    style = style_of(options)
    real, written = [], []
    for number, (form, text, words) in enumerate(lines_of(read_validation(options.data).forms, options.texts)):
        try:
            hand = hand_of(network, form)
        except NoHand:
            continue
        line = write_line(network, hand, text, options.seed * 1_000_003 + number, style)
        of_written = sizes(line.inks, text)
        if len(of_written) > 1:
            real.append(sizes(words, text))
            written.append(of_written)
    if not real:
        raise ValueError("no line of the validation list has words whose sizes can be told")
    tell(
        {
            "lines": len(real),
            "words": sum(map(len, real)),
            "real_deviation": within(real),
            "written_deviation": within(written),
            "written_to_real": within(written) / within(real),
            "written_to_real_interval": interval(real, written),
            "temperature": options.temperature,
            "weights": network.name,
        },
        options.json,
    )


if __name__ == "__main__":
    raise SystemExit(main())
