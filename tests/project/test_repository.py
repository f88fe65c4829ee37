"""The tracked files can be checked out on every system, and developers' tools are pinned in a way that works everywhere."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[ .](/|$)|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)', re.IGNORECASE)


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        pytest.skip("not a git checkout")
    return done.stdout.rstrip("\0").split("\0")


@pytest.mark.process
def test_no_two_names_differ_in_case_alone_and_all_exist_on_windows():
    files = tracked()
    names = {name for file in files for name in (file, *map(str, Path(file).parents))}
    assert not [name for name, count in Counter(name.casefold() for name in names).items() if count > 1]
    assert not [name for name in files if FORBIDDEN_ON_WINDOWS.search(name)]


@pytest.mark.process
def test_text_has_the_same_line_ends_everywhere():
    done = subprocess.run(
        ["git", "check-attr", "text", "eol", "--", ".ci/run", "Makefile", "assets/weights/live.safetensors"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    told = [line.split(": ", 1)[1] for line in done.stdout.splitlines()]
    assert told[:4] == ["text: auto", "eol: lf"] * 2 and told[4] == "text: unset"


def test_every_requirement_is_pinned_once_for_each_python():
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.lstrip().startswith("#")]
    pinned = {re.split("==", line)[0] for line in pins}
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", line) for line in pins), "a place or a range, not a version"
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert re.sub(r"[._]", "-", re.split(r"[<>=!; ]", requirement)[0]).lower() in pinned, requirement
    assert {line.split()[0] for line in pins if line.startswith("torch==")} == {"torch==2.13.0"}
