"""Made-up writing in the layout of IAM-OnDB: loops of our own, as archives or folders, whole and damaged."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.data.iam import Line, parse_line

# forms of the training list: "q11-000" … ; those that ``is_dev`` keeps back are among them by their names alone
TRAIN_FORMS = ("q11-000", "q11-001", "q11-002", "q11-003")
DEV_FORMS = ("q11-051", "q11-072")

Strokes = list[npt.NDArray[np.float64]]


def loops(seed: int, letters: int = 6, points: int = 10, size: float = 100.0) -> Strokes:
    """A line of ``letters`` loops in as many strokes of (points, 3): x, y down, seconds; a dot over the third."""
    random = np.random.default_rng(seed)
    strokes: Strokes = []
    clock = 40.0
    for k in range(letters):
        t = np.linspace(0.0, 1.0, points)
        x = 900 + size * (2.2 * k + 1.8 * t + 0.6 * np.cos(2 * np.pi * t)) + random.normal(0, 2, points)
        y = 1500 + size * (1 + 0.4 * random.random()) * np.sin(2 * np.pi * t + 0.5 * k) + random.normal(0, 2, points)
        strokes.append(np.stack((np.round(x), np.round(y), clock + 0.014 * np.arange(points)), axis=1))
        clock += 0.014 * points + 0.2
        if k == 2:
            strokes.append(np.array([[np.round(x.mean()), np.round(1500 - 2 * size), clock]]))
            clock += 0.2
    return strokes


def xml(strokes: Strokes, head: str = "") -> bytes:
    """The strokes as one line's file."""
    body = "".join(
        "<Stroke>" + "".join(f'<Point x="{x:.0f}" y="{y:.0f}" time="{t:.3f}"/>' for x, y, t in stroke) + "</Stroke>"
        for stroke in strokes
    )
    root = f"<WhiteboardCaptureSession><StrokeSet>{body}</StrokeSet></WhiteboardCaptureSession>"
    return f'<?xml version="1.0"?>\n{head}{root}\n'.encode()


def name_of(form: str, number: int) -> str:
    """The list name of a form's line."""
    return f"lineStrokes/{form[:3]}/{form[:7]}/{form}-{number:02}.xml"


def line(seed: int, **shape: int) -> Line:
    """One such line as the reader gives it."""
    return parse_line(name_of("q11-000", seed), xml(loops(seed, **shape)))


def members(lines_a_form: int = 3) -> dict[str, bytes]:
    """The files of a small training list: some forms to learn from, some that are held out."""
    names = [name_of(form, k + 1) for form in (*TRAIN_FORMS, *DEV_FORMS) for k in range(lines_a_form)]
    return {name: xml(loops(seed, letters=4 + seed % 3)) for seed, name in enumerate(names)}


def write(folder: Path, files: Mapping[str, bytes], kind: str = "tar.xz", listed: tuple[str, ...] = ()) -> Path:
    """The files as ``lineStrokes-all.<kind>``, or unpacked where kind is "folder"; and both lists. Returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "folder":
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    else:
        mode = {"tar": "w", "tar.gz": "w:gz", "tar.xz": "w:xz"}[kind]
        with tarfile.open(folder / f"lineStrokes-all.{kind}", mode) as tar:  # type: ignore[call-overload]
            for name, data in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    names = "\n".join((*files, *listed)) + "\n"
    for split in ("graves-train.txt", "graves-validation.txt"):
        (folder / split).write_text(names, encoding="utf-8")
    return folder


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Transcriptions in the folder ``ascii``: lines' texts by their list names; a form's lines must be listed from 1 on."""
    forms: dict[str, list[str]] = {}
    for name, text in texts.items():
        forms.setdefault(Path(name).stem.rsplit("-", 1)[0], []).append(text)
    for form, lines in forms.items():
        path = folder / "ascii" / form[:3] / form[:7] / f"{form}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("OCR:\n\nelse\n\nCSR:\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
