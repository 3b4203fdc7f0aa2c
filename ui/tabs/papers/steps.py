"""The steps that are no typing: sections moved, left out, removed and added, reasons given, figures corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.errors import Refused
from app.papers import shelf
from app.papers.paper import Finding
from ui.desk import Desk
from ui.tabs.papers.keeping import Keeping

Say = Callable[[str], None]


class Steps:
    """Each is one step in the file; what is typed is saved before it, so that it is never taken along by an undo."""

    def __init__(self, desk: Desk, keeping: Keeping, paper_id: str, say: Say, read: Callable[[], None]) -> None:
        self._desk, self._keeping, self._paper_id, self._say, self._read = desk, keeping, paper_id, say, read

    def move(self, section_id: str, by: int) -> None:
        """Move a section up (below nought) or down."""
        if self._is_there(section_id):
            self._do("Move a section", shelf.move_section, section_id, by=by)

    def place(self, section_id: str, before: str | None) -> None:
        """Put a section before another, or last."""
        if self._is_there(section_id):
            self._do("Move a section", shelf.place_section, section_id, before=before)

    def print_section(self, section_id: str, printed: bool) -> None:
        """Leave a section out of print, or take it in again."""
        if self._is_there(section_id):
            name = "Print a section" if printed else "Leave a section out"
            self._do(name, shelf.print_section, section_id, printed=printed)

    def remove(self, section_id: str, heading: str) -> None:
        """Take a section out of the paper."""
        if self._is_there(section_id):
            words = f"Removed “{heading}”. Ctrl+Z brings it back."
            self._do(f"Remove section “{heading}”", shelf.remove_section, section_id, then=lambda _: self._say(words))

    def add(
        self,
        then: Callable[[str], None],
        *,
        after: str | None,
        heading: str,
        shows: str,
        level: int,
        subject_id: str | None,
    ) -> None:
        """Add a section after another; `then` gets its id."""
        given: dict[str, Any] = {
            "after": after,
            "heading": heading,
            "shows": shows,
            "level": level,
            "subject_id": subject_id,
        }
        self._do("Add a section", shelf.add_section, self._paper_id, then=then, **given)

    def give_reason(self, about: str, key: str, text: str) -> None:
        """Say why a figure stays as it is or why something changed; nothing takes it back."""
        draft = self._keeping.draft
        if draft is None:
            return
        name = "Give a reason" if text else "Take a reason back"
        before = draft.record.reasons.get((about, key), "")
        given: dict[str, Any] = {"about": about, "key": key, "text": text, "before": before}
        self._do(name, shelf.give_reason, self._paper_id, refused=self._on_refused, **given)

    def correct(self, finding: Finding) -> None:
        """Make a stated figure what its rows come to."""
        from app.papers.guard import correct

        name = f"Correct a stated figure to {finding.computed}"
        self._do(name, correct, finding.stated_id, pence=finding.pence)

    def _on_refused(self, refusal: Refused) -> None:
        """Say it, and show how the paper stands now: what was typed is still where it was typed."""
        self._desk.refused.emit(refusal)
        self._read()

    def _is_there(self, section_id: str) -> bool:
        draft = self._keeping.draft
        return draft is not None and not self._desk.read_only and draft.has_section(section_id)

    def _do(
        self,
        name: str,
        use_case: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        **given: Any,
    ) -> None:
        self._keeping.save()
        self._desk.write(name, use_case, *args, then=then, refused=refused, **given)
