"""Where the frozen `commissioning-desk` starts; the same as `python -m ui`."""

import sys

from ui.__main__ import start

sys.exit(start())
