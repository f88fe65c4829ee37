"""Writes Graves' two lists of lines from IAM-OnDB's task-1 lists: ``python -m training.data.graves_lists DIR``.

Graves (2013, sec. 4) reports over the task-1 validation set and trains on the rest. The lists that published figures use
also train on two pages outside task 1 and lack one line.
"""

from __future__ import annotations

import argparse
import tarfile
from collections.abc import Sequence
from pathlib import Path

from training.command import run_command
from training.data.iam import INK_ARCHIVE, INK_FOLDER, DataError, form_of, read_list
from training.data.splits import TRAIN_LIST, VALIDATION_LIST

TASK_1 = "t1"
VALIDATION_FORMS = ("testset_v.txt",)
TRAIN_FORMS = ("trainset.txt", "testset_t.txt", "testset_f.txt")
OUTSIDE_TASK_1 = frozenset({"z00-001", "z01-000"})
LEFT_OUT = "lineStrokes/a08/a08-551/a08-551z-09.xml"


def names_in(data: Path) -> list[str]:
    """All lines in the archive or the unpacked folder of ``data``, sorted. Raises DataError."""
    if (data / INK_FOLDER).is_dir():
        return sorted(path.relative_to(data).as_posix() for path in (data / INK_FOLDER).rglob("*.xml"))
    archives = sorted(data.glob(f"{INK_ARCHIVE}*"))
    if not archives:
        raise DataError(f"{data}: neither {INK_ARCHIVE}.* nor a folder {INK_FOLDER} is there")
    try:
        with tarfile.open(archives[0]) as tar:
            names = {member.name.removeprefix("./") for member in tar if member.isfile()}
    except Exception as error:  # lzma and zlib have errors of their own, with no common base
        raise DataError(f"{archives[0]}: damaged archive ({' '.join(str(error).split())})") from None
    return sorted(name for name in names if name.startswith(f"{INK_FOLDER}/") and name.endswith(".xml"))


def graves_lists(data: Path) -> dict[str, list[str]]:
    """Both lists by file name, each sorted. Raises DataError where the ink or a task-1 list cannot be read."""
    names = names_in(data)

    def lines(lists: Sequence[str], more: frozenset[str] = frozenset()) -> list[str]:
        forms = more.union(*(read_list(data / TASK_1 / name) for name in lists))
        return [name for name in names if form_of(name) in forms and name != LEFT_OUT]

    return {TRAIN_LIST: lines(TRAIN_FORMS, OUTSIDE_TASK_1), VALIDATION_LIST: lines(VALIDATION_FORMS)}


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m training.data.graves_lists", description="Write Graves' lists of lines."
    )
    parser.add_argument("data", type=Path, help=f"folder with the archives and {TASK_1}/*.txt")
    return run_command(parser, argv, lambda options: write_lists(options.data))


def write_lists(data: Path) -> None:
    """Writes the lists that are not there yet and prints their lengths. Raises DataError, OSError."""
    for file, names in graves_lists(data).items():
        if (data / file).exists():
            print(f"{data / file}: is there already")
            continue
        (data / file).write_text("".join(f"{name}\n" for name in names), encoding="utf-8", newline="\n")
        print(f"{data / file}: {len(names):,} lines")


if __name__ == "__main__":
    raise SystemExit(main())
