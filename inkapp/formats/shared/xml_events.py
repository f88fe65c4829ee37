"""XML as a stream of elements, from files that nobody vouches for.

Expat parses. No entity is expanded, nothing is fetched and no tree is built; a document type with content of its own, which
is where entities come from, ends the reading at once.
"""

from __future__ import annotations

from typing import NoReturn, Protocol
from xml.parsers import expat

from inkapp.ink.atomic_files import one_line
from inkapp.ink.errors import FileError

MOST_BYTES = 16 << 20
MOST_ELEMENTS = 200_000
DEEPEST = 200
# The one document type that old drawing programs write. It is named, never read.
KNOWN_TYPE = "-//W3C//DTD SVG"


class Reader(Protocol):
    """Takes elements as they come. Names are without their namespace; ``text`` is all text directly inside."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str, text: str) -> None: ...


def read_xml(data: bytes, name: str, reader: Reader) -> None:
    """Feeds ``reader``. Raises FileError, and passes on those that ``reader`` raises."""
    if len(data) > MOST_BYTES:
        raise FileError(f"{name}: larger than {MOST_BYTES >> 20} MB")
    texts: list[list[str]] = []
    elements = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal elements
        elements += 1
        if elements > MOST_ELEMENTS:
            raise FileError(f"{name}: more than {MOST_ELEMENTS} elements")
        if len(texts) >= DEEPEST:
            raise FileError(f"{name}: nested too deeply")
        texts.append([])
        reader.start(_local(tag), {_local(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        reader.end(_local(tag), "".join(texts.pop()))

    def characters(text: str) -> None:
        if texts:
            texts[-1].append(text)

    def doctype(_: str, __: str | None, public: str | None, has_content: int) -> None:
        if has_content or not (public or "").startswith(KNOWN_TYPE):
            raise FileError(f"{name}: has a document type of its own, which is not read for safety")

    def entity(*_: object) -> NoReturn:
        raise FileError(f"{name}: defines or uses entities, which are not read for safety")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = parser.SkippedEntityHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise FileError(f"{name}: damaged XML ({one_line(error)})") from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know, or cannot map
        raise FileError(f"{name}: unreadable XML ({one_line(error)})") from None


def _local(tag: str) -> str:
    """``namespace name`` → ``name``."""
    return tag.rpartition(" ")[2]
