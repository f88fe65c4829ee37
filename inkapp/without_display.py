"""What the app does where it cannot show a window: the example page is continued into ``continued.svg``.

What that needs is imported then: a window asks no more than whether there is a display.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from assets import EXAMPLES


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be expected to find a screen."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def continue_example(why: str) -> int:
    """Says why there is no window and continues the example page; returns the exit status."""
    from inkapp import cli

    examples = sorted(EXAMPLES.glob("*.ink"))
    if not examples:
        print(f"inkapp: {why}, and no example page to continue", file=sys.stderr)
        return cli.FAILED
    print(f"inkapp: {why}, so no window; continuing {examples[0].name} into an SVG instead", flush=True)
    return cli.main(["continue", str(examples[0]), "-o", "continued.svg"])


def display_failed(why: str) -> int:
    """The same where there is a display and Qt cannot use it; names the packages of system libraries that it lacks."""
    from inkapp import qt_libraries

    packages = qt_libraries.missing_packages(qt_libraries.used_platform(os.environ))
    if packages:
        print(packages, file=sys.stderr, flush=True)
    return continue_example(why)
