"""Checks that a version is ready, builds and tries its wheel and tags it: ``python -m tools.release``. Pushes nothing.

Ready is: the tree is clean, the version has no tag yet, and CHANGELOG.md has a section of it with something in it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from inkapp import __version__
from tools import try_built_wheel

ROOT = Path(__file__).resolve().parents[1]


class ReleaseError(Exception):
    """Why nothing is released, in one line."""


def notes(changelog: str, version: str) -> str:
    """What the changelog says of a version: the text under ``## [1.2.3] - 2030-01-31``. Raises ReleaseError."""
    section = re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    if section is None or not section[1].strip():
        raise ReleaseError(f"CHANGELOG.md has no section ## [{version}] - YEAR-MONTH-DAY with text in it")
    return section[1].strip()


def check(root: Path, version: str) -> str:
    """What the tag will say. Raises ReleaseError where the version is not ready."""
    if _git(root, "status", "--porcelain"):
        raise ReleaseError("the tree is not clean: commit or put aside what git status lists")
    if _git(root, "tag", "--list", f"v{version}"):
        raise ReleaseError(f"v{version} is tagged already: raise the version in inkapp/__init__.py")
    return notes((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)


def tag(root: Path, version: str, text: str) -> None:
    """Tags the commit that is checked out. Raises ReleaseError."""
    _git(root, "tag", "--annotate", "--cleanup=verbatim", f"v{version}", "--message", f"inkapp {version}\n\n{text}\n")


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description="Build, try and tag the version.")
    parser.add_argument("--dry-run", action="store_true", help="do all but tag")
    options = parser.parse_args(arguments)
    try:
        text = check(ROOT, __version__)
        if try_built_wheel.main([]):
            raise ReleaseError("the wheel does not work")
        if not options.dry_run:
            tag(ROOT, __version__, text)
    except ReleaseError as error:
        print(f"tools.release: {error}", file=sys.stderr)
        return 1
    done = "is ready" if options.dry_run else f"is tagged. To publish it: git push origin HEAD v{__version__}"
    print(f"inkapp {__version__} {done}")
    return 0


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise ReleaseError(f"git {arguments[0]}: {' '.join(done.stderr.split())}")
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
