"""The canvas in processes of their own: endurance, two scales of the screen, and a real window system."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[3]
LIMIT_S = 240


def drive(what: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.ui.canvas.drive", what],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def test_two_hundred_thousand_calls_and_drawing_end_well() -> None:
    ran = drive("endure")
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) == 16


def test_the_same_events_are_the_same_ink_at_scale_1_and_2() -> None:
    told = [json.loads(drive("places", QT_SCALE_FACTOR=scale).stdout) for scale in ("1", "2")]
    assert [ratio for ratio, _ in told] == [1.0, 2.0]
    assert len(told[0][1]) == 2
    assert told[0][1] == told[1][1]


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "1.75", "2"])
def test_ink_does_not_move_when_it_becomes_part_of_the_page(scale: str) -> None:
    ratio, apart, stale, ink = json.loads(drive("lift", QT_SCALE_FACTOR=scale).stdout)
    assert ratio == float(scale) and apart == stale == 0 and ink > 200


def test_a_window_closes_while_its_page_is_being_drawn() -> None:
    ran = drive("leave")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == [True, True]


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of our own."""
    for program, package in (("Xvfb", "xvfb"), ("xdotool", "xdotool")):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian: apt install {package})")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()  # the server picks a free one
        if not number:
            pytest.skip("Xvfb does not start here")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def test_a_slow_handler_loses_no_moves_of_a_real_mouse(display: str) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.canvas.drive", "slow"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as window:
        assert window.stdout is not None and window.stderr is not None
        ready = window.stdout.readline().split()
        if not ready:
            error = window.stderr.read()
            if "xcb" in error:
                pytest.skip(f"Qt's xcb platform does not start here: {error.strip().splitlines()[0]}")
            pytest.fail(error)
        left, top = map(int, ready[1:])
        places = [(left + 2 * i, top + round(60 * np.sin(i / 9) ** 2)) for i in range(201)]
        script = ["mousemove", *map(str, places[0]), "sleep", "0.5", "mousedown", "1"]
        for place in places[1:]:
            script += ["mousemove", *map(str, place), "sleep", "0.002"]
        subprocess.run(["xdotool", *script, "mouseup", "1"], env=environment, check=True, timeout=LIMIT_S)
        points = window.stdout.readline()
        window.terminate()
    assert int(points) >= 195
