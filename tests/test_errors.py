"""The app's errors are one tree, and its drawing is whole."""

from __future__ import annotations

import importlib
import pkgutil

import inkapp
from inkapp.formats.svg.attributes import DamagedAttribute
from inkapp.formats.svg.path_data import DamagedPath
from inkapp.ink import errors
from inkapp.ink.errors import InkError


def _errors() -> set[type[BaseException]]:
    found = set()
    for module in pkgutil.walk_packages(inkapp.__path__, "inkapp."):
        if module.name != "inkapp.__main__":
            things = vars(importlib.import_module(module.name)).values()
            found |= {thing for thing in things if isinstance(thing, type) and issubclass(thing, BaseException)}
    own = {error for error in found if error.__module__.startswith("inkapp.")}
    return own - {
        DamagedPath,
        DamagedAttribute,
    }  # caught where the SVG reader asked: what they are about is left out


def test_every_error_of_the_app_is_in_the_tree():
    found = _errors()
    assert InkError in found and len(found) > 3
    for error in found:
        assert issubclass(error, InkError), f"{error.__name__} has another root"
        assert f" {error.__name__} " in (errors.__doc__ or ""), f"{error.__name__} is not drawn"
