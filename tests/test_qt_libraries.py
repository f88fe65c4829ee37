"""The libraries that Qt needs and the system lacks are named with their packages, for the platform that is used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inkapp import qt_libraries
from inkapp.qt_libraries import PACKAGES, advice, missing, missing_packages, qt_files, used_platform

LISTING = (
    "/x/QtGui.so:\n\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x0)\n"
    "/x/libqxcb.so:\n\tlibEGL.so.1 => not found\n\tlibxcb-cursor.so.0 => not found\n"
)


def test_missing_libraries_are_named_in_one_line_to_copy():
    assert missing(LISTING) == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert advice(missing(LISTING), ["debian"]).endswith("\n    apt install libegl1 libxcb-cursor0")
    assert "libodd.so.3" in advice(["libodd.so.3"], ["debian"]) and "apt" not in advice(["libodd.so.3"], ["debian"])


@pytest.mark.parametrize(
    ("systems", "command"),
    [
        (["ubuntu", "debian"], "apt install libegl1 libxcb-cursor0"),
        (["linuxmint", "ubuntu", "debian"], "apt install libegl1 libxcb-cursor0"),
        (["fedora"], "dnf install libglvnd-egl xcb-util-cursor"),
        (["rocky", "rhel", "centos", "fedora"], "dnf install libglvnd-egl xcb-util-cursor"),
        (["manjaro", "arch"], "pacman -S libglvnd xcb-util-cursor"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_packages_are_those_of_the_system(systems: list[str], command: str):
    assert advice(missing(LISTING), systems).splitlines()[1:] == [f"    {command}"]


def test_a_system_that_is_not_known_gets_all_three():
    assert [line.split()[0] for line in advice(missing(LISTING), ["nixos"]).splitlines()[1:]] == [
        "apt",
        "dnf",
        "pacman",
    ]


@pytest.mark.parametrize(
    ("environment", "plugin"),
    [
        ({"DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb:x;wayland"}, "xcb"),
    ],
    ids=str,
)
def test_only_the_platform_in_use_is_looked_at(environment: dict[str, str], plugin: str):
    assert used_platform(environment) == plugin
    if sys.platform == "linux":
        assert [path.name for path in qt_files(plugin)][-1] == f"libq{plugin}.so"


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="ldd stands in as a script")
def test_what_ldd_does_not_find_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    ldd = tmp_path / "ldd"
    ldd.write_text('#!/bin/sh\nfor file; do test -e "$file" || exit 9; done\nprintf "\tlibGL.so.1 => not found\\n"\n')
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(qt_libraries, "systems", lambda: ["debian"])
    assert missing_packages("xcb").endswith("    apt install libgl1")
    ldd.unlink()
    assert missing_packages("xcb") == ""  # no ldd: no Linux


def test_every_library_has_a_package_on_each_system():
    assert all(len(names) == len(qt_libraries.INSTALL) and all(names) for names in PACKAGES.values())
