"""Several real processes as one training, for the tests: told of each other as torchrun tells them, watched until they end.

They are forked from one process that has imported torch and ``training``, since each import by itself takes seconds; where
there is no fork they are started anew. Each has the precision that this process measured.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training import precision

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600.0  # seconds: a test of hanging must end, and machines are shared
PARTING = 120.0  # seconds that the others of a process have once it has ended
BLINK = 0.005  # seconds between two looks

_WAYS = multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver" if "forkserver" in _WAYS else "spawn")
if "forkserver" in _WAYS:
    _CONTEXT.set_forkserver_preload(["tests.training.teams", "training.train", "torch.distributed", "torch._dynamo"])


@dataclass(slots=True)
class Member:
    """One process of a team, and where it writes."""

    process: multiprocessing.process.BaseProcess
    out: Path
    err: Path

    @property
    def ended(self) -> bool:
        return self.process.exitcode is not None

    def kill(self) -> None:
        """SIGKILL, of which the process hears nothing."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)

    def told(self) -> tuple[int, str, str]:
        """Exit status (−9 where it was killed), standard output and error."""
        assert self.process.exitcode is not None
        return self.process.exitcode, self.out.read_text(encoding="utf-8"), self.err.read_text(encoding="utf-8")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _work(code: str, variables: dict[str, str], timing: precision.Timing, out: str, err: str) -> None:
    """The process itself: ``code`` as if it were a program."""
    import torch

    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    os.environ.update(variables)
    torch.set_num_threads(1)
    precision.timed = lambda: timing  # type: ignore[assignment]
    try:
        exec(compile(code, "<team>", "exec"), {"__name__": "__main__"})
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def start(size: int, code: str) -> list[Member]:
    """``code`` in each of ``size`` processes, in the order of their ranks."""
    common = {"WORLD_SIZE": str(size), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port())}
    members = []
    for rank in range(size):
        out, err = (Path(tempfile.mkstemp(suffix=f".{kind}")[1]) for kind in ("out", "err"))
        variables = common | {"RANK": str(rank), "LOCAL_RANK": str(rank)}
        process = _CONTEXT.Process(
            target=_work, args=(code, variables, precision.timed(), str(out), str(err)), daemon=True
        )
        process.start()
        members.append(Member(process, out, err))
    return members


def until_there(path: Path, members: Sequence[Member]) -> None:
    """Waits for a file that one of them is to write; fails with what they said where one ends before."""
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        if any(member.ended for member in members) or time.monotonic() > deadline:
            raise AssertionError(f"{path} was not written: {finish(members)}")
        time.sleep(BLINK)


def finish(members: Sequence[Member]) -> list[tuple[int, str, str]]:
    """Each one's exit status and what it wrote. Once one has ended the others have ``PARTING``; none outlives the test."""
    deadline = time.monotonic() + PATIENCE
    parting = False
    try:
        while not all(member.ended for member in members) and time.monotonic() < deadline:
            if not parting and any(member.ended for member in members):
                parting, deadline = True, min(deadline, time.monotonic() + PARTING)
            time.sleep(BLINK)
        late = [rank for rank, member in enumerate(members) if not member.ended]
    finally:
        for member in members:
            member.process.kill()
            member.process.join()
    results = [member.told() for member in members]
    for member in members:
        member.out.unlink()
        member.err.unlink()
    assert not late, f"processes {late} did not end: {results}"
    return results


def run(size: int, code: str) -> list[tuple[int, str, str]]:
    """Start and finish."""
    return finish(start(size, code))


def script(size: int, body: str) -> list[tuple[int, str, str]]:
    """Runs ``body`` in each process, where ``team`` is its team and ``torch`` is imported."""
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    return run(size, f"import sys\nimport torch\nfrom training.parallel import *\nwith join() as team:\n{lines}\n")
