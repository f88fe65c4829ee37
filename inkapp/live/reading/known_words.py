"""Words that need no reading: those that were typed, and those that a person has put right."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from inkapp.ink.document import Correction, Stroke
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.typed_text import TextRefused, prepare
from inkapp.live.page_lines import measure
from inkapp.live.reading.page_text import PageText, ReadLine, ReadWord, Source


def typed_words(strokes: Sequence[Stroke], texts: Mapping[str, TypedText]) -> tuple[list[ReadWord], list[Stroke]]:
    """The typed words among strokes, and the strokes that are of none. ``texts``: by their ids."""
    words: dict[tuple[str, int], list[Stroke]] = defaultdict(list)
    others = []
    for stroke in strokes:
        origin = stroke.origin
        text = texts.get(origin.text) if origin is not None else None
        if origin is not None and text is not None and origin.word < len(written_words(text.text)):
            words[origin.text, origin.word].append(stroke)
        else:
            others.append(stroke)
    typed = [
        ReadWord(written_words(texts[identity].text)[number], 1.0, tuple(ink), Source.TYPED)
        for (identity, number), ink in words.items()
    ]
    return typed, others


@lru_cache(maxsize=64)
def written_words(text: str) -> tuple[str, ...]:
    """The words of a typed text as they were written, by their numbers; none of a text that could not be."""
    try:
        prepared = prepare(text)
    except TextRefused:
        return ()
    return tuple(
        unicodedata.normalize("NFC", "".join(unit.base + "".join(unit.accents) for unit in word.units))
        for word in prepared.words
    )


def with_corrections(page: PageText, corrections: Sequence[Correction]) -> PageText:
    """What a page says once it is put right. A word is a correction's, with all its ink, that has half of that ink or more;
    another loses the strokes only. A correction stands in the line that has most of its strokes."""
    for correction in corrections:
        page = _with(page, correction)
    return page


def _with(page: PageText, correction: Correction) -> PageText:
    mine = {stroke.id for stroke in correction.strokes}
    shares = [sum(stroke.id in mine for stroke in line.strokes) for line in page.lines]
    if not any(shares):
        return page
    home = max(range(len(shares)), key=shares.__getitem__)
    lines = list(page.lines)
    extra: list[Stroke] = []
    for number, line in enumerate(page.lines):
        if not shares[number]:
            continue
        words = []
        for word in line.words:
            rest = tuple(stroke for stroke in word.strokes if stroke.id not in mine)
            if len(rest) < len(word.strokes) and 2 * _length(rest) <= _length(word.strokes):
                extra += rest
            else:
                words.append(ReadWord(word.text, word.confidence, rest, word.source))
        lines[number] = ReadLine(tuple(words), line.strokes, line.is_writing)
    order = {stroke.id: index for line in lines for index, stroke in enumerate(line.strokes)}
    ink = sorted((*correction.strokes, *extra), key=lambda stroke: order.get(stroke.id, 0))
    put = ReadWord(correction.text, 1.0, tuple(ink), Source.CORRECTED)
    words = sorted((*lines[home].words, put), key=lambda word: word.bounds[0] + word.bounds[2])
    lines[home] = ReadLine(tuple(words), lines[home].strokes)
    return PageText(tuple(lines), page.trouble)


def _length(strokes: Sequence[Stroke]) -> float:
    return sum(measure(stroke)[3] for stroke in strokes)
