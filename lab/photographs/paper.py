"""Ink as a camera or a scanner shows it on paper: a pen's width, ruled lines, shade, noise, a turned sheet. Never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from scipy.ndimage import gaussian_filter

from model.arrays import Float32Array, Float64Array

INCH = 25.4  # mm
MARGIN = 12.0  # mm of paper about the ink


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a sheet was written on and taken. ``spread``: of a line's y, mm; ``pen``: its width, mm; ``dark``: its darkness,
    0 … 1; ``rules``: mm from a ruled line to the next, 0 for none, ``rule_dark`` theirs; ``turned``: degrees, clockwise;
    ``shade``: by how much the light changes over the sheet, ``noise``: a pixel's deviation, both of the paper's brightness;
    ``blur``: of the lens, mm; ``board``: light chalk on a dark board instead."""

    spread: float = 1.5
    pen: float = 0.5
    dark: float = 0.75
    rules: float = 0.0
    rule_dark: float = 0.3
    turned: float = 0.0
    dpi: float = 250.0
    shade: float = 0.3
    noise: float = 0.02
    blur: float = 0.05
    board: bool = False

    @staticmethod
    def by_chance(random: np.random.Generator) -> Sheet:
        """Any sheet: pens of 0.25 to 0.9 mm, 150 to 600 dpi, up to 3° turned, half of them ruled, one of ten a board."""
        return Sheet(
            spread=random.uniform(1.1, 2.0),
            pen=random.choice([0.25, 0.35, 0.5, 0.7, 0.9]),
            dark=random.uniform(0.45, 0.9),
            rules=random.uniform(7.0, 10.0) if random.random() < 0.5 else 0.0,
            rule_dark=random.uniform(0.1, 0.45),
            turned=random.uniform(-3.0, 3.0),
            dpi=random.choice([150.0, 200.0, 300.0, 400.0, 600.0]),
            shade=random.uniform(0.0, 0.6),
            noise=random.uniform(0.005, 0.04),
            blur=random.uniform(0.02, 0.09),
            board=random.random() < 0.1,
        )


def photograph(
    lines: Sequence[Sequence[Float64Array]], sheet: Sheet, random: np.random.Generator, most_pixels: float = np.inf
) -> tuple[Float32Array, list[Float64Array]]:
    """The grey (height, width), 0 … 1, of lines of strokes (n, 2), in mm; and each line's points (n, 2) in its pixels."""
    places, size = _on_sheet(lines, sheet)
    drawn = _drawn(places, size, sheet)
    shrunk = max((drawn.size / most_pixels) ** 0.5, 1.0)
    grey = _lit(drawn, sheet, random)
    if shrunk > 1:
        grey = _smaller(grey, shrunk)
    points = [np.concatenate([stroke / shrunk for stroke in line]) for line in places]
    return grey, points


def _on_sheet(
    lines: Sequence[Sequence[Float64Array]], sheet: Sheet
) -> tuple[list[list[Float64Array]], tuple[int, int]]:
    """The strokes in pixels of the picture, turned; and its width and height."""
    angle, scale = np.radians(sheet.turned), sheet.dpi / INCH
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = [[stroke[:, :2] @ turn * scale for stroke in line] for line in lines]
    every = np.concatenate([stroke for line in turned for stroke in line])
    corner = every.min(axis=0) - MARGIN * scale
    width, height = np.ceil(np.ptp(every, axis=0) + 2 * MARGIN * scale).astype(int)
    return [[stroke - corner for stroke in line] for line in turned], (int(width), int(height))


def _drawn(lines: Sequence[Sequence[Float64Array]], size: tuple[int, int], sheet: Sheet) -> Float32Array:
    """How dark the paper is by pen and rules: (height, width), 0 … 1."""
    image = QImage(QSize(*size), QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = sheet.dpi / INCH
    if sheet.rules:
        painter.save()
        painter.translate(size[0] / 2, size[1] / 2)
        painter.rotate(sheet.turned)
        painter.setPen(QPen(_grey(sheet.rule_dark), 0.25 * scale))
        reach = float(np.hypot(*size))
        for y in np.arange(-reach / 2, reach / 2, sheet.rules * scale):
            painter.drawLine(QPointF(-reach, y), QPointF(reach, y))
        painter.restore()
    pen = QPen(_grey(sheet.dark), sheet.pen * scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
    for stroke in (stroke for line in lines for stroke in line):
        path = QPolygonF([QPointF(x, y) for x, y in stroke.tolist()])
        if len(stroke) > 1:
            painter.drawPolyline(path)
        else:
            painter.drawPoint(QPointF(*stroke[0].tolist()))
    painter.end()
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : size[0]].astype(np.float32) / np.float32(255)


def _grey(darkness: float) -> QColor:
    level = round(255 * darkness)
    return QColor(level, level, level)


def _lit(drawn: Float32Array, sheet: Sheet, random: np.random.Generator) -> Float32Array:
    """What a camera sees of it: in a light that changes over the sheet, out of focus, and noisy."""
    blur = sheet.blur * sheet.dpi / INCH
    seen = 1 - gaussian_filter(drawn, blur) if blur > 0.2 else 1 - drawn
    light = gaussian_filter(random.normal(0, 1, (12, 12)), 3.0)
    light = (light - light.min()) / max(float(np.ptp(light)), 1e-6)
    height, width = drawn.shape
    columns = np.array([np.interp(np.linspace(0, 11, width), np.arange(12), row) for row in light])
    at = np.linspace(0, 11, height)
    low = np.minimum(at.astype(int), 10)
    share = (at - low)[:, None].astype(np.float32)
    columns = columns.astype(np.float32)
    shade = columns[low] * (1 - share) + columns[low + 1] * share
    grey = 0.92 * seen * (1 - sheet.shade * shade)
    if sheet.board:
        grey = 0.9 - 0.75 * grey
    grey = grey + random.normal(0, sheet.noise, grey.shape).astype(np.float32)
    return np.asarray(np.round(np.clip(grey, 0, 1) * 255) / 255, dtype=np.float32)


def _smaller(grey: Float32Array, by: float) -> Float32Array:
    """As the app makes large files smaller while they are decoded."""
    height, width = grey.shape
    bytes_ = np.ascontiguousarray((grey * 255).astype(np.uint8))
    image = QImage(bytes_.data, width, height, width, QImage.Format.Format_Grayscale8)
    small = image.scaled(
        max(round(width / by), 1),
        max(round(height / by), 1),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    rows = np.frombuffer(small.constBits(), dtype=np.uint8).reshape(small.height(), small.bytesPerLine())
    return rows[:, : small.width()].astype(np.float32) / np.float32(255)
