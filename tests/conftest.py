"""What holds for all tests: no display, no time limit on slow machines, and marks that say what a test needs.

Marks are set here by folder and fixture, else at the tests. A test that starts a process, or is the first to import torch,
without its mark fails: so ``make test-fast`` stays what it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fast", parent=settings.get_profile("shared"), max_examples=15)  # make test-fast
settings.load_profile("shared")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TESTS = Path(__file__).parent
FOLDERS = {
    "lab": ("lab", "torch"),
    "training": ("torch", "process"),
    "agreement": ("torch",),
    "ui": ("window",),
    "bench": ("slow",),
}
STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"}

_needed: set[str] = set()  # marks that the running test has been seen to need


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in STARTS:
        _needed.add("process")
    elif event == "import" and arguments[0] == "torch":
        _needed.add("torch")


sys.addaudithook(_watch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        for mark in FOLDERS.get(folder, ()):
            item.add_marker(mark)
        if "qapp" in getattr(item, "fixturenames", ()):
            item.add_marker("window")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, None, None]:
    _needed.clear()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    done = yield
    if item.get_closest_marker("torch") is not None:  # some of its modules ask the system about compilers as they load
        _needed.discard("process")
    missing = sorted(mark for mark in _needed if item.get_closest_marker(mark) is None)
    assert not missing, f"this test needs the mark {' and '.join(missing)}"
    return done
