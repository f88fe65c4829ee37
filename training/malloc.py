"""Memory that a step frees stays at hand for the next one.

Knows: glibc's switches for that, and that elsewhere there are none.
Refuses to know: what is allocated.

A step's blocks are hundreds of megabytes, which glibc hands back to the system at once; the next step gets them anew,
page by page, all zeroed: 40,000 page faults, a tenth of the time of a step of 2 × 512.

Batches are of all shapes, so what is kept falls into pieces of which the next step needs larger ones, and grows: to 6 GB
after 200 steps of 2 × 512 with dropout. So now and then all that is free is handed back after all.
"""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4  # glibc's <malloc.h>


def keep_freed_memory() -> bool:
    """From now on the process keeps what it has had; whether the system could be told so."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries may lack it, or do nothing
    return mallopt is not None and all(
        mallopt(which, value) for which, value in ((_MMAP_MAX, 0), (_TRIM_THRESHOLD, 2**31 - 1))
    )


def give_back() -> None:
    """Hands back to the system what is free at the moment; nothing where C's library cannot."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
