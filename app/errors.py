"""The kinds of failure a person can mend, each carrying its sentence.

Anything else that is raised is a fault of the desk and reaches the one hook that logs it.
"""

from __future__ import annotations


class Refused(Exception):
    """The desk will not do it, and the person can mend that: `message` is for them, `field` names the box."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody saved the same record first; nothing was overwritten. `version` is that of their save, where known.

    Saved again with it, the person's own values go over theirs, now knowingly.
    """

    def __init__(self, message: str, field: str | None = None, *, version: int | None = None) -> None:
        super().__init__(message, field)
        self.version = version


class Arrived(Stale):
    """One's own earlier save, of which nobody knew, is in the file after all; nothing was saved a second time."""


class NeedsApproval(Refused):
    """It can be done once a named approver is given; `over_pence` is the sum above what is left, in pence."""

    def __init__(self, message: str, over_pence: int, field: str | None = None) -> None:
        super().__init__(message, field)
        self.over_pence = over_pence


class CannotOpen(Refused):
    """The office file cannot be opened; its bytes are as they were. `problem` is why in one word, where it is known."""

    def __init__(self, message: str, *, damaged: bool = False, problem: str = "") -> None:
        super().__init__(message)
        self.damaged = damaged
        self.problem = problem


class FileTrouble(Refused):
    """The office file did not answer as it should during a read or a save; nothing was half-done."""


class NotSaved(FileTrouble):
    """It is known that the save is not in the file: what was typed is kept on this laptop and can be saved again."""


class Damaged(FileTrouble):
    """The file answered twice, over two connections, that its pages are not as they should be. Nothing is repaired."""


class Unknown(FileTrouble):
    """The file cannot be asked whether the save arrived; it is kept on this laptop and looked up when it answers."""
