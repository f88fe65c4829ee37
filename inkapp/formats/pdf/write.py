"""Documents as PDF 1.7, all pages in one file: the ink as it is on the page, and what it says as text that is not painted.

The text is tagged, a paragraph a line, for whoever has it read aloud; ink of which it is not known what it says is a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import ceil
from typing import BinaryIO

from inkapp import __version__
from inkapp.formats.pdf.invisible_font import InvisibleFonts
from inkapp.formats.pdf.objects import Name, PdfObjects, Reference, Value
from inkapp.formats.pdf.page_ink import UNITS_PER_MM, ink, ruling
from inkapp.formats.pdf.text_layer import text_of
from inkapp.formats.shared.line_text import NOTHING_ABOUT, About, LineText, printable
from inkapp.ink.document import Document, Page

POINTS_PER_MM = 72 / 25.4
LARGEST = 14_400  # points of a page's side that readers are sure to take; what is larger has larger units
UNREAD = "Handwriting"  # said of ink that has no text


@dataclass
class _Content:
    """A page's operators, and its elements of the document's structure in the order in which they are read aloud; ``owners``:
    of each piece of marked content, by its number, the element that it belongs to."""

    parts: list[bytes] = field(default_factory=list)
    elements: list[dict[str, Value]] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    def artifact(self, operators: bytes) -> None:
        """What nobody needs to hear of."""
        self.parts.append(b"/Artifact BMC\n%s\nEMC" % operators)

    def begin(self, kind: str, **more: Value) -> None:
        """Another element: a paragraph (P) or a Figure."""
        self.elements.append({"Type": Name("StructElem"), "S": Name(kind), **more})

    def tagged(self, operators: bytes) -> None:
        """What belongs to the last element."""
        element = self.elements[-1]
        self.parts.append(b"/%s <</MCID %d>> BDC\n%s\nEMC" % (str(element["S"]).encode(), len(self.owners), operators))
        self.owners.append(len(self.elements) - 1)


def write_pdf(
    document: Document, stream: BinaryIO, texts: Sequence[Sequence[LineText]] = (), about: About = NOTHING_ABOUT
) -> None:
    """Writes all pages, each at its real size; ``texts``: of each page what is known of what its ink says."""
    objects, fonts = PdfObjects(), InvisibleFonts()
    catalogue, pages, resources, structure, whole = (objects.reserve() for _ in range(5))
    leaves: list[Value] = []
    tags: list[Value] = []
    parents: list[Value] = []
    for number, page in enumerate(document.pages):
        content = _content(page, texts[number] if number < len(texts) else (), fonts)
        leaf = objects.add(
            {
                **_sheet(page),
                "Parent": pages,
                "Resources": resources,
                "Contents": objects.add_stream(b"\n".join(content.parts)),
                "StructParents": number,
                "Tabs": Name("S"),
            }
        )
        elements = [
            objects.add(
                {**element, "P": whole, "Pg": leaf, "K": [k for k, of in enumerate(content.owners) if of == at]}
            )
            for at, element in enumerate(content.elements)
        ]
        leaves.append(leaf)
        tags += elements
        parents += [number, objects.add([elements[owner] for owner in content.owners])]
    objects.put(pages, {"Type": Name("Pages"), "Kids": leaves, "Count": len(leaves)})
    objects.put(resources, {"Font": dict(fonts.add_to(objects)) if any(texts) else {}})
    objects.put(whole, {"Type": Name("StructElem"), "S": Name("Document"), "P": structure, "K": tags})
    tree: dict[str, Value] = {"Type": Name("StructTreeRoot"), "K": [whole], "ParentTree": {"Nums": parents}}
    objects.put(structure, {**tree, "ParentTreeNextKey": len(leaves)})
    objects.put(catalogue, _catalogue(pages, structure, about))
    stream.write(objects.file(catalogue, objects.add(_info(about))))


def _content(page: Page, lines: Sequence[LineText], fonts: InvisibleFonts) -> _Content:
    content = _Content()
    scale, unit = POINTS_PER_MM / _unit(page), 1 / UNITS_PER_MM
    content.parts.append(f"{scale:.5f} 0 0 {-scale:.5f} 0 {page.height * scale:.5f} cm".encode("ascii"))
    content.parts.append(f"q {unit} 0 0 {unit} 0 0 cm".encode("ascii"))
    if lines_printed := ruling(page):
        content.artifact(lines_printed)
    texts = [(line, text) for line in lines if (text := text_of(line, fonts))]
    said = {stroke.id for line, _ in texts for stroke in line.strokes}
    for is_said, strokes in groupby(page.strokes, lambda stroke: stroke.id in said):
        operators = b"\n".join(ink(tuple(strokes)))
        if is_said:
            content.artifact(operators)
        else:
            if not content.elements:
                content.begin("Figure", Alt=UNREAD)
            content.tagged(operators)
    content.parts.append(b"Q")
    for _, text in texts:
        content.begin("P")
        content.tagged(text)
    return content


def _unit(page: Page) -> int:
    """Points in a unit of the page."""
    return max(ceil(max(page.width, page.height) * POINTS_PER_MM / LARGEST), 1)


def _sheet(page: Page) -> dict[str, Value]:
    unit = _unit(page)
    scale = POINTS_PER_MM / unit
    sheet: dict[str, Value] = {"Type": Name("Page"), "MediaBox": [0, 0, page.width * scale, page.height * scale]}
    return sheet | ({"UserUnit": unit} if unit > 1 else {})


def _catalogue(pages: Reference, structure: Reference, about: About) -> dict[str, Value]:
    catalogue: dict[str, Value] = {"Type": Name("Catalog"), "Pages": pages, "StructTreeRoot": structure}
    catalogue |= {"MarkInfo": {"Marked": True}}
    if about.title:
        catalogue["ViewerPreferences"] = {"DisplayDocTitle": True}
    return catalogue | ({"Lang": about.language} if about.language else {})


def _info(about: About) -> dict[str, Value]:
    told = {"Title": about.title, "Author": about.author, "Creator": f"Inkapp {__version__}"}
    return {key: text for key, said in told.items() if (text := printable(said))}
