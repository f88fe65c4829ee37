"""Which Debian packages a window needs that are not there: ``python tools/libraries.py [window|offscreen]``.

Knows: what Qt's own files ask the system for, and in which package each of those libraries is.
Refuses to know: passwords. It installs nothing: it says the line that would, and ends with status 1.
On a system without ``ldd`` (no Linux) there is nothing to look for.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

MODULES = ("QtWidgets", "QtSvg", "QtPrintSupport", "QtDBus")
PLUGINS = {"window": ("platforms/libqxcb.so",), "offscreen": ("platforms/libqoffscreen.so",)}
# Debian 12's names; Debian 13 and Ubuntu 24.04 take libglib2.0-0 for libglib2.0-0t64
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinput.so.0": "libxcb-xinput0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


def qt_files(purpose: str) -> list[Path]:
    """Qt's files that a window (or a test without one) loads. Raises FileNotFoundError without PySide6."""
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("PySide6 is not installed")
    home = Path(spec.submodule_search_locations[0])
    modules = [path for name in MODULES for path in sorted(home.glob(f"{name}.*so"))]
    return modules + [home / "Qt" / "plugins" / plugin for plugin in PLUGINS[purpose]]


def missing(listing: str) -> list[str]:
    """The libraries that ``ldd`` did not find, of what it printed: ``libEGL.so.1 => not found``."""
    return sorted({line.split()[0] for line in listing.splitlines() if line.rstrip().endswith("=> not found")})


def advice(libraries: list[str]) -> str:
    """What to say of them: the packages in one line to be copied, and any library whose package is not known."""
    packages = sorted({PACKAGES[library] for library in libraries if library in PACKAGES})
    unknown = [library for library in libraries if library not in PACKAGES]
    lines = ["The window needs system libraries that are not here. On Debian and Ubuntu, as root:"] if packages else []
    if packages:
        lines.append(f"    apt install {' '.join(packages)}")
    if unknown:
        lines.append(f"Missing, in a package this program does not know: {', '.join(unknown)}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Returns the exit status."""
    purpose = arguments[0] if arguments else "window"
    if purpose not in PLUGINS or len(arguments) > 1:
        print(f"usage: libraries.py [{'|'.join(PLUGINS)}]", file=sys.stderr)
        return 2
    if shutil.which("ldd") is None:
        return 0
    files = [str(path) for path in qt_files(purpose) if path.exists()]
    listing = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout
    libraries = missing(listing)
    if libraries:
        print(advice(libraries), file=sys.stderr)
    return 1 if libraries else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
