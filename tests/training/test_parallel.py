"""A team: sums that come out the same however the work was dealt, and an error of one that is everybody's."""

from __future__ import annotations

import pytest
import torch

from tests.training import teams
from training import parallel
from training.parallel import Lost, Team, TeamError, in_pairs, join, own_device


def test_a_sum_in_pairs_is_the_same_in_any_deal_by_twos() -> None:
    parts = [torch.randn(50, generator=torch.Generator().manual_seed(k)) * 10.0**k for k in range(8)]

    def total(some: list[torch.Tensor]) -> torch.Tensor:
        return in_pairs(some, lambda part: part, torch.add)

    for each in (1, 2, 4, 8):
        assert torch.equal(total([total(parts[i : i + each]) for i in range(0, 8, each)]), total(parts))
    assert torch.equal(total(parts[:3]), parts[0] + (parts[1] + parts[2]))


def test_a_team_of_one_talks_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with join() as team:
        numbers = torch.ones(3)
        team.sum(numbers)
        assert numbers.tolist() == [1, 1, 1] and team.gather("a") == ["a"] and team.share("b") == "b"
        assert (team.rank, team.size, team.device.type, team.seconds) == (0, 1, own_device(0).type, 0.0)
        with pytest.raises(KeyError), team.together():
            raise KeyError("as it is")
        assert team.speaks(ValueError())


def test_processes_tell_each_other() -> None:
    body = """
numbers = torch.arange(7.0) * 10**team.rank
team.sum(numbers)
print(numbers.tolist(), team.gather(team.rank), team.share(team.rank + 5), team.seconds > 0)
faults = []
try:
    with team.together():
        if team.rank:
            raise OSError(f"the disk of {team.rank} is full")
except TeamError as error:
    print(error, team.speaks(error))
"""
    for rank, (status, out, err) in enumerate(teams.script(3, body)):
        assert (status, err) == (0, "")
        assert out.splitlines() == [
            f"{[111.0 * k for k in range(7)]} [0, 1, 2] 5 True",
            f"the disk of 1 is full {rank == 0}",
        ]


def test_who_is_left_alone_says_so_once_and_does_not_wait() -> None:
    body = """
team.gather(0)
if team.rank == 1:
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)
try:
    while True:
        team.sum(torch.ones(1000))
except Lost as error:
    print(error, team.speaks(error))
"""
    results = teams.script(3, body)
    assert [status for status, _, _ in results] == [0, -9, 0]
    assert sorted(out.split()[-1] for _, out, _ in results if out) == ["False", "True"]


def test_processes_that_do_not_find_each_other_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"WORLD_SIZE": "2", "RANK": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "x"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(TeamError, match="do not find each other") as caught, join():
        pass
    assert "\n" not in str(caught.value)


def test_more_processes_than_gpus_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[int] = []
    monkeypatch.setattr(parallel.torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(parallel.torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(parallel.torch.cuda, "set_device", chosen.append)
    assert own_device(1) == torch.device("cuda", 1) and chosen == [1]
    with pytest.raises(TeamError, match="has 2 GPUs: start at most 2"):
        own_device(2)


def test_a_lost_process_is_told_of_even_where_nobody_counts() -> None:
    class Gone:
        def add(self, *_: object) -> int:
            raise RuntimeError("connection reset")

    assert Team(1, 2, store=Gone()).speaks(Lost("x"))
