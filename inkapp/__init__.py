"""The app: pages of ink, the road to the network, the window, and the way out to files.

Law of the house: ``ui → live → model`` and ``ui → export → ink``; ``ink`` and ``model`` know nobody.
"""

__version__ = "0.2.0"
