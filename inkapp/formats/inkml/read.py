"""InkML, the app's own and other programs', → a document.

Read are the plain traces of CROHME and MathBrush as well as the contexts and groups of IAM-OnDo and of Microsoft's programs;
canvases and their transforms, trace views, and annotations of others are not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import numpy as np

from inkapp.formats.inkml.channels import MM, Channel, Format, hardest_force
from inkapp.formats.inkml.iam_line import WhiteboardReader
from inkapp.formats.inkml.traces import read_trace
from inkapp.formats.shared.fit_on_page import MOST_POINTS, fit
from inkapp.formats.shared.xml_events import read_xml
from inkapp.ink.atomic_files import one_line, unpack
from inkapp.ink.document import Author, Document, Float64Array, Origin, Page
from inkapp.ink.errors import FileError
from inkapp.ink.file import read_origin, read_page

PAGE_NOTE = "inkapp-page"
ORIGIN_NOTE = "inkapp-origin"
GROUPS = frozenset({"context", "inkSource"})


def read_inkml(data: bytes, name: str) -> Document:
    """The ink of an InkML file (or of an IAM-OnDB line under that name), which may be gzipped. Raises FileError.

    Ink in the app's own files keeps its pages, authors and origins; other ink is a person's, on one page.
    """
    data = unpack(data, name)
    reader = _Dispatcher(name)
    read_xml(data, name, reader)
    return reader.document()


@dataclass(slots=True)
class _Trace:
    """What a trace element said, until all of the file is known."""

    rows: Float64Array
    format: Format
    page: int | None = None
    origin: Origin | None = None


@dataclass(slots=True)
class _Group:
    context: str | None
    first: int  # index of its first trace
    origin: Origin | None = None
    page: Page | None = None


class _Dispatcher:
    """Chooses the reader by the first element."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._reader: InkmlReader | WhiteboardReader | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._reader is None:
            if name == "WhiteboardCaptureSession":
                self._reader = WhiteboardReader(self._name)
            elif name == "ink":
                self._reader = InkmlReader(self._name)
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
    """Collects traces as elements are read; ``document`` gives what they are once all have been."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._formats: dict[str, Format] = {}
        self._default = Format([Channel("X"), Channel("Y")])
        self._format: Format | None = None
        self._open: list[str | None] = []  # ids of the contexts and sources being defined
        self._groups: list[_Group] = []
        self._attributes: list[dict[str, str]] = []
        self._traces: list[_Trace] = []
        self._by_id: dict[str, _Trace] = {}
        self._pages: list[Page] = []
        self._points = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._attributes.append(attributes)
        if name in GROUPS:
            self._open.append(attributes.get("id"))
            for key in ("traceFormatRef", "inkSourceRef", "contextRef"):
                if (found := self._formats.get(_target(attributes.get(key)))) is not None:
                    self._is_format_of_open(found)
                    break
        elif name == "traceFormat":
            self._format = Format()
            self._open.append(attributes.get("id"))
        elif name == "channel" and self._format is not None:
            self._format.channels.append(self._channel(attributes))
        elif name == "channelProperty":
            self._property(attributes)
        elif name == "traceGroup":
            above = self._groups[-1] if self._groups else _Group(None, 0)
            context = attributes.get("contextRef", above.context)
            self._groups.append(_Group(context, len(self._traces), above.origin))

    def end(self, name: str, text: str) -> None:
        attributes = self._attributes.pop()
        if name == "traceFormat" and self._format is not None:
            if self._format.index("X") is not None and self._format.index("Y") is not None:
                self._is_format_of_open(self._format)
            self._format = None
            self._open.pop()
        elif name in GROUPS:
            self._open.pop()
        elif name == "trace":
            self._trace(attributes, text)
        elif name == "annotation" and self._groups:
            self._annotation(attributes.get("type"), text)
        elif name == "traceGroup":
            self._end_group(self._groups.pop())

    def document(self) -> Document:
        """One page for each that the file marks, and one for the traces outside of them. Raises FileError."""
        loose = [trace for trace in self._traces if trace.page is None]
        pages = [
            self._page([trace for trace in self._traces if trace.page == index], page)
            for index, page in enumerate(self._pages)
        ]
        if loose or not pages:
            pages.append(self._page(loose, None))
        return Document(tuple(pages))

    def _is_format_of_open(self, found: Format) -> None:
        """Gives a format to all definitions it stands in; one outside of any, and the first, are the file's."""
        names = [name for name in self._open if name]
        if not names or not self._formats:
            self._default = found
        for name in names:
            self._formats[name] = found

    def _channel(self, attributes: dict[str, str]) -> Channel:
        channel = Channel(attributes.get("name", ""), attributes.get("units", "").lower())
        channel.least = _float(attributes.get("min")) or 0.0
        channel.most = _float(attributes.get("max"))
        return channel

    def _property(self, attributes: dict[str, str]) -> None:
        """A device's resolution, given after the format: ``value`` points a cm, an inch or a mm."""
        per = MM.get(attributes.get("units", "").lower().removeprefix("1/"))
        value = _float(attributes.get("value"))
        known = next((self._formats[name] for name in reversed(self._open) if name in self._formats), self._default)
        if attributes.get("name") == "resolution" and per and value and value > 0:
            for channel in known.channels:
                if channel.name == attributes.get("channel"):
                    channel.resolution = value / per

    def _annotation(self, kind: str | None, text: str) -> None:
        if kind not in (PAGE_NOTE, ORIGIN_NOTE):
            return
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise FileError(f"{self._name}: damaged annotation ({one_line(error)})") from None
        if kind == PAGE_NOTE:
            self._groups[-1].page = read_page(value, f"{self._name}: page {len(self._pages) + 1}")
        else:
            self._groups[-1].origin = read_origin(value, f"{self._name}: origin")

    def _trace(self, attributes: dict[str, str], text: str) -> None:
        if attributes.get("type") == "penUp":
            return
        group = self._groups[-1] if self._groups else None
        context = attributes.get("contextRef") or (group.context if group else None)
        format_ = self._formats.get(_target(context), self._default)
        rows = read_trace(text, len(format_.channels), self._name)
        self._points += len(rows)
        if self._points > MOST_POINTS:
            raise FileError(f"{self._name}: more than {MOST_POINTS} points")
        if not len(rows):
            return
        trace = _Trace(rows, format_, origin=group.origin if group else None)
        before = self._by_id.get(_target(attributes.get("priorRef")))
        if attributes.get("continuation") in ("middle", "end") and before is not None and before.format is format_:
            before.rows = np.concatenate((before.rows, rows))
            trace = before
        else:
            self._traces.append(trace)
        if "id" in attributes:
            self._by_id[attributes["id"]] = trace

    def _end_group(self, group: _Group) -> None:
        if group.page is not None:
            for trace in self._traces[group.first :]:
                trace.page = len(self._pages)
            self._pages.append(group.page)

    def _page(self, traces: list[_Trace], page: Page | None) -> Page:
        if page is not None and not traces:
            return page
        units = {trace.format.unit_mm() for trace in traces}
        unit = units.pop() if len(units) == 1 else None
        if page is not None:
            unit = unit or 1.0
        hardest = hardest_force((trace.rows, trace.format) for trace in traces)
        lines = [trace.format.line(trace.rows, hardest) for trace in traces]
        fitted = fit(lines, self._name, unit_mm=unit, page=page)
        strokes = [
            replace(stroke, author=Author.MODEL, origin=trace.origin) if trace.origin else stroke
            for stroke, trace in zip(fitted.strokes, traces, strict=True)
        ]
        return fitted.with_strokes(strokes)


def _target(reference: str | None) -> str:
    return (reference or "").rpartition("#")[2]


def _float(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if np.isfinite(value) else None
