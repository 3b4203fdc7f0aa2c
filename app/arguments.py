"""What both programs read of what is typed behind their names, and how they refuse the rest."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from app import console

REFUSED = 1


class Parser(argparse.ArgumentParser):
    """Refuses in one sentence and ends with 1; where nobody can read it, the sentence goes to the log."""

    def error(self, message: str) -> NoReturn:
        words = f"{self.prog}: {message}. Add --help to see what it takes."
        if sys.stderr is None:
            console.write_down(words)
        self.exit(REFUSED, f"{words}\n")

    def add_common(self) -> None:
        """What both programs take: --version and --selftest DIR."""
        from app.who import VERSION

        self.add_argument("--version", action="version", version=VERSION)
        self.add_argument(
            "--selftest",
            metavar="DIR",
            help="try this program out in a folder of its own, leaving result.json there; 0 when all is well",
        )
