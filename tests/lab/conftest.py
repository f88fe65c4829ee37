"""Trials of the lab on synthetic ink that is made once, measured at fewer places: nothing a test asserts depends on either."""

from __future__ import annotations

import pytest

import lab.__main__
from lab import train_lab_networks
from lab.engine.study_ink import StudyInk, synthetic
from lab.networks import memory

PLACES = 50


@pytest.fixture(scope="session")
def synthetic_ink() -> StudyInk:
    """What ``--quick`` works on."""
    return synthetic()


@pytest.fixture
def short_trials(synthetic_ink: StudyInk, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--quick`` takes that ink, and measures how far a network remembers at 50 places instead of 1000."""
    places = memory.places
    monkeypatch.setattr(memory, "places", lambda lines, steps, count=PLACES: places(lines, steps, min(count, PLACES)))
    monkeypatch.setattr(lab.__main__, "synthetic", lambda: synthetic_ink)
    monkeypatch.setattr(train_lab_networks, "synthetic", lambda: synthetic_ink)
