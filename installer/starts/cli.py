"""Where the frozen `commissioning-desk-cli` starts; the same as `python -m app`."""

import sys

from app.__main__ import main

sys.exit(main())
