"""Writing a decision sheet: its boxes, its options, what it answers and what it gives. Amounts are pence.

It may be written until it is signed. Once it is for approval a change leaves the approvals given so far without force,
and whoever makes it has prepared the sheet too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import chosen, refuse_far
from app.decisions import beginning, persons, reading
from app.decisions import decision_fields as fields
from app.decisions.approving import at_version
from app.decisions.parts import DecisionSheetRecord
from app.errors import Refused
from app.fields import Field
from app.grants.bank_words import refuse as without_bank_details
from app.office import details
from app.years import FIRST, LAST
from db.base import Record
from db.contracts import Contract
from db.decision_sheets import DecisionImplication, DecisionOption, DecisionSheet
from db.funds import BudgetLine

OPEN = ("draft", "for approval")
"""The states in which a sheet may be written."""
NO_EXEMPTION = "Say under which exemption it is not published."
_BY_KEY: Mapping[str, Field] = {field.key: field for field in fields.SHEET}


def new(
    session: Session,
    *,
    kind: str,
    title: str,
    year: int,
    contract_id: str | None = "",
    line_id: str | None = "",
) -> str:
    """Begin a decision that does not come from a ranking; its id. `year` is the one it is expected in.

    Grants of a round are decided by committing what is recommended; one made here is for grants without a round. Raises
    Refused.
    """
    if not FIRST <= year <= LAST:
        raise Refused("That is not a financial year.", "year")
    row = DecisionSheet(
        **beginning.blank(
            kind=chosen(kind, fields.KINDS, "The kind of decision", "kind"),
            title=_title(title),
            year=year,
            marking=details(session).marking,
        )
        | {
            "contract_id": _about(session, Contract, contract_id, "contract_id"),
            "line_id": _about(session, BudgetLine, line_id, "line_id"),
            "prepared_by": persons.account(session),
        }
    )
    session.add(row)
    session.flush()
    session.add_all(beginning.unanswered(row.id, beginning.headings(session)))
    return row.id


def _about(session: Session, model: type[Record], row_id: str | None, field: str) -> str | None:
    if not row_id:
        return None
    row = session.get(model, row_id)
    if row is None or row.archived:
        raise Refused("This has been put away. Choose another.", field)
    return row_id


def change(session: Session, /, sheet_id: str, *, version: int | None, **values: Any) -> None:
    """Save boxes of a sheet, by their names in `decision_fields.SHEET`; those not given stay as they are.

    Raises Refused at the box of what is wrong, Stale.
    """
    row = written(session, sheet_id, version)
    for key, value in values.items():
        setattr(row, key, _read(key, value))
    if row.publication != "full" and not row.exemption:
        raise Refused(NO_EXEMPTION, "exemption")


# each of its forms by itself: what was typed into one is kept apart from what was typed into another


def change_decision(session: Session, /, sheet_id: str, *, version: int | None, **values: Any) -> None:
    """Save what is decided, who leads it and under which power: `decision_fields.THE_DECISION`. As `change`."""
    change(session, sheet_id, version=version, **values)


def change_advice(session: Session, /, sheet_id: str, *, version: int | None, **values: Any) -> None:
    """Save the advice on a sheet: `decision_fields.ADVICE`. As `change`."""
    change(session, sheet_id, version=version, **values)


def change_interests(session: Session, /, sheet_id: str, *, version: int | None, **values: Any) -> None:
    """Save that interests are confirmed: `decision_fields.INTERESTS`. As `change`."""
    change(session, sheet_id, version=version, **values)


def change_publication(session: Session, /, sheet_id: str, *, version: int | None, **values: Any) -> None:
    """Save how much of a sheet is published: `decision_fields.PUBLICATION`. As `change`."""
    change(session, sheet_id, version=version, **values)


def written(session: Session, sheet_id: str, version: int | None) -> DecisionSheet:
    """A sheet that may be written, about to be; who changes one that is for approval has prepared it too.

    Raises Refused, Stale.
    """
    row = at_version(session, sheet_id, version, OPEN)
    if row.state == "for approval":
        row.prepared_by = persons.prepared_too(row.prepared_by, persons.account(session))
    return row


def _read(key: str, value: Any) -> Any:
    """What a box holds once it was read. Raises Refused at it."""
    field = _BY_KEY.get(key)
    if field is None:
        raise Refused("A decision has no such box.", key)
    if field.kind == "yesno":
        return bool(value)
    if field.kind == "day":
        if value is not None and not isinstance(value, date):
            raise Refused(f"“{value}” is not a date.", key)
        refuse_far(value, key)
        return value
    if field.kind == "choice":
        return chosen(value, field.choices, field.label, key)
    if key == "title":
        return _title(value or "")
    return without_bank_details(value or "", key)


def _title(title: str) -> str:
    return " ".join(without_bank_details(records.required(title, "The title", "title"), "title").split())


# options


def add_option(
    session: Session, sheet_id: str, *, version: int | None, text: str, why: str = "", is_chosen: bool = False
) -> str:
    """Add an option to a sheet, the last; its id. One that is chosen takes the choice from the others.

    `version` is of the sheet. Raises Refused, Stale.
    """
    sheet = written(session, sheet_id, version)
    every = _options(session, sheet_id)
    row = DecisionOption(
        sheet_id=sheet_id,
        position=max((one.position for one in every), default=0) + 1,
        text=_said(text, "What could be decided", "text"),
        why=without_bank_details(why, "why"),
        is_chosen=bool(is_chosen),
    )
    session.add(row)
    session.flush()
    _choose_one(session, row)
    records.touch(sheet)
    return row.id


def change_option(
    session: Session, option_id: str, *, version: int | None, text: str, why: str = "", is_chosen: bool = False
) -> None:
    """Change an option; one that is chosen takes the choice from the others. `version` is the option's.

    Raises Refused, Stale.
    """
    row = _option(session, option_id, version)
    sheet = written(session, row.sheet_id, None)
    row.text = _said(text, "What could be decided", "text")
    row.why, row.is_chosen = without_bank_details(why, "why"), bool(is_chosen)
    _choose_one(session, row)
    records.touch(sheet)


def archive_option(session: Session, option_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an option away, or bring it back. Raises Refused, Stale."""
    row = records.at_version(session, DecisionOption, option_id, version)
    sheet = written(session, row.sheet_id, None)
    row.archived = not back
    session.flush()
    if back:
        _choose_one(session, row)
    records.touch(sheet)


def _option(session: Session, option_id: str, version: int | None) -> DecisionOption:
    records.in_use(session, DecisionOption, option_id)
    return records.at_version(session, DecisionOption, option_id, version)


def _choose_one(session: Session, row: DecisionOption) -> None:
    """Take the choice from the other options where this one has it."""
    for one in _options(session, row.sheet_id) if row.is_chosen else ():
        if one.id != row.id:
            one.is_chosen = False


def _options(session: Session, sheet_id: str) -> list[DecisionOption]:
    query = select(DecisionOption).where(DecisionOption.sheet_id == sheet_id, DecisionOption.archived.is_(False))
    return list(session.scalars(query.order_by(DecisionOption.position, DecisionOption.id)))


def _said(text: str, what: str, field: str) -> str:
    return without_bank_details(records.required(text, what, field), field)


# implications


def set_implications(
    session: Session, sheet_id: str, *, implications: Mapping[str, str], was: Mapping[str, str]
) -> None:
    """Save what a sheet answers under its headings, `implication_id:answer`; “n/a” is an answer, nothing is none.

    `was` is the grid as the person saw it. Raises Refused (at `implications:id:answer`), Stale.
    """
    records.in_use(session, DecisionSheet, sheet_id)
    sheet = reading.sheet(session, sheet_id)
    after, before = _texts(implications), _texts(was)
    present = fields.implications_cells(sheet.implications)
    changed = sorted(key for key in {**after, **before} if after.get(key) != before.get(key))
    if not changed:
        return
    refuse_unseen(session, sheet, changed, before, present)
    row = written(session, sheet_id, None)
    known = {one.id for one in sheet.implications}
    for key in changed:
        box, implication_id = f"{fields.IMPLICATIONS}:{key}", key.partition(":")[0]
        if implication_id not in known:
            raise Refused("This heading is not one of this decision.", box)
        text = without_bank_details(after.get(key, ""), box)
        records.fetch(session, DecisionImplication, implication_id).answer = text
    records.touch(row)


def answer(session: Session, /, sheet_id: str, *, was: Mapping[str, str], **answers: str) -> None:
    """The same from a box for each heading, called `implication_id:answer`. Raises Refused at that box, Stale."""
    try:
        set_implications(session, sheet_id, implications=answers, was=was)
    except Refused as refusal:
        if refusal.field is None:
            raise
        raise Refused(refusal.message, refusal.field.removeprefix(f"{fields.IMPLICATIONS}:")) from refusal


def add_implication(session: Session, sheet_id: str, *, version: int | None, heading: str) -> str:
    """Add a heading for a sheet to answer, the last; its id. `version` is of the sheet. Raises Refused, Stale."""
    sheet = written(session, sheet_id, version)
    called = " ".join(records.required(heading, "The heading", "heading").split())
    every = reading.sheet(session, sheet_id).implications
    if any(one.heading.casefold() == called.casefold() for one in every):
        raise Refused("This decision answers that heading already.", "heading")
    row = DecisionImplication(
        sheet_id=sheet_id, position=max((one.place for one in every), default=0) + 1, heading=called, answer=""
    )
    session.add(row)
    session.flush()
    records.touch(sheet)
    return row.id


def _texts(cells: Mapping[str, str | None]) -> dict[str, str]:
    return {key: text.strip() for key, text in cells.items() if text and text.strip()}


def refuse_unseen(
    session: Session,
    sheet: DecisionSheetRecord,
    changed: list[str],
    was: Mapping[str, Any],
    present: Mapping[str, Any],
) -> None:
    """Raise Stale where a cell that was changed is not as the person saw it, naming who saved there."""
    if any(present.get(key) != was.get(key) for key in changed):
        rows = [sheet.id, *(one.id for one in sheet.implications), *(one.id for one in sheet.awards)]
        raise records.stale(session, rows, sheet.version)
