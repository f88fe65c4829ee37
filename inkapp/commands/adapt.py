"""``inkapp adapt FOLDER``: adapts the reader to the lines that are kept there; the window runs it in the background."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path

from threadpoolctl import threadpool_limits

from inkapp.commands.command import Command, complain
from inkapp.editor.own_hand import OwnHand
from inkapp.ink.errors import InkError
from model.checkpoint import CAPTIONER_FILE, CheckpointError
from model.held_out import LEAST_LINES

NICENESS = 15
BELOW_NORMAL = 0x4000  # Windows' priority class


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the folder reading in the app's data folder")
    parser.add_argument("--progress", action="store_true", help="prints how much is done, in hundredths, a line each")


def _adapt(given: argparse.Namespace) -> str:
    hand = OwnHand(given.folder, CAPTIONER_FILE)
    count = len(hand.lines.files())
    if count < LEAST_LINES:
        raise InkError(f"{given.folder}: {count} lines are kept there, and {LEAST_LINES} are needed")
    _step_back()
    shown = -1

    def progress(share: float) -> bool:
        nonlocal shown
        if given.progress and int(100 * share) > shown:
            shown = int(100 * share)
            print(shown, flush=True)
        return True

    try:
        with threadpool_limits(limits=1, user_api="blas"):
            adapted, faults = hand.adapt(progress)
    except (CheckpointError, OSError) as error:
        raise InkError(str(error)) from None
    for fault in faults:
        complain(fault)
    if not adapted.learnt:
        return (
            f"not adapted: {adapted.after} characters of lines left out would be read wrong, and are {adapted.before}\n"
        )
    return f"adapted: {adapted.after} characters of lines left out are read wrong, and were {adapted.before}\n"


def _step_back() -> None:
    """Whatever else runs on the machine goes first."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL)
        else:
            os.nice(NICENESS)


ADAPT = Command("Adapts the reader to lines that were confirmed.", _describe, _adapt)
