"""The mixture against SciPy, against its own integral, and its samples against its density."""

import numpy as np
import pytest
from scipy import stats

from model import mdn, noise
from model.trace import Controls, FloatArray, Mixture


def head(components: int = 6, seed: int = 0, spread: float = 1.0) -> FloatArray:
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


def draws(raw: FloatArray, controls: Controls, count: int, seed: int) -> tuple[np.ndarray, list[int], list[float]]:
    drawer = mdn.Drawer(raw)
    points = np.empty((count, 3))
    chosen, prices = [], []
    for k, row in enumerate(noise.rows(seed, 0, count).tolist()):
        x, y, lift, cost, component, _ = drawer.draw(row, controls)
        points[k] = x, y, lift
        chosen.append(component)
        prices.append(cost)
    return points, chosen, prices


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
        *_, mix = mdn.Drawer(raw).draw([0.5, 0.0, 0.0, 0.5], Controls())
        wanted = mdn.mixture(raw)
        for name in ("weights", "mean_x", "mean_y", "std_x", "std_y", "correlation", "lift"):
            assert getattr(mix, name) == pytest.approx(getattr(wanted, name), rel=1e-5, abs=1e-7)
        many = mdn.draw_many(np.tile(raw[:, None], (1, 40)), noise.rows(seed, 0, 40), Controls(0.7, 0.01))
        assert np.stack(many, axis=1) == pytest.approx(points, abs=1e-4)
        assert len(set(chosen)) > 2


def test_what_leaves_the_drawer_stays_as_it_was() -> None:
    raw = head()
    drawer = mdn.Drawer(raw)
    *_, mix = drawer.draw([0.5, 0.1, 0.2, 0.5], Controls())
    kept = {name: getattr(mix, name).copy() for name in ("weights", "std_x", "correlation")}
    raw[:] = head(seed=9)
    drawer.draw([0.5, 0.1, 0.2, 0.5], Controls())
    for name, array in kept.items():
        assert np.array_equal(getattr(mix, name), array) and not getattr(mix, name).flags.writeable


@pytest.mark.parametrize("size", [30.0, 1e4])
@pytest.mark.parametrize("temperature", [1e-300, 1e-3, 1.0, 10.0])
def test_extreme_heads_stay_finite(size: float, temperature: float) -> None:
    random = np.random.default_rng(3)
    for _ in range(30):
        raw = (random.choice([-1.0, 0.0, 1.0], 1 + 6 * 20) * size).astype(np.float32)
        for noisy in ([0.0, 0.0, 0.0, 0.0], [1.0 - 2.0**-53, 6.0, -6.0, 1.0 - 2.0**-53]):
            x, y, _, cost, component, mix = mdn.Drawer(raw).draw(noisy, Controls(temperature, 0.5))
            assert np.isfinite([x, y, cost, mix.lift]).all() and 0 <= component < 20
            assert np.isfinite(np.concatenate([mix.weights, mix.std_x, mix.std_y, mix.correlation])).all()
            assert np.abs(mix.correlation).max() < 1.0 and mix.std_x.min() > 0.0
            tempered = mdn.temper(mix, Controls(temperature, 0.5))
            assert tempered.weights.sum() == pytest.approx(1.0) and np.isfinite(mdn.log_density(mix, x, y))
            many = mdn.draw_many(raw[:, None], np.array([noisy]), Controls(temperature, 0.5))
            assert np.isfinite(many[0]).all() and np.isfinite(many[1]).all()
            assert np.isfinite(mdn.nats(raw[None], [1e3], [-1e3], [1.0])).all()
