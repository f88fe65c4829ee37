"""Compiles the kernel that reads narrow weights, where there is a C compiler, and puts it into the wheel: a hook of Hatchling.

``python hatch_build.py`` does it in place. Without a compiler the app runs its networks in float32 by NumPy.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # when it is not Hatchling that runs this
    BuildHookInterface = object

FOLDER = Path(__file__).parent / "model/kernel"
SOURCE = "product.c"
NAME = {"win32": "product.dll", "darwin": "product.dylib"}.get(sys.platform, "product.so")
# No fused operations: every processor is to give the same sums
MSVC = ["/O2", "/fp:precise", "/std:c11"]
OTHERS = ["-O3", "-g0", "-ffp-contract=off", "-fvisibility=hidden", "-fPIC"]


class KernelHook(BuildHookInterface):  # type: ignore[misc]
    """Makes the wheel one of this system, for any Python; an editable one finds the kernel where it lies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by Hatchling before it builds."""
        made = compile_kernel()
        if made is None:
            return
        build_data["artifacts"].append(f"model/kernel/{NAME}")
        if version == "standard":
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


def compile_kernel() -> Path | None:
    """The library, compiled anew; None without a compiler that can, and then one from before is gone, too."""
    target = FOLDER / NAME
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / NAME
        with contextlib.suppress(Exception):  # whatever a compiler lacks, the app does without it
            _compile(name, made)
        if not made.exists():
            print("no C compiler: the app will run its networks in float32, slower (inkapp --version)", file=sys.stderr)
            return None
        beside = target.with_suffix(".new")
        shutil.copyfile(made, beside)
        os.replace(beside, target)  # at once: a library that is in use is not written over
    return target


def _compile(folder: str, made: Path) -> None:
    importlib.import_module("setuptools")  # has what was distutils
    from distutils.ccompiler import new_compiler
    from distutils.sysconfig import customize_compiler

    compiler = new_compiler()
    customize_compiler(compiler)
    flags = MSVC if getattr(compiler, "compiler_type", "") == "msvc" else OTHERS
    objects = compiler.compile([str(FOLDER / SOURCE)], output_dir=folder, extra_postargs=flags)
    compiler.link_shared_object(objects, str(made))


if __name__ == "__main__":
    print(compile_kernel())
