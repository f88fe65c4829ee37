"""Reads IAM-OnDB, its official archives or their unpacked folders, as lines of ink, and counts what was unusable and why.

The data set: Liwicki and Bunke, "IAM-OnDB – an On-Line English Sentence Database Acquired from Handwritten
Text on a Whiteboard", ICDAR 2005.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.parsers import expat

import numpy as np
import numpy.typing as npt

from model.errors import ModelError

PointArray = npt.NDArray[np.float32]

INK_ARCHIVE = "lineStrokes-all.tar"
INK_FOLDER = "lineStrokes"
MOST_BYTES = 8 << 20  # of one line's XML; the largest of the set is under 0.2 MB
FARTHEST = 1e6  # whiteboard units: no board is so large, and differences stay exact in single precision


class DataError(ModelError):
    """The data set, or a list of its lines, cannot be read; the message says what and where."""


def form_of(name: str) -> str:
    """The form that a listed line belongs to, written by one hand: ``a01-000u`` of ``…/a01-000u-03.xml``."""
    return PurePosixPath(name).stem.rsplit("-", 1)[0]


def name_before(name: str) -> str:
    """The list name of the line before ``name`` on its form: a line's number is the last part of its file's name."""
    stem, dot, ending = name.rpartition(".")
    form, dash, number = stem.rpartition("-")
    return f"{form}{dash}{int(number) - 1:0{len(number)}}{dot}{ending}" if number.isdigit() else ""


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """One line of writing. ``name`` is its list name (``lineStrokes/a01/…/x.xml``).

    ``points``: (n, 3) of x, y (whiteboard units, y down) and seconds since the first point.
    ``lift``: (n,) bool, true at the last point of each stroke.
    """

    name: str
    points: PointArray
    lift: npt.NDArray[np.bool_]

    @property
    def form(self) -> str:
        """The form, as ``form_of`` its name."""
        return form_of(self.name)

    def digest(self) -> bytes:
        """32 bytes that stand for the line's name and all its points: the same on every machine."""
        parts = (self.name.encode(), b"\0", self.points.astype("<f4").tobytes(), self.lift.tobytes())
        return hashlib.sha256(b"".join(parts)).digest()

    def strokes(self) -> list[PointArray]:
        """The strokes as (m, 3) arrays."""
        ends = np.flatnonzero(self.lift) + 1
        return np.split(self.points, ends[:-1])


@dataclass(slots=True)
class Report:
    """What became of the lines that were asked for."""

    used: int = 0
    points: int = 0
    missing: list[str] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Report) -> Report:
        """The report of two lists together."""
        return Report(
            self.used + other.used,
            self.points + other.points,
            self.missing + other.missing,
            self.rejected + other.rejected,
        )

    def __str__(self) -> str:
        why = ", ".join(f"{count} {reason}" for reason, count in sorted(self.rejected.items())) or "none"
        return f"{self.used} lines, {self.points} points; missing {len(self.missing)}; rejected: {why}"


def parse_line(name: str, data: bytes) -> Line:
    """One line from its XML. Raises ValueError with a short reason; never expands entities."""
    if len(data) > MOST_BYTES:
        raise ValueError("too large")
    strokes: list[list[tuple[float, float, float]]] = []

    def refuse(*_: object) -> None:
        raise ValueError("has a document type")

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Stroke":
            strokes.append([])
        elif tag == "Point" and strokes:
            strokes[-1].append(
                (number(attributes["x"]), number(attributes["y"]), number(attributes.get("time", "nan")))
            )

    def number(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise ValueError(
                "a coordinate or time that is not a number"
            ) from None  # without the text: reasons are counted

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise ValueError("not well-formed") from None
    except KeyError:
        raise ValueError("a point without x or y") from None
    strokes = [stroke for stroke in strokes if stroke]
    if sum(map(len, strokes)) < 2:
        raise ValueError("fewer than two points")
    table = np.array([point for stroke in strokes for point in stroke], dtype=np.float64)
    if not np.isfinite(table[:, :2]).all():
        raise ValueError("a coordinate that is not finite")
    if np.abs(table[:, :2]).max() > FARTHEST:
        raise ValueError("a coordinate out of all reach")
    table[:, 2] = np.where(np.isfinite(table[:, 2]), table[:, 2], 0.0)
    table[:, 2] = np.clip(table[:, 2] - table[0, 2], -FARTHEST, FARTHEST)
    lift = np.zeros(len(table), dtype=np.bool_)
    lift[np.cumsum([len(stroke) for stroke in strokes]) - 1] = True
    return Line(name, table.astype(np.float32), lift)


def read_list(path: Path) -> list[str]:
    """The line names of a split, one a line. Raises DataError where there is no such file or it names nothing."""
    try:
        names = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: the list of lines cannot be read ({error})") from None
    if not names:
        raise DataError(f"{path}: the list names no line")
    return names


def _archive(folder: Path) -> Path | None:
    found = sorted(folder.glob(f"{INK_ARCHIVE}*"))
    return found[0] if found else None


def _to_the_end(tar: tarfile.TarFile) -> None:
    """Reads what follows the last member, as only the end of a packed stream says whether all before it was whole.

    Raises tarfile.TarError where it is more than padding: then a damaged member was taken for the end. And where there
    is nothing at all: an archive ends with a block of zeros, which one that was cut off between two members lacks.
    """
    assert tar.fileobj is not None
    if tar.fileobj.tell() < tar.offset + tarfile.BLOCKSIZE:  # else a whole block was taken for the end
        raise tarfile.ReadError("the mark of its end is missing, so it was cut off")
    while block := tar.fileobj.read(1 << 20):
        if block.strip(b"\0"):
            raise tarfile.ReadError("its end is not where it seems to be")


def _files(folder: Path, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    unpacked = folder / INK_FOLDER
    archive = _archive(folder)
    if unpacked.is_dir():
        for name in sorted(wanted):
            path = folder / name
            if path.is_file():
                try:
                    with path.open("rb") as stream:
                        data = stream.read(MOST_BYTES + 1)
                except OSError as error:
                    raise DataError(f"{path}: cannot be read ({error.strerror or error})") from None
                yield name, data
    elif archive is not None:
        try:
            with tarfile.open(archive) as tar:
                for member in tar:
                    name = member.name.removeprefix("./")
                    if name in wanted and member.isfile():
                        packed = tar.extractfile(member)
                        assert packed is not None  # a regular file has one
                        yield name, packed.read(MOST_BYTES + 1)
                _to_the_end(tar)
        except Exception as error:  # lzma and zlib have errors of their own, with no common base
            raise DataError(f"{archive}: damaged archive ({' '.join(str(error).split())})") from None
    else:
        raise DataError(f"{folder}: neither {INK_ARCHIVE}.* nor a folder {INK_FOLDER} is there")


def read_part(folder: Path, names: Iterable[str]) -> tuple[list[Line], Report]:
    """The lines of ``names``, in that order, from the archive or folder in ``folder``; and the count of what became of each.

    A listed line that is absent, or cannot be used, is counted and passed over; there may be none left. Raises
    DataError where the data as a whole cannot be read.
    """
    order = list(dict.fromkeys(names))
    found: dict[str, Line] = {}
    report = Report()
    seen: set[str] = set()
    for name, data in _files(folder, set(order)):
        if name in seen:  # an archive may hold a file twice; the first one counts
            continue
        seen.add(name)
        try:
            found[name] = parse_line(name, data)
        except ValueError as error:
            report.rejected[str(error)] += 1
    report.missing = [name for name in order if name not in seen]
    lines = [found[name] for name in order if name in found]
    report.used = len(lines)
    report.points = sum(len(line.points) for line in lines)
    return lines, report


def refuse_none(folder: Path, report: Report) -> None:
    """Raises DataError where no line at all could be used."""
    if not report.used:
        count = len(report.missing) + report.rejected.total()
        raise DataError(f"{folder}: none of the {count} listed lines is there ({report})")


def read_lines(folder: Path, names: Iterable[str]) -> tuple[list[Line], Report]:
    """As ``read_part``, but raises DataError where no line at all could be used, too."""
    lines, report = read_part(folder, names)
    refuse_none(folder, report)
    return lines, report
