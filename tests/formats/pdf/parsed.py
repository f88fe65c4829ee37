"""A PDF taken apart as the standard says, and not by what wrote it: objects by the table of their places, operators, text."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any

TOKEN = re.compile(
    rb"\s*(?:(<<|>>|\[|\])|/([^\s<>\[\]()/]+)|\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f]*)>|(\d+) 0 R|([-+]?[\d.]+)|([A-Za-z*]+))",
    re.S,
)


@dataclass(frozen=True)
class Ref:
    number: int


class Operator(str):
    """A word that stands for itself."""


def tokens(data: bytes) -> list[Any]:
    """Values and operators, nested as they are in the data."""
    stack: list[list[Any]] = [[]]
    at = 0
    while data[at:].strip():
        match = TOKEN.match(data, at)
        assert match is not None, data[at : at + 40]
        at = match.end()
        bracket, name, literal, digits, reference, number, word = match.groups()
        if bracket in (b"<<", b"["):
            stack.append([])
        elif bracket is not None:
            found = stack.pop()
            whole = found if bracket == b"]" else dict(zip(found[::2], map(_text, found[1::2]), strict=True))
            stack[-1].append(whole)
        elif name is not None:
            stack[-1].append("/" + name.decode())
        elif literal is not None:
            stack[-1].append(re.sub(rb"\\(.)", rb"\1", literal).decode("ascii"))
        elif digits is not None:
            stack[-1].append(bytes.fromhex(digits.decode()))
        elif reference is not None:
            stack[-1].append(Ref(int(reference)))
        elif number is not None:
            stack[-1].append(float(number))
        else:
            stack[-1].append({b"true": True, b"false": False}.get(word, Operator(word.decode())))
    assert len(stack) == 1
    return stack[0]


def _text(value: Any) -> Any:
    """A dictionary's value; text where it is text in UTF-16."""
    is_text = isinstance(value, bytes) and value.startswith(b"\xfe\xff")
    return value[2:].decode("utf-16-be") if is_text else value


@dataclass(frozen=True)
class Shown:
    """Text that a page shows: where it begins, mm from the top left, how wide and how high its font is; ``mark``: the number of
    the marked content that it is in."""

    text: str
    x: float
    y: float
    width: float
    size: float
    mode: int
    mark: int


class Parsed:
    """Every object is where the table says, every stream as long as it says."""

    def __init__(self, data: bytes) -> None:
        assert data.startswith(b"%PDF-1.7\n") and data.endswith(b"%%EOF\n")
        table = int(re.findall(rb"startxref\n(\d+)\n", data)[-1])
        assert data[table:].startswith(b"xref\n0 ")
        places = [int(m) for m in re.findall(rb"(\d{10}) 00000 n \n", data[table:])]
        (self.trailer,) = tokens(data[data.index(b"trailer", table) + 7 : data.index(b"startxref", table)])
        assert self.trailer["/Size"] == len(places) + 1
        self.streams: dict[int, bytes] = {}
        self._objects: dict[int, Any] = {}
        for number, place in enumerate(places, 1):
            head = b"%d 0 obj\n" % number
            assert data[place:].startswith(head)
            end = (places[number] if number < len(places) else table) - len(b"\nendobj\n")
            assert data[end : end + 8] == b"\nendobj\n"
            body = data[place + len(head) : end]
            value, is_stream, rest = body.partition(b"\nstream\n")
            (self._objects[number],) = tokens(value)
            if is_stream:
                assert rest.endswith(b"\nendstream") and len(rest) - 10 == self._objects[number]["/Length"]
                self.streams[number] = zlib.decompress(rest[:-10])

    def get(self, value: Any) -> Any:
        return self._objects[value.number] if isinstance(value, Ref) else value

    @property
    def root(self) -> dict[str, Any]:
        return self.get(self.trailer["/Root"])

    @property
    def pages(self) -> list[dict[str, Any]]:
        tree = self.get(self.root["/Pages"])
        assert tree["/Count"] == len(tree["/Kids"])
        return [self.get(kid) for kid in tree["/Kids"]]

    def operators(self, page: int) -> list[tuple[str, list[Any]]]:
        """Of a page: each with what stands before it."""
        found: list[tuple[str, list[Any]]] = []
        before: list[Any] = []
        for token in tokens(self.streams[self.pages[page]["/Contents"].number]):
            if isinstance(token, Operator):
                found.append((token, before))
                before = []
            else:
                before.append(token)
        return found

    def shown(self, page: int) -> list[Shown]:
        """The text of a page, in its order."""
        fonts = self.get(self.pages[page]["/Resources"])["/Font"]
        found: list[Shown] = []
        mode, scale, font, size, x, y, mark = 0, 100.0, "", 0.0, 0.0, 0.0, -1
        for operator, operands in self.operators(page):
            match operator, operands:
                case "Tr", [value]:
                    mode = int(value)
                case "Tz", [value]:
                    scale = value
                case "Tf", [name, value]:
                    font, size = name, value
                case "Tm", [1.0, 0.0, 0.0, -1.0, left, foot]:
                    x, y = left, foot
                case "BDC", [_, {"/MCID": value}]:
                    mark = int(value)
                case "Tj", [codes]:
                    letters, widths = self._font(fonts[font])
                    width = sum(widths[code] for code in codes) / 1000 * size * scale / 100
                    text = "".join(letters[code] for code in codes)
                    found.append(Shown(text, x, y, width, size, mode, mark))
                    x += width
        return found

    def _font(self, reference: Ref) -> tuple[dict[int, str], dict[int, float]]:
        font = self.get(reference)
        table = self.streams[font["/ToUnicode"].number].decode("ascii")
        letters = {
            int(code, 16): bytes.fromhex(letter).decode("utf-16-be")
            for code, letter in re.findall(r"^<(\w\w)> <(\w+)>$", table, re.M)
        }
        first = int(font["/FirstChar"])
        assert first + len(font["/Widths"]) - 1 == font["/LastChar"] <= 255
        return letters, dict(enumerate(font["/Widths"], first))

    def read_aloud(self) -> list[tuple[str, str]]:
        """What a screen reader says: the kind of each element and its text, in order."""
        structure = self.get(self.root["/StructTreeRoot"])
        (whole,) = map(self.get, structure["/K"])
        numbers = self.get(structure["/ParentTree"])["/Nums"]
        owners = {int(page): self.get(owned) for page, owned in zip(numbers[::2], numbers[1::2], strict=True)}
        pages = self.pages
        said = []
        for reference in whole["/K"]:
            element = self.get(reference)
            page = pages.index(self.get(element["/Pg"]))
            assert all(owners[page][int(mark)] == reference for mark in element["/K"])
            text = "".join(one.text for one in self.shown(page) if one.mark in element["/K"])
            said.append((element["/S"][1:], text or element.get("/Alt", "")))
        return said
