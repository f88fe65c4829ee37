"""Freed memory is kept where the C library can be told so, and nothing breaks where it cannot."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from model import freed_memory
from tests.training.teams import ROOT
from training import malloc

CODE = """
import resource, sys
import numpy as np
from training.malloc import keep_freed_memory
told = sys.argv[1] == "told" and keep_freed_memory()
def faults():
    for _ in range(20):
        np.ones(8_000_000)  # 64 MB, more than glibc ever keeps by itself
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
before = faults()
print(told, faults() - before)
"""


GLIBC = sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "gnu_get_libc_version")


@pytest.mark.skipif(not GLIBC, reason="the switches are glibc's")
def test_memory_that_was_freed_is_not_fetched_again() -> None:
    counts = {}
    for word in ("told", "untold"):
        done = subprocess.run([sys.executable, "-c", CODE, word], cwd=ROOT, capture_output=True, text=True, check=True)
        told, count = done.stdout.split()
        assert told == str(word == "told")
        counts[word] = int(count)
    assert counts["told"] < 20 and counts["told"] < counts["untold"] / 10


def test_elsewhere_it_says_that_it_did_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freed_memory.sys, "platform", "darwin")
    assert not malloc.keep_freed_memory()
