"""Scores against counts by hand, scipy and least squares; a planted cell is found; intervals cover what is true."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from lab.cells import scores
from lab.cells.scores import Target

N = 600


def target(seed: int = 0, groups: int = 12) -> Target:
    """A yes or no with gaps, a number with gaps, and a yes or no that is known everywhere."""
    random = np.random.default_rng(seed)
    values = np.stack((random.random(N) < 0.2, random.normal(size=N), random.random(N) < 0.5), axis=1).astype(
        np.float32
    )
    values[random.random(N) < 0.3, 0] = np.nan
    values[random.random(N) < 0.2, 1] = np.nan
    return Target(values, np.array([True, False, True]), random.integers(0, groups, N).astype(np.intp))


@pytest.mark.parametrize("ties", [False, True])
def test_auc_is_the_count_of_pairs_in_order_and_scipys(ties: bool) -> None:
    ink = target()
    signals = np.random.default_rng(1).normal(size=(3, N)).astype(np.float32)
    signals[0] += np.nan_to_num(ink.values[:, 0])
    if ties:
        signals = np.round(signals)
    found = scores.auc(signals, ink)
    assert np.isnan(found[:, 1]).all()
    for s, signal in enumerate(signals):
        for k in (0, 2):
            yes, no = signal[ink.values[:, k] > 0.5], signal[ink.values[:, k] <= 0.5]
            pairs = len(yes) * len(no)
            counted = (yes[:, None] > no).sum() + 0.5 * (yes[:, None] == no).sum()
            assert found[s, k] == pytest.approx(counted / pairs, abs=1e-12)
            assert found[s, k] == pytest.approx(
                mannwhitneyu(yes.astype(np.float64), no.astype(np.float64)).statistic / pairs, abs=1e-12
            )


def test_a_line_and_its_r2_are_least_squares() -> None:
    ink = target()
    signals = np.random.default_rng(2).normal(size=(2, N)).astype(np.float32)
    signals[1] += 2 * np.nan_to_num(ink.values[:, 1])
    slope, intercept = scores.line(signals, ink)
    fit = scores.r2(signals, ink, slope, intercept)
    known = np.isfinite(ink.values[:, 1])
    for s, signal in enumerate(signals):
        design = np.stack((signal[known], np.ones(known.sum())), axis=1).astype(np.float64)
        y = ink.values[known, 1].astype(np.float64)
        (b, a), rest, *_ = np.linalg.lstsq(design, y, rcond=None)
        assert (slope[s, 1], intercept[s, 1]) == pytest.approx((b, a), abs=1e-5)
        assert fit[s, 1] == pytest.approx(1 - rest[0] / ((y - y.mean()) ** 2).sum(), abs=1e-5)
    assert np.isnan(fit[:, [0, 2]]).all()
    assert scores.r2(signals, ink, -slope, intercept)[1, 1] < 0  # a line the wrong way is worse than the mean


def test_a_still_signal_tells_nothing() -> None:
    ink = target()
    still = np.full((1, N), 0.25, dtype=np.float32)
    assert scores.auc(still, ink)[0, 2] == 0.5
    slope, intercept = scores.line(still, ink)
    assert slope[0, 1] == 0 and scores.r2(still, ink, slope, intercept)[0, 1] == pytest.approx(0, abs=1e-9)


def test_what_is_not_defined_or_not_asked_is_nan() -> None:
    ink = target()
    ink.values[:, 0] = np.where(np.isfinite(ink.values[:, 0]), 1.0, np.nan)  # yes everywhere
    signals = np.random.default_rng(3).normal(size=(2, N)).astype(np.float32)
    assert np.isnan(scores.auc(signals, ink)[:, 0]).all()
    found = scores.survey([lambda: (signals, signals)], ink, ink, np.array([False, True, False]))
    assert np.isnan(found.held[:, [0, 2]]).all() and np.isfinite(found.held[:, 1]).all()


def test_a_planted_cell_is_found_and_its_sign_is_that_of_the_fitting_points() -> None:
    fitting, judging = target(0), target(1)
    random = np.random.default_rng(4)

    def signals(ink: Target) -> np.ndarray:
        drawn = random.normal(size=(20, N))
        drawn[7] -= 3 * np.nan_to_num(ink.values[:, 0])
        drawn[11] += 2 * np.nan_to_num(ink.values[:, 1])
        return drawn.astype(np.float32)

    both = signals(fitting), signals(judging)
    halves = [lambda at=at: (both[0][at : at + 8], both[1][at : at + 8]) for at in range(0, 20, 8)]
    heard: list[int] = []
    found = scores.survey(halves, fitting, judging, np.array([True, True, True]), heard.append)
    assert heard == [1, 2, 3]
    assert found.fit[:, 0].argmax() == found.held[:, 0].argmax() == 7 and found.sign[7, 0] == -1
    assert found.fit[:, 1].argmax() == found.held[:, 1].argmax() == 11 and found.sign[11, 1] == 1
    assert (found.fit[:, [0, 2]] >= 0.5).all()  # the fit chooses the better side …
    assert (found.held[:, 2] < 0.5).any()  # … which on other points may be the worse one
    strength = scores.strength(found.held, fitting.binary)
    assert strength[7, 0] == pytest.approx(2 * found.held[7, 0] - 1) and strength[11, 1] ** 2 == pytest.approx(
        found.held[11, 1]
    )


def test_every_group_drawn_once_is_the_score_itself() -> None:
    ink = target()
    signal = np.random.default_rng(5).normal(size=N).astype(np.float32) + np.nan_to_num(ink.values[:, 0])
    slope, intercept = (part[0, 1] for part in scores.line(signal[None], ink))
    once = np.ones((1, ink.count))
    area = scores.auc(signal[None], ink)[0, 0]
    assert scores.replicates(signal, ink, 0, (1, 0, 0), once)[0] == pytest.approx(
        area, abs=2e-3
    )  # it is ordered in bins
    assert scores.replicates(signal, ink, 0, (-1, 0, 0), once)[0] == pytest.approx(1 - area, abs=2e-3)
    explained = scores.r2(signal[None], ink, np.full((1, 3), slope), np.full((1, 3), intercept))[0, 1]
    assert scores.replicates(signal, ink, 1, (1, slope, intercept), once)[0] == pytest.approx(explained, abs=1e-5)


def test_drawing_groups_again_is_drawing_their_points_again() -> None:
    ink = target(groups=5)
    signal = np.round(np.random.default_rng(6).normal(size=N), 1).astype(np.float32)
    weights = np.array([[2.0, 0.0, 1.0, 1.0, 1.0]])
    again = np.concatenate([np.flatnonzero(ink.groups == g) for g in (0, 0, 2, 3, 4)])
    twice = Target(ink.values[again], ink.binary, ink.groups[again])
    area = scores.auc(signal[None, again], twice)[0, 2]
    assert scores.replicates(signal, ink, 2, (1, 0, 0), weights)[0] == pytest.approx(area, abs=2e-3)
    line = np.full((1, 3), 0.3)
    explained = scores.r2(signal[None, again], twice, line, line)[0, 1]
    assert scores.replicates(signal, ink, 1, (1, 0.3, 0.3), weights)[0] == pytest.approx(explained, abs=1e-5)


def test_the_interval_covers_what_is_true_about_as_often_as_it_says() -> None:
    """Groups with a score of their own: the true AUC is that of a mean group, by a large sample."""
    covered = 0
    weights = scores.group_counts(30, 200)
    for seed in range(40):
        random = np.random.default_rng(seed)
        groups = np.repeat(np.arange(30), 40)
        yes = random.random(1200) < 0.5
        shift = random.normal(1.0, 0.5, 30)[groups]
        signal = (random.normal(size=1200) + shift * (yes - 0.5)).astype(np.float32)
        ink = Target(yes[:, None].astype(np.float32), np.array([True]), groups.astype(np.intp))
        low, high = scores.interval(scores.replicates(signal, ink, 0, (1, 0, 0), weights))
        covered += low < 0.7515 < high  # Φ(μ / √(2 + σ²/2)) with μ = 1, σ = 0.5, to within a hundredth
    assert covered >= 34


def test_an_interval_of_nothing_is_nan_and_draws_are_whole_bootstraps() -> None:
    assert np.isnan(scores.interval(np.full(5, np.nan))).all()
    counts = scores.group_counts(7, 50)
    assert (
        counts.shape == (50, 7)
        and (counts.sum(axis=1) == 7).all()
        and np.array_equal(counts, scores.group_counts(7, 50))
    )
