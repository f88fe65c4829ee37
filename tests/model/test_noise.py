"""The noise of a step belongs to its seed and its index, and is noise."""

from itertools import islice

import numpy as np
import pytest
from scipy import stats

from model import noise


def test_a_step_has_the_same_noise_wherever_one_begins() -> None:
    whole = noise.uniforms(7, 0, 600)
    for start in (0, 1, 255, 256, 257, 599):
        assert np.array_equal(noise.uniforms(7, start, 600 - start), whole[start:])


def test_the_stream_is_the_rows_across_blocks() -> None:
    assert list(islice(noise.stream(3, 250), 300)) == noise.rows(3, 250, 300).tolist()


def test_seeds_differ_and_any_integer_is_one() -> None:
    a, b, negative = (noise.uniforms(seed, 0, 50) for seed in (1, 2, -1))
    assert not np.any(a == b) and not np.any(a == negative)
    assert np.array_equal(noise.uniforms(2**64 + 1, 0, 50), a)


@pytest.mark.parametrize(("start", "count"), [(-1, 3), (0, -1)])
def test_steps_count_up_from_zero(start: int, count: int) -> None:
    with pytest.raises(ValueError, match="step 0"):
        noise.uniforms(1, start, count)


def test_two_columns_are_uniform_and_two_are_independent_normals() -> None:
    drawn = noise.rows(11, 0, 20_000)
    for column, law in ((0, "uniform"), (3, "uniform"), (1, "norm"), (2, "norm")):
        assert stats.kstest(drawn[:, column], law).pvalue > 0.001
    assert np.abs(np.corrcoef(drawn.T) - np.eye(4)).max() < 0.03
    assert np.abs(np.corrcoef(drawn[:-1, 1], drawn[1:, 1])[0, 1]) < 0.03
