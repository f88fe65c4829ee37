"""Files that were mutated or cut off, of each format: what the readers are tried with, here and in the tests."""

from __future__ import annotations

import gzip
import io
import random
import re

import numpy as np

from inkapp.formats.inkml.write import write_inkml
from inkapp.formats.svg.write import write_svg
from inkapp.ink.document import Author, Document, Float64Array, Origin, Stroke
from inkapp.ink.file import dumps

# What breaks readers more often than chance does: signs, ends, limits, other lengths of numbers
PIECES = [b"", *b"0 - . e 1e999 NaN".split(), b"9" * 400, *b"[ ] { \" ' ,".split(), b"\x00", b"\xff"]
PIECES += [*b"< > </g> <g> &a; &#0;".split(), b"<!DOCTYPE a [", *b"z M A C1 null true * ? !".split()]
WORDS = [*b"0 -1 1e9 1e308 -1e-320 1e999".split(), b"9" * 400, *b"true null".split(), b"", *b"[] nan M z".split()]


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
    return Document().add_strokes([_stroke(line, model=i % 2 == 1) for i, line in enumerate(lines)])


def _stroke(points: Float64Array, *, model: bool) -> Stroke:
    author, origin = (Author.MODEL, Origin("live", 7, 0.5, 0)) if model else (Author.PERSON, None)
    t, pressure = np.arange(len(points), dtype=np.float64) * 0.01, np.full(len(points), 0.5)
    x, y = np.round(points, 4).T
    return Stroke(x, y, t, pressure, author, origin)


FOREIGN = b"""<svg xmlns="http://www.w3.org/2000/svg" width="10cm" height="90%" viewBox="0 0 100 100">
<g transform="translate(3,4) rotate(20 1 1) scale(.5) skewX(3) matrix(1 0 0 1 2 2)" style="fill:none">
<path d="M10,10 C20 20 30 5 40 10 s5 5 9 9 q1 2 3 4 t5 6 a5 6 30 0110 10 h5 v-5 z m3 3 l4 4"/>
<polyline points="1,2 3,4 5,6"/><polygon points="1 2 3 4 5 6"/><line x1="1" y1="2" x2="30%" y2="4mm"/>
<svg x="1" y="2" width="50%" height="10" viewBox="0 0 5 5"><path d="M1 1L2 2"/></svg></g>
<rect x="1" y="2" width="9" height="8" rx="2"/><circle cx="5" cy="6" r="3"/><ellipse cx="5" cy="6" rx="3" ry="2"/>
<defs><g id="a"><path d="M3 3L4 4"/></g></defs><use href="#a" x="4"/><g style="visibility:hidden"><text>hi</text></g></svg>"""
MICROSOFT = b"""<ink xmlns="http://www.w3.org/2003/InkML"><definitions><context xml:id="c"><inkSource xml:id="s"><traceFormat>
<channel name="X" units="cm"/><channel name="Y" units="cm"/><channel name="T" units="ms"/><channel name="F" max="9"/>
</traceFormat><channelProperties><channelProperty channel="X" name="resolution" value="100" units="1/cm"/>
</channelProperties></inkSource></context></definitions><traceGroup contextRef="#c"><trace xml:id="a">1 2 3 4,'1'2'3'4,"1-2"3*
</trace><trace continuation="end" priorRef="#a">1 2 3 4, 5 6 7 8</trace></traceGroup></ink>"""
CANVAS = b"""<ink xmlns="http://www.w3.org/2003/InkML"><definitions><canvas xml:id="v"><traceFormat>
<channel name="X" units="mm"/><channel name="Y" units="himetric"/></traceFormat></canvas><context xml:id="c" canvasRef="#v">
<inkSource xml:id="s"><traceFormat><channel name="X"/><channel name="Y" orientation="-ve"/><channel name="S" type="boolean"/>
<intermittentChannels><channel name="F" max="9"/></intermittentChannels></traceFormat><sampleRate value="100"/></inkSource>
<canvasTransform><mapping type="affine"><matrix>1 0 3, 0 2 4</matrix></mapping></canvasTransform></context></definitions>
<trace contextRef="#c" duration="30">1 2 T 3, 4 5 T, 6 7 F, 8 9 T 1</trace></ink>"""
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


def whole_files() -> dict[str, tuple[str, bytes]]:
    """By a name: the extension of its reader, and a file that can be read."""
    return {
        "ink": (".ink", dumps(sample())),
        "ink-gzip": (".ink", gzip.compress(dumps(sample()), mtime=0)),
        "svg": (".svg", svg(sample())),
        "svg-foreign": (".svg", FOREIGN),
        "inkml": (".inkml", inkml(sample())),
        "inkml-foreign": (".inkml", MICROSOFT),
        "inkml-canvas": (".inkml", CANVAS),
        "whiteboard": (".xml", WHITEBOARD),
    }
