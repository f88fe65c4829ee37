"""The mixture against SciPy, against its own integral, and its samples against its density."""

import numpy as np
import pytest
from scipy import stats

from model import mdn
from model.arrays import Float32Array
from model.trace import Controls, Mixture


def head(components: int = 6, seed: int = 0, spread: float = 1.0) -> Float32Array:
    """A head output with all kinds of shapes in it."""
    random = np.random.default_rng(seed)
    parts = random.normal(0.0, spread, (6, components))
    parts[3:5] = random.uniform(-1.2, 0.2, (2, components))
    return np.concatenate(([0.3], parts.ravel())).astype(np.float32)


def oracle(mix: Mixture, x: float, y: float) -> float:
    """The density by SciPy's multivariate normal."""
    total = 0.0
    for k, weight in enumerate(mix.weights):
        sx, sy, rho = float(mix.std_x[k]), float(mix.std_y[k]), float(mix.correlation[k])
        covariance = [[sx * sx, rho * sx * sy], [rho * sx * sy, sy * sy]]
        normal = stats.multivariate_normal([float(mix.mean_x[k]), float(mix.mean_y[k])], covariance)
        total += float(weight) * float(normal.pdf([x, y]))
    return total


def test_log_density_and_nats_are_scipys() -> None:
    for seed in range(5):
        raw = head(seed=seed)
        mix = mdn.mixture(raw)
        points = np.random.default_rng(seed).normal(0.0, 1.5, (20, 2))
        wanted = np.log([oracle(mix, x, y) for x, y in points])
        assert mdn.log_density(mix, points[:, 0], points[:, 1]) == pytest.approx(wanted, abs=2e-5)
        for lift in (0.0, 1.0):
            pen = mix.lift if lift else 1.0 - mix.lift
            prices = mdn.nats(np.tile(raw, (20, 1)), points[:, 0], points[:, 1], np.full(20, lift))
            assert prices == pytest.approx(-wanted - np.log(pen), abs=2e-5)


def test_mixture_is_what_the_rows_say() -> None:
    raw = head(components=3)
    mix = mdn.mixture(raw)
    assert mix.weights.sum() == pytest.approx(1.0, abs=1e-6)
    assert mix.weights[1] / mix.weights[0] == pytest.approx(float(np.exp(raw[2] - raw[1])), rel=1e-5)
    assert np.array_equal(mix.mean_x, raw[4:7]) and np.array_equal(mix.mean_y, raw[7:10])
    assert mix.std_x == pytest.approx(np.exp(raw[10:13]), rel=1e-6)
    assert mix.std_y == pytest.approx(np.exp(raw[13:16]), rel=1e-6)
    assert mix.correlation == pytest.approx(0.999 * np.tanh(raw[16:19]), rel=1e-6)
    assert mix.lift == pytest.approx(1.0 / (1.0 + np.exp(-0.3)))
    with pytest.raises(ValueError, match="read-only"):
        mix.weights[0] = 1.0


@pytest.mark.parametrize("rows", [0, 1, 6, 120])
def test_a_head_of_another_size_is_refused(rows: int) -> None:
    with pytest.raises(ValueError, match="components"):
        mdn.component_count(rows)


@pytest.mark.parametrize("temperature", [0.3, 1.0, 1.5])
def test_the_density_integrates_to_one(temperature: float) -> None:
    mix = mdn.temper(mdn.mixture(head()), Controls(temperature, 0.02))
    side = np.linspace(-14.0, 14.0, 1401)
    density = mdn.grid(mix, side, side)
    assert density.shape == (1401, 1401)
    assert density.sum() * (side[1] - side[0]) ** 2 == pytest.approx(1.0, abs=2e-3)


def test_the_grid_has_y_down_its_rows() -> None:
    mix = mdn.mixture(head())
    density = mdn.grid(mix, [0.5, 1.0, 2.0], [-1.0, 0.25])
    assert density.shape == (2, 3)
    assert density[1, 2] == pytest.approx(oracle(mix, 2.0, 0.25), rel=1e-4)


@pytest.mark.parametrize("temperature", [0.3, 0.7, 1.0, 1.5])
def test_temper_leaves_the_length_of_steps_as_it_was(temperature: float) -> None:
    mix = mdn.mixture(head())
    cool = mdn.temper(mix, Controls(temperature, 0.0))
    before = mix.mean_x**2 + mix.mean_y**2 + mix.std_x**2 + mix.std_y**2
    after = cool.mean_x**2 + cool.mean_y**2 + cool.std_x**2 + cool.std_y**2
    longest = (cool.mean_x / mix.mean_x) > mdn.LONGEST_REACH * 0.999
    assert after[~longest] == pytest.approx(before[~longest], rel=1e-5)
    assert (after[longest] <= before[longest] * 1.0001).all()
    # the deviation shrinks against the mean as Ha has it
    assert cool.std_x / cool.mean_x == pytest.approx(mix.std_x / mix.mean_x * temperature**0.5, rel=1e-5)


def test_temper_follows_ha_and_the_floor_keeps_the_largest() -> None:
    mix = mdn.mixture(head())
    cool = mdn.temper(mix, Controls(0.25, 0.0))
    powered = mix.weights.astype(float) ** 4
    assert cool.weights == pytest.approx(powered / powered.sum(), abs=1e-6)
    assert cool.std_x / cool.std_y == pytest.approx(mix.std_x / mix.std_y)
    assert cool.lift == mix.lift and np.array_equal(cool.correlation, mix.correlation)
    same = mdn.temper(mix, Controls(1.0, 0.0))
    assert same.weights == pytest.approx(mix.weights, abs=1e-6)
    floored = mdn.temper(mix, Controls(1.0, 0.15)).weights
    assert np.array_equal(floored > 0, mix.weights >= 0.15) and floored.sum() == pytest.approx(1.0)
    strict = mdn.temper(mix, Controls(1.0, 0.99)).weights
    assert strict[mix.weights.argmax()] == 1.0 and strict.sum() == 1.0
