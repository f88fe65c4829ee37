"""``python -m tools.slow_files [NAME …]``: the files that cost the readers most, and what each costs.

Each is as large as the readers' limits let it be, or beyond them. It is read in a process of its own; printed are the
seconds of CPU and the most memory (0 on Windows), which ``docs/formats.md`` bounds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from inkapp.formats.registry import read_any
from inkapp.formats.shared.fit_on_page import MOST_POINTS, MOST_STROKES
from inkapp.formats.shared.xml_events import MOST_ELEMENTS
from inkapp.ink.errors import FileError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# A few less than there may be, for what stands around them
STROKES, ELEMENTS, POINTS = MOST_STROKES - 200, MOST_ELEMENTS - 200, MOST_POINTS - 2_000
MOST_CPU_S, MOST_MB = 5.0, 500
Maker = Callable[[int], str]  # of how many elements, points or values


def _svg(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">{content}</svg>'


def _inkml(content: str) -> str:
    return f'<ink xmlns="http://www.w3.org/2003/InkML">{content}</ink>'


def _ink(strokes: Sequence[str]) -> str:
    return f'{{"format":"ink","version":1,"pages":[{{"width":210,"height":297,"strokes":[{",".join(strokes)}]}}]}}'


def _used(n: int) -> str:
    path = '<path id="p" style="stroke:red" transform="translate(1 1)" d="M1 2C3 4 5 6 7 8"/>'
    return _svg(f"<defs>{path}</defs>" + '<use href="#p" x="1" y="2"/>' * n)


def _used_by_used(n: int) -> str:
    levels = "".join(f'<g id="g{i}">' + f'<use href="#g{i + 1}"/>' * 20 + "</g>" for i in range(max(n // 25_000, 1)))
    last = max(n // 25_000, 1)
    return _svg(f'<defs>{levels}<g id="g{last}"><path d="M1 2L3 4"/></g></defs><use href="#g0"/>')


def _styled(n: int) -> str:
    group = (
        '<g style="fill:none;stroke-width:{0}" transform="translate(1 {0}) rotate(3 4 5)">'
        '<path d="M0 0L1 1" style="stroke:red"/></g>'
    )
    return _svg("".join(group.format(i / 1000) for i in range(n)))


def _ruled(n: int) -> str:
    rules = "".join(f".a{i}.b{{display:inline;visibility:visible;opacity:.{i + 1}}}" for i in range(100))
    return _svg(f"<style>{rules}</style>" + "".join(f'<g class="b a{i % 100} c{i}"/>' for i in range(n)))


def _long_styles(n: int) -> str:
    return _svg("".join(f'<g style="{"a;" * 9_990}x{i}"/>' for i in range(max(n // 9_990, 1))))


def _long_sheets(n: int) -> str:
    return _svg(("<style>" + "a{top:0}" * 120_000 + "</style>") * max(n // 120_000, 1))


def _transforms(n: int) -> str:
    return _svg("".join(f'<g transform="{"scale(1)" * 2_400} scale({i})"/>' for i in range(max(n // 2_400, 1))))


def _nested(n: int) -> str:
    return _svg("".join(f'<svg x="1" width="10" height="1e{i % 9}" viewBox="0 0 9 {i + 1}"/>' for i in range(n)))


def _attributes(n: int) -> str:
    return _svg(("<g " + " ".join(f'a{i}="{i}"' for i in range(190)) + "/>") * max(n // 190, 1))


def _far(n: int) -> str:
    return _svg('<path d="M9e5 0h1"/>' * n)


def _curves(n: int) -> str:
    return _svg(('<path d="M0 0' + "c.1 0 .2 0 .3 0" * 9_000 + '"/>') * max(n // 9_000, 1))


def _arcs(step: str) -> Maker:
    return lambda n: _svg(('<path d="M0 0' + step * 9_000 + '"/>') * max(n // 9_000, 1))


SVG: dict[str, tuple[int, Maker]] = {
    "a curve used": (STROKES, _used),
    "use within use": (ELEMENTS, _used_by_used),
    "groups of their own style": (STROKES, _styled),
    "a hundred rules": (ELEMENTS, _ruled),
    "long styles": (7_000_000, _long_styles),
    "long style sheets": (1_900_000, _long_sheets),
    "transforms": (1_900_000, _transforms),
    "nested pictures": (ELEMENTS, _nested),
    "attributes": (1_400_000, _attributes),
    "far lines": (ELEMENTS, _far),
    "moves": (3_700_000, lambda n: _svg(('<path d="M0 0' + "m0 0" * 157_000 + '"/>') * max(n // 157_000, 1))),
    "used and empty": (ELEMENTS, lambda n: _used_by_used(n).replace("<path", "<defs")),
    "lines": (STROKES, lambda n: _svg('<line x1="1" y1="2" x2="3" y2="4"/>' * n)),
    "paths": (STROKES, lambda n: _svg('<path d="M0 0L1 1"/>' * n)),
    "closed subpaths": (STROKES, lambda n: _svg(f'<path d="{"M1 1h1v1z" * n}"/>')),
    "circles": (STROKES, lambda n: _svg('<circle cx="5" cy="5" r="3"/>' * n)),
    "small circles": (STROKES, lambda n: _svg('<circle cx="5" cy="5" r=".05"/>' * n)),
    "rounded rectangles": (STROKES, lambda n: _svg('<rect x="1" y="1" width="1" height="1" rx=".02"/>' * n)),
    "curves of one point": (POINTS, _curves),
    "arcs of one point": (POINTS, _arcs("a5 5 0 01.1 .1")),
    "arcs of three points": (POINTS // 3, _arcs("a.05 .05 0 01.1 .1")),
    "short steps": (POINTS, lambda n: _svg(f'<path d="M0 0{"l1 0h-1" * max(n // 2, 1)}"/>')),
    "texts": (ELEMENTS, lambda n: _svg('<path d="M0 0L1 1"/>' + "<text>a</text>" * n)),
    "damaged paths": (ELEMENTS, lambda n: _svg('<path d="M0 0L1 1"/>' + '<path d="M0 0L1 1 x"/>' * n)),
}
LATE = '<context xml:id="p" inkSourceRef="#q"/><context xml:id="q" contextRef="#nowhere"/>'


def _format(*names: str) -> str:
    return "<traceFormat>" + "".join(f'<channel name="{name}"/>' for name in names) + "</traceFormat>"


WIDE, TIP = _format("X", "Y", *map(str, range(62))), _format("X", "Y", "S", "T", "F")
PAGE = '<annotation type="inkapp-page">{"width":210,"height":297}</annotation>'


def _resolution(channel: str) -> str:
    return f'<channelProperty name="resolution" channel="{channel}" units="1/cm" value="1"/>'


def _properties(n: int) -> str:
    return _inkml(_format("X") + "".join(_resolution("XYT"[i % 3]) for i in range(n)) + "<trace>1 1</trace>")


def _contexts(n: int) -> str:
    late = '<context xml:id="b" contextRef="#a1"/>'
    one = '<context xml:id="a{0}" contextRef="#a{1}">{2}</context>'
    return _inkml(
        late + "".join(one.format(i, i - 1, _resolution("XYT"[i % 3])) for i in range(n)) + "<trace>1 1</trace>"
    )


def _nested_pages(n: int) -> str:
    return _inkml(f"<traceGroup>{PAGE}" * 150 + "<trace>1 1</trace>" * n + "</traceGroup>" * 150)


INKML: dict[str, tuple[int, Maker]] = {
    "traces": (STROKES, lambda n: _inkml("<trace>1 1,2 2</trace>" * n)),
    "traces of differences": (STROKES, lambda n: _inkml("<trace>1 1,'1'1</trace>" * n)),
    "a trace of differences": (POINTS, lambda n: _inkml("<trace>1 1," + "'1'1," * n + "</trace>")),
    "a late reference": (POINTS, lambda n: _inkml(LATE + "<trace>1 1," + "'1'1," * n + "</trace>")),
    "traces and a late reference": (STROKES, lambda n: _inkml(LATE + "<trace>1 1,'1'1</trace>" * n)),
    "many channels": (110_000, lambda n: _inkml(WIDE + "<trace>" + ("1 " * 64 + ",") * n + "</trace>")),
    "differences of many channels": (80_000, lambda n: _inkml(WIDE + "<trace>" + ("'1" * 64 + ",") * n + "</trace>")),
    "values beyond the channels": (4_000, lambda n: _inkml("<trace>" + ("1 " * 1_990 + ",") * n + "</trace>")),
    "a point of millions": (7_000_000, lambda n: _inkml("<trace>" + "1 " * n + "</trace>")),
    "continued traces": (
        ELEMENTS,
        lambda n: _inkml(
            '<trace xml:id="a">0 0</trace>' + '<trace xml:id="a" priorRef="#a" continuation="middle">1 1</trace>' * n
        ),
    ),
    "a tip up and down": (
        POINTS,
        lambda n: _inkml(TIP + "<trace>" + "1 1 1 1 1,1 1 0 1 1," * max(n // 2, 1) + "</trace>"),
    ),
    "a tip up and down, to the limit": (
        2 * STROKES,
        lambda n: _inkml(TIP + "<trace>" + "1 1 1 1 1,1 1 0 1 1," * max(n // 2, 1) + "</trace>"),
    ),
    "properties": (ELEMENTS, _properties),
    "contexts": (ELEMENTS // 2, _contexts),
    "pages": (STROKES // 2, lambda n: _inkml(f"<traceGroup>{PAGE}<trace>1 1,2 2</trace></traceGroup>" * n)),
    "pages within pages": (STROKES, _nested_pages),
}
POINT = '{{"author":"hand","has_pressure":false,"x":[1.25],"y":[2.{0}],"t":[0.0],"pressure":[0.5]}}'
OTHER: dict[str, tuple[str, int, Maker]] = {
    "strokes of the app": (".ink", 199_000, lambda n: _ink([POINT.format(i) for i in range(n)])),
    "dots of the app": (".ink", 240_000, lambda n: _ink(['{"x":[1],"y":[2],"t":[0]}'] * n)),
    "long strokes of the app": (
        ".ink",
        1_190_000,
        lambda n: _ink(
            [f'{{"x":[{c}],"y":[{c}],"t":[{c}]}}' for c in [",".join(["1.5"] * 10_000)]] * max(n // 10_000, 1)
        ),
    ),
    "a captured line": (
        ".xml",
        ELEMENTS,
        lambda n: (
            "<WhiteboardCaptureSession><StrokeSet><Stroke>"
            + '<Point x="1" y="2" time="3.5"/>' * n
            + "</Stroke></StrokeSet></WhiteboardCaptureSession>"
        ),
    ),
}
FILES: dict[str, tuple[str, int, Maker]] = {
    **{name: (".svg", *made) for name, made in SVG.items()},
    **{name: (".inkml", *made) for name, made in INKML.items()},
    **OTHER,
}


def read(path: Path) -> str:
    """Reads a file here: seconds of CPU, MB of memory, and what came of it."""
    began = time.process_time()
    try:
        pages = read_any(path).pages
        outcome = f"{sum(len(page.strokes) for page in pages)} strokes"
    except FileError as error:
        outcome = str(error).removeprefix(f"{path}: ")
    took = time.process_time() - began
    return f"{took:.2f} {peak_mb():.0f} {outcome}"


def peak_mb() -> float:
    """The most memory that this process has held; 0 where that is not told."""
    if sys.platform == "linux":  # getrusage counts what the process held that began this one
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20) if resource else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the files that are named, or all; 1 where one costs more than the documentation says."""
    parser = argparse.ArgumentParser(prog="python -m tools.slow_files")
    parser.add_argument("names", nargs="*", help=", ".join(FILES))
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.read:
        print(read(given.read))
        return 0
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in given.names or FILES:
            suffix, n, make = FILES[name]
            path = Path(folder, "a").with_suffix(suffix)
            path.write_text(make(n))
            command = [sys.executable, "-m", "tools.slow_files", "--read", str(path)]
            took, most, outcome = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split(
                " ", 2
            )
            over += float(took) > MOST_CPU_S or int(most) > MOST_MB
            size = path.stat().st_size / 1e6
            print(f"{name:34} {size:5.1f} MB {took:>6} s {most:>4} MB  {outcome.strip()[:90]}", flush=True)
    return int(over > 0)


if __name__ == "__main__":
    raise SystemExit(main())
