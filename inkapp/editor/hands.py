"""The hands that are kept in a folder of files, and the app's own.

Each call reads what is in the folder now: other windows keep, rename and delete hands there, too, and a file's content
counts, not what this window saw last. A deleted hand is moved aside, and brought back on demand.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assets import HANDS
from inkapp.ink.atomic_files import reason
from inkapp.ink.errors import FileError
from inkapp.ink.hand import Hand, Sign, new_id, unique_name
from inkapp.ink.hand_file import SUFFIX, load_hand, save_hand

DELETED = "deleted"  # the folder of those that can be brought back
MOST_HANDS = 200
MOST_DELETED = 20


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file of the folder that cannot be read: it is left alone. ``why``: one line that says what and where."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A hand and the file that holds it."""

    path: Path
    hand: Hand


Stamp = tuple[int, int, int]  # of a file: when it was written, its length, its number


class Hands:
    """``folder``: where hands are kept; it is made when the first one is. ``built_in``: the folder of the app's own.

    A hand is named by its file's path. Everything raises ``FileError`` with a line for the person, with nothing changed.
    """

    def __init__(self, folder: Path, built_in: Path = HANDS) -> None:
        self.folder = folder
        self._built_in_folder = built_in
        self._read: dict[Path, tuple[Stamp, Hand | str]] = {}  # what was in a file of this stamp
        self._built_in: tuple[Kept, ...] | None = None

    @property
    def built_in(self) -> tuple[Kept, ...]:
        """The app's own, by name; those that cannot be read are left out."""
        if self._built_in is None:
            found = [Kept(path, hand) for path, hand in self._look(self._built_in_folder) if isinstance(hand, Hand)]
            self._built_in = tuple(sorted(found, key=_by_name))
        return self._built_in

    def look(self) -> tuple[tuple[Kept, ...], tuple[Damaged, ...]]:
        """The hands that are kept, by name, and the files that cannot be read. Unchanged files are not read again."""
        found = self._look(self.folder)
        kept = [Kept(path, hand) for path, hand in found if isinstance(hand, Hand)]
        damaged = [Damaged(path, why) for path, why in found if isinstance(why, str)]
        return tuple(sorted(kept, key=_by_name)), tuple(damaged)

    def keep(self, hand: Hand) -> Kept:
        """Keeps another hand, under a name that no other has."""
        others, damaged = self.look()
        if len(others) + len(damaged) >= MOST_HANDS:
            raise FileError(f"{MOST_HANDS} hands are kept already: delete one first")
        ids = {other.hand.id for other in (*others, *self.built_in)}
        path = self.folder / f"{hand.id}{SUFFIX}"
        if hand.id in ids or path.exists():
            hand = replace(hand, id=new_id())
            path = self.folder / f"{hand.id}{SUFFIX}"
        hand = replace(hand, name=unique_name(hand.name, [other.hand.name for other in others]))
        self._make_folder(self.folder)
        save_hand(hand, path)
        return Kept(path, hand)

    def rename(self, path: Path, name: str) -> Kept:
        """Another name, with a number where it is taken."""
        hand = load_hand(path)
        names = [other.hand.name for other in self.look()[0] if other.path != path]
        return self._save(path, replace(hand, name=unique_name(name, names)))

    def set_signs(self, path: Path, signs: Mapping[str, Sign | None]) -> Kept:
        """Gives a hand these signs, and takes those that are None; others stay."""
        hand = load_hand(path)
        merged = {**hand.signs, **signs}
        return self._save(path, replace(hand, signs={key: sign for key, sign in merged.items() if sign is not None}))

    def delete(self, path: Path) -> None:
        """Moves a hand's file aside; only the last ``MOST_DELETED`` can be brought back."""
        aside = self.folder / DELETED
        self._make_folder(aside)
        try:
            os.utime(path)  # by which the last one deleted is known
            os.replace(path, _free(aside / path.name))
        except OSError as error:
            raise FileError(f"{path}: cannot be deleted ({reason(error)})") from None
        for old in self._deleted()[MOST_DELETED:]:
            with contextlib.suppress(OSError):
                old.unlink()

    @property
    def can_restore(self) -> bool:
        """Whether a deleted hand can be brought back."""
        return bool(self._deleted())

    def restore(self) -> Kept:
        """Brings back the hand deleted last, under its name, with a number where that is taken meanwhile."""
        for aside in self._deleted():
            try:
                name = load_hand(aside).name
            except FileError:
                continue
            path = _free(self.folder / aside.name)
            try:
                os.replace(aside, path)
            except OSError as error:
                raise FileError(f"{aside}: cannot be brought back ({reason(error)})") from None
            return self.rename(path, name)
        raise FileError("no deleted hand is left to be brought back")

    def export(self, path: Path, to: Path) -> Path:
        """Writes a hand into a file of one's own. Returns its path."""
        to = to if to.suffix else to.with_suffix(SUFFIX)
        if to.suffix.lower() != SUFFIX:
            raise FileError(f"{to.name}: hands are written as {SUFFIX}")
        save_hand(load_hand(path), to)
        return to

    def take_in(self, path: Path) -> Kept:
        """Keeps a copy of the hand in a file of one's own; it is another hand where it is kept already."""
        return self.keep(load_hand(path))

    def _save(self, path: Path, hand: Hand) -> Kept:
        save_hand(hand, path)
        return Kept(path, hand)

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"{folder}: cannot be made ({reason(error)})") from None

    def _look(self, folder: Path) -> list[tuple[Path, Hand | str]]:
        found: dict[Path, tuple[Stamp, Hand | str]] = {}
        for path in _files(folder)[:MOST_HANDS]:
            with contextlib.suppress(OSError):  # another window was quicker
                status = path.stat()
                stamp = status.st_mtime_ns, status.st_size, status.st_ino
                known = self._read.get(path)
                found[path] = known if known is not None and known[0] == stamp else (stamp, _read(path))
        self._read = {path: entry for path, entry in self._read.items() if path.parent != folder} | found
        return [(path, entry) for path, (_, entry) in found.items()]

    def _deleted(self) -> list[Path]:
        """Files of deleted hands, the last one first."""
        times: list[tuple[int, Path]] = []
        for path in _files(self.folder / DELETED):
            with contextlib.suppress(OSError):
                times.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(times, reverse=True)]


def _read(path: Path) -> Hand | str:
    try:
        return load_hand(path)
    except FileError as error:
        return str(error)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX)
    except OSError:
        return []


def _free(path: Path) -> Path:
    """The path itself, or one like it that no file has."""
    while path.exists():
        path = path.with_name(f"{new_id()}{SUFFIX}")
    return path


def _by_name(kept: Kept) -> tuple[str, str]:
    return kept.hand.name.casefold(), kept.hand.id
