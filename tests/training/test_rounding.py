"""Each precision rounds what it says it rounds, to within half a step, and keeps the rest fine."""

from __future__ import annotations

import numpy as np
import pytest

from tests.model import nets
from training.rounding import HEAD, PRECISIONS, rounded, whole_rows


def test_a_row_is_rounded_by_its_own_step() -> None:
    random = np.random.default_rng(0)
    matrix = (random.normal(size=(50, 70)) * np.geomspace(1e-3, 1e3, 50)[:, None]).astype(np.float32)
    whole, scale = whole_rows(matrix)
    assert whole.dtype == np.int8 and scale.dtype == np.float32 and scale.shape == (50,)
    assert (np.abs(whole * scale[:, None] - matrix) <= 0.5001 * scale[:, None]).all()
    assert (np.abs(whole).max(axis=1) == 127).all()
    assert np.array_equal(whole_rows(-matrix)[0], -whole)


def test_rows_without_numbers_to_speak_of_stay_finite() -> None:
    matrix = np.array([[0.0, 0.0], [1e-45, -1e-45], [3e38, -3e38]], dtype=np.float32)
    whole, scale = whole_rows(matrix)
    assert (scale > 0).all() and np.isfinite(whole * scale[:, None]).all()
    assert not whole[0].any() and np.array_equal(whole[2], [127, -127])


def test_int8_is_for_the_wide_matrices_between_cells() -> None:
    tensors, _ = nets.make(hidden=40)
    kept = rounded(tensors, "int8")
    whole = {name for name, array in kept.items() if array.dtype == np.int8}
    assert whole == {"lstm.0.weight_hh_l0", "lstm.1.weight_ih_l0", "lstm.1.weight_hh_l0"}
    assert all(kept[f"{name}.scale"].shape == tensors[name].shape[:1] for name in whole)
    assert {kept[name].dtype for name in (HEAD, "head.bias", "lstm.0.weight_ih_l0")} == {np.dtype(np.float16)}
    assert kept.keys() == tensors.keys() | {f"{name}.scale" for name in whole}


def test_the_other_precisions_and_none_that_is_unknown() -> None:
    tensors, _ = nets.make()
    assert PRECISIONS == ("float32", "float16", "int8")
    assert all(rounded(tensors, "float32")[name] is array for name, array in tensors.items())
    assert {array.dtype for array in rounded(tensors, "float16").values()} == {np.dtype(np.float16)}
    with pytest.raises(ValueError, match="int4"):
        rounded(tensors, "int4")
