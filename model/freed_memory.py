"""Hands memory back to the system that the process has freed: glibc keeps some of it, above all after weights were loaded."""

from __future__ import annotations

import ctypes
import sys
from typing import Any


def give_back() -> None:
    """Hands back what is free at the moment; nothing where C's library cannot."""
    trim = of_c_library("malloc_trim")
    if trim is not None:
        trim(0)


def of_c_library(name: str) -> Any:
    """A function of the C library on Linux, or None where that lacks it or cannot be reached."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL(None), name, None)
    except OSError:  # a Python that is linked statically
        return None
