"""A lattice that is in the points is found, one that is not is not, and rings lead back to their middle."""

from __future__ import annotations

import numpy as np
import pytest

from lab.digitizer import search
from lab.digitizer.search import Int64Array


def scattered(seed: int, count: int = 60_000, reach: int = 4000) -> Int64Array:
    """The digitizer's own points, by chance."""
    return np.random.default_rng(seed).integers(-reach, reach, (count, 2))


def written(own: Int64Array, thousandths: int) -> Int64Array:
    """The same as written with a factor of so many thousandths."""
    u, v = own.T
    return np.stack((thousandths * (u + v) // 1000, thousandths * (u - v) // 1000), axis=1)


@pytest.mark.parametrize("thousandths", [707, 650, 812])
def test_the_factor_is_found(thousandths: int) -> None:
    found = search.find(written(scattered(1), thousandths))
    assert found.factor == thousandths / 1000
    assert found.impossible == 0.0 and found.chance > 0.05
    assert found.coherence == pytest.approx(abs(np.sinc(1000 / thousandths)), abs=0.02)


def test_points_without_a_lattice_are_forbidden_as_often_as_by_chance() -> None:
    found = search.find(scattered(2))
    assert found.impossible == pytest.approx(found.chance, abs=0.01)
    assert found.coherence < 0.02


def test_a_wave_stands_for_as_many_points_as_there_are() -> None:
    values = np.random.default_rng(3).integers(0, 3000, 5000)
    frequencies = np.array([0.1, 0.123, 0.4])
    plain = [np.exp(2j * np.pi * f * values).mean() for f in frequencies]
    assert search.coherence(values, frequencies) == pytest.approx(np.array(plain))
    assert abs(search.coherence(3 * values, np.array([1 / 3]))[0]) == pytest.approx(1.0)


def test_the_digitizers_own_points_come_back() -> None:
    own = np.unique(scattered(4, reach=150), axis=0)
    points = written(own, 707)
    back = search.recorded(points, 0.707)
    told = {tuple(point) for point in back.tolist()}
    assert 0.55 < len(back) / len(own) < 0.75 and told <= {tuple(point) for point in own.tolist()}


def test_rings_lead_to_the_receiver() -> None:
    """Points at whole multiples of 4 from a place, rounded to whole numbers."""
    random = np.random.default_rng(5)
    receiver = np.array([883.0, 646.0])
    angle = random.uniform(-0.9, 0.9, 120_000)
    distance = 4 * random.integers(400, 440, 120_000)
    own = np.round(receiver + distance[:, None] * np.stack((np.cos(angle), np.sin(angle)), axis=1)).astype(np.int64)
    found = search.rings(own)
    assert found is not None and len(found.waves) > 10
    assert found.pitch == pytest.approx(4.0, abs=0.1) and np.median(found.coherence) > 0.8
    assert found.receiver == pytest.approx(tuple(receiver), abs=60) and found.miss < 40
    assert 0.8 < found.worth < np.log(4) + 0.2
    plain = search.rings(random.integers(0, 512, (60_000, 2)))
    assert plain is not None and np.median(plain.coherence) < 0.2 and plain.worth < 0.1


def test_too_few_points_for_rings() -> None:
    assert search.rings(scattered(6, count=500)) is None
