"""Several processes that are one training: their ranks and devices, and what they exchange.

A training of one process is a team of one, to which all this costs nothing.

A sum of floating-point numbers depends on its order, and in bfloat16 a last digit grows to thousandths of a nat within
fifty steps. So sums are in pairs: with four parts (1 + 2) + (3 + 4), whether one process works all four, two work two
each, or four one each. Where the number of processes is a power of two that divides the parts, the result is the same
to the bit.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import torch
from torch import Tensor, distributed
from torch.distributed.rendezvous import rendezvous

from model.errors import ModelError

T = TypeVar("T")
PARTING = timedelta(seconds=60)  # after which a process that does not say good-bye is no longer waited for,
PARTING_LOST = 5.0  # seconds: and once one was lost


class TeamError(ModelError):
    """A training of several processes cannot go on; one line, the same in each of them."""


class Lost(TeamError):
    """Another process has ended without a word: killed, or out of memory."""


def in_pairs(parts: Sequence[T], work: Callable[[T], Tensor], add: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """The sum of ``work`` over one or more ``parts``, halves first: (1 + 2) + (3 + 4)."""
    if len(parts) == 1:
        return work(parts[0])
    middle = len(parts) // 2
    return add(in_pairs(parts[:middle], work, add), in_pairs(parts[middle:], work, add))


@dataclass(slots=True)
class Team:
    """The processes of one training, seen from one of them.

    ``rank``: 0 … size − 1; rank 0 alone writes and prints. ``seconds``: spent in ``sum`` so far, waiting included.
    ``lost``: whether another process was found to have ended.
    """

    rank: int = 0
    size: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    store: Any = None
    seconds: float = 0.0
    lost: bool = False

    def sum(self, numbers: Tensor) -> None:
        """Adds up a flat tensor over all processes, in place and in pairs. Raises Lost.

        Each process sums a share of the numbers and hands it round: the traffic of a ring's all-reduce, in an order
        that is ours.
        """
        if self.size == 1:
            return
        begun = time.perf_counter()
        share = -(-len(numbers) // self.size)
        given = numbers.new_zeros(share * self.size)
        given[: len(numbers)] = numbers
        with self._company():
            taken = torch.empty_like(given)
            distributed.all_to_all_single(taken, given)
            mine = in_pairs(taken.view(self.size, share).unbind(), lambda part: part, torch.add)
            distributed.all_gather_single(given, mine)
        numbers.copy_(given[: len(numbers)])
        self.seconds += time.perf_counter() - begun

    def gather(self, thing: T) -> list[T]:
        """Everybody's ``thing``, in the order of the ranks. Raises Lost."""
        if self.size == 1:
            return [thing]
        things: list[Any] = [None] * self.size
        with self._company():
            distributed.all_gather_object(things, thing)
        return things

    def share(self, thing: T) -> T:
        """Rank 0's ``thing``, for everybody. Raises Lost."""
        if self.size == 1:
            return thing
        box = [thing]
        with self._company():
            distributed.broadcast_object_list(box, src=0)
        return box[0]

    @contextmanager
    def together(self) -> Iterator[None]:
        """For what each process does by itself: an error of one is raised in all, as TeamError with the first's words."""
        if self.size == 1:
            yield
            return
        fault = None
        try:
            yield
        except Lost:
            raise
        except Exception as error:
            fault = str(error) or type(error).__name__
        faults = [words for words in self.gather(fault) if words is not None]
        if faults:
            raise TeamError(faults[0])

    def speaks(self, error: Exception) -> bool:
        """Whether this process is the one to print ``error``: rank 0, or the first that finds another gone."""
        if not isinstance(error, Lost):
            return self.rank == 0
        try:
            return bool(self.store.add("lost", 1) == 1)
        except RuntimeError:  # who kept the count is gone, too
            return True

    @contextmanager
    def _company(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            self.lost = True
            raise Lost("another process of this training has ended, so this one stops") from error


def own_device(number: int) -> torch.device:
    """The GPU of that ``number`` (from 0) for this machine's process of that number, or the CPU. Raises TeamError."""
    if not torch.cuda.is_available():
        return torch.device("cpu")
    count = torch.cuda.device_count()
    if number >= count:
        raise TeamError(
            f"{number + 1} or more processes on this machine, which has {count} GPUs: start at most {count}"
        )
    torch.cuda.set_device(number)
    return torch.device("cuda", number)


@contextmanager
def join() -> Iterator[Team]:
    """The team that torchrun's variables tell of (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and _PORT), or one of one.

    gloo carries what lies in the memory, NCCL what lies on GPUs. Raises TeamError.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    device = own_device(int(os.environ.get("LOCAL_RANK", os.environ.get("RANK", "0"))))
    if size == 1:
        yield Team(device=device)
        return
    try:
        store, rank, size = next(iter(rendezvous("env://")))
        backend = "cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo"
        distributed.init_process_group(backend, store=store, rank=rank, world_size=size)
    except (RuntimeError, ValueError) as error:
        raise TeamError(f"the {size} processes do not find each other ({' '.join(str(error).split())[:200]})") from None
    team = Team(rank, size, device, store)
    yield team
    if team.lost:
        _leave(store, rank, size)
    else:
        _part(store, rank, size)


def _part(store: Any, rank: int, size: int) -> None:
    """A good-bye, unless an error has passed through ``join``: who left first would break connections still in use.

    It goes by the store, not by a barrier of the group: in that one, who is through may close what another still waits at;
    and a group that is not taken down aborts the process at its end. Rank 0 may keep the store, and leaves last.
    """
    with suppress(RuntimeError):
        if store.add("here", 1) == size:
            store.set("all here", "")
        store.wait(["all here"], PARTING)
    with suppress(RuntimeError):
        distributed.destroy_process_group()
    with suppress(RuntimeError):
        if store.add("gone", 1) == size:
            store.set("all gone", "")
        if rank == 0:
            store.wait(["all gone"], PARTING)


def _leave(store: Any, rank: int, size: int) -> None:
    """The end after a loss: nobody waits for the lost one.

    Rank 0, who may keep the store, stays until the others have left too, so that they can count who has told of the loss; more
    than one may be lost, so not for long.
    """
    with suppress(RuntimeError):
        distributed.destroy_process_group()
    with suppress(RuntimeError):
        gone, deadline = store.add("gone", 1), time.monotonic() + PARTING_LOST
        while rank == 0 and gone < size - 1 and time.monotonic() < deadline:
            time.sleep(0.02)
            gone = store.add("gone", 0)
