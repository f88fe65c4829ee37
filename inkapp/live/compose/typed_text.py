"""A typed text made ready to be written: paragraphs of words of units, and a line that tells what is written otherwise.

Nothing vanishes untold: what has no form of its own is counted, as a substitute, a box or something left out. A text that
cannot be written as a whole is refused with one line that says why. The time grows with the text's length alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from inkapp.ink.errors import InkError
from inkapp.ink.typed_text import LONGEST_TEXT
from inkapp.live.compose.characters import (
    LEARNT,
    MOST_ACCENTS,
    Kind,
    Unit,
    form_of,
    is_visible_mark,
)
from inkapp.live.compose.text_note import TextNote, listed, quoted, script_of

LONGEST_WORD = 100  # characters; no line holds more
TAB_SPACES = 4

# Scripts whose letters change with their neighbours, stack, or are written without gaps between words. Those from right to left
# are known by Unicode's classes.
_SHAPED = re.compile(
    "DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA|THAI|LAO|TIBETAN|MYANMAR|KHMER|MONGOLIAN"
    "|BALINESE|JAVANESE|SUNDANESE|TAI |NEW TAI|CHAM|LIMBU|LEPCHA|BATAK|BUGINESE|MEETEI|TAGALOG|HANUNOO|BUHID|TAGBANWA|KAYAH"
    "|REJANG|SAURASHTRA|SYLOTI|PHAGS-PA|CHAKMA|GRANTHA|BRAHMI|KAITHI|SHARADA|NEWA|MODI|TIRHUTA|SIDDHAM|TAKRI|VEDIC"
)
_LINE_END = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
_WIDE_SPACE = re.compile(r"[\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_BOUND_SPACE = re.compile(r"[\u00a0\u2007\u202f]")
_EMOJI_JOINER, _BOUND = "\u200d", "\u00a0"


class TextRefused(InkError):
    """A text cannot be written; the message says why."""


@dataclass(frozen=True, slots=True)
class Word:
    """Units without a space between them. ``spaces``: how many stand before it. ``binds``: no line may end after it."""

    units: tuple[Unit, ...]
    spaces: int = 1
    binds: bool = False

    @property
    def bases(self) -> str:
        """The plain characters, one for each unit."""
        return "".join(unit.base for unit in self.units)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What stands between two line ends; without words it is an empty line. ``new_page``: it begins a page."""

    words: tuple[Word, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class PreparedText:
    """``note``: one line that tells what is written otherwise than it was typed, or ""."""

    paragraphs: tuple[Paragraph, ...]
    note: str

    @property
    def words(self) -> Iterator[Word]:
        """All words, in order."""
        return (word for paragraph in self.paragraphs for word in paragraph.words)


def prepare(text: str, learnt: Iterable[str] = LEARNT, card: Iterable[str] = ()) -> PreparedText:
    """A text as paragraphs, words and units, for a network that has ``learnt`` these characters, in a hand whose ``card`` holds
    those. Raises TextRefused."""
    if len(text) > LONGEST_TEXT:
        raise TextRefused(f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are written at once")
    if not text:
        raise TextRefused("There is no text to write")
    learnt, card, count = frozenset(learnt), frozenset(card), TextNote()
    cleaned = unicodedata.normalize("NFC", _without_invisible(_LINE_END.sub("\n", text), count))
    _refuse_scripts(cleaned)
    paragraphs = []
    for page, part in enumerate(cleaned.split("\f")):
        for number, line in enumerate(part.split("\n")):
            paragraphs.append(Paragraph(_words(line, learnt, card, count), new_page=page > 0 and number == 0))
    prepared = PreparedText(tuple(paragraphs), count.line())
    _refuse_nothing(prepared, count)
    return prepared


def _without_invisible(text: str, count: TextNote) -> str:
    """The text without what is not seen and without accents beyond a letter's share; spaces are plain or bound ones."""
    kept: list[str] = []
    marks = 0
    for character in _BOUND_SPACE.sub(_BOUND, _WIDE_SPACE.sub(" ", text)):
        category = unicodedata.category(character)
        if category[0] == "M" and not is_visible_mark(character):
            if not kept or kept[-1].isspace():
                count.invisible += 1
                continue
        elif category[0] == "M":
            marks += 1
            if marks > MOST_ACCENTS:  # also since sorting a long run of marks, as NFC does, takes its length squared
                count.marks += 1
                continue
        elif category in ("Cc", "Cs") and character not in "\n\t\f":
            count.control += 1
            continue
        elif category == "Cf" and not _joins_emoji(character, kept):
            count.invisible += 1
            continue
        else:
            marks = 0
        kept.append(character)
    return "".join(kept)


def _joins_emoji(character: str, before: list[str]) -> bool:
    """Whether a joiner or a tag follows an emoji, perhaps with a selector or a skin's colour between."""
    tag = "\U000e0020" <= character <= "\U000e007f"
    return bool(before) and (character == _EMOJI_JOINER or tag) and _is_pictured("".join(before[-2:]))


def _is_pictured(text: str) -> bool:
    """Whether there is a symbol in it."""
    return any(character >= "\u2190" and unicodedata.category(character) in ("So", "Sk", "Cf") for character in text)


def _refuse_scripts(text: str) -> None:
    """Raises TextRefused for letters that this way of writing cannot join or order."""
    leftwards, shaped = [], []
    for character in dict.fromkeys(text):
        if unicodedata.bidirectional(character) in ("R", "AL", "AN"):
            leftwards.append(script_of(character))
        elif _SHAPED.match(unicodedata.name(character, "")):
            shaped.append(script_of(character))
    if leftwards or shaped:
        names = " and ".join(dict.fromkeys([*leftwards, *shaped]))
        why = "which runs from right to left" if leftwards else "whose letters change with their neighbours"
        raise TextRefused(f"The text has letters of {names}, {why}: only Latin and Greek letters can be written")


def _refuse_nothing(prepared: PreparedText, count: TextNote) -> None:
    """Raises TextRefused for a text of which nothing can be written, and for words that no line holds."""
    units = 0
    for word in prepared.words:
        units += len(word.units)
        if len(word.units) > LONGEST_WORD:
            begin = word.bases[:20]
            raise TextRefused(f"A word of {len(word.units):,} characters fits on no line: '{begin}…'")
    if not units:
        raise TextRefused("The text holds nothing that can be seen, so there is nothing to write")
    if count.boxes and not count.formed:
        if count.box_scripts:
            raise TextRefused(
                f"All of the text would stand as boxes ({count.box_scripts}): only Latin and Greek letters can be written"
            )
        named = listed([quoted(character) for character in count.boxes])
        raise TextRefused(f"Nothing of the text has a form that can be written: {named}")


def _words(line: str, learnt: frozenset[str], card: frozenset[str], count: TextNote) -> tuple[Word, ...]:
    """The words of a line; spaces at its end are dropped."""
    words: list[Word] = []
    spaces, bound = 0, False
    for part in re.findall(r"[ \t\u00a0]+|[^ \t\u00a0]+", line):
        if part[0] in " \t\u00a0":
            spaces = sum(TAB_SPACES if character == "\t" else 1 for character in part)
            bound = set(part) == {_BOUND}
            continue
        units: list[Unit] = []
        for cluster in _clusters(part):
            form = form_of(cluster, learnt, card)
            count.add(cluster, form)
            if not is_visible_mark(cluster[0]) or form.kind is not Kind.BOX:
                units += form.units
        if units:
            if bound and words:
                words[-1] = replace(words[-1], binds=True)
            words.append(Word(tuple(units), spaces))
            spaces, bound = 0, False
    return tuple(words)


def _clusters(text: str) -> Iterator[str]:
    """Each character with its combining marks; an emoji with its skin's colour and those joined to it; a flag's pair."""
    at = 0
    while at < len(text):
        end = at + 1
        if _is_flag(text[at]) and end < len(text) and _is_flag(text[end]):
            end += 1
        while end < len(text):
            if text[end] == _EMOJI_JOINER and _is_pictured(text[end + 1 : end + 2]):
                end += 2
            elif unicodedata.category(text[end])[0] == "M" or text[end] in _ATTACHED:
                end += 1
            else:
                break
        yield text[at:end]
        at = end


_ATTACHED = frozenset(map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080), 0x200D)))


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
