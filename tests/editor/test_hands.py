"""Hands in a folder: kept, named, deleted, brought back, exchanged, by two windows at once, beside files that are damaged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inkapp.editor import hands as module
from inkapp.editor.hands import Hands
from inkapp.ink.errors import FileError
from inkapp.ink.hand import LONGEST_NAME
from inkapp.ink.hand_file import load_hand, save_hand
from tests.ink.hands import hand, sign


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path / "hands", tmp_path / "own")


def names(hands: Hands) -> list[str]:
    return [kept.hand.name for kept in hands.look()[0]]


def test_no_folder_is_made_before_there_is_a_hand(hands: Hands):
    assert hands.look() == ((), ()) and hands.built_in == () and not hands.can_restore
    assert not hands.folder.exists()


def test_hands_are_kept_by_name_and_none_has_anothers(hands: Hands):
    for number, name in enumerate(("mine", "Anna", "MINE", "mine", "a/b: ✓ \x00", "n" * 500), 1):
        hands.keep(hand(name, number))
    assert names(hands) == ["a/b: ✓", "Anna", "mine", "MINE 2", "mine 3", "n" * LONGEST_NAME]
    again = Hands(hands.folder)
    assert again.look() == hands.look()
    assert {path.suffix for path in hands.folder.iterdir()} == {".hand"}


def test_a_hand_that_is_kept_twice_is_two_hands(hands: Hands):
    first, second = hands.keep(hand()), hands.keep(hand())
    assert first.path != second.path and first.hand.id != second.hand.id
    assert names(hands) == ["Mine", "Mine 2"]


def test_renaming_changes_the_name_alone(hands: Hands):
    kept = hands.keep(hand("Mine", 1, A=sign()))
    hands.keep(hand("Anna", 2))
    renamed = hands.rename(kept.path, "  anna\n")
    assert renamed.hand.name == "anna 2" and load_hand(kept.path) == renamed.hand
    assert renamed.hand.signs == kept.hand.signs and renamed.hand.id == kept.hand.id
    assert hands.rename(kept.path, "ANNA 2").hand.name == "ANNA 2"  # its own is not taken


def test_signs_are_added_replaced_and_taken(hands: Hands):
    kept = hands.keep(hand("Mine", 1, A=sign(), B=sign()))
    assert hands.set_signs(kept.path, {"B": sign(2.0), "C": sign(), "A": None, "Z": None}).hand.signs == {
        "B": sign(2.0),
        "C": sign(),
    }


def test_what_is_deleted_comes_back_the_last_one_first_in_another_window_too(hands: Hands):
    kept = [hands.keep(hand(name, number)) for number, name in enumerate(("Anna", "Ben", "Cleo"), 1)]
    for number, one in enumerate(kept[:2]):
        hands.delete(one.path)
        os.utime(hands.folder / "deleted" / one.path.name, (number, number))
    assert names(hands) == ["Cleo"]
    hands.rename(kept[2].path, "ben")
    other = Hands(hands.folder)
    assert other.can_restore and other.restore().hand.name == "Ben 2"  # its name is taken meanwhile
    assert hands.restore().hand == kept[0].hand
    assert names(hands) == ["Anna", "ben", "Ben 2"] and not hands.can_restore
    with pytest.raises(FileError, match="no deleted hand"):
        hands.restore()


def test_few_deleted_hands_are_kept_and_a_damaged_one_is_passed_over(hands: Hands, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_DELETED", 2)
    for number in range(1, 5):
        kept = hands.keep(hand(f"Hand {number}", number))
        hands.delete(kept.path)
    aside = sorted((hands.folder / "deleted").iterdir())
    assert len(aside) == 2
    (hands.folder / "deleted" / kept.path.name).write_bytes(b"cut off")
    hands.restore()
    assert names(hands) == ["Hand 3"]


def test_a_hand_that_is_put_back_while_another_has_its_file_takes_another(hands: Hands):
    kept = hands.keep(hand())
    data = kept.path.read_bytes()
    hands.delete(kept.path)
    kept.path.write_bytes(data)
    assert hands.restore().path != kept.path
    assert names(hands) == ["Mine", "Mine 2"]


def test_a_hand_goes_out_as_a_file_and_comes_in_under_a_name_of_its_own(hands: Hands, tmp_path: Path):
    kept = hands.keep(hand("Mine", 1, A=sign()))
    written = hands.export(kept.path, tmp_path / "out")
    assert written == tmp_path / "out.hand" and load_hand(written) == kept.hand
    taken = hands.take_in(written)
    assert taken.hand.name == "Mine 2" and taken.hand.id != kept.hand.id and taken.hand.page == kept.hand.page
    with pytest.raises(FileError, match=r"written as \.hand"):
        hands.export(kept.path, tmp_path / "out.svg")
    assert Hands(tmp_path / "elsewhere").take_in(written).hand == kept.hand


@pytest.mark.parametrize("data", [b"", b"\x00" * 99, b'{"format":"hand","version":9}', b"[" * 9999])
def test_a_damaged_file_is_told_and_left_alone(hands: Hands, data: bytes, tmp_path: Path):
    hands.keep(hand())
    bad = hands.folder / "bad.hand"
    bad.write_bytes(data)
    (hands.folder / "note.txt").write_bytes(data)
    kept, damaged = hands.look()
    assert [one.hand.name for one in kept] == ["Mine"]
    assert [one.path for one in damaged] == [bad] and damaged[0].why.startswith(str(bad))
    hands.keep(hand("Anna", 2))
    assert bad.read_bytes() == data
    with pytest.raises(FileError):
        hands.take_in(bad)
    with pytest.raises(FileError):
        hands.export(bad, tmp_path / "out.hand")
    assert not (tmp_path / "out.hand").exists()


def test_another_windows_changes_are_seen_and_a_file_that_is_gone_is_said(hands: Hands):
    other = Hands(hands.folder)
    kept = other.keep(hand())
    assert names(hands) == ["Mine"]
    other.rename(kept.path, "Yours")
    assert names(hands) == ["Yours"]
    hands.rename(kept.path, "Ours")
    assert names(other) == ["Ours"]
    other.delete(kept.path)
    for act in (
        lambda: hands.rename(kept.path, "a"),
        lambda: hands.delete(kept.path),
        lambda: hands.set_signs(kept.path, {}),
    ):
        with pytest.raises(FileError, match="cannot be"):
            act()
    assert names(hands) == []


def test_an_unchanged_file_is_not_read_again(hands: Hands, monkeypatch: pytest.MonkeyPatch):
    hands.keep(hand())
    first = hands.look()
    monkeypatch.setattr(module, "load_hand", lambda path: pytest.fail(f"{path} was read again"))
    assert hands.look() == first


def test_the_apps_own_stand_apart_and_lend_no_id(hands: Hands, tmp_path: Path):
    (tmp_path / "own").mkdir()
    save_hand(hand("Plain", 7), tmp_path / "own" / "plain.hand")
    (tmp_path / "own" / "bad.hand").write_bytes(b"")
    assert [own.hand.name for own in hands.built_in] == ["Plain"] and names(hands) == []
    assert hands.keep(hand("Plain", 7)).hand.id != hand("Plain", 7).id


def test_a_full_folder_keeps_no_more(hands: Hands, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_HANDS", 2)
    hands.keep(hand("a", 1))
    hands.keep(hand("b", 2))
    with pytest.raises(FileError, match="2 hands are kept already"):
        hands.keep(hand("c", 3))
    assert names(hands) == ["a", "b"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="cannot be made"):
        Hands(tmp_path / "file" / "hands").keep(hand())
