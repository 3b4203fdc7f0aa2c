"""What partners pay towards a contract, year by year, agreed or on a condition.

Amounts are pence, years start years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import organisations, records
from app.contracts import cells
from app.contracts.cells import Rows
from app.contracts.money_fields import CONTRIBUTION_STATUSES
from app.errors import Refused
from app.office import details
from app.years import first_day, format_day, format_year, last_day
from db.contracts import Contribution
from db.organisations import Organisation

STATUSES = tuple(one.value for one in CONTRIBUTION_STATUSES)


def set_partner(
    session: Session,
    contract_id: str,
    *,
    organisation: str,
    amounts: Mapping[str, int],
    was: Mapping[str, int],
    condition: str = "",
    until: date | None = None,
    organisation_id: str = "",
    version: int | None = None,
) -> None:
    """Save what a partner pays, `year:agreed` and `year:conditional` to pence; a missing cell and £0 are nothing paid.

    The organisation of that name or alias pays, a new one where there is none. `organisation_id` is the partner whose
    amounts these are so far; under another name they go over to that organisation. `condition` is what the conditional
    amounts hang on; `until` the last day paid for in the last year, None for all of it. `was` is the grid as the person
    saw it; `version` that of the partner (`money_fields.partner_version`), so that nobody saves over another's
    condition or day unseen. Raises Refused (at `organisation`, `amounts:year:status`, `condition`, `until`), Stale.
    """
    cells.in_use(session, contract_id)
    after, before = cells.without_noughts(amounts), cells.without_noughts(was)
    payer = _payer(session, organisation, organisation_id)
    mine = _of_partner(session, contract_id, payer, organisation_id, before)
    rows = Rows.of((f"{row.year}:{row.status}", row) for row in mine)
    present = {key: row.amount_pence for key in rows.every if (row := rows.active(key)) is not None}
    some = cells.changed("amounts", after, before)
    cells.refuse_unseen(session, some, before, present, rows)
    style = details(session).year_style
    for each in some:
        if each.column not in STATUSES:
            raise Refused("A partner's amount is agreed, or on a condition.", each.field)
        cells.refuse_amount(each, format_year(int(each.row), style))
    paid = {key: pence for key, pence in {**present, **{each.key: each.now for each in some}}.items() if pence}
    terms = _Terms(condition.strip(), until)
    _refuse_terms(paid, terms, style)
    _refuse_unseen_terms(session, mine, terms, version)
    for key in {**present, **paid}:
        _write(session, contract_id, payer, key, paid.get(key), terms.of(key, paid), rows.active(key))


def archive_partner(session: Session, contract_id: str, organisation_id: str) -> None:
    """Put away all that a partner pays towards the contract. Raises Refused where it pays nothing."""
    cells.in_use(session, contract_id)
    mine = [row for row in _rows(session, contract_id, organisation_id) if not row.archived]
    if not mine:
        raise Refused(records.GONE)
    for row in mine:
        row.archived = True


def _rows(session: Session, contract_id: str, organisation_id: str) -> list[Contribution]:
    query = (
        select(Contribution)
        .where(Contribution.contract_id == contract_id, Contribution.organisation_id == organisation_id)
        .order_by(Contribution.year, Contribution.id)
    )
    return list(session.scalars(query))


def _payer(session: Session, name: str, organisation_id: str) -> str:
    """The id of the organisation that was typed; a new one where there is none of that name."""
    plain = records.required(name, "The partner", "organisation")
    if organisation_id and records.fetch(session, Organisation, organisation_id).name == plain:
        return organisation_id
    return organisations.find(session, plain) or organisations.add(session, name=plain)


def _of_partner(
    session: Session, contract_id: str, payer: str, organisation_id: str, was: Mapping[str, int]
) -> list[Contribution]:
    """All rows of who paid so far and of who is to pay. Raises Refused where both pay, or the wrong one is named."""
    mine = _rows(session, contract_id, organisation_id) if organisation_id else []
    if payer == organisation_id:
        return mine
    theirs = _rows(session, contract_id, payer)
    pays = any(not row.archived for row in theirs)
    is_known = not organisation_id and bool(was)  # the amounts are those of the partner that was named
    if pays and not is_known:
        raise Refused("This partner pays towards the contract already. Change what it pays there.", "organisation")
    if is_known and not pays:
        if theirs:
            raise records.stale(session, [row.id for row in theirs], 0)
        raise Refused("This partner pays nothing yet. Enter what it pays as a new partner.", "organisation")
    return [*mine, *theirs]


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a partner's amounts hang on, and where its money stops in its last year."""

    condition: str
    until: date | None

    def of(self, key: str, paid: Mapping[str, int]) -> tuple[str, date | None]:
        """What of it is kept with a cell: the condition where it is conditional, the day in the last year."""
        year, _, status = key.partition(":")
        is_last = int(year) == _last_year(paid)
        return self.condition if status == "conditional" else "", self.until if is_last else None


def _last_year(paid: Mapping[str, int]) -> int:
    return max(int(key.partition(":")[0]) for key in paid)


def _refuse_terms(paid: Mapping[str, int], terms: _Terms, style: str) -> None:
    if not paid:
        raise Refused("Enter what the partner pays in at least one year.", "amounts")
    is_hanging = any(key.endswith(":conditional") for key in paid)
    if is_hanging and not terms.condition:
        raise Refused("Say what the amounts on a condition hang on.", "condition")
    if terms.condition and not is_hanging:
        raise Refused("No amount is on a condition. Enter one under it, or leave this empty.", "condition")
    last = _last_year(paid)
    if terms.until is not None and not first_day(last) <= terms.until <= last_day(last):
        raise Refused(
            f"The last year paid for is {format_year(last, style)}: give a day from {format_day(first_day(last))} "
            f"to {format_day(last_day(last))}.",
            "until",
        )


def _refuse_unseen_terms(session: Session, mine: Sequence[Contribution], terms: _Terms, version: int | None) -> None:
    """Raise Stale where condition or day would go over another's change; rows of `mine` are in the order of years."""
    active = [row for row in mine if not row.archived]
    condition = next((row.condition for row in active if row.condition), "")
    until = active[-1].until if active else None
    now = sum(row.version for row in active)
    if version is not None and version != now and terms != _Terms(condition, until):
        raise records.stale(session, [row.id for row in mine], now)


def _write(
    session: Session,
    contract_id: str,
    organisation_id: str,
    key: str,
    pence: int | None,
    terms: tuple[str, date | None],
    row: Contribution | None,
) -> None:
    year, _, status = key.partition(":")
    condition, until = terms
    if pence is None:
        if row is not None:
            row.archived = True
    elif row is None:
        session.add(
            Contribution(
                contract_id=contract_id,
                organisation_id=organisation_id,
                year=int(year),
                status=status,
                amount_pence=pence,
                until=until,
                condition=condition,
            )
        )
    else:
        row.organisation_id, row.amount_pence = organisation_id, pence
        row.condition, row.until = condition, until
