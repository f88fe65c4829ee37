"""The runs of the study ``sequence-length``: its thirteen variants, and what is measured of a network and of the padding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from lab.engine.feeds import WholeLines, pack, run_packed
from lab.engine.study_ink import StudyInk
from lab.networks.budget import Setting, quicken
from lab.networks.learnt_initial_state import first_state
from lab.networks.stack import Stack
from training.network import mixture_nats

WINDOWS = {25: 128, 50: 64, 100: 32, 200: 16}  # points a window: windows a step; 3,200 points a step in all
BEGINNING = 25  # points of a line whose loss is measured by itself
JUDGES = 128  # of the held-out lines, the first so many, for what is measured beside the loss of them all
LINE = "whole lines"
PADDED, PACKED, BUCKETED = f"{LINE}, padded", f"{LINE}, packed", f"{LINE}, bucketed"
LEARNT, OTHER = f"{LINE}, packed, learnt start", f"{LINE}, packed, another line's state"
FEEDS, STARTS = (PADDED, PACKED, BUCKETED), (PACKED, LEARNT, OTHER)

BASE = Setting(parameters=12_000, steps=200, batch=32, window=100)


def cut(window: int, carried: bool) -> str:
    """What windows of a length are called."""
    return f"{window}, {'carried' if carried else 'zeroed'}"


VARIANTS = {
    **{
        cut(window, carried): replace(BASE, batch=batch, window=window, carry=carried)
        for carried in (True, False)
        for window, batch in WINDOWS.items()
    },
    PADDED: replace(BASE, carry=False, feed="padded"),
    PACKED: replace(BASE, carry=False, feed="packed"),
    BUCKETED: replace(BASE, carry=False, feed="bucketed"),
    LEARNT: replace(BASE, carry=False, feed="packed", learnt=True),
    OTHER: replace(BASE, feed="packed"),
}


def quick(setting: Setting) -> Setting:
    """A trial whose steps still hold a line or two, and as many points in every variant."""
    return replace(quicken(setting), steps=8, batch=setting.batch // 4, window=setting.window // 2)


def measure(network: Stack, ink: StudyInk, setting: Setting) -> dict[str, Any]:
    """Losses of held-out lines, nats per point: of their first points, and of whole lines begun with another line's state.

    That state is what the network has at the end of the line that is the next longer one. With them the share of padding.
    """
    lines = sorted([rows for rows in ink.dev if len(rows) > 1][:JUDGES], key=len, reverse=True)
    short = [rows[: BEGINNING + 1] for rows in lines]
    with torch.no_grad():
        rows, target = pack(lines)
        begun, _ = run_packed(network, pack(short)[0], first_state(network, len(lines)))
        _, after = run_packed(network, rows, first_state(network, len(lines)))
        other = [tuple(part.roll(1, dims=0) for part in layer) for layer in after]
        head, _ = run_packed(network, rows, other)
        return {
            "beginning": float(mixture_nats(begun, pack(short)[1]).double().mean()),
            "other": float(mixture_nats(head, target).double().mean()),
            "padding": padding(ink, setting),
        }


def padding(ink: StudyInk, setting: Setting) -> float:
    """Per cent of the places that hold no point where the lines of every step are padded to the longest; 0 for windows."""
    if setting.feed not in ("padded", "bucketed"):
        return 0.0
    lines = WholeLines(
        ink.train[: setting.lines or None],
        setting.batch * setting.window,
        seed=1,
        buckets=setting.feed == "bucketed",
    )
    points = places = 0
    for _ in range(setting.steps):
        lengths = [len(rows) - 1 for rows in lines.next()]
        points += sum(lengths)
        places += len(lengths) * max(lengths)
    return 100 * (1 - points / places)
