"""``python -m lab.writers --data DIR [--json FILE]``: how well the embedding tells the validation list's writers apart."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lab.tell_figures import tell
from lab.writers.agreement import AMONG, Gallery, pair_errors, right_guess
from lab.writers.embedding import HandEmbedding, embed
from lab.writers.lines import WrittenLines, read_written
from lab.writers.store import add_embedding_options, asked_embedding
from model.arrays import Float32Array
from training.command import run_command
from training.data.splits import VALIDATION_LIST
from training.data.writers import JUDGE_LIST


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.writers", description="How well hands are told apart.")
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--json", type=Path, help="writes the figures there, too")
    add_embedding_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises DataError, OSError."""
    network = asked_embedding(options)
    told = figures(network, read_written(options.data, VALIDATION_LIST, (JUDGE_LIST,), options.cache))
    tell(told, options.json)


def figures(network: HandEmbedding, lines: WrittenLines) -> dict[str, object]:
    """What the vectors of lines of unseen writers say.

    ``nearest_form``: of forms' mean vectors, the share whose nearest other form is by the writer that the list's order tells;
    ``by_chance``: what it would be for vectors that say nothing.
    """
    vectors = embed(network, lines.rows)
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
        "lines": len(vectors),
        "forms": len(set(lines.forms.tolist())),
        "writers": len(gallery.writers),
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
