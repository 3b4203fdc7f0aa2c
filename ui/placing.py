"""Which office file the window begins with: whoever ranks highest says; where nobody does, the person is asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.policy import Setter, find, order

if TYPE_CHECKING:
    from app.policy import Found
    from ui.window import Window

TITLE = "The office file"
_NOT_YOURS = (
    "This is another file than your office’s:\n{file}\n\nYour office’s file, set by {by}:\n{office}\n\n"
    "What is saved in another file does not reach your colleagues. Open it all the same only where you mean to, for "
    "instance to look at a restored backup."
)
_NONE_TO_COMPARE = (
    "{trouble}\n\nYou asked for another file:\n{file}\n\nIf it is not the one your colleagues work in, what you save "
    "in it does not reach them."
)


def begin(window: Window, given: Path | None, last: Path | None) -> None:
    """Open the file that the highest place means, as `window.desk.managed` has it; the start page stays where none is.

    `given` is what the desk was started with, `last` the file that was open last. The drive may be slow to say what is
    there, so it is looked at on the file's own thread.
    """
    places = order(window.desk.managed, given, last)
    if not places:
        return
    if places[0].by is Setter.LAST:
        window.open(places[0].path)  # a file, and whether it is still there is found out as it is opened
    else:
        window.desk.look(partial(find, places), partial(_go_on, window))


def _go_on(window: Window, found: Found) -> None:
    if window.desk.wanted is not None:
        return  # the person has opened something meanwhile
    if found.stray is not None and _is_meant(window, found, found.stray):
        window.open(found.stray)
    elif found.path is not None:
        window.open(found.path)
    elif found.folder is not None:
        window.choose_file_in(found.folder)
    elif found.stray is None:
        window.asker.inform(TITLE, found.trouble)


def _is_meant(window: Window, found: Found, stray: Path) -> bool:
    """Whether the person opens another file than policy sets by their own choice, knowing what that means."""
    by = found.by.value if found.by is not None else ""
    file = _breakable(stray)
    if found.path is not None:
        text, no = _NOT_YOURS.format(file=file, office=_breakable(found.path), by=by), "Open the office’s file"
    elif found.folder is not None:
        text = _NOT_YOURS.format(file=file, office=f"one of those in {_breakable(found.folder)}", by=by)
        no = "Choose the office’s file"
    else:
        text, no = _NONE_TO_COMPARE.format(trouble=found.trouble, file=file), "Close"
    return window.asker.confirm(TITLE, text, "Open the other file", no)


def _breakable(path: Path) -> str:
    """A path that goes on in the next line between its folders, but never inside the two signs before a server."""
    from ui.kit.words import breakable

    return breakable(str(path)).replace("\\\\", "\\\N{WORD JOINER}\\")
