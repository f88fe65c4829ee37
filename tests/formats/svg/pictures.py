"""Small pictures, read as pages."""

from __future__ import annotations

import numpy as np

from inkapp.formats.svg.read import read_svg
from inkapp.ink.document import Page

NS = 'xmlns="http://www.w3.org/2000/svg"'


LINE = '<path d="M1,2 L3,4"/>'


def page_of(content: str, attributes: str = 'width="100mm" height="50mm" viewBox="0 0 100 50"') -> Page:
    (page,) = read_svg(f"<svg {NS} {attributes}>{content}</svg>".encode(), "x.svg").pages
    return page


def points_of(content: str, attributes: str = 'width="100mm" height="50mm" viewBox="0 0 100 50"') -> list[list[float]]:
    (stroke,) = page_of(content, attributes).strokes
    return np.round(np.stack((stroke.x, stroke.y), axis=1), 3).tolist()


def told_of(content: str) -> tuple[list[int], list[str]]:
    """Points of each stroke, and what was told."""
    told: list[str] = []
    data = f'<svg {NS} width="100mm" height="50mm" viewBox="0 0 100 50">{content}</svg>'.encode()
    (page,) = read_svg(data, "x.svg", told.append).pages
    return [len(stroke) for stroke in page.strokes], told
