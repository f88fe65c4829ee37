"""``python main.py [FILE]``: the app from a checkout, without installing it. Commands too: see ``inkapp/__main__.py``."""

import sys

from inkapp.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
