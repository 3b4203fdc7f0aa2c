"""Running a piece of the desk in a process of its own that dies just before it gives a certain file its name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

KILLED = 9
_BEFORE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from app.who import Who

what, _, name = sys.argv.pop().partition(" ")
link, rename = os.link, Path.rename

def dying_link(source, to):
    if what == "link" and Path(to).name.startswith(name):
        os._exit(9)
    link(source, to)

def dying_rename(self, to):
    if what == "rename" and self.name.startswith(name) and (self.name == name or "." not in name):
        os._exit(9)
    return rename(self, to)

os.link, Path.rename = dying_link, dying_rename
"""


def killed_at(before: str, script: str, *arguments: Path) -> None:
    """Run the script till just before `link NAME` or `rename NAME` (a file name or its beginning), or to its end."""
    command = [sys.executable, "-c", _BEFORE + script, *map(str, arguments), before]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == (0 if before == "the end" else KILLED), done.stderr
