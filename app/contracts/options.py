"""Options to extend a contract: added, decided on, and reopened where that was a mistake. Amounts are in pence.

An option that was declined takes those after it along, since they would have followed on it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.contracts import deciding
from app.contracts.fitting import in_use, live, live_end, refuse_outside, refuse_overcut, refuse_unfit
from app.contracts.parts import ContractRecord, OptionRecord
from app.contracts.standing import a_year, blocked_from, current_end, is_broken
from app.contracts.term import DAY, add_months, for_period, last_of, per_year
from app.contracts.typed import MOST_MONTHS, amounts, in_order, refuse_far
from app.contracts.yearly import years
from app.errors import Refused
from app.money import Pence, format_pence
from app.years import LAST, format_day, format_year, year_of
from db.contracts import ContractOption

TABLE = ContractOption.__tablename__
MOST_OPTIONS = 10
_MONTHS = re.compile(r"\d{1,4}(?:\s*\+\s*\d{1,4})*")


# what a new one is


def next_start(one: ContractRecord) -> date:
    """The day a further option would begin: the one after everything that was not declined."""
    return live_end(one) + DAY


def worth(one: ContractRecord, starts_on: date, ends_on: date) -> tuple[Pence, Pence | None]:
    """What a period comes to at the yearly value of the initial term, in pence without VAT and with it."""
    gross = one.gross
    if gross is not None and one.value_per == "term":
        gross = Pence(per_year(gross, one.starts_on, one.ends_on))
    net = Pence(for_period(a_year(one), starts_on, ends_on))
    return net, None if gross is None else Pence(max(for_period(gross, starts_on, ends_on), net))


def months_of(text: str) -> list[int]:
    """The lengths in months of options typed as 12 + 12; none for an empty text. Raises Refused at `options`."""
    plain = text.strip().removesuffix("months").strip()
    if not plain:
        return []
    if not _MONTHS.fullmatch(plain):
        raise Refused(f"“{text.strip()}” is no list of months. Type it like 12 + 12.", "options")
    found = [int(one) for one in plain.split("+")]
    if not all(1 <= one <= MOST_MONTHS for one in found):
        raise Refused(f"An option is from 1 to {MOST_MONTHS} months long.", "options")
    if len(found) > MOST_OPTIONS:
        raise Refused(f"Type no more than {MOST_OPTIONS} options at once.", "options")
    return found


def add_typed(session: Session, contract_id: str, *, options: str, notice_before: int | None) -> None:
    """Add options typed as 12 + 12 to a new contract, at its yearly value, one after the other.

    Their notice is due on the last day that leaves `notice_before` whole months. Raises Refused at either box.
    """
    lengths = months_of(options)
    if notice_before is not None and not lengths:
        raise Refused(
            "There are no options to give notice of. Type their months, or leave this empty.", "notice_before"
        )
    one = in_use(session, contract_id)
    starts_on = next_start(one)
    for length in lengths:
        ends_on = last_of(starts_on, length)
        if ends_on.year > LAST:
            raise Refused(f"These options run beyond {LAST}.", "options")
        notice_on = None if notice_before is None else add_months(starts_on, -notice_before) - DAY
        if notice_on is not None and notice_on < one.starts_on:
            raise Refused("Notice would be due before the contract starts.", "notice_before")
        net, gross = amounts(*worth(one, starts_on, ends_on), box="options")
        session.add(
            ContractOption(
                contract_id=contract_id,
                starts_on=starts_on,
                ends_on=ends_on,
                notice_on=notice_on,
                value_pence=net,
                gross_pence=gross,
                status="open",
                note="",
            )
        )
        starts_on = ends_on + DAY


def add(
    session: Session,
    contract_id: str,
    *,
    starts_on: date | None = None,
    ends_on: date | None,
    notice_on: date | None = None,
    value: int | None,
    gross: int | None = None,
    note: str = "",
) -> str:
    """Add an option, in pence; its id. Without `starts_on` it follows what is there. Raises Refused."""
    one = in_use(session, contract_id)
    first, last = in_order(starts_on or next_start(one), ends_on)
    net, with_vat = amounts(value, gross)
    refuse_notice(one, notice_on, first)
    row = ContractOption(
        contract_id=contract_id,
        starts_on=first,
        ends_on=last,
        notice_on=notice_on,
        value_pence=net,
        gross_pence=with_vat,
        status="open",
        note=note.strip(),
    )
    session.add(row)
    refuse_unfit(in_use(session, contract_id), row.id)
    return row.id


def refuse_notice(one: ContractRecord, notice_on: date | None, before: date) -> None:
    """Raise Refused at `notice_on` for a day before the contract, or not before the day it is the notice of."""
    refuse_far(notice_on, "notice_on")
    if notice_on is None:
        return
    if notice_on >= before:
        raise Refused(f"Notice is given before {format_day(before)}.", "notice_on")
    if notice_on < one.starts_on:
        raise Refused(f"The contract only starts on {format_day(one.starts_on)}.", "notice_on")


# changing


def change(
    session: Session,
    option_id: str,
    *,
    version: int | None,
    starts_on: date | None = None,
    ends_on: date | None,
    notice_on: date | None = None,
    value: int | None,
    gross: int | None = None,
    note: str = "",
) -> None:
    """Change an option; of one that was decided on only notice, VAT and note. Raises Refused, Stale."""
    one, option, row = _of(session, option_id, version)
    first, last = in_order(starts_on or _follows(one, option), ends_on)
    net, with_vat = amounts(value, gross)
    if option.status != "open":
        _refuse_settled(option, first, last, net)
    refuse_notice(one, notice_on, first)
    row.starts_on, row.ends_on, row.notice_on = first, last, notice_on
    row.value_pence, row.gross_pence, row.note = net, with_vat, note.strip()
    after = in_use(session, one.id)
    if (first, last) != (option.starts_on, option.ends_on):
        refuse_unfit(after, option_id)
        refuse_outside(after, "ends_on")
    refuse_overcut(after, "value")


def _follows(one: ContractRecord, option: OptionRecord) -> date:
    """The day an option begins when none is typed: after what comes before it; a declined one stays where it is."""
    before = [each.ends_on for each in live(one) if each.starts_on < option.starts_on]
    return option.starts_on if option.status == "declined" else max([one.ends_on, *before]) + DAY


def _refuse_settled(option: OptionRecord, first: date, last: date, net: int) -> None:
    """What was decided on is not changed afterwards."""
    settled = {"starts_on": first != option.starts_on, "ends_on": last != option.ends_on, "value": net != option.value}
    for field, is_changed in settled.items():
        if is_changed:
            raise Refused(
                f"Option {option.number} was {option.status} as it is. Reopen it before you change it.", field
            )


def archive(session: Session, option_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an option away that was not taken, or bring it back. Raises Refused, Stale."""
    row = records.at_version(session, ContractOption, option_id, version)
    one = in_use(session, row.contract_id)
    if not back:
        _refuse_leaving(one, option_id)
    row.archived = not back
    after = in_use(session, one.id)
    refuse_unfit(after, None)
    refuse_outside(after, None)


def _refuse_leaving(one: ContractRecord, option_id: str) -> None:
    option = next((each for each in one.options if each.id == option_id), None)
    if option is None:
        return
    if option.status == "taken":
        raise Refused(f"Option {option.number} was taken. Reopen it before you archive it.")
    following = next((each for each in live(one) if each.starts_on > option.starts_on), None)
    if option.status == "open" and following is not None:
        raise Refused(f"Option {following.number} follows on it. Archive that first.")


# deciding


def take(
    session: Session,
    option_id: str,
    *,
    version: int | None,
    reference: str,
    title: str,
    decided_on: date | None,
    maker: str,
    document_id: str | None,
    day: date | None = None,
) -> None:
    """Extend the contract by an option on a decision that a document attached to either shows.

    `day` counts as today, the real one where it is None; a decision may be made after the option began. Raises Refused
    (also while an earlier option is open or a condition blocks it), Stale.
    """
    one, option, row = _of(session, option_id, version)
    _refuse_decided(option)
    _refuse_taking(one, option)
    row.decision_id = deciding.decide(
        session, reference=reference, title=title, decided_on=decided_on, maker=maker, day=day
    )
    deciding.keep_document(
        session,
        document_id,
        contract_id=one.id,
        table=TABLE,
        part_id=option_id,
        decision_id=row.decision_id,
    )
    row.status = "taken"
    refuse_unfit(in_use(session, one.id), None)


def decline(
    session: Session,
    option_id: str,
    *,
    version: int | None,
    reference: str,
    title: str,
    decided_on: date | None,
    maker: str,
    day: date | None = None,
) -> None:
    """Decide not to extend by an option, nor by those after it; `day` is as in `take`. Raises Refused, Stale."""
    one, option, row = _of(session, option_id, version)
    _refuse_decided(option)
    decision_id = deciding.decide(
        session, reference=reference, title=title, decided_on=decided_on, maker=maker, day=day
    )
    for each in live(one):
        if each.starts_on >= option.starts_on:
            later = row if each.id == option_id else records.fetch(session, ContractOption, each.id)
            later.status, later.decision_id = "declined", decision_id


def reopen(session: Session, option_id: str, *, version: int | None) -> None:
    """Take a decision on an option back that was a mistake; those declined with it are open again too.

    Raises Refused (also where a later option was taken, or more was agreed for its years than they cost without it),
    Stale.
    """
    one, option, row = _of(session, option_id, version)
    if option.status == "open":
        raise Refused(f"Option {option.number} is open already.")
    decision_id, reopened = row.decision_id, [row]
    if option.status == "taken":
        _refuse_resting(one, option)
    else:
        reopened += [records.fetch(session, ContractOption, each.id) for each in _declined_with(one, option)]
    for each in reopened:
        each.status, each.decision_id = "open", None
    deciding.let_go(session, decision_id)
    refuse_unfit(in_use(session, one.id), None)


def _declined_with(one: ContractRecord, option: OptionRecord) -> list[OptionRecord]:
    """The later options that the same decision declined."""
    return [
        each
        for each in one.options
        if each.status == "declined" and each.decision == option.decision and each.starts_on > option.starts_on
    ]


def _of(session: Session, option_id: str, version: int | None) -> tuple[ContractRecord, OptionRecord, ContractOption]:
    """The contract, the option in it and its row, at that version. Raises Refused when it is put away, Stale."""
    records.in_use(session, ContractOption, option_id)
    row = records.at_version(session, ContractOption, option_id, version)
    one = in_use(session, row.contract_id)
    return one, next(each for each in one.options if each.id == option_id), row


def _refuse_decided(option: OptionRecord) -> None:
    if option.status != "open":
        raise Refused(f"Option {option.number} was {option.status} already. Reopen it first if that was a mistake.")


def _refuse_taking(one: ContractRecord, option: OptionRecord) -> None:
    """What stands against taking an option, whatever was decided."""
    if is_broken(one):
        raise Refused(f"The contract was ended early on {format_day(current_end(one))}. It cannot be extended.")
    earlier = next((each for each in live(one) if each.status == "open" and each.starts_on < option.starts_on), None)
    if earlier is not None:
        raise Refused(f"Option {earlier.number} comes before it and is still open. Take that first.")
    blocked = blocked_from(one)
    if blocked is not None and blocked <= option.ends_on:
        condition = next(each for each in one.conditions if each.met_on is None and each.blocks_from == blocked)
        raise Refused(
            f"Nothing from {format_day(blocked)} on may be taken before this condition is met: “{condition.words}”."
        )


def _refuse_resting(one: ContractRecord, option: OptionRecord) -> None:
    """What rests on an option that was taken: a later one, a break in it, what was agreed for its years."""
    later = next((each for each in one.options if each.status == "taken" and each.starts_on > option.starts_on), None)
    if later is not None:
        raise Refused(f"Option {later.number} was taken after it. Reopen that first.")
    if any(each.status == "taken" and option.starts_on <= each.break_on <= option.ends_on for each in one.breaks):
        raise Refused("The contract was ended early within it. Reopen that break first.")
    without = replace(
        one, options=tuple(replace(each, status="open") if each.id == option.id else each for each in one.options)
    )
    cost = {each.year: each.net if one.lead_id else each.value for each in years(without)}
    for year in range(year_of(option.starts_on), year_of(option.ends_on) + 1):
        agreed = sum(each.amount for each in one.agreed if each.year == year)
        if agreed > max(cost.get(year, 0), 0):
            raise Refused(
                f"{format_pence(agreed)} is agreed for {format_year(year)}, more than the contract costs then without "
                "this option. Lower what is agreed first."
            )
