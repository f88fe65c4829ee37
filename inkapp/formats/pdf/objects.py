"""PDF's objects as bytes, and the file that they make (ISO 32000-1, 7.3 and 7.5)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # the second line tells programs that move files that this one is binary


class Name(str):
    """A name, as /Page: letters and digits of ASCII alone."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The object of a number."""

    number: int


Value = Name | str | bool | int | float | Reference | Sequence["Value"] | Mapping[str, "Value"]


def written(value: Value) -> bytes:
    """A value as the file has it; text that is more than ASCII in UTF-16."""
    if isinstance(value, Name):
        return f"/{value}".encode("ascii")
    if isinstance(value, str) and value.isascii():
        return b"(%s)" % re.sub(r"([()\\\\])", r"\\\1", value).encode("ascii")
    if isinstance(value, str):
        return b"<FEFF%s>" % value.encode("utf-16-be", "replace").hex().upper().encode()
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, (int, float)):
        return f"{value:.5f}".rstrip("0").rstrip(".").encode() if isinstance(value, float) else b"%d" % value
    if isinstance(value, Reference):
        return b"%d 0 R" % value.number
    if isinstance(value, Mapping):
        return b"<<%s>>" % b" ".join(b"/%s %s" % (key.encode("ascii"), written(one)) for key, one in value.items())
    return b"[%s]" % b" ".join(map(written, value))


@dataclass
class PdfObjects:
    """Objects with their numbers, from 1, in the order in which they were asked for."""

    _bodies: list[bytes] = field(default_factory=list)

    def reserve(self) -> Reference:
        """A number for an object that is put later, for those that it belongs to."""
        self._bodies.append(b"")
        return Reference(len(self._bodies))

    def put(self, reference: Reference, value: Value) -> None:
        """The object of a reserved number."""
        self._bodies[reference.number - 1] = written(value)

    def add(self, value: Value) -> Reference:
        """Another object."""
        reference = self.reserve()
        self.put(reference, value)
        return reference

    def add_stream(self, data: bytes) -> Reference:
        """A stream, packed."""
        packed = zlib.compress(data)
        reference = self.reserve()
        head = written({"Length": len(packed), "Filter": Name("FlateDecode")})
        self._bodies[reference.number - 1] = b"%s\nstream\n%s\nendstream" % (head, packed)
        return reference

    def file(self, catalogue: Reference, info: Reference) -> bytes:
        """The whole file; all that was reserved has been put."""
        parts, places, size = [HEADER], [], len(HEADER)
        for number, body in enumerate(self._bodies, 1):
            places.append(size)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            size += len(parts[-1])
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        parts += [b"%010d 00000 n \n" % place for place in places]
        trailer = written({"Size": len(places) + 1, "Root": catalogue, "Info": info})
        parts.append(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, size))
        return b"".join(parts)
