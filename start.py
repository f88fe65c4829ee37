"""Sets up what a command needs in ``.venv``, once, and runs it: ``python start.py [run|test|setup] [ARGUMENT] ...``.

``make run``, ``make test`` and ``make setup`` come here; on Windows it is ``py start.py``. The standard library alone, and
nothing that Python 3.6 cannot parse, so that an old Python can say which one is needed.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from typing import NamedTuple

ROOT = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(HOME, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
OLDEST = (3, 11)
INTERRUPTED = 130
# A worker a core, each file's tests in one of them; eight of them want some 8 GB. Later arguments win: -n 0 is one process
ON_ALL_CORES = ["-n", "auto", "--maxprocesses", "8", "--dist", "loadfile"]
USAGE = """usage: python start.py [run] [FILE]          the app, or one of its commands
       python start.py test [ARGUMENT] ...   the tests
       python start.py setup                 all that developers need, in .venv"""


class SetupError(Exception):
    """Why nothing can be set up, and what helps, in one line."""


SetUp = NamedTuple("SetUp", [("name", str), ("packages", str), ("pins", str), ("size", str)])  # noqa: UP014
APP = SetUp("app", ".", "", "about 100 MB to download, once")
DEVELOPERS = SetUp("developers", ".[dev]", "constraints.txt", "torch too: 300 MB to several GB to download, once")


def main(arguments: "list[str]") -> int:
    """Returns the exit status."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    command, given = (
        (arguments[0], arguments[1:]) if arguments[:1] in (["run"], ["test"], ["setup"]) else ("run", arguments)
    )
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        if sys.version_info < OLDEST:
            raise SetupError(_too_old())
        if command == "run":
            set_up(APP, DEVELOPERS)
            return run([PYTHON, os.path.join(ROOT, "main.py"), *given])
        set_up(DEVELOPERS)
        if command == "setup":
            return 0
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        run([PYTHON, "-m", "inkapp.qt_libraries"], ROOT)
        return run([PYTHON, "-m", "pytest", *ON_ALL_CORES, *given], ROOT)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: the same command goes on from here", file=sys.stderr)
        return INTERRUPTED


def set_up(wanted: SetUp, *larger: SetUp) -> None:
    """Installs ``wanted``, unless it or one of the larger that hold it is there already. Raises SetupError."""
    if os.path.exists(PYTHON) and any(_is_installed(one) for one in (wanted, *larger)):
        return
    _make_environment()
    if os.path.exists(_stamp(wanted)):
        os.remove(_stamp(wanted))
    print(f"Setting up .venv ({wanted.size})", flush=True)
    pins = ["-c", os.path.join(ROOT, wanted.pins)] if wanted.pins else []
    install = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", wanted.packages, *pins]
    if subprocess.call(install, cwd=ROOT):
        raise SetupError("The set-up did not end well; the same command tries again")
    with open(_stamp(wanted), "w", encoding="ascii") as stamp:
        stamp.write(_digest(wanted))


def run(command: "list[str]", folder: "str | None" = None) -> int:
    """Runs a command to its end; returns its exit status. Ctrl+C is the command's alone: it may ask about unsaved ink."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)  # SIG_IGN would be inherited
    try:
        return subprocess.call(command, cwd=folder)
    finally:
        signal.signal(signal.SIGINT, before)


def _make_environment() -> None:
    """Makes ``.venv``, unless there is one that works. Raises SetupError."""
    works = f"import sys, pip; sys.exit(sys.version_info < {OLDEST!r})"
    if os.path.exists(PYTHON) and not subprocess.call([PYTHON, "-c", works], stderr=subprocess.DEVNULL):
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetupError("Python's venv module is missing. On Debian, as root: apt install python3-venv") from None
    if subprocess.call([sys.executable, "-m", "venv", "--clear", HOME]):
        raise SetupError(f"{HOME} cannot be made")


def _too_old() -> str:
    newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    hint = f". Here is one: {newer[0]} start.py" if newer else ""
    return f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}){hint}"


def _stamp(wanted: SetUp) -> str:
    return os.path.join(HOME, f".{wanted.name}-installed")


def _is_installed(wanted: SetUp) -> bool:
    try:
        with open(_stamp(wanted), encoding="ascii") as stamp:
            return stamp.read() == _digest(wanted)
    except OSError:
        return False


def _digest(wanted: SetUp) -> str:
    """Changes with whatever decides what is installed."""
    found = hashlib.sha256(ROOT.encode("utf-8", "surrogateescape"))
    for name in filter(None, ("pyproject.toml", "hatch_build.py", "model/kernel/product.c", wanted.pins)):
        with open(os.path.join(ROOT, name), "rb") as file:
            found.update(file.read())
    return found.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
