"""Money that partnerships did not spend: what is to settle, and whether it was carried, returned or redirected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.allocations.given import Grantee, check_pence, grantees
from app.allocations.reviews import ReviewRecord, reviews
from app.allocations.rules import rule_for
from app.errors import Refused
from app.funds.figures import Amount
from app.listing import Column, Line, Listing
from app.money import Pence, format_pence
from app.office import details
from app.years import format_day, format_year
from db.allocations import Partnership, Underspend

Treatment = Literal["carried", "returned", "redirected"]
TREATMENTS: tuple[Treatment, ...] = get_args(Treatment)


@dataclass(frozen=True, slots=True)
class TreatmentRecord:
    """What was decided of some of an underspend, in pence."""

    id: str
    version: int
    treatment: Treatment
    amount: Pence
    redirected_to: str
    reason: str
    approver: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class UnderspendRecord:
    """What a partnership did not spend of a year's allocation, in pence, and what was decided of it.

    `is_final` is whether the year-end return says so; else it is the forecast. `to_settle` is what is over the limit of
    the spending rule and has no treatment yet. `spent` is None, and `underspend` 0, where something was decided of an
    underspend that no return tells of any more. An `underspend` below 0 is an overspend.
    """

    partnership_id: str
    partnership: str
    year: int
    allocation: Amount
    spent: Pence | None
    is_final: bool
    underspend: Pence
    limit: Pence
    treatments: tuple[TreatmentRecord, ...]

    @property
    def treated(self) -> Pence:
        """What has a treatment."""
        return Pence(sum(one.amount for one in self.treatments))

    @property
    def rest(self) -> Pence:
        """What may still be treated, whether it has to be or not."""
        return Pence(max(0, self.underspend - self.treated))

    @property
    def to_settle(self) -> Pence:
        """What is still to decide: all that has no treatment, where the underspend is over the limit."""
        return self.rest if self.underspend > self.limit else Pence(0)

    @property
    def over(self) -> Pence:
        """What has been treated that a later return says was spent after all."""
        return Pence(max(0, self.treated - max(0, self.underspend)))

    @property
    def state(self) -> str:
        """Within limit, To settle, Settled; or Settled for more than is left unspent."""
        if self.over:
            return "Settled for more"
        if self.to_settle:
            return "To settle"
        return "Settled" if self.treated and not self.rest else "Within limit"


def underspends(session: Session, *, year: int) -> list[UnderspendRecord]:
    """Every partnership of which a return of `year` says what it spent or will, with what was decided; in order.

    The year-end return goes before the forecast of the half-year. One that spent all, or more, is among them.
    """
    limit = rule_for(session, year).underspend_limit_pence
    treated = _treatments(session, year)
    returned: dict[str, list[ReviewRecord]] = {}
    for one in reviews(session, year=year):
        returned.setdefault(one.partnership_id, []).append(one)
    return [
        _record(who, year, returned.get(who.id, []), limit, treated.get(who.id, []))
        for who in grantees(session, year=year).values()
        if who.id in treated or any(one.variance is not None for one in returned.get(who.id, []))
    ]


def _record(
    who: Grantee, year: int, returns: Sequence[ReviewRecord], limit: Pence, treatments: Sequence[TreatmentRecord]
) -> UnderspendRecord:
    """`returns` are both of the partnership's in their order: the last that tells what it spent is believed."""
    said = next((one for one in reversed(returns) if one.variance is not None), None)
    return UnderspendRecord(
        partnership_id=who.id,
        partnership=who.name,
        year=year,
        allocation=returns[0].allocation if returns else None,
        spent=said.figure if said else None,
        is_final=said is not None and said.period == "year-end" and said.returned_on is not None,
        underspend=Pence(-said.variance) if said and said.variance is not None else Pence(0),
        limit=limit,
        treatments=tuple(treatments),
    )


def _treatments(session: Session, year: int) -> dict[str, list[TreatmentRecord]]:
    """What was decided of the underspends of a year by partnership id, the oldest first."""
    rows = session.scalars(
        select(Underspend)
        .where(Underspend.year == year, Underspend.archived.is_(False))
        .order_by(Underspend.decided_on, Underspend.id)
    )
    found: dict[str, list[TreatmentRecord]] = {}
    for row in rows:
        found.setdefault(row.partnership_id, []).append(
            TreatmentRecord(
                row.id,
                row.version,
                cast(Treatment, row.treatment),
                Pence(row.amount_pence),
                row.redirected_to,
                row.reason,
                row.approver,
                row.decided_on,
            )
        )
    return found


def settle(
    session: Session,
    *,
    partnership_id: str,
    year: int,
    treatment: str,
    amount_pence: int,
    redirected_to: str = "",
    reason: str,
    approver: str,
    decided_on: date,
    today: date | None = None,
) -> str:
    """Decide what becomes of some of an underspend, in pence; the decision's id. Raises Refused.

    It may be within the limit too, and of a forecast; never more than is left unspent.
    """
    records.in_use(session, Partnership, partnership_id)
    values = _checked(treatment, amount_pence, redirected_to, reason, approver, decided_on, today)
    refuse_more(_of(session, partnership_id, year), amount_pence)
    row = Underspend(partnership_id=partnership_id, year=year, **values)
    session.add(row)
    return row.id


def change(
    session: Session,
    underspend_id: str,
    *,
    version: int | None,
    treatment: str,
    amount_pence: int,
    redirected_to: str,
    reason: str,
    approver: str,
    decided_on: date,
    today: date | None = None,
) -> None:
    """Change a decision. Raises Refused, Stale."""
    row = records.in_use(session, Underspend, underspend_id)
    values = _checked(treatment, amount_pence, redirected_to, reason, approver, decided_on, today)
    refuse_more(_of(session, row.partnership_id, row.year), amount_pence, instead_of=underspend_id)
    records.change(session, Underspend, underspend_id, version=version, **values)


def archive(session: Session, underspend_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a decision away, or bring it back. Raises Refused (more than is left unspent), Stale."""
    row = records.fetch(session, Underspend, underspend_id)
    if back and row.archived:
        refuse_more(_of(session, row.partnership_id, row.year), row.amount_pence)
    records.archive(session, Underspend, underspend_id, version=version, back=back)


def _checked(
    treatment: str,
    amount_pence: int,
    redirected_to: str,
    reason: str,
    approver: str,
    decided_on: date,
    today: date | None,
) -> dict[str, Any]:
    if treatment not in TREATMENTS:
        raise Refused("Choose what becomes of it.", "treatment")
    check_pence(amount_pence, "amount_pence")
    if amount_pence == 0:
        raise Refused("The amount must be more than £0.", "amount_pence")
    place = redirected_to.strip()
    if treatment == "redirected" and not place:
        raise Refused("Say where the money goes.", "redirected_to")
    if decided_on > (today or date.today()):
        raise Refused(f"{format_day(decided_on)} is still to come.", "decided_on")
    return {
        "treatment": treatment,
        "amount_pence": amount_pence,
        "redirected_to": place,
        "reason": records.required(reason, "A reason", "reason"),
        "approver": records.required(approver, "The name of who approved it", "approver"),
        "decided_on": decided_on,
    }


def _of(session: Session, partnership_id: str, year: int) -> UnderspendRecord | None:
    return next((one for one in underspends(session, year=year) if one.partnership_id == partnership_id), None)


def refuse_more(one: UnderspendRecord | None, amount_pence: int, *, instead_of: str = "") -> None:
    """Refuse to decide of more than was left; `instead_of` is the decision whose place it takes. Raises Refused."""
    if one is None or one.spent is None:
        raise Refused("No return says yet what was not spent.", "amount_pence")
    if one.underspend <= 0:
        raise Refused("Nothing was left unspent.", "amount_pence")
    others = sum(each.amount for each in one.treatments if each.id != instead_of)
    if others + amount_pence > one.underspend:
        before = f", and {format_pence(others)} of it is decided" if others else ""
        raise Refused(f"{format_pence(one.underspend)} was left unspent{before}.", "amount_pence")


def underspend_list(session: Session, *, year: int) -> Listing:
    """What was left unspent of the allocations of `year`, in pence, and what is to be decided; a line's id is the
    partnership's."""
    style = details(session).year_style
    found = [one for one in underspends(session, year=year) if one.underspend > 0 or one.treatments]
    lines = tuple(
        Line(
            one.partnership_id,
            (
                one.partnership,
                one.allocation,
                one.spent,
                one.underspend,
                one.treated,
                one.to_settle,
                one.state,
                "" if one.spent is None else "Year-end return" if one.is_final else "Forecast",
            ),
        )
        for one in found
    )
    limit = rule_for(session, year).underspend_limit_pence
    return Listing(
        f"Underspends {format_year(year, style)}",
        (
            Column("partnership", "Partnership"),
            Column("allocation", "Allocation £", "pence"),
            Column("spent", "Spent £", "pence"),
            Column("underspend", "Not spent £", "pence"),
            Column("treated", "Decided £", "pence"),
            Column("to_settle", "To settle £", "pence"),
            Column("state", "State", "chip"),
            Column("says", "As the"),
        ),
        lines,
        subtitle=f"To be settled where it is over {format_pence(limit)}",
    )
