"""Names the packages whose system libraries Qt needs and does not find on Linux: ``python -m inkapp.qt_libraries [PLATFORM]``.

PySide6 brings Qt, but not what Qt takes from the system. Nothing is installed here: the command that would is named.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

MODULES = ("QtWidgets", "QtSvg", "QtPrintSupport", "QtDBus")
# Library: its package in Debian, Fedora and Arch. Debian 12's names; later ones take libglib2.0-0 for libglib2.0-0t64
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libGLX.so.0": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd-opengl", "libglvnd"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++", "gcc-libs"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xinput.so.0": ("libxcb-xinput0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
}
INSTALL = {"debian": "apt install", "fedora": "dnf install", "arch": "pacman -S"}  # in the order of the packages above
FAMILIES = {"ubuntu": "debian", "rhel": "fedora"}


def used_platform(environment: Mapping[str, str]) -> str:
    """The platform plugin that Qt tries first: wayland, xcb, or the one that QT_QPA_PLATFORM names."""
    named = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    return named or ("wayland" if environment.get("WAYLAND_DISPLAY") else "xcb")


def qt_files(plugin: str) -> list[Path]:
    """Qt's files that a window on this platform plugin loads, those that are there; none without PySide6."""
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return []
    home = Path(spec.submodule_search_locations[0])
    modules = [path for name in MODULES for path in sorted(home.glob(f"{name}.*so"))]
    return [path for path in [*modules, home / "Qt" / "plugins" / "platforms" / f"libq{plugin}.so"] if path.exists()]


def missing(listing: str) -> list[str]:
    """The libraries that ``ldd`` did not find, of what it printed: ``libEGL.so.1 => not found``."""
    return sorted({line.split()[0] for line in listing.splitlines() if line.rstrip().endswith("=> not found")})


def advice(libraries: Sequence[str], systems: Sequence[str]) -> str:
    """The command that installs the libraries, on the first of ``systems`` that is known, else on each that is."""
    known = [library for library in libraries if library in PACKAGES]
    unknown = [library for library in libraries if library not in PACKAGES]
    own = next((FAMILIES.get(name, name) for name in systems if FAMILIES.get(name, name) in INSTALL), None)
    lines = ["The window needs system libraries that are not here. As root:"] if known else []
    for column, (system, command) in enumerate(INSTALL.items()):
        if known and own in (None, system):
            names = sorted({PACKAGES[library][column] for library in known})
            lines.append(f"    {command} {' '.join(names)}" + ("" if own else f"    # {system}"))
    if unknown:
        lines.append(f"Missing, in a package this program does not know: {', '.join(unknown)}")
    return "\n".join(lines)


def missing_packages(plugin: str) -> str:
    """What to install for a window on this platform plugin; "" where nothing lacks, and on a system without ``ldd``."""
    files = [str(path) for path in qt_files(plugin)]
    if shutil.which("ldd") is None or not files:
        return ""
    listing = subprocess.run(["ldd", *files], capture_output=True, text=True, errors="replace", check=False).stdout
    libraries = missing(listing)
    return advice(libraries, systems()) if libraries else ""


def systems() -> list[str]:
    """What the system calls itself, and those it is like: ["ubuntu", "debian"]; none where it does not say."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release["ID"], *release.get("ID_LIKE", "").split()]


if __name__ == "__main__":
    message = missing_packages(sys.argv[1] if len(sys.argv) > 1 else used_platform(os.environ))
    if message:
        print(message, file=sys.stderr)
