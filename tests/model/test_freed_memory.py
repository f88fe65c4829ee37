"""What is free is handed back where the C library can, and nothing breaks where it cannot."""

from __future__ import annotations

import subprocess
import sys

import pytest

from model import freed_memory
from tests.training.teams import ROOT


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freed_memory.sys, "platform", "darwin")
    assert freed_memory.of_c_library("malloc_trim") is None
    freed_memory.give_back()


@pytest.mark.process
def test_what_is_free_is_handed_back() -> None:
    """In a process of its own, whose memory nobody else moves."""
    code = (
        "import sys\n"
        "import numpy as np\n"
        "from model.freed_memory import give_back\n"
        "from training.malloc import keep_freed_memory\n"
        "def resident():\n"
        "    return int(open('/proc/self/statm').read().split()[1]) * 4096\n"
        "if not keep_freed_memory():\n"
        "    sys.exit()\n"
        "kept = [np.ones(2**21) for _ in range(20)]\n"
        "last = np.ones(2**21)\n"  # so that what is freed lies below something still in use
        "kept.clear()\n"
        "before = resident()\n"
        "give_back()\n"
        "assert resident() < before - 200 * 2**20, (before, resident())\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
