"""What both programs read of what is typed behind their names, and how they refuse the rest."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from app import console

REFUSED = 1
_UNKNOWN = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """Refuses in one sentence and ends with 1; where nobody can read it, the sentence goes to the log."""

    def error(self, message: str) -> NoReturn:
        words = "{prog}: {message}. Add --help to see what it takes."
        if sys.stderr is None:
            console.write_down(words.format(prog=self.prog, message=_without_values(message)))
        self.exit(REFUSED, words.format(prog=self.prog, message=message) + "\n")

    def add_common(self) -> None:
        """What both programs take: --version and --selftest DIR."""
        from app.who import VERSION

        self.add_argument("--version", action="version", version=VERSION)
        self.add_argument(
            "--selftest",
            metavar="DIR",
            help="try this program out in a folder of its own, leaving result.json there; 0 when all is well",
        )


def _without_values(message: str) -> str:
    """What is not understood without the names and folders in it, as the log goes to IT; options stay."""
    before, unknown, typed = message.partition(_UNKNOWN)
    options = (one.partition("=")[0] if one.startswith("-") else "…" for one in typed.split())
    return re.sub("'.*'", "'…'", before) + unknown + " ".join(dict.fromkeys(options))
