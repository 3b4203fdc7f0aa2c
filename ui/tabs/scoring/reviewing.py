"""Every outcome of a stage on one page, what stands in the way, and the one save that commits all of them.

What is committed is what stands here: where anything of it was changed meanwhile, nothing is committed, the page says
so, and shows it as it is by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy
from shiboken6 import isValid

from app.decisions import committing, decision_fields
from app.fields import Field
from app.grants.headlines import counted
from app.listing import Line, Listing
from app.money import Pence, format_pence
from app.recommendations.outcome_fields import outcome_words
from app.recommendations.outcome_list import outcome_list
from app.recommendations.review import Obstacle, Review, review
from app.years import SLASH
from ui.desk import Desk
from ui.edits import Spec, editor
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.asking import Asker
from ui.kit.form import Form, RecordForm
from ui.kit.panel import Panel
from ui.kit.parts import FactRows, Section
from ui.kit.split import ListAndRecord, Record
from ui.kit.table import ListView
from ui.kit.words import plain

if TYPE_CHECKING:
    from app.door import Saved

ABOUT = (
    "Committing makes the decisions that are to be approved, and a letter for every bid. From then on what is in the "
    "decision counts."
)
SHOWN = ("bid", "rank", "requested", "outcome", "given", "reserve_amount", "reasons", "state")
"""The columns of the list; the view of outcomes has more."""
SHOWN_LARGE = ("bid", "rank", "outcome", "given", "state")
"""The same at large text."""
LEAST = 420
"""The least height of list and record, in px at the usual size of text."""
MOST = 12
"""So many obstacles stand here with a link each; the list marks every bid that has one."""
FIRST_SETTLE = "Settle first what stands in the way."
CHANGED = "What stands below is as it is now. Look at it again, then commit."
OTHERWISE = "What stands below is as it was before, and cannot be committed any more."
GO = "Go to the bid"
LOOK_AGAIN = "Look again"


def commit_spec(found: Review, *, title: str, year: int, day: date) -> Spec:
    """The form that commits what was looked at: how many decisions, what they are called, and their financial year."""
    return Spec(
        "Commit all of it",
        "Commit all outcomes",
        "Commit outcomes",
        (
            Field("sheets", "This makes", "choice", True, decision_fields.SHEETS),
            Field("title", "Title", help=f"Leave it empty for “{title}”."),
            Field(
                "year",
                "Financial year of the decision",
                "year",
                True,
                help="Until it is signed: it is numbered in the year of that day.",
            ),
        ),
        committing.commit,
        {"sheets": decision_fields.ONE, "title": "", "year": year},
        (found.stage_id,),
        {"seen": found.digest, "day": day},
    )


class ReviewPanel(Panel):
    """The list with the sums, the obstacles and the form beside it; Ctrl+S commits, Enter on a line goes to its bid."""

    committed = Signal(object, int)
    """The ids of the decisions that were made, and their financial year."""
    bid_asked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        asker: Asker,
        found: Review,
        spec: Callable[[Review], Spec],
        *,
        day: date,
        year_style: str = SLASH,
    ) -> None:
        super().__init__("All outcomes, to be committed in one step", ABOUT)
        self.review = found
        self._desk, self._asker, self._make_spec, self._day, self._style = desk, asker, spec, day, year_style
        self._asked = 0
        self._is_done = False
        self.form: RecordForm
        self._build()
        self._show()
        desk.changed.connect(self._on_saved)
        desk.others_saved.connect(self._on_others_saved)

    def take_keyboard(self) -> None:
        self.list.setFocus()

    def may_leave(self) -> bool:
        return self.form.may_leave()

    # building

    def _build(self) -> None:
        now = theme.current()
        self.changed_words = Alert("", tone="warn")
        self.changed_words.hide()
        self.changed_words.followed.connect(self._look_again)
        self.list = ListView("All outcomes", tones=TONES, empty="No bid is scored at this stage.")
        self.record = Record("The sums, what stands in the way, and the form")
        self.split = ListAndRecord(self.list, self.record, "scoring/review")
        # list and record scroll in themselves, however much is in them
        self.split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.split.setMinimumHeight(now.gap(LEAST))
        self.column.addWidget(self.changed_words)
        self.column.addWidget(self.split, 1)
        self.list.opened.connect(self.bid_asked)

    # showing

    def _show(self) -> None:
        found = self.review
        self.list.show_listing(_narrowed(outcome_list(found)))
        if not self.list.chosen_id():
            self.list.choose_first()
        self.record.begin("What it comes to")
        self.record.add(FactRows(_sums(found)))
        if found.in_the_way:
            self.record.add(self._obstacles(found.in_the_way))
        self._make_form()
        if found.told:
            self.record.add(_told(found.told))

    def _obstacles(self, every: Sequence[Obstacle]) -> Section:
        """What is to be settled first, each with a link to its bid."""
        section = Section("What stands in the way")
        for one in every[:MOST]:
            is_of_bid = bool(one.application_id)
            alert = Alert(
                f"{one.who}." if is_of_bid else one.what, one.what if is_of_bid else "", GO if is_of_bid else ""
            )
            alert.followed.connect(partial(self.bid_asked.emit, one.application_id))
            section.add(alert)
        if (more := len(every) - MOST) > 0:
            section.add(plain(f"And {more:,} more, marked in the list.", "small", tone="second"))
        return section

    def _make_form(self) -> None:
        spec = self._make_spec(self.review)
        self.form = editor(
            spec,
            self._desk,
            self._asker,
            saved=self._on_committed,
            left=self.leave,
            stale=self._on_stale,
            year_style=self._style,
            form=Form(spec.fields, year_style=self._style),
        )
        self.form.cancel_button.setText("Close")
        if not self.review.may_commit:
            self.form.save_button.forbid(FIRST_SETTLE, "Settle first what is in the way")
        self.record.add(Section(spec.title, self.form))

    # what is saved meanwhile

    def _on_saved(self, _: Any) -> None:
        """A save of this desk, such as one that was taken back, may have changed what stands here."""
        self._look("This has changed.")

    def _on_others_saved(self, steps: list[Saved]) -> None:
        self._look(f"{steps[-1].user} has saved “{steps[-1].name}”.")

    def _look(self, what: str) -> None:
        """Say that something else would be committed by now. What stands here stays until the person looks again."""

        def then(found: Review) -> None:
            if found.digest != self.review.digest:
                self.changed_words.say(what, OTHERWISE, LOOK_AGAIN)
                self.changed_words.show()

        self._read(then)

    def _look_again(self) -> None:
        self._read(self._show_anew)

    def _on_stale(self) -> None:
        """The commit was refused, as somebody has saved what differs from what stands here: shown as it is now."""
        said = " ".join(self.form.form.refusals().values())
        more = said.replace(committing.SEEN_OTHERWISE, CHANGED)

        def then(found: Review) -> None:
            self._show_anew(found)
            self.changed_words.say("Nothing was committed.", more)
            self.changed_words.show()

        self._read(then)

    def _read(self, then: Callable[[Review], None]) -> None:
        """Read all of it again; only the newest answer counts."""
        self._asked += 1
        asked = self._asked

        def read(found: Review) -> None:
            if isValid(self) and not self._is_done and asked == self._asked:
                then(found)

        self._desk.read(read, review, self.review.stage_id, day=self._day)

    def _show_anew(self, found: Review) -> None:
        """The page as the file has it now, with what was typed into its form."""
        typed = self.form.form.typed()
        self.review = found
        self.changed_words.hide()
        self.form.given_up.emit()  # what was typed goes on in the form that takes its place
        self._show()
        self.form.form.type_back(typed, self.form.form.original_values())
        self.take_keyboard()

    def _on_committed(self, made: Any) -> None:
        self._is_done = True
        year = (self.form.form.values() or {}).get("year")
        self.committed.emit(tuple(made or ()), int(year or 0))


def _sums(found: Review) -> list[tuple[str, str]]:
    """What there is to give, what is given of it, and how many bids have which outcome."""
    purse = found.purse
    facts = [
        ("Pot", format_pence(purse.pot)),
        ("May be gone over by", format_pence(purse.over) if purse.over else ""),
        ("Decided before", format_pence(purse.committed) if purse.committed else ""),
        ("Given now", format_pence(found.given)),
        ("Left", format_pence(purse.left)),
    ]
    for key, count in found.counts.items():
        if count:
            amount = found.amounts.get(key, Pence(0))
            facts.append((outcome_words(key), counted(count, "bid") + (f", {format_pence(amount)}" if amount else "")))
    return [fact for fact in facts if fact[1]]


def _told(every: Sequence[Obstacle]) -> Section:
    """What need not be settled first and is to be known."""
    section = Section("To be known before")
    for one in every[:MOST]:
        section.add(plain(one.sentence, "small", tone="second", wrap=True))
    if (more := len(every) - MOST) > 0:
        section.add(plain(f"And {more:,} more, in the records of the bids.", "small", tone="second"))
    return section


def _narrowed(listing: Listing) -> Listing:
    """The columns that are read before committing: the reference stands before the name."""
    keys = [column.key for column in listing.columns]
    shown = SHOWN_LARGE if theme.current().large else SHOWN
    at = {key: keys.index(key) for key in (*shown, "reference")}
    lines = tuple(
        replace(one, cells=tuple(_called(one, key, at) if key == "bid" else one.cells[at[key]] for key in shown))
        for one in listing.lines
    )
    return replace(listing, columns=tuple(listing.columns[at[key]] for key in shown), lines=lines)


def _called(one: Line, key: str, at: Mapping[str, int]) -> str:
    return f"{one.cells[at['reference']]} {one.cells[at[key]]}"


TONES = {
    "Fund": "ok",
    "Fund in part": "ok",
    "Reserve list": "warn",
    "Committed": "mute",
    "In the way": "bad",
    "Ready": "ok",
    "None yet": "bad",
}
"""The colours of outcomes and of how they stand."""
