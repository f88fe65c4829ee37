"""The product of narrow matrices: what it is of, alike by every kind of processor, and alone as beside others."""

import gc
from pathlib import Path

import numpy as np
import pytest

from model import narrow
from model.arrays import Float32Array, aligned, frozen
from model.fused_matrices import FusedLayout
from model.futures import continue_batch
from model.narrow import LARGEST, LIBRARY, NarrowMatrix, kinds, library
from model.sampler import Sampler
from model.trace import Controls
from tests.model import nets

needs_kernel = pytest.mark.skipif(LIBRARY is None, reason="no C compiler was there")
HIDDEN, INPUTS = [slice(0, 40), slice(48, 88)], slice(40, 45)


def matrix(rows: int = 37, seed: int = 0) -> Float32Array:
    random = np.random.default_rng(seed)
    made = random.normal(0.0, 0.3, (rows, 88)).astype(np.float32)
    made[:, 45:48] = 0.0
    return made


def vectors(count: int, seed: int = 1) -> Float32Array:
    """(88, count), each column's numbers together; inputs of any size."""
    made = aligned((count, 88))
    made[...] = np.random.default_rng(seed).uniform(-2.0, 2.0, (count, 88))
    made[:, INPUTS] *= 50.0
    return made.T


def products(one: NarrowMatrix, read: Float32Array, kind: str = "") -> Float32Array:
    sums = aligned((read.shape[1], one.rows)).T
    one.product(read, sums, kind=kind)()
    return sums


def test_what_it_stands_for_is_within_half_a_step():
    plain = matrix()
    one = NarrowMatrix(plain, HIDDEN, INPUTS)
    hidden = np.r_[(*HIDDEN,)]
    apart = np.abs(one.rounded - plain)
    assert (apart[:, hidden].max(axis=1) <= 0.5001 * np.abs(plain[:, hidden]).max(axis=1) / LARGEST).all()
    assert apart[:, INPUTS].max() <= 0.5001 * np.abs(plain[:, INPUTS]).max() / 32767
    assert not one.rounded[:, 45:48].any()


def test_a_row_with_few_large_weights_is_kept_250_times_as_fine():
    plain = matrix()
    plain[[2, 30], [5, 60]] = 20.0
    one = NarrowMatrix(plain, HIDDEN, INPUTS)
    assert one.fine.tolist() == [2, 30] and NarrowMatrix(plain, HIDDEN, INPUTS, 0.0).fine.tolist() == list(range(37))
    apart = np.abs(one.rounded - plain)[:, np.r_[(*HIDDEN,)]]
    assert (
        apart[[2, 30]].max() < 0.5 * 20.0 / LARGEST / 250 and apart.max() <= 0.5001 * np.abs(matrix()).max() / LARGEST
    )


def test_rounding_twice_changes_nothing():
    once = NarrowMatrix(matrix(), HIDDEN, INPUTS)
    twice = NarrowMatrix(once.rounded, HIDDEN, INPUTS)
    assert np.array_equal(once.weights, twice.weights) and np.array_equal(once.wide, twice.wide)
    assert np.allclose(once.rounded, twice.rounded, rtol=1e-6, atol=0)


def test_a_row_of_zeros_stays_one():
    plain = matrix()
    plain[3] = 0.0
    plain[4] *= 1e-44  # too small for a float that is a part of it
    assert not NarrowMatrix(plain, HIDDEN, INPUTS, 0.0).rounded[3:5].any()


def test_a_column_that_nobody_reads_must_be_zero():
    plain = matrix()
    plain[0, 46] = 1.0
    with pytest.raises(ValueError, match="not 0"):
        NarrowMatrix(plain, HIDDEN, INPUTS)


@needs_kernel
@pytest.mark.parametrize("rows", [1, 31, 32, 33, 200])
@pytest.mark.parametrize("count", [1, 3, 4, 8, 9])
@pytest.mark.parametrize("coarsest", [0.0, 2.7, 9.0])
def test_the_product_is_of_the_rounded_matrix(rows: int, count: int, coarsest: float):
    one, read = NarrowMatrix(matrix(rows), HIDDEN, INPUTS, coarsest), vectors(count)
    exact = one.rounded.astype(np.float64) @ read
    states = np.abs(one.rounded).sum(axis=1)[:, None] / one.levels / 2  # each state is rounded to a step
    assert (np.abs(products(one, read) - exact) <= states + 1e-5 * np.abs(exact).max()).all()


@needs_kernel
@pytest.mark.parametrize("coarsest", [0.0, 2.7, 9.0])
def test_every_kind_of_processor_gives_the_same_to_the_last_bit(coarsest: float):
    one, read = NarrowMatrix(matrix(201), HIDDEN, INPUTS, coarsest), vectors(9)
    found = [products(one, read, kind) for kind in kinds()]
    assert kinds()[0] == "plain" and all(np.array_equal(found[0], other) for other in found[1:])


@needs_kernel
def test_a_vector_gives_the_same_alone_and_beside_others():
    one, read = NarrowMatrix(matrix(200), HIDDEN, INPUTS), vectors(9)
    beside = products(one, read)
    for k in range(9):
        assert np.array_equal(products(one, read[:, k : k + 1])[:, 0], beside[:, k])
        sums = aligned((one.rows,))
        one.product(read[:, k], sums)()
        assert np.array_equal(sums, beside[:, k])


@needs_kernel
def test_of_one_hidden_state_alone():
    one, read = NarrowMatrix(matrix(64), HIDDEN, INPUTS), vectors(1)[:, 0].copy()
    own, sums = read[HIDDEN[1]].copy(), aligned((64,))
    one.product(own, sums, part=-1)()
    assert np.allclose(sums, one.rounded[:, HIDDEN[1]] @ own, atol=2e-3)
    rest = read.copy()
    rest[HIDDEN[0]], rest[INPUTS] = 0.0, 0.0
    whole = aligned((64,))
    one.product(rest, whole)()
    assert np.array_equal(sums, whole)


@needs_kernel
def test_sums_of_the_largest_numbers_do_not_overflow():
    width = 1024
    one = NarrowMatrix(np.ones((2, width + 1), dtype=np.float32), [slice(0, width)], slice(width, width + 1))
    read = np.full((width + 1, 1), 2.0, dtype=np.float32)
    assert products(one, read)[:, 0].tolist() == pytest.approx([2.0 * (width + 1)] * 2, rel=1e-4)
    assert 2 * LARGEST * one.levels * width < 2**31


@needs_kernel
@pytest.mark.parametrize(
    ("read", "sums", "part", "fault"),
    [
        (np.zeros((88, 3), dtype=np.float32), aligned((3, 37)).T, None, "together"),
        (np.zeros(88), aligned((37,)), None, "together"),
        (np.zeros(87, dtype=np.float32), aligned((37,)), None, "do not fit"),
        (np.zeros(88, dtype=np.float32), aligned((36,)), None, "do not fit"),
        (np.zeros(88, dtype=np.float32), aligned((37,)), -1, "do not fit"),
        (np.zeros((3, 88), dtype=np.float32).T, aligned((4, 37)).T, None, "do not fit"),
        (np.zeros(88, dtype=np.float32), frozen(aligned((37,))), None, "written"),
    ],
)
def test_what_would_be_read_or_written_elsewhere_is_refused(
    read: Float32Array, sums: Float32Array, part: int | None, fault: str
):
    with pytest.raises(ValueError, match=fault):
        NarrowMatrix(matrix(), HIDDEN, INPUTS).product(read, sums, part)


@needs_kernel
def test_a_product_keeps_all_that_it_reads():
    read = vectors(1)[:, 0].copy()
    wanted = NarrowMatrix(matrix(), HIDDEN, INPUTS).rounded @ read
    sums = aligned((37,))
    product = NarrowMatrix(matrix(), HIDDEN, INPUTS).product(read, sums)
    del read
    gc.collect()
    filled = [np.full(88 * 37, 1e9, dtype=np.float32) for _ in range(50)]  # takes what memory was given back
    product()
    assert len(filled) == 50 and np.allclose(sums, wanted, atol=0.05)


def test_a_library_that_is_missing_or_no_library_is_none(tmp_path: Path):
    assert library(tmp_path / "product.so") is None
    (tmp_path / "broken.so").write_bytes(b"no library")
    assert library(tmp_path / "broken.so") is None


@pytest.mark.parametrize("inputs", [3, 4])
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_layout_says_which_columns_are_hidden_states(layers: int, inputs: int):
    layout = FusedLayout(layers, 24, inputs)
    for layer in range(layers + 1):
        width = layout.size if layer == layers else layout.reads(layer).stop - layout.reads(layer).start
        hidden, block = layout.hidden_in(layer), layout.inputs_in(layer)
        taken = np.zeros(width, dtype=np.intp)
        for part in (*hidden, block):
            taken[part] += 1
        assert taken.max() == 1 and taken.sum() == 24 * (layers if layer == layers else 1 + (layer > 0)) + inputs + 1


def test_without_a_kernel_the_same_weights_are_read_in_float32(monkeypatch: pytest.MonkeyPatch):
    weights, config = nets.make()
    ours = Sampler(weights, config, narrow=True)
    monkeypatch.setattr("model.fused_matrices.LIBRARY", None)
    plain = Sampler(weights, config, narrow=True)
    assert plain.bytes_per_point > ours.bytes_per_point or narrow.LIBRARY is None
    assert all(np.array_equal(*both) for both in zip(ours.matrices, plain.matrices, strict=True))
    rows = nets.ink(40, 4)
    assert np.allclose(ours.heads(rows), plain.heads(rows), atol=5e-3)


def test_the_head_is_finer_than_the_layers():
    weights, config = nets.make()
    narrow, plain = Sampler(weights, config, narrow=True), Sampler(weights, config)
    apart = [np.abs(one - other).max() for one, other in zip(narrow.matrices, plain.matrices, strict=True)]
    assert apart[-1] < min(apart[:-1]) / 50


@needs_kernel
def test_a_narrow_network_writes_alike_alone_and_beside_others():
    sampler = Sampler(*nets.make(), narrow=True)
    state = sampler.feed(sampler.start(), nets.ink(30, 4))
    beside = continue_batch(sampler, state, range(5), Controls(), 20)
    alone = [continue_batch(sampler, state, [seed], Controls(), 20) for seed in range(5)]
    assert all(np.array_equal(beside.dx[:, k], one.dx[:, 0]) for k, one in enumerate(alone))
