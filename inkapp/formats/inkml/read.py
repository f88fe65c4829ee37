"""InkML, the app's own and other programs', → a document.

What is read, and what is left out and said, is the table of ``docs/formats.md``.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from inkapp.formats.inkml.channels import TIP_SWITCH, TraceFormat, hardest_force, number, seconds_of_steps
from inkapp.formats.inkml.contexts import Context, Definitions, target
from inkapp.formats.inkml.iam_line import WhiteboardReader
from inkapp.formats.inkml.traces import TraceReader
from inkapp.formats.shared.fit_on_page import MOST_STROKES, ForeignLine, fit
from inkapp.formats.shared.left_out import LeftOut, Tell, tell_nobody
from inkapp.formats.shared.xml_events import read_xml
from inkapp.ink.atomic_files import one_line, unpack
from inkapp.ink.document import Author, Document, Float64Array, Origin, Page
from inkapp.ink.errors import FileError
from inkapp.ink.file import MOST_PAGES, read_origin, read_paper

NAMESPACE = "http://www.w3.org/2003/InkML"
PAGE_NOTE = "inkapp-page"
ORIGIN_NOTE = "inkapp-origin"


def read_inkml(data: bytes, name: str, tell: Tell = tell_nobody) -> Document:
    """The ink of an InkML file (or of an IAM-OnDB line under that name), which may be gzipped. Raises FileError.

    Ink in the app's own files keeps its pages, authors and origins; other ink is a person's, on one page. ``tell`` hears in
    one line what was left out.
    """
    data, definitions = unpack(data, name), None
    # The definitions first, since traces may refer to later ones; twice, since these may, too: a context names a source, and
    # that a format
    for definitions_only in (True, True, False):
        if definitions_only and definitions is not None and not definitions.come_late:
            continue
        left_out = LeftOut()
        reader = _Dispatcher(name, left_out, definitions, definitions_only=definitions_only)
        read_xml(data, name, reader, NAMESPACE)
        definitions = reader.definitions
        if definitions is None:  # of another kind
            break
    if definitions is not None and definitions.missed:
        left_out.add("reference to what is not there")
    document = reader.document()
    if left_out:
        tell(f"{name}: {left_out}")
    return document


@dataclass(slots=True)
class _Trace:
    """What a trace element, and those that go on with it, said, until all of the file is known."""

    parts: list[Float64Array]
    context: Context
    page: int | None = None
    origin: Origin | None = None
    duration: float | None = None  # seconds


@dataclass(slots=True)
class _Group:
    context: str | None
    first: int  # index of its first trace
    origin: Origin | None = None
    page: Page | None = None


class _Dispatcher:
    """Chooses the reader by the first element."""

    def __init__(self, name: str, left_out: LeftOut, before: Definitions | None, *, definitions_only: bool) -> None:
        self._name, self._left_out, self._before = name, left_out, before
        self._definitions_only = definitions_only
        self._reader: InkmlReader | WhiteboardReader | None = None
        self.definitions: Definitions | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._reader is None:
            if name == "WhiteboardCaptureSession":
                self._reader = WhiteboardReader(self._name)
            elif name == "ink":
                self._reader = InkmlReader(
                    self._name, self._left_out, self._before, definitions_only=self._definitions_only
                )
                self.definitions = self._reader.definitions
            else:
                raise FileError(f"{self._name}: not an InkML file (it begins with <{name[:30]}>)")
        self._reader.start(name, attributes)

    def end(self, name: str, text: str) -> None:
        if self._reader is not None:
            self._reader.end(name, text)

    def document(self) -> Document:
        if self._reader is None:
            raise FileError(f"{self._name}: empty")
        return self._reader.document()


class InkmlReader:
    """Collects traces as elements are read; ``document`` gives what they are once all have been.

    ``before``: the definitions of the same file, read before. ``definitions_only``: traces are passed over.
    """

    def __init__(self, name: str, left_out: LeftOut, before: Definitions | None, *, definitions_only: bool) -> None:
        self._name, self._left_out, self._definitions_only = name, left_out, definitions_only
        self.definitions = Definitions(name, left_out, before)
        self._groups: list[_Group] = []
        self._attributes: list[dict[str, str]] = []
        self._traces: list[_Trace] = []
        self._by_id: dict[str, _Trace] = {}
        self._pages: list[Page] = []
        self._read_trace = TraceReader(name).read
        self._foreign = 0  # open elements of annotations in other languages

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._attributes.append(attributes)
        if self._foreign or name == "annotationXML":
            self._foreign += 1
        elif name == "traceGroup":
            above = self._groups[-1] if self._groups else _Group(None, 0)
            context = attributes.get("contextRef", above.context)
            self._groups.append(_Group(context, len(self._traces), above.origin))
        else:
            self.definitions.start(name, attributes)

    def end(self, name: str, text: str) -> None:
        attributes = self._attributes.pop()
        if self._foreign:
            self._foreign -= 1
        elif name == "trace":
            if not self._definitions_only:
                self._trace(attributes, text)
        elif name == "annotation" and self._groups:
            if not self._definitions_only:
                self._annotation(attributes.get("type"), text)
        elif name == "traceGroup":
            self._end_group(self._groups.pop())
        else:
            self.definitions.end(name, attributes, text)

    def document(self) -> Document:
        """One page for each that the file marks, and one for the traces outside of them. Raises FileError."""
        on_pages: list[list[_Trace]] = [[] for _ in self._pages]
        loose: list[_Trace] = []
        for trace in self._traces:
            (loose if trace.page is None else on_pages[trace.page]).append(trace)
        pages = [self._page(traces, page) for traces, page in zip(on_pages, self._pages, strict=True)]
        if loose or not pages:
            pages.append(self._page(loose, None))
        return Document(tuple(pages))

    def _annotation(self, kind: str | None, text: str) -> None:
        if kind not in (PAGE_NOTE, ORIGIN_NOTE):
            return
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise FileError(f"{self._name}: damaged annotation ({one_line(error)})") from None
        if kind == PAGE_NOTE:
            self._groups[-1].page = read_paper(value, f"{self._name}: page {len(self._pages) + 1}")
        else:
            self._groups[-1].origin = read_origin(value, f"{self._name}: origin")

    def _trace(self, attributes: dict[str, str], text: str) -> None:
        if attributes.get("type") == "penUp":
            return
        group = self._groups[-1] if self._groups else None
        context = self.definitions.context(attributes.get("contextRef") or (group.context if group else None))
        rows, error = self._read_trace(text, context.format)
        if error:
            self._left_out.add(f"end of a damaged trace ({error})")
        if not len(rows):
            return
        duration = number(attributes.get("duration"))
        before = self._by_id.get(target(attributes.get("priorRef")))
        if attributes.get("continuation") in ("middle", "end") and before is not None and before.context is context:
            trace = before
            trace.parts.append(rows)
        else:
            seconds = duration / 1000 if duration is not None and duration > 0 else None
            trace = _Trace([rows], context, origin=group.origin if group else None, duration=seconds)
            self._traces.append(trace)
            if len(self._traces) > MOST_STROKES:
                raise FileError(f"{self._name}: more than {MOST_STROKES} traces")
        if "id" in attributes:
            self._by_id[attributes["id"]] = trace

    def _end_group(self, group: _Group) -> None:
        if group.page is not None:
            if len(self._pages) >= MOST_PAGES:
                raise FileError(f"{self._name}: more than {MOST_PAGES} pages")
            for trace in self._traces[group.first :]:
                trace.page = len(self._pages)
            self._pages.append(group.page)

    def _page(self, traces: list[_Trace], page: Page | None) -> Page:
        if page is not None and not traces:
            return page
        scales = Counter(scale for trace in traces if (scale := trace.context.scale()) is not None)
        usual = scales.most_common(1)[0][0] if scales else (1.0, 1.0)
        whole = [(trace, np.concatenate(trace.parts)) for trace in traces]
        hardest = hardest_force((rows, trace.context.format) for trace, rows in whole)
        lines, origins = [], []
        for trace, rows in whole:
            sizes = np.array(trace.context.scale() or usual)
            for part in _touches(rows, trace.context.format):
                with np.errstate(all="ignore"):  # ``fit`` refuses what is not finite
                    points = trace.context.points(part) * sizes
                times, pressure = _times(part, trace), trace.context.format.pressure(part, hardest)
                lines.append(ForeignLine(points, times, pressure))
                origins.append(trace.origin)
                if len(lines) > MOST_STROKES:
                    raise FileError(f"{self._name}: more than {MOST_STROKES} lines")
        if not lines and self._left_out:
            raise FileError(f"{self._name}: holds no lines; {self._left_out}")
        fitted = fit(lines, self._name, unit_mm=1.0 if scales or page is not None else None, page=page)
        strokes = [
            replace(stroke, author=Author.MODEL, origin=origin) if origin else stroke
            for stroke, origin in zip(fitted.strokes, origins, strict=True)
        ]
        return fitted.with_strokes(strokes)


def _touches(rows: Float64Array, format_: TraceFormat) -> list[Float64Array]:
    """The parts of a trace during which the tip is on the paper: all of it where no channel says so."""
    down = format_.values(rows, TIP_SWITCH)
    if down is None:
        return [rows]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (down != 0).astype(int), [0]))))
    return [rows[begin:end] for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]


def _times(rows: Float64Array, trace: _Trace) -> Float64Array | None:
    """(n,) seconds, by the channel of times, the device's rate, or how long the trace took; None where none is known."""
    times = trace.context.format.values(rows, "T")
    if times is not None:
        seconds = trace.context.seconds()
        return times * (seconds if seconds is not None else seconds_of_steps(times))
    if trace.context.rate is not None:
        return np.arange(len(rows)) / trace.context.rate
    if trace.duration is not None:
        return np.linspace(0.0, trace.duration, len(rows))
    return None
