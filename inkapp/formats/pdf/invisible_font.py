"""The font of text that is never painted: which code stands for which character, whatever the script.

It is Courier, which every reader of PDF has, so no font is in the file; as no glyph is painted it needs none of its shapes, and
all its letters are of one width. 224 characters have a code of one byte, further ones are of another such font. What a code
means stands in the file twice: as a glyph's name, and in a table to Unicode (ISO 32000-1, 9.10).
"""

from __future__ import annotations

from inkapp.formats.pdf.objects import Name, PdfObjects, Reference, Value

WIDTH, ASCENT, DESCENT = 0.6, 0.629, 0.157  # of a letter, in sizes of the font; above and below the line it stands on
FIRST, CODES = 32, 224
BLANK = FIRST  # the space's code, in each
IN_A_RANGE = 100  # entries of a table to Unicode, at most


class InvisibleFonts:
    """The fonts of one file, by the characters that were asked for. The first has ASCII where ASCII has it."""

    def __init__(self) -> None:
        ascii_letters = [chr(code) for code in range(FIRST, 127)]
        self._fonts = [ascii_letters]
        self._places = {letter: (0, FIRST + k) for k, letter in enumerate(ascii_letters)}

    def runs(self, text: str) -> list[tuple[str, bytes]]:
        """A text as stretches of one font each: the font's name among a page's resources, and the codes."""
        found: list[tuple[int, bytearray]] = []
        for letter in text:
            font, code = self._place(letter)
            if not found or found[-1][0] != font:
                found.append((font, bytearray()))
            found[-1][1].append(code)
        return [(f"F{font}", bytes(codes)) for font, codes in found]

    def add_to(self, objects: PdfObjects) -> dict[str, Reference]:
        """Writes the fonts; by their names."""
        return {f"F{font}": _add(objects, letters) for font, letters in enumerate(self._fonts)}

    def _place(self, letter: str) -> tuple[int, int]:
        if letter not in self._places:
            if len(self._fonts[-1]) == CODES:
                self._fonts.append([" "])
            self._fonts[-1].append(letter)
            self._places[letter] = len(self._fonts) - 1, FIRST + len(self._fonts[-1]) - 1
        return self._places[letter]


def _add(objects: PdfObjects, letters: list[str]) -> Reference:
    descriptor: dict[str, Value] = {
        "Type": Name("FontDescriptor"),
        "FontName": Name("Courier"),
        "Flags": 33,  # all letters of one width, and of the Latin alphabet
        "FontBBox": [-23, -250, 715, 805],
        "ItalicAngle": 0,
        "Ascent": round(1000 * ASCENT),
        "Descent": round(-1000 * DESCENT),
        "CapHeight": 562,
        "StemV": 51,
    }
    names = [Name("space" if letter == " " else _glyph(letter)) for letter in letters]
    return objects.add(
        {
            "Type": Name("Font"),
            "Subtype": Name("Type1"),
            "BaseFont": Name("Courier"),
            "FirstChar": FIRST,
            "LastChar": FIRST + len(letters) - 1,
            "Widths": [round(1000 * WIDTH)] * len(letters),
            "FontDescriptor": objects.add(descriptor),
            "Encoding": {"Type": Name("Encoding"), "Differences": [FIRST, *names]},
            "ToUnicode": objects.add_stream(_to_unicode(letters)),
        }
    )


def _glyph(letter: str) -> str:
    """A character's glyph by the rule of the Adobe Glyph List: uni0416, u1F600."""
    return f"uni{ord(letter):04X}" if ord(letter) < 0x10000 else f"u{ord(letter):X}"


def _to_unicode(letters: list[str]) -> bytes:
    entries = [f"<{FIRST + k:02X}> <{letter.encode('utf-16-be').hex().upper()}>" for k, letter in enumerate(letters)]
    chunks = [entries[k : k + IN_A_RANGE] for k in range(0, len(entries), IN_A_RANGE)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
        *(f"{len(chunk)} beginbfchar\n{chr(10).join(chunk)}\nendbfchar" for chunk in chunks),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(lines).encode("ascii")
