"""Keeps the memory that a training step frees for the next step, by glibc's switches; elsewhere it does nothing.

A step's blocks are hundreds of megabytes, which glibc hands back to the system at once; the next step gets them anew,
page by page, all zeroed: 40,000 page faults, a tenth of the time of a step of 2 × 512.

Batches are of all shapes, so what is kept falls into pieces of which the next step needs larger ones, and grows: to 6 GB
after 200 steps of 2 × 512 with dropout. So now and then all that is free is handed back after all.
"""

from __future__ import annotations

from model.freed_memory import of_c_library

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4  # glibc's <malloc.h>


def keep_freed_memory() -> bool:
    """From now on the process keeps what it has had; returns whether the C library could be set so."""
    mallopt = of_c_library("mallopt")
    return mallopt is not None and all(
        mallopt(which, value) for which, value in ((_MMAP_MAX, 0), (_TRIM_THRESHOLD, 2**31 - 1))
    )
