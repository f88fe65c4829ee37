"""The app: pages of ink, the way to the network and back, the window, and files of other formats.

Imports go one way: ``ui → inspect → live → model`` and ``ui → formats → ink``; ``ink`` and ``model`` import nothing of the
rest. ``pyproject.toml`` has the contracts.
"""

__version__ = "0.2.0"
