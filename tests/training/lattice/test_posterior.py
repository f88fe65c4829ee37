"""What a lattice takes off the price: a density still, right about lattice points, and harmless where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from model import mdn
from model.arrays import Float64Array
from training.lattice.lattice import BLUR, Lattice
from training.lattice.posterior import STRANGER, Belief, Components, gains

LATTICE = Lattice(0.707)
SCALE = (40.0, 36.0)


def head(*components: tuple[float, float, float, float, float, float]) -> Float64Array:
    """A head from (weight, mean x, mean y, σx, σy, ρ), in page units."""
    weight, x, y, sx, sy, rho = np.array(components).T
    rows = (np.log(weight), x / SCALE[0], y / SCALE[1], np.log(sx / SCALE[0]), np.log(sy / SCALE[1]))
    return np.concatenate(([-2.0], *rows, np.arctanh(rho / mdn.CORRELATION_LIMIT)))


WIDE = head((0.7, 6.0, -3.0, 5.0, 4.0, 0.4), (0.3, -2.0, 9.0, 2.0, 3.0, -0.8))
MIXED = head((0.5, 6.0, -3.0, 1.1, 0.8, 0.5), (0.3, 1.0, 2.0, 0.7, 3.0, 0.0), (0.2, 0.0, 0.0, 0.04, 0.04, 0.0))


def walk(seed: int, points: int, start: tuple[float, float], lattice: bool = True) -> Float64Array:
    """Offsets (points, 2) of a pen that wanders by WIDE's components, as the digitizer writes it, or plainly rounded."""
    random = np.random.default_rng(seed)
    first = random.random(points) < 0.7
    one = random.multivariate_normal((6, -3), [[25, 8], [8, 16]], points)
    other = random.multivariate_normal((-2, 9), [[4, -4.8], [-4.8, 9]], points)
    place = np.array(start) + np.cumsum(np.where(first[:, None], one, other), axis=0)
    place = np.concatenate(([start], place))
    if not lattice:
        return np.diff(np.round(place), axis=0)
    u, v = np.round((place[:, 0] + place[:, 1]) / 1.414), np.round((place[:, 0] - place[:, 1]) / 1.414)
    # whole-number arithmetic: 0.707 · 1000 is not 707 in floating point
    written = np.stack((707 * (u + v) // 1000, 707 * (u - v) // 1000), axis=1)
    return np.diff(written, axis=0)


def test_components_share_a_point_as_their_densities_do() -> None:
    mix = mdn.mixture(MIXED)
    offsets = np.array([[5.0, -2.0]])
    found = Components.of(MIXED[None], offsets, SCALE)
    x, y = offsets[0, 0] / SCALE[0], offsets[0, 1] / SCALE[1]
    alone = []
    for k in range(3):
        rho = mix.correlation[k]
        zx, zy = (x - mix.mean_x[k]) / mix.std_x[k], (y - mix.mean_y[k]) / mix.std_y[k]
        square = (zx**2 + zy**2 - 2 * rho * zx * zy) / (1 - rho**2)
        alone.append(mix.weights[k] * np.exp(-square / 2) / (mix.std_x[k] * mix.std_y[k] * np.sqrt(1 - rho**2)))
    assert found.chance[0] == pytest.approx(np.array(alone) / sum(alone), rel=1e-5)
    for k in range(3):
        cov = [[found.var_x[0, k], found.cov[0, k]], [found.cov[0, k], found.var_y[0, k]]]
        assert found.narrow()[0, k] ** 2 == pytest.approx(np.linalg.eigvalsh(cov)[0], rel=1e-6)


@pytest.mark.parametrize("which", [WIDE, MIXED], ids=["wide", "narrow too"])
@pytest.mark.parametrize("points", [0, 5, 60])
def test_the_gain_leaves_a_density(which: Float64Array, points: int) -> None:
    """Integrated over the plane on a fine grid, whatever has been learnt by then. The pen at rest is integrated by itself."""
    belief = Belief(LATTICE, 1)
    for offset in walk(3, points, (700.0, 900.0))[:, None] if points else ():
        belief.log_gain(Components.of(WIDE[None], offset, SCALE), offset)
    axis = np.linspace(-12, 18, 1501) if which is MIXED else np.linspace(-32, 38, 701)
    x, y = np.meshgrid(axis, axis, indexing="ij")
    mixture = mdn.mixture(which)
    density = np.exp(mdn.log_density(mixture, x / SCALE[0], y / SCALE[1])) / (SCALE[0] * SCALE[1])
    found = Components.of(np.broadcast_to(which, (*x.shape, len(which))), np.stack((x, y), axis=-1), SCALE)
    integrals = belief.integrals(Components.of(which[None], np.zeros((1, 2)), SCALE))[0]
    share = found.narrow()[0, 0] >= LATTICE.narrowest
    ratio = _mean(belief, axis, axis)[..., None] / integrals[share]
    lattice_part = (density[..., None] * found.chance[..., share] * ratio).sum() * (axis[1] - axis[0]) ** 2
    assert lattice_part == pytest.approx(mixture.weights[share].sum(), abs=1e-3)
    assert share.tolist() == [True, True, False][: len(share)]
    if points == 60 and which is MIXED:  # it would not be, were it not for the integrals
        assert abs(integrals[share] - 1).max() > 0.03


def _mean(belief: Belief, x: Float64Array, y: Float64Array) -> Float64Array:
    """The believed pattern on a grid of offsets, (len x, len y), of one line."""
    lattice, (here_x, here_y) = belief.lattice, belief._here[0]
    turns_x = (here_x + x)[:, None] * lattice.slow + belief._across
    turns_y = (here_y + y)[:, None] * lattice.slow + belief._up
    count = sum(lattice.whole(turns_x + odd) @ belief.phases[0] @ lattice.whole(turns_y + odd).T for odd in (0.0, 0.5))
    return np.asarray((count + BLUR) / (lattice.mean + BLUR), dtype=float)


def test_what_was_learnt_tells_where_the_line_stands() -> None:
    """After some points a lattice point to come is known from one that cannot, and the price falls to its bound."""
    start = (1234.0, 777.0)
    offsets = walk(1, 900, start)
    found = gains(np.repeat(WIDE[None, None], 900, axis=0), offsets[:, None], np.array([900]), SCALE, LATTICE)[:, 0]
    # points that are counted 1 or 2 where the mean is 1: a sixth of the plane at 2·log 2, all it can be by definition
    x, y = np.meshgrid(np.arange(400), np.arange(400))
    counts = LATTICE.counts(x, y) / LATTICE.mean
    bound = float((counts[counts > 0] * np.log(counts[counts > 0])).sum()) / counts.size
    assert bound == pytest.approx(0.238, abs=0.002)
    assert found[:20].mean() < 0.15 and 0.19 < found[100:].mean() < 0.26


def test_a_line_of_another_device_pays_no_more_than_the_doubt() -> None:
    heads = np.repeat(WIDE[None, None], 400, axis=0)
    for seed in range(5):
        offsets = walk(seed, 400, (500.0, 500.0), lattice=False)
        found = gains(heads, offsets[:, None], np.array([400]), SCALE, LATTICE)
        assert np.log(STRANGER) - 1e-6 < found.sum() < 3.0


def test_lines_side_by_side_are_priced_as_alone_and_no_further_than_their_ends() -> None:
    lines = [walk(seed, 80, (100.0 * seed, 50.0)) for seed in range(3)]
    heads = np.random.default_rng(0).normal(0, 0.3, (80, 3, 19)) + WIDE.mean()
    counts = np.array([80, 31, 1])
    together = gains(heads, np.stack(lines, axis=1), counts, SCALE, LATTICE)
    for k, count in enumerate(counts):
        alone = gains(heads[:count, k : k + 1], lines[k][:count, None], counts[k : k + 1], SCALE, LATTICE)
        assert together[:count, k] == pytest.approx(alone[:, 0], abs=1e-5)
        assert not together[count:, k].any()


def test_the_past_alone_decides() -> None:
    offsets = walk(5, 100, (300.0, 300.0))
    other = offsets.copy()
    other[60:] += 1
    heads = np.repeat(WIDE[None, None], 100, axis=0)
    one, two = (gains(heads, part[:, None], np.array([100]), SCALE, LATTICE) for part in (offsets, other))
    assert np.array_equal(one[:60], two[:60]) and not np.array_equal(one[60:], two[60:])


def test_a_jump_that_was_clipped_is_got_over() -> None:
    offsets = walk(2, 600, (300.0, 300.0))
    offsets[250] += (37.0, 11.0)  # not where the digitizer was: other phases from here on
    heads = np.repeat(WIDE[None, None], 600, axis=0)
    found = gains(heads, offsets[:, None], np.array([600]), SCALE, LATTICE)[:, 0]
    assert found[250:300].sum() > -60 and found[400:].mean() > 0.17


def test_what_single_precision_adds_to_whole_offsets_is_taken_off() -> None:
    offsets = walk(4, 200, (300.0, 300.0))
    heads = np.repeat(WIDE[None, None], 200, axis=0)
    rough = (offsets / SCALE).astype(np.float32).astype(float) * SCALE
    assert not np.array_equal(rough, offsets)
    one, two = (gains(heads, part[:, None], np.array([200]), SCALE, LATTICE) for part in (offsets, rough))
    assert np.array_equal(one, two)
