"""Where weights come from: the code's commit, torch's version, and a checksum of the lines they were trained on."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_CODE = (_ROOT / "training", _ROOT / "model")


def _git(folder: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def commit_of(*folders: Path) -> str:
    """The commit of the clone that holds the code in ``folders``, with "+dirty" where that is modified; or "unknown".

    A copy that lies in somebody else's clone, as an installed one may, is not that clone's: git must know its files.
    """
    if not all(_git(folder, "ls-files", "--", ".") for folder in folders):
        return "unknown"
    commit = _git(folders[0], "rev-parse", "HEAD")
    changes = _git(folders[0], "status", "--porcelain", "--", *map(str, folders))
    if commit is None or changes is None:
        return "unknown"
    return commit + ("+dirty" if changes else "")


@lru_cache(maxsize=1)
def commit() -> str:
    """The commit of the code that is running, asked once: what is edited under a running training does not run."""
    return commit_of(*_CODE)


def checksum(*groups: Iterable[bytes]) -> str:
    """One hexadecimal number for groups of lines' digests (``Line.digest``), whatever the order within each group."""
    total = hashlib.sha256()
    for group in groups:
        digests = sorted(group)
        total.update(len(digests).to_bytes(8, "little"))
        for digest in digests:
            total.update(digest)
    return total.hexdigest()
