"""What the studies learn from: rows as the live network reads them, prepared once, and windows cut from them side by side.

Prepared rows are kept in a file that is used only where it was made from the same archive, the same list and in the same way.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model.atomic_write import swap_in
from model.strokes import Representation, RowArray
from tools.synthetic.lines import made_up_line
from training.data.dataset import Sequences, offset_scale
from training.data.iam import INK_ARCHIVE, INK_FOLDER, DataError, Line, read_lines, read_list
from training.data.splits import TRAIN_LIST, is_dev

INPUTS = 4  # dx, dy, lift, height
WRITERS = (18, 4)  # of synthetic ink: to learn from, held out
LINES_A_WRITER = 4


@dataclass(frozen=True, eq=False, slots=True)
class StudyInk:
    """Training rows and rows that are held out, (n, 4) each, offsets divided by ``scale``.

    ``name`` says what they are, ``digest`` stands for every number in them.
    """

    name: str
    train: list[RowArray]
    dev: list[RowArray]
    scale: tuple[float, float]
    digest: str


def prepare(name: str, lines: Sequence[Line]) -> StudyInk:
    """Lines as the live network reads them: in space, straightened, with heights.

    Training lines are ordered by a number drawn from their form's name, so that the first n of them are n lines of many
    writers, on every machine the same. Raises DataError where one of the halves is empty.
    """
    halves: list[list[RowArray]] = []
    for dev in (False, True):
        half = [line for line in lines if is_dev(line.form) is dev]
        half.sort(key=lambda line: zlib.crc32(f"lab {line.form}".encode()))
        halves.append(Sequences(half, Representation(), inputs=INPUTS, straight=True).plain)
        if not any(len(rows) > 1 for rows in halves[-1]):
            raise DataError(f"{name}: no line {'of the held-out forms' if dev else 'to learn from'} is there")
    return scaled(name, *halves)


def scaled(name: str, train: list[RowArray], dev: list[RowArray]) -> StudyInk:
    """Unscaled rows of both halves, scaled."""
    scale = offset_scale(train)
    digest = hashlib.sha256(name.encode())
    for half in (train, dev):
        for rows in half:
            digest.update(rows.tobytes())
        digest.update(b"|")
    by = np.array((*scale, 1.0, 1.0), dtype=np.float32)
    return StudyInk(name, [rows / by for rows in train], [rows / by for rows in dev], scale, digest.hexdigest()[:16])


def synthetic() -> StudyInk:
    """Made-up ink, 72 training lines and 16 that are held out, for trying a study."""
    forms: dict[bool, list[str]] = {False: [], True: []}
    for number in range(2000):
        forms[is_dev(f"s00-{number:03}")].append(f"s00-{number:03}")
    names = forms[False][: WRITERS[0]] + forms[True][: WRITERS[1]]
    lines = [
        made_up_line(f"{form}-{k:02}.xml", writer, k, words=5 + k)
        for writer, form in enumerate(names)
        for k in range(LINES_A_WRITER)
    ]
    return prepare("synthetic ink", lines)


def source(folder: Path) -> str:
    """What prepared rows depend on: the list, the archive (or the unpacked files' sizes and dates), the representation.

    Raises DataError where a file cannot be read; that there is no archive at all is ``iam``'s to say.
    """
    names = read_list(folder / TRAIN_LIST)
    digest = hashlib.sha256("\n".join(names).encode())
    try:
        if (folder / INK_FOLDER).is_dir():
            for name in names:
                if (folder / name).is_file():
                    stat = (folder / name).stat()
                    digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}".encode())
        else:
            for archive in sorted(folder.glob(f"{INK_ARCHIVE}*"))[:1]:
                with archive.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError as error:
        raise DataError(f"{folder}: cannot be read ({error.strerror or error})") from None
    return json.dumps({"files": digest.hexdigest(), "straight": True, **Representation().to_json()})


def read_ink(folder: Path, kept: Path) -> StudyInk:
    """The data set in ``folder``, from ``kept`` if that was made from it; else read, prepared and put there.

    Raises DataError.
    """
    made_from = source(folder)
    ink = _read_kept(kept, made_from)
    if ink is not None:
        return ink
    print(f"{folder}: reading and preparing all lines, once; a minute or two", flush=True)
    lines, report = read_lines(folder, read_list(folder / TRAIN_LIST))
    print(f"{TRAIN_LIST}: {report}", flush=True)
    ink = prepare("IAM-OnDB", lines)
    by = np.array((*ink.scale, 1.0, 1.0), dtype=np.float32)
    every = [*ink.train, *ink.dev]
    packed = BytesIO()
    np.savez(
        packed,
        rows=np.concatenate(every) * by,
        lengths=np.array([len(rows) for rows in every]),
        learnt=np.array(len(ink.train)),
        made_from=np.array(made_from),
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    swap_in({kept: packed.getvalue()})
    again = _read_kept(kept, made_from)  # the digest is of what a later study reads, to the last bit
    assert again is not None
    return again


def _read_kept(path: Path, made_from: str) -> StudyInk | None:
    """Prepared rows from a file; None where there is none, or another, or a damaged one: they are made again."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            if str(file["made_from"]) != made_from:
                return None
            rows = np.split(file["rows"], np.cumsum(file["lengths"])[:-1])
            learnt = int(file["learnt"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    return scaled("IAM-OnDB", rows[:learnt], rows[learnt:])


class Lanes:
    """``batch`` pens that walk side by side through lines in an order by chance, without padding.

    All lines in a row, cut into ``batch`` lanes of one length: a lane that begins within a line begins with a zero state.
    The order is a function of ``seed`` and the number of the walk. Raises ValueError where there is too little ink.
    """

    def __init__(self, lines: Sequence[RowArray], batch: int, window: int, seed: int) -> None:
        self.batch, self.window, self.seed = batch, window, seed
        self._lines = [rows for rows in lines if len(rows) > 1]
        self.points = sum(len(rows) - 1 for rows in self._lines)
        if self.points < batch * window:
            raise ValueError(f"{self.points} points are too few for {batch} windows of {window}")
        self.walk, self._at, self._length = -1, 0, 0

    def next(self) -> tuple[Tensor, Tensor, Tensor]:
        """The next window: rows (window, batch, 4), targets (window, batch, 3), and (window, batch) true where a line begins.

        Row i predicts row i + 1 of its line. Every state is fresh where a new walk begins.
        """
        if self._at + self.window > self._length:
            self._begin()
        cut = slice(self._at, self._at + self.window)
        self._at += self.window
        return self._rows[cut], self._target[cut], self._fresh[cut]

    def _begin(self) -> None:
        self.walk += 1
        order = np.random.default_rng((self.seed, self.walk)).permutation(len(self._lines))
        lines = [self._lines[i] for i in order.tolist()]
        fresh = np.zeros(self.points, dtype=np.bool_)
        fresh[np.cumsum([0] + [len(rows) - 1 for rows in lines[:-1]])] = True
        self._length, self._at = self.points // self.batch, 0
        self._rows = self._lay(np.concatenate([rows[:-1] for rows in lines]))
        self._target = self._lay(np.concatenate([rows[1:, :3] for rows in lines]))
        self._fresh = self._lay(fresh[:, None])[..., 0]
        self._fresh[0] = True

    def _lay(self, array: RowArray | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Tensor:
        used = array[: self._length * self.batch]
        return torch.from_numpy(np.ascontiguousarray(used.reshape(self.batch, self._length, -1).swapaxes(0, 1)))
