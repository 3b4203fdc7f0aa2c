"""Funds and their streams by financial year: purpose, restriction, and who may approve overspending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import NeedsApproval, Refused
from app.funds import figures
from app.money import Pence, format_pence
from db.funds import Budget, BudgetLine, Fund, Stream


@dataclass(frozen=True, slots=True)
class FundRecord:
    """A fund as it stands in one financial year (its latest earlier stream where that year has none of its own).

    `version` rises with every save to the fund or to any of its years.
    """

    id: str
    stream_id: str
    version: int
    name: str
    letter: str
    funder_id: str | None
    purpose: str
    restriction: str
    restriction_terms: str
    overspend_limit_pence: Pence
    overspend_approver: str
    archived: bool

    @property
    def restricted(self) -> bool:
        return self.restriction == "restricted"


def funds(session: Session, *, year: int, archived: bool = False) -> list[FundRecord]:
    """Every fund in its order, as it stands in `year`."""
    streams: dict[str, Stream] = {}
    saved: Counter[str] = Counter()
    for stream in session.scalars(select(Stream).order_by(Stream.year)):
        saved[stream.fund_id] += stream.version
        if not stream.archived and (stream.year <= year or stream.fund_id not in streams):
            streams[stream.fund_id] = stream
    rows = session.scalars(select(Fund).where(Fund.archived.is_(False) | archived).order_by(Fund.position))
    return [_record(fund, streams[fund.id], fund.version + saved[fund.id]) for fund in rows if fund.id in streams]


def fund(session: Session, fund_id: str, *, year: int) -> FundRecord:
    """One fund as it stands in `year`. Raises Refused."""
    found = [one for one in funds(session, year=year, archived=True) if one.id == fund_id]
    if not found:
        raise Refused("That fund is no longer in this office file.")
    return found[0]


def _record(fund: Fund, stream: Stream, version: int) -> FundRecord:
    return FundRecord(
        fund.id,
        stream.id,
        version,
        stream.name or fund.name,
        stream.letter,
        fund.funder_id,
        stream.purpose,
        stream.restriction,
        stream.restriction_terms,
        Pence(stream.overspend_limit_pence),
        stream.overspend_approver,
        fund.archived,
    )


def add(
    session: Session,
    *,
    year: int,
    name: str,
    letter: str = "",
    funder_id: str | None = None,
    purpose: str = "",
    restriction: str = "unrestricted",
    restriction_terms: str = "",
    overspend_limit_pence: int | None = 0,
    overspend_approver: str = "",
) -> str:
    """Add a fund with its stream for `year`; its id. Raises Refused."""
    plain = records.required(name, "The fund's name", "name")
    row = Fund(name=plain, funder_id=funder_id or None, position=records.next_position(session, Fund))
    session.add(row)
    session.flush()
    values = _terms(restriction, restriction_terms, overspend_limit_pence, overspend_approver)
    session.add(Stream(fund_id=row.id, year=year, name=plain, letter=letter.strip(), purpose=purpose.strip(), **values))
    return row.id


def change(
    session: Session,
    fund_id: str,
    *,
    year: int,
    version: int | None,
    name: str,
    letter: str,
    funder_id: str | None,
    purpose: str,
    restriction: str,
    restriction_terms: str,
    overspend_limit_pence: int | None,
    overspend_approver: str,
) -> None:
    """Change a fund in `year`. Earlier years keep the name and terms they had. Raises Refused, Stale."""
    now = fund(session, fund_id, year=year)
    if version is not None and version != now.version:
        raise records.stale(session, [fund_id, *_stream_ids(session, fund_id)], now.version)
    values = {
        "name": records.required(name, "The fund's name", "name"),
        "letter": letter.strip(),
        "purpose": purpose.strip(),
        **_terms(restriction, restriction_terms, overspend_limit_pence, overspend_approver),
    }
    row = records.fetch(session, Fund, fund_id)
    row.funder_id = funder_id or None
    stream = records.fetch(session, Stream, now.stream_id)
    if stream.year == year:
        for key, value in values.items():
            setattr(stream, key, value)
    else:
        session.add(Stream(fund_id=fund_id, year=year, **values))
    latest = session.scalars(
        select(Stream).where(Stream.fund_id == fund_id, Stream.archived.is_(False)).order_by(Stream.year.desc())
    ).first()
    if latest is None or latest.year <= year:
        row.name = str(values["name"])


def _stream_ids(session: Session, fund_id: str) -> Sequence[str]:
    return session.scalars(select(Stream.id).where(Stream.fund_id == fund_id)).all()


def _terms(restriction: str, terms: str, limit_pence: int | None, approver: str) -> dict[str, str | int]:
    if restriction not in ("restricted", "unrestricted"):
        raise Refused("Choose whether the fund is restricted.", "restriction")
    if restriction == "restricted" and not terms.strip():
        raise Refused("Say what the restricted money may be spent on.", "restriction_terms")
    if limit_pence and not approver.strip():
        raise Refused("Name the post that may approve overspending.", "overspend_approver")
    return {
        "restriction": restriction,
        "restriction_terms": terms.strip(),
        "overspend_limit_pence": limit_pence or 0,
        "overspend_approver": approver.strip(),
    }


def archive(session: Session, fund_id: str, *, back: bool = False) -> None:
    """Put a fund away, or bring it back. Raises Refused while it still has budget lines in use."""
    if not back:
        used = session.scalars(
            select(BudgetLine.name).where(BudgetLine.fund_id == fund_id, BudgetLine.archived.is_(False))
        ).first()
        if used:
            raise Refused(f"This fund still has the line “{used}”. Archive or move its lines first.")
    records.archive(session, Fund, fund_id, back=back)


def check_room(
    session: Session, budget_id: str, *, more_pence: int, approver: str, field: str = "amount_pence"
) -> None:
    """Whether `more_pence` may still be promised from this budget.

    Restricted money is a hard stop: nothing beyond what the fund holds in that year (GovS 015; statute notes 11).
    Elsewhere going over the line is a warning: it needs a named approver, and the fund's limit holds for all its lines.
    Raises Refused, NeedsApproval.
    """
    row = records.in_use(session, Budget, budget_id)
    line = records.fetch(session, BudgetLine, row.line_id)
    terms = fund(session, line.fund_id, year=row.year)
    siblings = session.scalars(
        select(Budget.id)
        .join(BudgetLine, BudgetLine.id == Budget.line_id)
        .where(BudgetLine.fund_id == line.fund_id, Budget.year == row.year, Budget.archived.is_(False))
    ).all()
    known = figures.of_budgets(session, siblings)
    mine, whole = known[budget_id], figures.add(known.values())
    if terms.restricted:
        _refuse_restricted(terms, whole, more_pence, field)
    spare = mine.left
    if not isinstance(spare, int):
        raise Refused(f"“{line.name}” has no amount yet ({spare or 'nothing entered'}). Give it one first.", field)
    over = more_pence - spare
    if over <= 0 or more_pence <= 0:
        return
    if not approver.strip():
        raise NeedsApproval(
            f"This is {format_pence(over)} more than “{line.name}” has left ({format_pence(spare)}). "
            "To go over, name who approved it.",
            over,
            "overspend_approver",
        )
    beyond = more_pence - (whole.left if isinstance(whole.left, int) else 0)
    if beyond > terms.overspend_limit_pence:
        raise Refused(
            f"This would take the fund “{terms.name}” {format_pence(beyond)} over; "
            f"its limit is {format_pence(terms.overspend_limit_pence)}"
            + (f", approved by the {terms.overspend_approver}." if terms.overspend_approver else "."),
            field,
        )


def _refuse_restricted(terms: FundRecord, whole: figures.Figures, more_pence: int, field: str) -> None:
    spare = whole.left
    if not isinstance(spare, int):
        raise Refused(f"“{terms.name}” is restricted and has no amount yet, so nothing can be promised from it.", field)
    if more_pence > max(spare, 0):
        raise Refused(
            f"“{terms.name}” is restricted money ({terms.restriction_terms}). It has {format_pence(spare)} left, "
            f"so {format_pence(more_pence)} cannot be promised from it.",
            field,
        )
