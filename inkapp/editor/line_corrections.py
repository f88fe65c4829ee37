"""What a person has changed in a line of text, and what accepted words say, as corrections of ink. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from inkapp.ink.document import Page, Stroke
from inkapp.ink.edits import CorrectText
from inkapp.live.reading.page_text import ReadLine


def corrections(line: ReadLine, text: str) -> list[tuple[tuple[Stroke, ...], str]]:
    """Which strokes are to say what, so that the line says ``text``; nothing where it does.

    Words that stay are left alone, and a word in place of a word is a correction by itself; another number of words in place of
    some is one of all their ink. Words put in go with the one before them, else with the one after, and in a line without words
    with all its ink. A word taken out says nothing.
    """
    words = [word for word in line.words if word.text]
    after = text.split()
    if not words:
        return [(line.strokes, " ".join(after))] if after else []
    owner = [number for number, word in enumerate(words) for _ in word.text.split()]
    before = [part for word in words for part in word.text.split()]
    said: list[list[str]] = [[] for _ in words]
    joined = [False] * len(words)  # whether a word's ink goes with that of the one before it
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "insert":
            said[owner[max(a0 - 1, 0)]] += after[b0:b1]
        elif kind != "delete" and a1 - a0 == b1 - b0:
            for number, part in zip(owner[a0:a1], after[b0:b1], strict=True):
                said[number].append(part)
        elif kind == "replace":
            first, last = owner[a0], owner[a1 - 1]
            said[first] += after[b0:b1]
            joined[first + 1 : last + 1] = [True] * (last - first)
    found: list[tuple[tuple[Stroke, ...], str]] = []
    at = 0
    while at < len(words):
        end = next((k for k in range(at + 1, len(words)) if not joined[k]), len(words))
        now = " ".join(part for parts in said[at:end] for part in parts)
        if now != " ".join(word.text for word in words[at:end]):
            found.append((tuple(stroke for word in words[at:end] for stroke in word.strokes), now))
        at = end
    return found


def as_edits(page: Page, number: int, wanted: Sequence[tuple[Sequence[Stroke], str]]) -> list[CorrectText] | None:
    """Corrections as edits of a document's page of that number; None where some of their ink is not on it any more."""
    at = {stroke.id: index for index, stroke in enumerate(page.strokes)}
    if not all(stroke.id in at for strokes, _ in wanted for stroke in strokes):
        return None
    return [CorrectText(tuple(sorted(at[one.id] for one in strokes)), text, number) for strokes, text in wanted]


def as_said(page: Page, number: int, words: Iterable[tuple[Sequence[Stroke], str]]) -> list[CorrectText]:
    """What accepted words say, as edits of a document's page of that number.

    What a person has put right stays so: where the beginning of a word was corrected together with words before it, the
    correction grows by the rest of the word; where its beginning is said to be something else, the word says nothing. Nor does
    one of which some ink is not on the page any more.
    """
    edits: list[CorrectText] = []
    for strokes, text in words:
        own = {stroke.id for stroke in strokes}
        shared = [one for one in page.corrections if any(stroke.id in own for stroke in one.strokes)]
        if shared:
            before, _, begun = shared[0].text.rpartition(" ")
            if len(shared) > 1 or not begun or not text.startswith(begun):
                continue
            others = (stroke for stroke in shared[0].strokes if stroke.id not in own)
            strokes, text = (*others, *strokes), f"{before} {text}".strip()
        edits += as_edits(page, number, [(strokes, text)]) or []
    return edits
