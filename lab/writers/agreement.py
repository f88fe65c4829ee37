"""How well vectors tell hands apart: the equal-error rate over pairs of lines, and the guess among some writers."""

from __future__ import annotations

from math import comb

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array

AMONG = 20  # writers


def equal_error_rate(same: Float64Array, other: Float64Array) -> float:
    """The share of errors at the threshold where as large a share of ``same`` is below it as of ``other`` is not.

    Raises ValueError where one of them is empty.
    """
    if not len(same) or not len(other):
        raise ValueError("there are no two lines of one form, or of one writer, or of two, to compare")
    same, other = np.sort(same), np.sort(other)
    thresholds = np.concatenate((same, other))
    missed = np.searchsorted(same, thresholds, side="left") / len(same)
    false = 1 - np.searchsorted(other, thresholds, side="left") / len(other)
    best = int(np.abs(missed - false).argmin())
    return float(missed[best] + false[best]) / 2


def pair_errors(
    vectors: Float32Array, writers: npt.NDArray[np.intp], forms: npt.NDArray[np.str_]
) -> tuple[float, float]:
    """Equal-error rates over all pairs of lines: those of one form, and those of one writer's different forms, against
    those of different writers."""
    cosines = (vectors @ vectors.T).astype(np.float64)
    upper = np.triu(np.ones(cosines.shape, dtype=bool), 1)
    one_writer = writers[:, None] == writers[None, :]
    one_form = forms[:, None] == forms[None, :]
    other = cosines[upper & ~one_writer]
    return (
        equal_error_rate(cosines[upper & one_form], other),
        equal_error_rate(cosines[upper & one_writer & ~one_form], other),
    )


class Gallery:
    """Real lines of some writers, to which other lines are compared: each writer's mean vector."""

    def __init__(self, vectors: Float32Array, writers: npt.NDArray[np.intp], forms: npt.NDArray[np.str_]) -> None:
        self._vectors, self._writers, self._forms = vectors, writers, forms
        self.writers = np.unique(writers)

    def cosines(self, vectors: Float32Array, form: str) -> Float64Array:
        """(lines, writers): to each writer's mean over all lines that are not of ``form``, the one that judges would know."""
        means = np.stack(
            [
                self._vectors[(self._writers == writer) & (self._forms != form)].mean(axis=0)
                if ((self._writers == writer) & (self._forms != form)).any()
                else np.zeros(self._vectors.shape[1])
                for writer in self.writers
            ]
        )
        means = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
        return np.asarray(vectors @ means.T, dtype=np.float64)


def right_guess(nearer: int, others: int, among: int = AMONG) -> float:
    """How likely the right writer is the nearest of ``among``, the rest of them drawn from ``others``, ``nearer`` of which are
    nearer than the right one."""
    drawn = min(among - 1, others)
    return comb(others - nearer, drawn) / comb(others, drawn)
