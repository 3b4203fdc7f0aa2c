"""Notices under the Procurement Act 2023: which of them a contract is due, by its kind and value, and by when.

Only contracts procured under the Act have any: those begun before 24 February 2025, and call-offs from frameworks made
before it, stay under the Public Contracts Regulations 2015 to their end, and the other regimes have rules of their own.
Duties of an office as a whole (the pipeline UK1, payments compliance UK17) and what comes before an award (UK2 to UK4,
UK12) are not reckoned here. A law named here is to be read in full before anybody relies on its fine print; no source
at hand confirms what a function's own words call not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.bands import bands
from app.contracts.date_fields import CODES
from app.contracts.parts import ContractRecord, NoticeRecord, OptionRecord
from app.contracts.reading import contract, contracts, grouped
from app.contracts.standing import BANDS, current_end, initial_gross, initial_value
from app.contracts.term import DAY, add_months, last_of
from app.contracts.thresholds import ThresholdRecord, threshold_on, thresholds
from app.errors import Refused
from app.listing import Column, Line, Listing
from app.money import Pence, format_pence
from app.years import first_day, format_day, year_of
from db.contracts import Contract, ContractCommitment, ContractNotice
from db.funds import Commitment, Payment

BEGAN = date(2025, 2, 24)
"""The first day of the Act for procurements."""
NAMES = {one.value: one.label.partition(" (")[0] + " notice" for one in CODES}
_VALUE_KEYS = {"services": "goods-services", "goods": "goods-services", "light-touch": "light-touch", "works": "works"}
_STANDSTILL = 8
"""Working days."""


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """A notice a contract is due: its code (UK7), which of those that recur, by when, why, and what was published."""

    code: str
    about: str
    name: str
    due_on: date
    why: str
    published: NoticeRecord | None = None

    @property
    def key(self) -> str:
        """What tells it from the other notices of its contract."""
        return f"{self.code}:{self.about}"


@dataclass(frozen=True, slots=True)
class PaidRecord:
    """A payment under a contract, in pence, as it is kept: without VAT."""

    paid_on: date
    amount: Pence


def due(
    c: ContractRecord, day: date, thresholds: Sequence[ThresholdRecord], payments: Sequence[PaidRecord] = ()
) -> list[NoticeDue]:
    """Every notice of the contract from its award to its end as things stand, published or not, by the day it is due.

    A payment notice is due for quarters in which `payments` up to `day` have one over the threshold. A contract under
    another regime than the Act has none.
    """
    if c.regime != "act-2023":
        return []
    entered = _entered(c)
    if is_public(c, thresholds):
        found = [
            *_award(c, entered),
            _details(c, entered, thresholds),
            *_payments([each for each in payments if each.paid_on <= day], thresholds),
            *_performance(c, thresholds),
            *_changes(c, thresholds),
            _termination(c),
        ]
    elif is_notifiable(c, thresholds):
        found = [_details(c, entered, thresholds)]
    else:
        found = []
    known = {(each.code, each.about): each for each in c.notices}
    return sorted(
        (
            NoticeDue(each.code, each.about, each.name, each.due_on, each.why, known.get((each.code, each.about)))
            for each in found
        ),
        key=lambda each: (each.due_on, int(each.code.removeprefix("UK"))),
    )


def of_contract(session: Session, contract_id: str, *, day: date) -> list[NoticeDue]:
    """What `due` gives for one contract, its payments read with it. Raises Refused when it is gone."""
    known = thresholds(session)
    return due(
        contract(session, contract_id), day, known, payments_over(session, known, contract_id).get(contract_id, ())
    )


def others(c: ContractRecord, dues: Iterable[NoticeDue]) -> list[NoticeRecord]:
    """The notices that were published though none of `dues` asks for them."""
    asked = {(each.code, each.about) for each in dues}
    return [each for each in c.notices if (each.code, each.about) not in asked]


# what the value of a contract is held against


def estimated_value(c: ContractRecord) -> tuple[Pence, bool]:
    """What it was estimated to be worth, every option counted whatever became of it, in pence; and whether with VAT.

    Without VAT where the VAT of a part is not known: it is worth that at least.
    """
    options = [each for each in c.options if not _is_replaced(c, each)]
    gross = [initial_gross(c), *(each.gross for each in options)]
    known = [each for each in gross if each is not None]
    if len(known) == len(gross):
        return Pence(sum(known)), True
    return Pence(initial_value(c) + sum(each.value for each in options)), False


def _is_replaced(c: ContractRecord, one: OptionRecord) -> bool:
    """Whether an option was declined and another agreed for days of it: they are not both counted."""
    return one.status == "declined" and any(
        each.status != "declined" and each.starts_on <= one.ends_on and one.starts_on <= each.ends_on
        for each in c.options
    )


def is_public(c: ContractRecord, thresholds: Sequence[ThresholdRecord]) -> bool:
    """Whether its value reaches the threshold of its kind that held when it was entered into."""
    limit = threshold_on(thresholds, _VALUE_KEYS[c.kind], _entered(c))
    return limit is not None and estimated_value(c)[0] >= limit


def is_notifiable(c: ContractRecord, thresholds: Sequence[ThresholdRecord]) -> bool:
    """Whether it is below that threshold and yet large enough to be told of.

    That £30,000 with VAT is where this begins for bodies such as an office is not confirmed.
    """
    limit = threshold_on(thresholds, "below", _entered(c))
    return limit is not None and estimated_value(c)[0] >= limit and not is_public(c, thresholds)


def _entered(c: ContractRecord) -> date:
    """The day it was entered into, or is to be at the latest; not before there was the Act.

    One that nobody has dated was signed by the day it began; the day it was begun to be procured is not kept.
    """
    return max(c.signed_on or c.starts_on, BEGAN)


# each notice


def _award(c: ContractRecord, entered: date) -> Iterator[NoticeDue]:
    """The award notice, which begins a standstill of eight working days that light touch contracts need not keep.

    Working days are Monday to Friday: a bank holiday between makes it due earlier. The notice of a direct award comes
    before awarding. Whether one is needed where people choose their provider is not confirmed.
    """
    is_light = c.kind == "light-touch"
    last = entered - DAY if is_light else _working_days_before(entered, _STANDSTILL)
    if c.route == "direct":
        yield NoticeDue("UK5", "", NAMES["UK5"], last, "Before a direct award.")
    why = "Before signing." if is_light else "It begins the standstill of eight working days before signing."
    yield NoticeDue("UK6", "", NAMES["UK6"], last, why)


def _working_days_before(day: date, many: int) -> date:
    while many:
        day -= DAY
        many -= day.weekday() < 5
    return day


def _details(c: ContractRecord, entered: date, thresholds: Sequence[ThresholdRecord]) -> NoticeDue:
    """Within 30 days of signing, light touch 120; with the contract and three indicators above £5 million.

    That a notifiable contract below the threshold has the same time is not confirmed.
    """
    length = 120 if c.kind == "light-touch" else 30
    signed = "signing" if c.signed_on else "the day it begins, since nobody has said when it was signed"
    why = f"Within {length} days of {signed}."
    if _is_over(c, "large", entered, thresholds):
        indicators = "" if c.kind == "light-touch" else " and three main indicators"
        why += f" A copy of the contract{indicators} is published with it."
    return NoticeDue("UK7", "", NAMES["UK7"], entered + timedelta(days=length), why)


def _is_over(c: ContractRecord, key: str, day: date, thresholds: Sequence[ThresholdRecord]) -> bool:
    limit = threshold_on(thresholds, key, day)
    return limit is not None and estimated_value(c)[0] > limit


def _payments(payments: Sequence[PaidRecord], thresholds: Sequence[ThresholdRecord]) -> Iterator[NoticeDue]:
    """For each quarter with a payment over £30,000, within 30 days of its end, from 1 April 2026.

    The code of this notice is not confirmed, nor whether the £30,000 is meant with VAT: payments are kept without it.
    """
    largest: dict[tuple[int, int], Pence] = {}
    for each in payments:
        limit = threshold_on(thresholds, "payments", each.paid_on)
        if limit is not None and each.amount > limit:
            quarter = (year_of(each.paid_on), (each.paid_on.month - 4) % 12 // 3 + 1)
            largest[quarter] = max(largest.get(quarter, Pence(0)), each.amount)
    for (year, number), amount in largest.items():
        last = last_of(first_day(year), 3 * number)
        yield NoticeDue(
            "UK8",
            f"{year} quarter {number}",
            NAMES["UK8"],
            last + timedelta(days=30),
            f"{format_pence(amount)} was paid in the quarter to {format_day(last)}: within 30 days of its end.",
        )


def _performance(c: ContractRecord, thresholds: Sequence[ThresholdRecord]) -> Iterator[NoticeDue]:
    """Indicators are rated at least once a year and at the end: above £5 million, not light touch.

    Frameworks and concessions, which need none either, are no kinds of contract here. A serious breach is to be
    published too, whenever there is one.
    """
    if c.kind == "light-touch":
        return
    last, year = current_end(c), 1
    while (by := last_of(c.starts_on, 12 * year)) < last:
        if _is_over(c, "performance", by, thresholds):
            why = f"The main indicators are rated at least once a year: year {year} of the contract."
            yield NoticeDue("UK9", f"year {year}", NAMES["UK9"], by, why)
        year += 1
    if _is_over(c, "performance", last, thresholds):
        yield NoticeDue("UK9", "end", NAMES["UK9"], last, "The main indicators are rated when the contract ends.")


def _changes(c: ContractRecord, thresholds: Sequence[ThresholdRecord]) -> Iterator[NoticeDue]:
    """Before each variation is signed or takes effect, whichever is first.

    Not confirmed: that light touch contracts need none, as is taken here; that the changed contract is to be published
    above £5 million; and that taking an option is no such change.
    """
    if c.kind == "light-touch":
        return
    for each in c.variations:
        first = min(each.effective_on, each.signed_on or each.effective_on)
        why = f"Before variation {each.number} of {format_day(first)}."
        if _is_over(c, "large", first, thresholds):
            why += " The changed contract is published afterwards."
        yield NoticeDue("UK10", f"variation {each.number}", NAMES["UK10"], first - DAY, why)


def _termination(c: ContractRecord) -> NoticeDue:
    """Within 30 days of the end, also where the contract simply runs out."""
    last = current_end(c)
    why = f"Within 30 days of the end on {format_day(last)}."
    return NoticeDue("UK11", "", NAMES["UK11"], last + timedelta(days=30), why)


# payments


def payments_over(
    session: Session, thresholds: Sequence[ThresholdRecord], contract_id: str | None = None
) -> dict[str, tuple[PaidRecord, ...]]:
    """By contract's id, what was paid under it that a payment notice may have to tell of; of all contracts, or of one.

    Nothing below the lowest threshold there has been is read.
    """
    limits = [each for each in thresholds if each.key == "payments"]
    if not limits:
        return {}
    query = (
        select(ContractCommitment.contract_id, Payment.paid_on, Payment.amount_pence)
        .join(Commitment, Commitment.id == ContractCommitment.commitment_id)
        .join(Payment, Payment.commitment_id == Commitment.id)
        .where(
            ContractCommitment.archived.is_(False),
            Commitment.archived.is_(False),
            Payment.archived.is_(False),
            Payment.amount_pence > min(each.amount for each in limits),
            Payment.paid_on >= min(each.from_on for each in limits),
        )
        .order_by(Payment.paid_on, Payment.id)
    )
    if contract_id is not None:
        query = query.where(ContractCommitment.contract_id == contract_id)
    return grouped((key, PaidRecord(paid_on, Pence(pence))) for key, paid_on, pence in session.execute(query))


# publishing


def publish(
    session: Session,
    contract_id: str,
    *,
    code: str,
    about: str = "",
    published_on: date | None,
    number: str = "",
    day: date | None = None,
) -> str:
    """Write down that a notice was published, under which number; its id. `day` is today where it is to be held to.

    Raises Refused.
    """
    records.in_use(session, Contract, contract_id)
    row = ContractNotice(
        contract_id=contract_id,
        code=_code(code),
        about=_plain(about),
        published_on=_published(published_on, day),
        number=number.strip(),
    )
    session.add(row)
    session.flush()  # so that a second one of the same kind is refused beside its box
    return row.id


def change(
    session: Session,
    notice_id: str,
    *,
    version: int | None,
    code: str,
    about: str = "",
    published_on: date | None,
    number: str = "",
    day: date | None = None,
) -> None:
    """Correct what was written down of a notice. Raises Refused, Stale."""
    records.change(
        session,
        ContractNotice,
        notice_id,
        version=version,
        code=_code(code),
        about=_plain(about),
        published_on=_published(published_on, day),
        number=number.strip(),
    )


def withdraw(session: Session, notice_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Take back that a notice was published, so that it is due again, or bring it back. Raises Refused, Stale."""
    records.archive(session, ContractNotice, notice_id, version=version, back=back)


def _code(given: str) -> str:
    if given not in {one.value for one in CODES}:
        raise Refused("Choose which notice it is.", "code")
    return given


def _plain(about: str) -> str:
    return " ".join(about.split())


def _published(given: date | None, day: date | None) -> date:
    if given is None:
        raise Refused("Published on is needed.", "published_on")
    if given > (day or date.today()):
        raise Refused("That day is still to come. Enter the notice when it is published.", "published_on")
    return given


# the list


def notice_list(session: Session, *, day: date) -> Listing:
    """Every notice that contracts in use are due under the Act or have published, by the day it is due.

    A line goes by its contract's id, the notice's code and what it is about. Soon is within the office's nearest band.
    """
    known, soon = thresholds(session), bands(session).near
    paid = payments_over(session, known)
    columns = (
        Column("notice", "Notice"),
        Column("about", "About"),
        Column("contract", "Contract"),
        Column("reference", "Reference"),
        Column("due_on", "Due", "day"),
        Column("state", "State", "chip"),
        Column("published_on", "Published", "day"),
        Column("number", "Number"),
        Column("why", "Why"),
    )
    found = [
        (one, each) for one in contracts(session) for each in _all_of(one, due(one, day, known, paid.get(one.id, ())))
    ]
    found.sort(key=lambda pair: (pair[1].due_on, pair[0].title, pair[1].key))
    rows = tuple(
        Line(
            f"{one.id}:{each.key}",
            (
                f"{each.name} ({each.code})",
                each.about.capitalize(),
                one.title,
                one.reference,
                each.due_on if each.why else None,
                notice_state(each, day, soon=soon),
                each.published.published_on if each.published else None,
                each.published.number if each.published else "",
                each.why,
            ),
        )
        for one, each in found
    )
    return Listing("Notices under the Act", columns, rows, subtitle=f"Procurement Act 2023, on {format_day(day)}")


def _all_of(c: ContractRecord, dues: Sequence[NoticeDue]) -> list[NoticeDue]:
    """What is due, and what was published unasked: by the day it was, with no reason why."""
    unasked = [
        NoticeDue(each.code, each.about, NAMES[each.code], each.published_on, "", each) for each in others(c, dues)
    ]
    return [*dues, *unasked]


def notice_state(one: NoticeDue, day: date, *, soon: int = BANDS.near) -> str:
    """Published, Overdue, Due soon (within `soon` months) or To come."""
    if one.published is not None:
        return "Published"
    if one.due_on < day:
        return "Overdue"
    return "Due soon" if one.due_on <= add_months(day, soon) else "To come"
