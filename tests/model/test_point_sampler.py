"""Points drawn, against the density they should come from, and against the plain functions."""

import numpy as np
import pytest
from scipy import stats

from model import mdn, noise
from model.arrays import Float32Array
from model.point_sampler import PointSampler, sample_points
from model.trace import Controls
from tests.model.test_mdn import head


def draws(raw: Float32Array, controls: Controls, count: int, seed: int) -> tuple[np.ndarray, list[int], list[float]]:
    pen = PointSampler(raw)
    points = np.empty((count, 3))
    chosen, prices = [], []
    for k, row in enumerate(noise.rows(seed, 0, count).tolist()):
        x, y, lift, cost, component, _ = pen.sample(row, controls)
        points[k] = x, y, lift
        chosen.append(component)
        prices.append(cost)
    return points, chosen, prices


@pytest.mark.slow
@pytest.mark.parametrize("controls", [Controls(1.0, 0.0), Controls(0.4, 0.01), Controls(1.5, 0.08)])
def test_samples_fall_as_the_density_says(controls: Controls) -> None:
    raw, count = head(seed=4), 20_000
    points, chosen, _ = draws(raw, controls, count, seed=5)
    mix = mdn.temper(mdn.mixture(raw), controls)

    tally = np.bincount(chosen, minlength=6)
    kept = mix.weights > 0
    assert tally[~kept].sum() == 0
    expected = mix.weights[kept].astype(float)
    assert stats.chisquare(tally[kept], count * expected / expected.sum()).pvalue > 0.001

    # cells of the plane: how many samples fall in each, against the integral of the density over it
    edges = np.linspace(-6.0, 6.0, 13)
    fine = np.linspace(-6.0, 6.0, 1201)[:-1] + 0.005
    mass = mdn.grid(mix, fine, fine).reshape(12, 100, 12, 100).sum(axis=(1, 3)) * 0.01**2
    seen = np.histogram2d(points[:, 1], points[:, 0], bins=(edges, edges))[0]
    big = mass * count >= 10
    rest = 1.0 - mass[big].sum()
    observed, wanted = np.append(seen[big], count - seen[big].sum()), count * np.append(mass[big], rest)
    assert big.sum() > 12
    assert stats.chisquare(observed, wanted * observed.sum() / wanted.sum()).pvalue > 0.001

    assert stats.binomtest(int(points[:, 2].sum()), count, mix.lift).pvalue > 0.001


def test_the_fast_drawer_agrees_with_the_plain_functions() -> None:
    for seed in range(10):
        raw = head(components=20, seed=seed)
        points, chosen, prices = draws(raw, Controls(0.7, 0.01), 40, seed)
        plain = mdn.nats(np.tile(raw, (40, 1)), points[:, 0], points[:, 1], points[:, 2])
        assert prices == pytest.approx(plain, abs=2e-4)
        *_, mix = PointSampler(raw).sample([0.5, 0.0, 0.0, 0.5], Controls())
        wanted = mdn.mixture(raw)
        for name in ("weights", "mean_x", "mean_y", "std_x", "std_y", "correlation", "lift"):
            assert getattr(mix, name) == pytest.approx(getattr(wanted, name), rel=1e-5, abs=1e-7)
        many = sample_points(np.tile(raw[:, None], (1, 40)), noise.rows(seed, 0, 40), Controls(0.7, 0.01))
        assert np.stack(many, axis=1) == pytest.approx(points, abs=1e-4)
        assert len(set(chosen)) > 2


def test_what_leaves_the_drawer_stays_as_it_was() -> None:
    raw = head()
    pen = PointSampler(raw)
    *_, mix = pen.sample([0.5, 0.1, 0.2, 0.5], Controls())
    kept = {name: getattr(mix, name).copy() for name in ("weights", "std_x", "correlation")}
    raw[:] = head(seed=9)
    pen.sample([0.5, 0.1, 0.2, 0.5], Controls())
    for name, array in kept.items():
        assert np.array_equal(getattr(mix, name), array) and not getattr(mix, name).flags.writeable


@pytest.mark.parametrize("size", [30.0, 1e4])
@pytest.mark.parametrize("temperature", [1e-300, 1e-3, 1.0, 10.0])
def test_extreme_heads_stay_finite(size: float, temperature: float) -> None:
    random = np.random.default_rng(3)
    for _ in range(30):
        raw = (random.choice([-1.0, 0.0, 1.0], 1 + 6 * 20) * size).astype(np.float32)
        for noisy in ([0.0, 0.0, 0.0, 0.0], [1.0 - 2.0**-53, 6.0, -6.0, 1.0 - 2.0**-53]):
            x, y, _, cost, component, mix = PointSampler(raw).sample(noisy, Controls(temperature, 0.5))
            assert np.isfinite([x, y, cost, mix.lift]).all() and 0 <= component < 20
            assert np.isfinite(np.concatenate([mix.weights, mix.std_x, mix.std_y, mix.correlation])).all()
            assert np.abs(mix.correlation).max() < 1.0 and mix.std_x.min() > 0.0
            tempered = mdn.temper(mix, Controls(temperature, 0.5))
            assert tempered.weights.sum() == pytest.approx(1.0) and np.isfinite(mdn.log_density(mix, x, y))
            many = sample_points(raw[:, None], np.array([noisy]), Controls(temperature, 0.5))
            assert np.isfinite(many[0]).all() and np.isfinite(many[1]).all()
            assert np.isfinite(mdn.nats(raw[None], [1e3], [-1e3], [1.0])).all()
