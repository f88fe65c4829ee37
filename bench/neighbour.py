"""A neighbour that streams memory: a process of its own, so that what a full cache costs shows on any machine.

It reads and writes in place: a large copy goes past the cache, and so leaves it to others. How much of the cache it takes
depends on the machine, and on who else shares that.
"""

from __future__ import annotations

import subprocess
import sys
from types import TracebackType

STREAM = """
import os, sys, threading
import numpy as np
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()  # ends with who began it
stream = np.ones(64 * 2**20, dtype=np.float32)
print("on", flush=True)
while True:
    stream += 1.0
"""


class Neighbour:
    """Reads and writes 256 MB over and over, as a ``with`` statement's context."""

    def __enter__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", STREAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()  # waits, and closes the pipes
