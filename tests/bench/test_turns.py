"""Contestants take turns; what is measured beside a neighbour is so while it lives, and it ends."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from bench import neighbour, turns
from bench.neighbour import Neighbour
from model.sampler import Sampler
from tests.model import nets


def test_all_take_turns_and_the_first_round_warms_up() -> None:
    order: list[str] = []

    def turn(name: str, count: int) -> int:
        order.append(name)
        return count + sum(range(1000)) * 0

    rates = turns.rates_of({"a": lambda: turn("a", 1), "b": lambda: turn("b", 2)}, 3, lambda: order.append("."))
    assert "".join(order) == "ab." * 4
    assert all(len(rate) == 3 and (rate > 0).all() for rate in rates.values())


@pytest.mark.process
def test_a_neighbour_is_there_meanwhile_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbour, "STREAM", "print('on', flush=True)\nwhile True: pass")
    beside = Neighbour()
    living: list[bool] = []
    with beside:
        process = beside._process
        living.append(process.poll() is None)
    assert living == [True] and process.poll() is not None


@pytest.mark.process
def test_it_ends_with_who_began_it() -> None:
    begun = Neighbour()
    begun.__enter__()
    assert begun._process.stdin is not None
    begun._process.stdin.close()
    try:
        assert begun._process.wait(60) == 0
    except subprocess.TimeoutExpired:
        begun._process.kill()
        raise
    finally:
        begun._process.wait()
        assert begun._process.stdout is not None
        begun._process.stdout.close()


@pytest.mark.parametrize("narrow", [False, True])
def test_products_alone_are_those_of_a_point(narrow: bool) -> None:
    net = Sampler(*nets.make(), narrow=narrow)
    assert turns.products_alone(net.layout, net.fused, 3)() == 3


def test_how_fast_it_is_read() -> None:
    rates = {
        f"{name}{end}": np.array([10.0]) for name in ("points", "cache_limit_points") for end in ("", turns.BESIDE)
    }
    rates |= {f"memory_limit_points{end}": np.array([5.0]) for end in ("", turns.BESIDE)}
    figures = turns.reading_of("", 2_000_000_000, rates)
    assert (figures["gb_per_s"], figures["share_of_cache_limit"], figures["share_of_memory_limit"]) == (20.0, 1.0, 2.0)
    figures |= {f"points{end}_per_s": 10.0 for end in ("", turns.BESIDE)}
    heading, line = turns.reading_table(figures, {"": "a net"})
    assert "neighbour" in heading and line.split() == ["a", "net,", "2000.0", "MB"] + ["10", "20.0", "100%", "200%"] * 2
