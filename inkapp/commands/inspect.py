"""``inkapp inspect FILE -o DIR``: what the network computed on a page, a panel a picture, with its numbers beside it.

Either all files are written or none, as far as can be known. What a panel's files hold is ``inspect.draw``'s.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from inkapp.commands.command import Command, add_file, add_seed, add_temperature, file, short, whole
from inkapp.commands.network import MOST_READ, read_ink, weights
from inkapp.ink.atomic_files import check_writable, replace_all
from inkapp.ink.errors import InkError
from inkapp.inspect import attention
from inkapp.inspect.cell_choice import best_described, liveliest, said_of
from inkapp.inspect.next_point import last_written
from inkapp.inspect.page import PageReading
from inkapp.inspect.panel_input import ChosenCell, PanelInput
from inkapp.inspect.panel_list import DRAWN, PANELS
from model.cell_table import CellTable, TableError, read_table
from model.trace import Controls

CELL = re.compile(r"([0-9]{1,6}),([0-9]{1,6})")
WITH_CELLS = ("cells", "cell-on-ink")
ATTENTION = "attention"


def _panel(text: str) -> str:
    if text not in DRAWN:
        raise argparse.ArgumentTypeError(f"no panel {short(text)}; known are {', '.join(DRAWN)}")
    return text


def _cell(text: str) -> tuple[int, int]:
    found = CELL.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError(f"must be a layer and a cell from 0, as in 1,305, not {short(text)}")
    return int(found[1]), int(found[2])


def _point(text: str) -> int:
    return whole(text, 0, MOST_READ)


def _describe(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    words = "a folder, made if it is not there; each panel is written as NAME.svg and NAME.csv or NAME.npz"
    parser.add_argument("-o", "--output", type=file, required=True, metavar="DIR", help=words)
    words = f"one of {', '.join(DRAWN)}; may be said again (all)"
    parser.add_argument("--panel", type=_panel, action="append", metavar="NAME", help=words)
    words = "layer and cell from 0 for cell-on-ink (the one that the table of cells knows best)"
    parser.add_argument("--cell", type=_cell, metavar="L,K", help=words)
    words = "of the line last written, from 0, for density, futures, gradient, step and attention (the last)"
    parser.add_argument("--point", type=_point, metavar="N", help=words)
    add_temperature(parser)
    add_seed(parser)
    parser.epilog = "What the numbers are, and in which units: docs/inspect.md."


def _inspect(given: argparse.Namespace) -> Sequence[Path]:
    _check_folder(given.output)
    names, lacking = _drawable(given.panel)
    page = read_ink(given.file)
    line = last_written(page)
    last = len(line) - 1
    row = last if given.point is None else given.point
    if row > last:
        raise InkError(f"{given.file}: no point {row}; the line last written has 0 … {last}")
    if row == 0 and "gradient" in names:
        raise InkError(f"{given.file}: point 0 has none before it, so there is nothing that gradient could show")
    table, trouble = _table() if any(name in WITH_CELLS for name in names) else (None, "")
    cell = _chosen(given.cell, page, table)
    order = table.order if table else None
    shown = PanelInput(page, line, row, cell, Controls(given.temperature), given.seed, order)
    with threadpool_limits(limits=1, user_api="blas"):  # or a sum's last bits would hang on how many cores there are
        files = {
            given.output / f"{name}{end}": data for name in names for end, data in PANELS[name].files(shown).items()
        }
    _write(files, given.output, given.file)
    for words in (
        lacking,
        f"{trouble}; cells stand in the order of their numbers, without meanings" if trouble else "",
    ):
        if words:
            print(f"inkapp inspect: {words}", file=sys.stderr)
    return list(files)


def _drawable(wanted: Sequence[str] | None) -> tuple[list[str], str]:
    """The panels to be drawn, and what the one of the network that reads lacks, if it was not asked for. Raises NoCaptioner
    where it was."""
    names = list(dict.fromkeys(wanted or DRAWN))
    try:
        if ATTENTION in names:
            attention.captioner()
    except attention.NoCaptioner as trouble:
        if wanted:
            raise
        names.remove(ATTENTION)
        return names, " ".join(str(trouble).split())
    return names, ""


def _table() -> tuple[CellTable | None, str]:
    """The table of cells beside the weights; without a good one the panels do with less, and in one line why."""
    try:
        return read_table(weights()), ""
    except TableError as error:
        return None, " ".join(str(error).split())


def _chosen(wanted: tuple[int, int] | None, page: PageReading, table: CellTable | None) -> ChosenCell:
    """The cell that was asked for, else the best known, else the one that moves most. Raises InkError for one not there."""
    if wanted is None:
        return best_described(table) if table else liveliest(page)
    sampler = page.lines[0].reading.sampler
    layer, cell = wanted
    if layer >= sampler.layers or cell >= sampler.hidden:
        raise InkError(
            f"no cell {layer},{cell}: the network has layers 0 … {sampler.layers - 1} of cells 0 … {sampler.hidden - 1}"
        )
    return said_of(table, layer, cell) if table else ChosenCell(layer, cell, "h")


def _check_folder(folder: Path) -> None:
    """Refuses what cannot hold files, before any work. Raises InkError."""
    near = folder
    while not os.path.lexists(near) and near != near.parent:
        near = near.parent
    try:
        mode = near.stat().st_mode
    except (OSError, ValueError) as error:
        raise InkError(f"{folder}: cannot be written ({getattr(error, 'strerror', None) or error})") from None
    if not stat.S_ISDIR(mode):
        raise InkError(f"{folder}: cannot be written ({'it' if near == folder else near} is not a folder)")
    if not mode & 0o222 or not os.access(near, os.W_OK | os.X_OK):
        raise InkError(f"{folder}: cannot be written ({'it' if near == folder else near} is write-protected)")


def _write(files: dict[Path, bytes], folder: Path, source: Path) -> None:
    """All files or none; a folder that was made for none is taken away again. Raises InkError."""
    made = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in files:
            check_writable(path)
            if path.exists() and path.samefile(source):
                raise InkError(f"{path}: is the file that is read")
        replace_all(files)
    except BaseException as error:
        with contextlib.suppress(OSError):
            for one in made:
                one.rmdir()
        if isinstance(error, OSError | ValueError):
            raise InkError(f"{folder}: cannot be written ({getattr(error, 'strerror', None) or error})") from None
        raise


INSPECT = Command("Draws what the network computed on the last page with ink.", _describe, _inspect)
