"""A neighbour that streams memory: a process of its own, so that what a full cache costs shows on any machine."""

from __future__ import annotations

import subprocess
import sys
from types import TracebackType

STREAM = """
import os, sys, threading
import numpy as np
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()  # ends with who began it
here, there = np.zeros((2, 32 * 2**20), dtype=np.float32)
print("on", flush=True)
while True:
    there[:] = here
"""


class Neighbour:
    """Copies 128 MB over and over, as a ``with`` statement's context."""

    def __enter__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", STREAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()  # waits, and closes the pipes
