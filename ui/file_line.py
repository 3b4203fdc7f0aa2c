"""What the window's file line says of the office file, and what it offers the person to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app import filestate
from app.filestate import Stated

if TYPE_CHECKING:
    from app.filestate import Waiting
    from app.presence import Neighbour

KEEP, KEPT = "keep", "kept"
"""What may be offered: to stop waiting and keep what was typed here, and to see what is kept."""


class FileLine:
    """The last thing done, who else is in and who is saving, told as words, icon and tone whenever it is asked.

    `stated` gets these three; `offered` a word for what the person may do, and the words of its button, or both empty.
    """

    def __init__(self, stated: Callable[[str, str, str], None], offered: Callable[[str, str], None]) -> None:
        self._stated, self._offered = stated, offered
        self.words = ""
        """The last thing done, such as “Saved 14:32”."""
        self.look_only = filestate.READ_ONLY
        """Why one may only look, where that is so."""
        self.holder = ""
        """Who is saving, and on which machine; empty for nobody."""
        self._here = ""
        self._offer = ("", "")

    def begin(self, words: str, look_only: str) -> None:
        """Another file is open; `look_only` is why it may only be looked at, empty where it is read-only for them."""
        self.words, self._here = words, ""
        self.look_only = Stated(look_only, "lock", "warn") if look_only else filestate.READ_ONLY

    def set_here(self, neighbours: Sequence[Neighbour]) -> None:
        """Who else is in, and so who is saving now."""
        from app.presence import holder, who_is_here

        saving = holder(neighbours)
        self._here = who_is_here(neighbours)
        self.holder = f"{saving.user} ({saving.machine})" if saving else ""

    def say(self, told: Stated) -> None:
        """Say this now."""
        self._stated(told.words, told.icon, told.tone)

    def say_why(self, told: Waiting) -> None:
        """Say why a save is waited for."""
        from datetime import datetime

        self.say(filestate.waiting(told, datetime.now(), self.holder))

    def rest(self, *, away: bool, read_only: bool, kept: int) -> None:
        """Say how the file stands when nothing is on its way, and offer what may be done about it."""
        if self._offer[0] != KEEP:
            self._offer_now(KEPT if kept else "", f"{kept} kept here…" if kept else "")
        if away:
            self.say(filestate.GONE)
        elif read_only:
            self.say(self.look_only)
        else:
            self.say(filestate.at_rest(self.words, self._here, kept))

    def offer_to_keep(self, *, saving: bool) -> None:
        """Offer to wait no longer: for a save, or only for something to read."""
        self._offer_now(KEEP, "Keep my changes here" if saving else "Stop waiting")

    def offer_no_more(self) -> None:
        """Nothing is waited for any more."""
        if self._offer[0] == KEEP:
            self._offer_now("", "")

    def _offer_now(self, what: str, words: str) -> None:
        if (what, words) != self._offer:
            self._offer = (what, words)
            self._offered(what, words)
