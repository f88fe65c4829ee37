"""Files that were mutated or cut off: only the app's own error, and never much time or memory.

``INK_MUTATIONS`` sets how many of each kind are tried; 10,000 in all take about a minute.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import re
from collections.abc import Callable

import numpy as np
import pytest

from inkapp.formats.inkml.write import read_inkml, write_inkml
from inkapp.formats.svg.read import read_svg
from inkapp.formats.svg.write import write_svg
from inkapp.ink.document import Document
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, loads
from tests.ink.documents import stroke

MUTATIONS = int(os.environ.get("INK_MUTATIONS", "150"))
# What breaks readers more often than chance does: signs, ends, limits, other lengths of numbers
PIECES = [
    b"",
    b"0",
    b"-",
    b".",
    b"e",
    b"1e999",
    b"NaN",
    b"9" * 400,
    b"[",
    b"]",
    b"{",
    b'"',
    b"'",
    b",",
    b"\x00",
    b"\xff",
]
PIECES += [
    b"<",
    b">",
    b"</g>",
    b"<g>",
    b"&a;",
    b"&#0;",
    b"<!DOCTYPE a [",
    b"z",
    b"M",
    b"A",
    b"C1",
    b"null",
    b"true",
    b"*",
    b"?",
    b"!",
]


WORDS = [
    b"0",
    b"-1",
    b"1e9",
    b"1e308",
    b"-1e-320",
    b"1e999",
    b"9" * 400,
    b"true",
    b"null",
    b"",
    b"[]",
    b"nan",
    b"M",
    b"z",
]


def svg(document: Document) -> bytes:
    stream = io.BytesIO()
    write_svg(document, stream)
    return stream.getvalue()


def inkml(document: Document) -> bytes:
    stream = io.BytesIO()
    write_inkml(document, stream)
    return stream.getvalue()


def sample() -> Document:
    rng = np.random.default_rng(2)
    lines = [np.cumsum(rng.normal(0, 1, (n, 2)), axis=0) + 50 for n in (1, 2, 9, 30)]
    return Document().add_strokes([stroke(line.tolist(), model=i % 2 == 1) for i, line in enumerate(lines)])


FOREIGN = b"""<svg xmlns="http://www.w3.org/2000/svg" width="10cm" height="90%" viewBox="0 0 100 100">
<g transform="translate(3,4) rotate(20 1 1) scale(.5) skewX(3) matrix(1 0 0 1 2 2)" style="fill:none">
<path d="M10,10 C20 20 30 5 40 10 s5 5 9 9 q1 2 3 4 t5 6 a5 6 30 0110 10 h5 v-5 z m3 3 l4 4"/>
<polyline points="1,2 3,4 5,6"/><polygon points="1 2 3 4 5 6"/><line x1="1" y1="2" x2="30%" y2="4mm"/>
<svg x="1" y="2" width="50%" height="10" viewBox="0 0 5 5"><path d="M1 1L2 2"/></svg></g></svg>"""
MICROSOFT = b"""<ink xmlns="http://www.w3.org/2003/InkML"><definitions><context xml:id="c"><inkSource xml:id="s"><traceFormat>
<channel name="X" units="cm"/><channel name="Y" units="cm"/><channel name="T" units="ms"/><channel name="F" max="9"/>
</traceFormat><channelProperties><channelProperty channel="X" name="resolution" value="100" units="1/cm"/>
</channelProperties></inkSource></context></definitions><traceGroup contextRef="#c"><trace xml:id="a">1 2 3 4,'1'2'3'4,"1-2"3*
</trace><trace continuation="end" priorRef="#a">1 2 3 4, 5 6 7 8</trace></traceGroup></ink>"""
WHITEBOARD = b"""<WhiteboardCaptureSession><StrokeSet><Stroke><Point x="1" y="2" time="3.5"/><Point x="4" y="5" time="3.6"/>
</Stroke></StrokeSet></WhiteboardCaptureSession>"""


def mutated(data: bytes, choice: random.Random) -> bytes:
    """The end cut off; or numbers and names that became others; or a few bytes flipped, cut out, repeated, put in."""
    way = choice.random()
    if way < 0.1:
        return data[: choice.randrange(len(data))]
    if way < 0.6:  # the file stays well-formed, and its readers have to look closer
        words = re.split(rb"([-+]?[0-9][0-9.e]*|\b[A-Za-z]+\b)", data)
        for _ in range(choice.randint(1, 3)):
            words[choice.randrange(1, len(words), 2)] = choice.choice([*WORDS, choice.choice(words[1::2])])
        return b"".join(words)
    for _ in range(choice.randint(1, 4)):
        at, end = sorted((choice.randrange(len(data) + 1), choice.randrange(len(data) + 1)))
        end = min(end, at + choice.choice((1, 3, 20, 200)))
        kind = choice.randrange(5)
        if kind == 0 and at < len(data):
            data = data[:at] + bytes([data[at] ^ (1 << choice.randrange(8))]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + data[end:]
        elif kind == 2:
            data = data[:end] + data[at:end] * choice.choice((1, 5)) + data[end:]
        else:
            data = data[:at] + choice.choice(PIECES) + data[at + (kind == 3) :]
    return data


@pytest.mark.parametrize(
    ("read", "data"),
    [
        pytest.param(loads, dumps(sample()), id="ink"),
        pytest.param(loads, gzip.compress(dumps(sample()), mtime=0), id="ink-gzip"),
        pytest.param(read_svg, svg(sample()), id="svg"),
        pytest.param(read_svg, FOREIGN, id="svg-foreign"),
        pytest.param(read_inkml, inkml(sample()), id="inkml"),
        pytest.param(read_inkml, MICROSOFT, id="inkml-foreign"),
        pytest.param(read_inkml, WHITEBOARD, id="whiteboard"),
    ],
)
def test_only_the_apps_own_error(read: Callable[[bytes, str], Document], data: bytes):
    read(data, "x")
    choice = random.Random(len(data))
    refused = 0
    for _ in range(MUTATIONS):
        wrong = mutated(data, choice)
        try:
            document = read(wrong, "x")
        except FileError as error:
            refused += 1
            assert "\n" not in str(error) and str(error).startswith("x: ")
        else:
            # what was accepted can be kept
            assert loads(dumps(document), "y").pages == document.pages
    assert refused > MUTATIONS // 10
