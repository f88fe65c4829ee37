"""Where the truth is known: points sampled from the mixtures themselves are calibrated, and what is put in is found."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import stats
from torch import Tensor

from lab.measure import calibration
from lab.measure.calibration import SAMPLES, Heat, Mixtures, heated, mixtures, ranks, reliability
from model import mdn
from model.trace import Controls

COMPONENTS = 4
PLAIN = Heat()


def heads(n: int, seed: int = 0) -> Tensor:
    """Heads of mixtures that are told apart: some narrow, some wide, some leaning."""
    random = np.random.default_rng(seed)
    head = random.normal(0.0, 1.0, (n, 1 + 6 * COMPONENTS)).astype(np.float32)
    head[:, 1 + 3 * COMPONENTS : 1 + 5 * COMPONENTS] = random.normal(-1.5, 0.7, (n, 2 * COMPONENTS))
    return torch.from_numpy(head)


def came(head: Tensor, heat: Heat = PLAIN, seed: int = 1) -> Tensor:
    """What comes where the truth is the heads' distribution at ``heat``: (n, 3)."""
    random = torch.Generator().manual_seed(seed)
    true = heated(head, heat.weights, heat.sigma, heat.pen)
    x, y = calibration.sample(mixtures(true), 1, random)
    lift = torch.rand(len(head), generator=random) < true[:, 0].sigmoid()
    return torch.stack((x[:, 0], y[:, 0], lift.float()), dim=-1)


def coverage(head: Tensor, target: Tensor) -> list[float]:
    """Per cent of points in the regions of 50, 90 and 99 %."""
    rank = ranks(mixtures(head), target[:, 0], target[:, 1], torch.Generator().manual_seed(2))
    return [100 * float((rank < level).double().mean()) for level in (50, 90, 99)]


def test_the_density_is_the_mixtures_own() -> None:
    head = heads(3)
    x, y = torch.linspace(-2, 2, 5).expand(3, 5), torch.linspace(1, -1, 5).expand(3, 5)
    found = calibration.log_density(mixtures(head), x, y)
    for one, values in zip(head.numpy(), found.numpy(), strict=True):
        assert values == pytest.approx(mdn.log_density(mdn.mixture(one), x[0].numpy(), y[0].numpy()), abs=1e-3)


def test_draws_have_the_mixtures_mean_and_spread() -> None:
    mix = mixtures(heads(2))
    x, y = calibration.sample(mix, 200_000, torch.Generator().manual_seed(0))
    weights = mix.log_weights.exp()
    mean = (weights * mix.mean_x).sum(-1)
    square = (weights * (mix.mean_x**2 + mix.std_x**2)).sum(-1)
    product = (weights * (mix.mean_x * mix.mean_y + mix.rho * mix.std_x * mix.std_y)).sum(-1)
    assert x.mean(-1).numpy() == pytest.approx(mean.numpy(), abs=0.01)
    assert x.square().mean(-1).numpy() == pytest.approx(square.numpy(), rel=0.02)
    assert (x * y).mean(-1).numpy() == pytest.approx(product.numpy(), abs=0.02)


def test_points_from_the_mixtures_themselves_are_calibrated() -> None:
    head = heads(20_000)
    assert coverage(head, came(head)) == pytest.approx([50, 90, 99], abs=1.0)
    rank = ranks(mixtures(head), *came(head).T[:2], torch.Generator().manual_seed(3))  # type: ignore[call-arg]
    assert stats.chisquare(np.bincount(rank.numpy(), minlength=SAMPLES + 1)).pvalue > 1e-3


@pytest.mark.parametrize("sigma", [0.5, 2.0])
def test_too_narrow_is_seen_below_and_too_wide_above(sigma: float) -> None:
    head = heads(10_000)
    told = coverage(heated(head, 1.0, sigma, 1.0), came(head))
    for found, level in zip(told, (50, 90, 99), strict=True):
        assert (found < level - 0.5) if sigma < 1 else (found > level + 0.4)


def test_the_region_of_one_normal_is_the_ellipse_that_holds_so_much() -> None:
    """For a single Gaussian the region of chance q is d² ≤ χ²(q) with two degrees of freedom."""
    part = torch.zeros(20_000, 1)
    one = torch.ones(20_000, 1)
    mix = Mixtures(part, 2 * one, part, 0.5 * one, 3 * one, 0.6 * one)
    for level in (50, 90):
        far = np.sqrt(stats.chi2(2).ppf(level / 100))
        for factor, inside in ((0.9, True), (1.1, False)):
            rank = ranks(
                mix, (2 + 0.5 * far * factor) * one[:, 0], 3 * 0.6 * far * factor * one[:, 0], torch.Generator()
            )
            assert (float(rank.float().mean()) < level) is inside


@pytest.mark.parametrize("heat", [Heat(0.6, 1.7, 1.4), Heat(1.5, 0.5, 0.7), Heat(1.0, 1.0, 1.0)])
def test_the_fit_finds_the_temperatures_that_were_put_in(heat: Heat) -> None:
    head = heads(30_000)
    found = calibration.fit(head, came(head, heat))
    assert (found.weights, found.sigma, found.pen) == pytest.approx((heat.weights, heat.sigma, heat.pen), rel=0.06)


def test_a_fit_to_what_has_no_end_stays_finite() -> None:
    """No point lifts, though the heads think it as likely as not: the pen's temperature would fall forever."""
    head = heads(500)
    head[:, 0] = -1.0
    target = came(head)
    target[:, 2] = 0.0
    found = calibration.fit(head, target)
    assert 0.01 < found.pen < 1.0 and 0.5 < found.sigma < 2.0


def test_the_component_at_rest_is_found_left_out_and_never_widened() -> None:
    head = heads(50)
    for block, value in ((1, 0.0), (2, 0.0), (3, -8.0), (4, -8.0), (5, 0.0)):
        head[:, 1 + block * COMPONENTS + 2] = value
    held = calibration.pinned(head)
    assert held.tolist() == [False, False, True, False]
    assert not calibration.pinned(heads(50)).any()
    without = mixtures(head, held)
    assert (without.log_weights[:, 2] == -np.inf).all()
    assert without.log_weights.exp().sum(-1).numpy() == pytest.approx(1.0)
    warm = mixtures(heated(head, 1.0, 3.0, 1.0))
    plain = mixtures(head)
    assert (warm.std_x[:, 2] == plain.std_x[:, 2]).all()
    assert (warm.std_x[:, 0] / plain.std_x[:, 0]).numpy() == pytest.approx(3**0.5, rel=1e-4)
    single = head[:, [0, 3, 7, 11, 15, 19, 23]]  # nothing else is there to move with
    assert not calibration.pinned(single).any()


@pytest.mark.parametrize("temperature", [0.3, 1.0, 1.5])
def test_a_persons_temperature_is_the_samplers(temperature: float) -> None:
    head = heads(20)
    controls = Controls(temperature, floor=0.05)
    found = calibration.tempered(mixtures(head), controls)
    for k, one in enumerate(head.numpy()):
        wanted = mdn.temper(mdn.mixture(one), controls)
        assert found.log_weights[k].exp().numpy() == pytest.approx(wanted.weights, abs=1e-5)
        assert found.mean_x[k].numpy() == pytest.approx(wanted.mean_x, rel=1e-4)
        assert found.std_y[k].numpy() == pytest.approx(wanted.std_y, rel=1e-4)


def test_a_biased_pen_is_shown() -> None:
    random = torch.Generator().manual_seed(0)
    chance = torch.rand(40_000, generator=random) ** 3
    fair = torch.rand(40_000, generator=random) < chance
    bins = reliability(chance, fair, 10)
    assert [b.count for b in bins] == [4000] * 10
    assert sum(b.low <= b.chance <= b.high for b in bins) >= 8
    assert calibration.expected_error(bins) < 0.01
    told = reliability((chance.logit() + 1.0).sigmoid(), fair, 10)
    assert calibration.expected_error(told) > 0.08
    assert sum(b.high < b.chance for b in told) >= 8


def test_bins_of_as_many_expected_events_tell_of_what_is_rare() -> None:
    chance = torch.cat((torch.full((9900,), 0.001), torch.linspace(0.5, 0.9, 100)))
    bins = reliability(chance, chance > 0.4, 8, by_chance=True)
    assert sum(b.count for b in bins) == 10_000
    assert sum(b.chance > 0.4 for b in bins) >= 6
    assert reliability(torch.zeros(5), torch.zeros(5, dtype=torch.bool), 4, by_chance=True) == []
    assert sum(b.count for b in reliability(torch.full((3,), 0.5), torch.ones(3, dtype=torch.bool), 20)) == 3


@pytest.mark.parametrize(("events", "count"), [(0, 10), (3, 10), (10, 10), (400, 9000)])
def test_the_interval_is_wilsons(events: int, count: int) -> None:
    wanted = stats.binomtest(events, count).proportion_ci(0.95, method="wilson")
    assert calibration.wilson(events, count) == pytest.approx((wanted.low, wanted.high), abs=1e-6)


def test_the_error_of_a_share_is_over_lines() -> None:
    line = torch.arange(100).repeat_interleave(50)
    alike = (torch.arange(100) % 2 == 0).repeat_interleave(50)  # all points of a line agree
    assert calibration.share_of(alike, line) == pytest.approx((0.5, 0.05), rel=1e-6)
    random = torch.rand(5000, generator=torch.Generator().manual_seed(0)) < 0.5
    assert calibration.share_of(random, line)[1] == pytest.approx(0.5 / 5000**0.5, rel=0.2)
    assert all(np.isnan(calibration.share_of(random[:0], line[:0])))
