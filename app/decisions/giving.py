"""What a decision sheet gives, line by line, saved as a grid. Amounts are pence.

The bids of a sheet are those it was committed with. Who has the money is the applicant, and how much was recommended;
in a decision that takes another's place, how much and the outcome are decided anew. A sheet without bids has lines that
are typed freely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app import organisations, records
from app.cells import place_of
from app.decisions import decision_fields as fields
from app.decisions import reading
from app.decisions.drafting import refuse_unseen, written
from app.decisions.lacking import moved_on, refuse_above
from app.decisions.parts import AwardRecord, DecisionSheetRecord
from app.errors import Refused
from app.grants.bank_words import refuse as without_bank_details
from app.grants.reading import application
from app.money import MOST_PENCE, format_pence
from app.recommendations.outcome_fields import OUTCOMES, outcome_words, read_outcome
from app.recommendations.parts import GIVEN, Outcome
from db.decision_sheets import DecisionAward, DecisionSheet

Cell = int | str
Cells = Mapping[str, Cell]
COMMITTED = "What a bid has was committed with the recommendations. Withdraw this sheet to recommend something else."
_COLUMNS = (fields.PAYEE, fields.PURPOSE, fields.OUTCOME, fields.AMOUNT, fields.CONDITIONS)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was typed and read; `box` is its row in the form."""

    payee: str
    purpose: str
    outcome: Outcome
    amount: int
    conditions: str
    box: str


def set_awards(session: Session, sheet_id: str, *, awards: Cells, was: Cells) -> None:
    """Save what a sheet gives, by `award_id:column`; rows `new-1` on are new lines, and one that is emptied goes.

    The columns are `payee`, `purpose`, `outcome` (its code or its words, “Fund” where it is empty), `amount` in pence
    and `conditions`. `was` is the grid as the person saw it. Raises Refused (at `awards:row:column`), Stale.
    """
    records.in_use(session, DecisionSheet, sheet_id)
    sheet = reading.sheet(session, sheet_id)
    after, before = _plain(awards), _plain(was)
    changed = [key for key in {**before, **after} if after.get(key) != before.get(key)]
    if not changed:
        return
    present = _plain(fields.awards_cells(sheet.awards))
    refuse_unseen(session, sheet, changed, before, present)
    row = written(session, sheet_id, None)
    _save(session, sheet, {key: after.get(key) for key in changed}, present)
    session.flush()
    _refuse_moved(session, sheet_id)
    records.touch(row)


def _save(session: Session, sheet: DecisionSheetRecord, changed: Mapping[str, Cell | None], present: Cells) -> None:
    known = {one.id: one for one in sheet.awards}
    for row in dict.fromkeys(place_of(key)[0] for key in changed):
        keys = {column: f"{row}:{column}" for column in _COLUMNS}
        cells = {
            column: changed[key] if key in changed else present.get(key)
            for column, key in keys.items()
            if (changed[key] if key in changed else present.get(key)) is not None
        }
        one, box = known.get(row), f"{fields.AWARDS}:{row}"
        if one is None and not row.startswith("new-"):
            raise Refused("This line is no longer in the decision. Close it and look again.", box)
        if not cells:
            _put_away(session, one, box)
            continue
        line = _read(cells, box)
        if one is not None and one.application_id:
            _write_bid(session, sheet, one, line)
        elif one is None and any(each.application_id for each in sheet.awards):
            raise Refused("The bids of a decision are those it was committed with.", f"{box}:{fields.PAYEE}")
        else:
            _write(session, sheet, one, line)


def _plain(cells: Mapping[str, Cell | None]) -> dict[str, Cell]:
    """The cells that hold something, texts without space around them, outcomes in their words."""
    found: dict[str, Cell] = {}
    for key, held in cells.items():
        cell = held.strip() if isinstance(held, str) else held
        if cell is None or cell == "":
            continue
        if place_of(key)[1] == fields.OUTCOME and (outcome := read_outcome(str(cell))) is not None:
            cell = outcome_words(outcome)
        if cell != 0:
            found[key] = cell
    return found


def _read(cells: Mapping[str, Any], box: str) -> _Line:
    payee = _text(cells, fields.PAYEE, "To whom it goes", box)
    purpose = _text(cells, fields.PURPOSE, "What it is for", box)
    said = str(cells.get(fields.OUTCOME, "fund"))
    outcome = read_outcome(said)
    if outcome is None:
        words = ", ".join(one.label.lower() for one in OUTCOMES)
        raise Refused(f"“{said}” is no outcome. Type one of: {words}.", f"{box}:{fields.OUTCOME}")
    amount = cells.get(fields.AMOUNT, 0)
    if not isinstance(amount, int) or not 0 <= amount <= MOST_PENCE:
        raise Refused(f"An amount is between £0 and {format_pence(MOST_PENCE)}.", f"{box}:{fields.AMOUNT}")
    if outcome in GIVEN and not amount:
        raise Refused(f"{payee}: Say how much it is to have.", f"{box}:{fields.AMOUNT}")
    if outcome in ("defer", "decline") and amount:
        raise Refused(f"{payee}: What is deferred or declined has no amount.", f"{box}:{fields.AMOUNT}")
    conditions = without_bank_details(str(cells.get(fields.CONDITIONS, "")), f"{box}:{fields.CONDITIONS}")
    return _Line(payee, purpose, outcome, amount, conditions, box)


def _text(cells: Mapping[str, Any], column: str, what: str, box: str) -> str:
    field = f"{box}:{column}"
    return without_bank_details(records.required(str(cells.get(column, "")), what, field), field)


def _put_away(session: Session, one: AwardRecord | None, box: str) -> None:
    if one is None:
        return
    if one.application_id:
        raise Refused("A bid stays in the decision it was committed with.", f"{box}:{fields.PURPOSE}")
    records.fetch(session, DecisionAward, one.id).archived = True


def _write(session: Session, sheet: DecisionSheetRecord, one: AwardRecord | None, line: _Line) -> None:
    """Write a line that is of no bid; its organisation is the one of that name, if the office knows one."""
    values = {
        "organisation_id": organisations.find(session, line.payee),
        "payee": line.payee,
        "purpose": line.purpose,
        "outcome": line.outcome,
        "amount_pence": line.amount,
        "conditions": line.conditions,
    }
    if one is None:
        position = records.next_position(session, DecisionAward)
        session.add(DecisionAward(sheet_id=sheet.id, position=position, application_id=None, **values))
        session.flush()
        return
    row = records.fetch(session, DecisionAward, one.id)
    for column, value in values.items():
        setattr(row, column, value)


def _write_bid(session: Session, sheet: DecisionSheetRecord, one: AwardRecord, line: _Line) -> None:
    row = records.fetch(session, DecisionAward, one.id)
    if line.payee != one.payee:
        raise Refused("A bid’s money goes to who applied for it.", f"{line.box}:{fields.PAYEE}")
    row.purpose, row.conditions = line.purpose, line.conditions
    if (line.outcome, line.amount) == (one.outcome, one.amount):
        return
    if not sheet.supersedes_id:
        column = fields.AMOUNT if line.outcome == one.outcome else fields.OUTCOME
        raise Refused(COMMITTED, f"{line.box}:{column}")
    a = application(session, one.application_id)
    refuse_above(a, line.amount, f"{line.box}:{fields.AMOUNT}")
    row.amount_pence = line.amount
    # a bid that is funded in part is one that has less than it asks for, whatever was typed
    is_all = line.amount == a.requested
    row.outcome = line.outcome if line.outcome not in GIVEN else "fund" if is_all else "reduced"


def _refuse_moved(session: Session, sheet_id: str) -> None:
    """Raise Refused where a bid is to have something else here, and is in another decision by now."""
    sheet = reading.sheet(session, sheet_id)
    if not sheet.supersedes_id:
        return
    if moved := moved_on(session, sheet, reading.sheet(session, sheet.supersedes_id)):
        raise Refused(
            f"{moved[0].payee}: it is part of another decision by now, and stays here as it was.",
            f"{fields.AWARDS}:{moved[0].id}:{fields.AMOUNT}",
        )
