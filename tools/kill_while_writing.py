"""Kills a process with SIGKILL at random moments while it writes, erases, undoes, turns pages over and saves, and checks
that its file and its journal lost nothing.

After each kill the file is some saved state, whole, and the journal leads to one of the states that the document has had, no
earlier than the last that was synced.

    python -m tools.kill_while_writing --times 100
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from inkapp.editor.journal_thread import SUFFIX, JournalThread
from inkapp.editor.open_document import OpenDocument
from inkapp.ink.document import Stroke
from inkapp.ink.file import load
from inkapp.ink.journal import read_journal

ROOT = Path(__file__).resolve().parents[1]
SYNCED = 10  # steps that are synced for certain before the kill
LONGEST_S = 0.3  # from then to the kill


def stroke(chance: random.Random) -> Stroke:
    n = chance.randint(1, 120)
    x, y = (np.round(np.array([chance.uniform(0, 200) for _ in range(n)]), 4) for _ in range(2))
    return Stroke(x, y, np.round(0.008 * np.arange(n), 5), np.full(n, 0.5))


def steps(open_document: OpenDocument, seed: int, file: Path | None) -> Iterator[None]:
    """Does something to the document for each item that is asked for: the same for the same seed."""
    chance = random.Random(seed)
    for number in itertools.count():
        match chance.choices(("add", "erase", "undo", "redo", "page", "save"), (60, 10, 12, 8, 5, 5))[0]:
            case "add":
                open_document.add([stroke(chance)])
            case "erase":
                open_document.erase([chance.randrange(30), chance.randrange(30)])
            case "undo":
                open_document.undo()
            case "redo":
                open_document.redo()
            case "page":
                paper = replace(open_document.document.pages[0], margin=float(number))
                move, change = partial(open_document.move_page, -1), partial(open_document.change_paper, paper)
                chance.choice((open_document.add_page, open_document.delete_page, move, change))()
            case "save" if file is not None:
                open_document.save_as(file)
        yield


def write(folder: Path, seed: int) -> None:
    """What is killed: says "synced" after some steps, then the number of each."""
    open_document = OpenDocument(journal := JournalThread(folder, "killed", print))
    for number, _ in enumerate(steps(open_document, seed, folder / "page.ink"), 1):
        if number == SYNCED:
            journal.flush(60)
            print("synced", flush=True)
        elif number > SYNCED:
            print(number, flush=True)
        time.sleep(0.001)  # or a process that only writes would starve the journal as nobody who draws does


def kill(folder: Path, seed: int) -> str:
    """Kills one process; "" or what was lost."""
    command = [sys.executable, "-m", "tools.kill_while_writing", "--folder", str(folder), "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, LONGEST_S))
        process.kill()
        done = [said, *process.stdout.read().splitlines()]
    if said != "synced\n":
        return f"the process said {said!r}"
    open_document = OpenDocument()
    states = [open_document.document.pages]
    for _ in itertools.islice(steps(open_document, seed, None), SYNCED + len(done)):
        states.append(open_document.document.pages)
    saved = load(folder / "page.ink").pages if (folder / "page.ink").exists() else None
    if saved is not None and saved not in states:
        return "the file is none of the states"
    (journal,) = folder.glob(f"*{SUFFIX}")
    recovered = read_journal(journal)
    # nothing to recover: all is saved, or nothing is on the page
    held = recovered.document.pages if recovered is not None else saved or states[0]
    if held not in states:
        return "the journal leads to none of the states"
    if held not in states[SYNCED:]:
        return f"the journal leads to step {states.index(held)}"
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="kill a process at random moments while it writes, and check what is left"
    )
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="of the first")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.folder is not None:
        write(chosen.folder, chosen.seed)
    lost = 0
    for seed in range(chosen.seed, chosen.seed + chosen.times):
        with tempfile.TemporaryDirectory() as folder:
            if trouble := kill(Path(folder), seed):
                print(f"seed {seed}: {trouble}")
                lost += 1
    print(f"killed {chosen.times} times: {lost} lost something")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
