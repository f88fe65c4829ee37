"""``python -m lab.writers --data DIR [--json FILE]``: how well the judges of hands tell the validation list's writers apart."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lab.tell_figures import tell
from lab.writers.agreement import AMONG, Gallery, pair_errors, right_guess
from lab.writers.judges import add_judge_options, asked_judges
from lab.writers.lines import WrittenLines, read_written
from model.arrays import Float32Array
from training.command import run_command
from training.data.splits import VALIDATION_LIST
from training.data.writers import JUDGE_LIST


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.writers", description="How well hands are told apart.")
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--json", type=Path, help="writes the figures there, too")
    add_judge_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises DataError, OSError."""
    judges = asked_judges(options)
    lines = read_written(options.data, VALIDATION_LIST, (JUDGE_LIST,), options.cache)
    told: dict[str, object] = {
        "lines": len(lines.rows),
        "forms": len(set(lines.forms.tolist())),
        "writers": len(set(lines.writers.tolist())),
    }
    for name, judge in judges.items():
        told |= {f"{name}_{key}": value for key, value in figures(judge(lines.rows), lines).items()}
    tell(told, options.json)


def figures(vectors: Float32Array, lines: WrittenLines) -> dict[str, float]:
    """What the vectors of lines of unseen writers say.

    ``nearest_form``: of forms' mean vectors, the share whose nearest other form is by the writer that the list's order tells;
    ``by_chance``: what it would be for vectors that say nothing.
    """
    same_form, other_form = pair_errors(vectors, lines.writers, lines.forms)
    gallery = Gallery(vectors, lines.writers, lines.forms)
    guesses = []
    for form in np.unique(lines.forms):
        own = lines.forms == form
        writer = lines.writers[own][0]
        if not ((lines.writers == writer) & ~own).any():
            continue
        cosines = gallery.cosines(vectors[own], str(form))
        right = int(np.flatnonzero(gallery.writers == writer)[0])
        for line in cosines:
            guesses.append(right_guess(int((line > line[right]).sum()), len(gallery.writers) - 1))
    agree, chance = nearest_forms(vectors, lines)
    return {
        "equal_error_same_form": same_form,
        "equal_error_other_forms": other_form,
        f"right_of_{min(AMONG, len(gallery.writers))}": float(np.mean(guesses)),
        "nearest_form": agree,
        "nearest_form_by_chance": chance,
    }


def nearest_forms(vectors: Float32Array, lines: WrittenLines) -> tuple[float, float]:
    """See ``figures``."""
    forms, index = np.unique(lines.forms, return_inverse=True)
    means = np.stack([vectors[index == number].mean(axis=0) for number in range(len(forms))])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    writers = np.array([lines.writers[index == number][0] for number in range(len(forms))])
    cosines = means @ means.T
    np.fill_diagonal(cosines, -np.inf)
    agree = writers[cosines.argmax(axis=1)] == writers
    alike = (writers[:, None] == writers[None, :]).sum() - len(writers)
    return float(agree.mean()), float(alike / (len(writers) * (len(writers) - 1)))


if __name__ == "__main__":
    raise SystemExit(main())
