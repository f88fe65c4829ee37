"""XML as a stream of elements, from files that nobody vouches for.

Expat parses; nothing is fetched and no tree is built. Of a document type's own content only entities of plain text are read,
as Illustrator writes them, a bounded number of times; all else there ends the reading.
"""

from __future__ import annotations

import re
from typing import NoReturn, Protocol
from xml.parsers import expat

from inkapp.ink.atomic_files import one_line
from inkapp.ink.errors import FileError

MOST_BYTES = 16 << 20
MOST_ELEMENTS = 100_000
MOST_ATTRIBUTES = 200  # of an element
DEEPEST = 200
MOST_ENTITIES, LONGEST_ENTITY = 100, 1_000
MOST_EXPANDED = 4 << 20  # characters that all entities together might come to
PREFIXES = {"http://www.w3.org/XML/1998/namespace": "", "http://www.w3.org/1999/xlink": "xlink:"}


class Reader(Protocol):
    """Takes elements as they come; ``text`` is all text directly inside.

    Names of the format's own elements and attributes are without their namespace, ``xml:id`` is ``id``, and ``xlink:href``
    keeps its prefix. An element of a foreign namespace has that before its name and a space between; a foreign attribute
    is left out.
    """

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str, text: str) -> None: ...


def read_xml(data: bytes, name: str, reader: Reader, namespace: str) -> None:
    """Feeds ``reader``; the format's own are ``namespace``, that of the first element, and none.

    Raises FileError, and passes on those that ``reader`` raises.
    """
    if len(data) > MOST_BYTES:
        raise FileError(f"{name}: larger than {MOST_BYTES >> 20} MB")
    texts: list[list[str]] = []
    elements = 0
    own = {"", namespace}

    def local(tag: str) -> str:
        space, _, last = tag.rpartition(" ")
        return last if space in own else tag

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal elements
        if not elements:
            own.add(tag.rpartition(" ")[0])
        elements += 1
        if elements > MOST_ELEMENTS:
            raise FileError(f"{name}: more than {MOST_ELEMENTS} elements")
        if len(texts) >= DEEPEST:
            raise FileError(f"{name}: nested too deeply")
        if len(attributes) > MOST_ATTRIBUTES:
            raise FileError(f"{name}: an element with more than {MOST_ATTRIBUTES} attributes")
        texts.append([])
        reader.start(local(tag), _own_attributes(attributes))

    def end(tag: str) -> None:
        reader.end(local(tag), "".join(texts.pop()))

    def characters(text: str) -> None:
        if texts:
            texts[-1].append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    _watch_document_type(parser, data, name)
    try:
        parser.Parse(data.lstrip(), True)  # blanks before the declaration are an error that costs nothing to mend
    except expat.ExpatError as error:
        raise FileError(f"{name}: damaged XML ({one_line(error)})") from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know, or cannot map
        raise FileError(f"{name}: unreadable XML ({one_line(error)})") from None


def _watch_document_type(parser: expat.XMLParserType, data: bytes, name: str) -> None:
    """Lets a document type pass that is only named, and entities of plain text; all else is a FileError."""
    uses, count = data.count(b"&"), 0

    def refuse(*_: object) -> NoReturn:
        raise FileError(f"{name}: has a document type with more than entities of plain text, which is not read")

    def skipped(*_: object) -> NoReturn:
        raise FileError(f"{name}: uses entities that are defined outside of the file, which is not read")

    def entity(
        _: str,
        is_parameter: bool,
        value: str | None,
        __: str | None,
        system: str | None,
        ___: str | None,
        ____: str | None,
    ) -> None:
        nonlocal count
        count += 1
        if is_parameter or value is None or system is not None or re.search("[&%<]", value):
            raise FileError(
                f"{name}: has a document type with entities that are more than plain text, which are not read"
            )
        if count > MOST_ENTITIES or len(value) > LONGEST_ENTITY or uses * len(value) > MOST_EXPANDED:
            raise FileError(f"{name}: has a document type with entities that are too many or too long")

    def attribute(_: str, __: str, ___: str, default: str | None, ____: int) -> None:
        if default is not None:
            refuse()

    parser.EntityDeclHandler, parser.AttlistDeclHandler = entity, attribute
    parser.SkippedEntityHandler, parser.ElementDeclHandler = skipped, refuse
    parser.NotationDeclHandler = parser.UnparsedEntityDeclHandler = refuse


def _own_attributes(attributes: dict[str, str]) -> dict[str, str]:
    own = {}
    for key, value in attributes.items():
        space, _, local = key.rpartition(" ")
        if not space:
            own[key] = value
        elif space in PREFIXES:
            own[PREFIXES[space] + local] = value
    return own
