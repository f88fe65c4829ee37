"""Several real processes as one training, for the tests: started as torchrun starts them, and waited for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 900  # seconds: a test of hanging must end, and machines are shared


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(size: int, words: Sequence[str]) -> list[subprocess.Popen[str]]:
    """``python WORDS`` as each of ``size`` processes, in the order of their ranks."""
    common = {"WORLD_SIZE": str(size), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port())}
    common |= {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    return [
        subprocess.Popen(
            [sys.executable, *words],
            env={**os.environ, **common, "RANK": str(rank), "LOCAL_RANK": str(rank)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for rank in range(size)
    ]


def finish(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str, str]]:
    """Each one's exit status and what it wrote; none outlives the test."""
    try:
        told = [process.communicate(timeout=PATIENCE) for process in processes]
        return [(process.returncode, *both) for process, both in zip(processes, told, strict=True)]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def run(size: int, words: Sequence[str]) -> list[tuple[int, str, str]]:
    """Start and finish."""
    return finish(start(size, words))


def script(size: int, path: Path, body: str) -> list[tuple[int, str, str]]:
    """Runs ``body`` in each process, where ``team`` is its team and ``torch`` is imported."""
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    path.write_text(f"import sys\nimport torch\nfrom training.parallel import *\nwith join() as team:\n{lines}\n")
    return run(size, [str(path)])
