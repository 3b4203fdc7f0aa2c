"""Budget lines, their budget in each financial year with every revision kept, and their notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.errors import NeedsApproval, Refused
from app.funds import figures, funds
from app.funds.figures import Amount, Figures
from app.money import Pence, format_pence
from db.funds import Budget, BudgetLine, BudgetNote, BudgetRevision, Fund


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """A line in one financial year, with its figures in pence."""

    id: str
    version: int
    year: int
    printed_name: str
    priority_id: str | None
    area_id: str | None
    figures: Figures
    noted: bool


@dataclass(frozen=True, slots=True)
class LineRecord:
    """A budget line with its budgets by financial year."""

    id: str
    version: int
    name: str
    fund_id: str
    position: int
    archived: bool
    budgets: Mapping[int, BudgetRecord]

    def called(self, year: int) -> str:
        """What it is called in `year`."""
        budget = self.budgets.get(year)
        return budget.printed_name if budget and budget.printed_name else self.name

    def placed(self, year: int) -> BudgetRecord | None:
        """The budget that says where the line belongs: that year's, else the latest before it, else the first."""
        if year in self.budgets or not self.budgets:
            return self.budgets.get(year)
        earlier = [one for one in self.budgets if one < year]
        return self.budgets[max(earlier) if earlier else min(self.budgets)]


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """One amount a budget has had; number 0 is the original."""

    number: int
    amount: Amount
    reason: str
    approver: str
    made_on: date


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A note; `amount_pence` is a part of the budget it stands under, never an addition."""

    id: str
    version: int
    text: str
    amount_pence: Pence | None


def years(session: Session) -> list[int]:
    """Every financial year that has a budget, the earliest first."""
    return list(session.scalars(select(Budget.year).where(Budget.archived.is_(False)).distinct().order_by(Budget.year)))


def lines(session: Session, *, archived: bool = False) -> list[LineRecord]:
    """Every line with all its budgets, in the office's order."""
    known = figures.of_budgets(session)
    noted = set(session.scalars(select(BudgetNote.budget_id).where(BudgetNote.archived.is_(False)).distinct()))
    budgets: dict[str, dict[int, BudgetRecord]] = {}
    columns = (
        Budget.id,
        Budget.version,
        Budget.year,
        Budget.printed_name,
        Budget.priority_id,
        Budget.area_id,
        Budget.line_id,
    )
    for row in session.execute(select(*columns).where(Budget.archived.is_(False)).order_by(Budget.year)):
        record = BudgetRecord(*row[:6], figures=known[row.id], noted=row.id in noted)
        budgets.setdefault(row.line_id, {})[row.year] = record
    query = (
        select(
            BudgetLine.id,
            BudgetLine.version,
            BudgetLine.name,
            BudgetLine.fund_id,
            BudgetLine.position,
            BudgetLine.archived,
        )
        .where(BudgetLine.archived.is_(archived))
        .order_by(BudgetLine.position)
    )
    return [LineRecord(*row, budgets=budgets.get(row.id, {})) for row in session.execute(query)]


def line(session: Session, line_id: str) -> LineRecord:
    """One line with its budgets. Raises Refused."""
    row = records.fetch(session, BudgetLine, line_id)
    mine = session.scalars(
        select(Budget).where(Budget.line_id == line_id, Budget.archived.is_(False)).order_by(Budget.year)
    ).all()
    known = figures.of_budgets(session, [one.id for one in mine])
    noted = set(session.scalars(select(BudgetNote.budget_id).where(BudgetNote.archived.is_(False))))
    return LineRecord(
        row.id,
        row.version,
        row.name,
        row.fund_id,
        row.position,
        row.archived,
        {
            one.year: BudgetRecord(
                one.id,
                one.version,
                one.year,
                one.printed_name,
                one.priority_id,
                one.area_id,
                known[one.id],
                one.id in noted,
            )
            for one in mine
        },
    )


def add(
    session: Session,
    *,
    year: int,
    name: str,
    fund_id: str,
    amount: Amount,
    priority_id: str | None = None,
    area_id: str | None = None,
    printed_name: str = "",
    today: date | None = None,
) -> str:
    """Add a line with its budget for `year`; its id. Raises Refused."""
    records.fetch(session, Fund, fund_id)
    plain = records.required(name, "The line's name", "name")
    row = BudgetLine(fund_id=fund_id, name=plain, position=records.next_position(session, BudgetLine))
    session.add(row)
    session.flush()
    set_budget(
        session,
        row.id,
        year=year,
        amount=amount,
        priority_id=priority_id,
        area_id=area_id,
        printed_name=printed_name,
        today=today,
    )
    return row.id


def change(
    session: Session,
    line_id: str,
    *,
    year: int,
    version: int | None,
    name: str,
    fund_id: str,
    priority_id: str | None,
    area_id: str | None,
    printed_name: str = "",
) -> None:
    """Change what a line is called and where it belongs in `year`, not its amount. Raises Refused, Stale."""
    plain = records.required(name, "The line's name", "name")
    _refuse_leaving_restriction(session, line_id, fund_id)
    row = _budget(session, line_id, year)
    parts = [row.id] if row is not None else []
    line = records.change(session, BudgetLine, line_id, version=version, parts=parts, name=plain, fund_id=fund_id)
    if row is not None:
        row.priority_id, row.area_id, row.printed_name = priority_id or None, area_id or None, printed_name.strip()
        if session.is_modified(row):
            records.touch(line)


def _refuse_leaving_restriction(session: Session, line_id: str, fund_id: str) -> None:
    """A line takes its money with it, so it may not leave a fund that was restricted in any year it has a budget in."""
    line = records.fetch(session, BudgetLine, line_id)
    if line.fund_id == fund_id:
        return
    for year in session.scalars(select(Budget.year).where(Budget.line_id == line_id, Budget.archived.is_(False))):
        terms = funds.fund(session, line.fund_id, year=year)
        if terms.restricted:
            raise Refused(
                f"“{terms.name}” is restricted money ({terms.restriction_terms}); its lines cannot leave it. "
                "Add a new line in the other fund instead.",
                "fund_id",
            )


def archive(session: Session, line_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a line away with its budgets kept, or bring it back. Raises Refused, Stale."""
    records.archive(session, BudgetLine, line_id, version=version, back=back)


def set_budget(
    session: Session,
    line_id: str,
    *,
    year: int,
    amount: Amount,
    priority_id: str | None = None,
    area_id: str | None = None,
    printed_name: str = "",
    today: date | None = None,
) -> str:
    """Give a line its budget in a year that has none yet; the budget's id. Raises Refused."""
    row = Budget(
        line_id=line_id,
        year=year,
        printed_name=printed_name.strip(),
        priority_id=priority_id or None,
        area_id=area_id or None,
        revision=0,
    )
    session.add(row)
    session.flush()
    session.add(_revision(row.id, 0, amount, "", "", today))
    return row.id


def revise(
    session: Session,
    budget_id: str,
    *,
    amount: Amount,
    reason: str,
    approver: str = "",
    version: int | None = None,
    today: date | None = None,
) -> None:
    """Give a budget a new amount (pence or a word); every earlier one stays. Raises Refused without a reason, Stale."""
    why = records.required(reason, "A reason for the new amount", "reason")
    records.in_use(session, Budget, budget_id)
    row = records.at_version(session, Budget, budget_id, version)
    if figures.budget(session, [budget_id])[budget_id] == amount:
        raise Refused("That is the amount it already has.", "amount")
    number = (
        session.scalar(select(func.max(BudgetRevision.number)).where(BudgetRevision.budget_id == budget_id)) or 0
    ) + 1
    session.add(_revision(budget_id, number, amount, why, approver, today))
    row.revision = number
    session.flush()
    after = figures.of_budgets(session, [budget_id])[budget_id]
    if isinstance(after.available, int) and after.available < 0:
        raise Refused("More has been moved out of this line than that. Move money back into it first.", "amount")
    if isinstance(after.left, int) and after.left < 0:
        _refuse_below_allocated(session, row, Pence(-after.left), approver)


def _refuse_below_allocated(session: Session, budget: Budget, over: Pence, approver: str) -> None:
    """A cut below what is promised: never of restricted money; elsewhere only with a named approver."""
    terms = funds.fund(session, records.fetch(session, BudgetLine, budget.line_id).fund_id, year=budget.year)
    if terms.restricted:
        raise Refused(
            f"{format_pence(over)} more than that is already promised, and “{terms.name}” is restricted money "
            f"({terms.restriction_terms}).",
            "amount",
        )
    if not approver.strip():
        raise NeedsApproval(
            f"{format_pence(over)} more than that is already promised. To go below it, name who approved it.",
            over,
            "approver",
        )


def _revision(
    budget_id: str, number: int, amount: Amount, reason: str, approver: str, today: date | None
) -> BudgetRevision:
    if amount is None:
        raise Refused("Give an amount, or a word such as TBD that stands in its place.", "amount")
    word = amount.strip() if isinstance(amount, str) else ""
    pence = None if isinstance(amount, str) else amount
    return BudgetRevision(
        budget_id=budget_id,
        number=number,
        amount_pence=pence,
        word=word,
        reason=reason,
        approver=approver.strip(),
        made_on=today or date.today(),
    )


def _budget(session: Session, line_id: str, year: int) -> Budget | None:
    return session.scalars(
        select(Budget).where(Budget.line_id == line_id, Budget.year == year, Budget.archived.is_(False))
    ).first()


def revisions(session: Session, budget_id: str) -> list[RevisionRecord]:
    """Every amount a budget has had, the original first."""
    rows = session.scalars(
        select(BudgetRevision)
        .where(BudgetRevision.budget_id == budget_id, BudgetRevision.archived.is_(False))
        .order_by(BudgetRevision.number)
    )
    return [
        RevisionRecord(
            row.number,
            row.word if row.amount_pence is None else Pence(row.amount_pence),
            row.reason,
            row.approver,
            row.made_on,
        )
        for row in rows
    ]


def add_note(session: Session, budget_id: str, *, text: str, amount_pence: int | None = None) -> str:
    """Put a note under a budget; its id. A sub-amount is part of the budget, never above it. Raises Refused."""
    plain = records.required(text, "The note", "text")
    _refuse_more_than_line(session, budget_id, amount_pence)
    row = BudgetNote(budget_id=budget_id, text=plain, amount_pence=amount_pence, source_id=None)
    session.add(row)
    return row.id


def _refuse_more_than_line(session: Session, budget_id: str, part_pence: int | None) -> None:
    whole = figures.budget(session, [budget_id]).get(budget_id)
    if part_pence is not None and isinstance(whole, int) and abs(part_pence) > whole:
        raise Refused("A part of the line cannot be more than the line.", "amount_pence")


def change_note(
    session: Session, note_id: str, *, version: int | None, text: str, amount_pence: int | None = None
) -> None:
    """Change a note. Raises Refused, Stale."""
    plain = records.required(text, "The note", "text")
    _refuse_more_than_line(session, records.fetch(session, BudgetNote, note_id).budget_id, amount_pence)
    records.change(session, BudgetNote, note_id, version=version, text=plain, amount_pence=amount_pence)


def archive_note(session: Session, note_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a note away. Raises Refused, Stale."""
    records.archive(session, BudgetNote, note_id, version=version, back=back)


def notes(session: Session, budget_ids: list[str]) -> dict[str, list[NoteRecord]]:
    """The notes of these budgets, by budget id, in the order they were written."""
    found: dict[str, list[NoteRecord]] = {}
    rows = session.scalars(
        select(BudgetNote)
        .where(BudgetNote.budget_id.in_(budget_ids), BudgetNote.archived.is_(False))
        .order_by(BudgetNote.id)
    )
    for row in rows:
        amount = None if row.amount_pence is None else Pence(row.amount_pence)
        found.setdefault(row.budget_id, []).append(NoteRecord(row.id, row.version, row.text, amount))
    return found


def start_year(session: Session, *, year: int, amounts: str, today: date | None = None) -> int:
    """Begin a financial year from the one before it: every line again, with its amount (`keep`) or TBD. How many lines.

    A line that has a budget in it already (money rolled forward) keeps it. Raises Refused where every line has one, or
    there is nothing to begin it from.
    """
    before_it = [one for one in lines(session) if year - 1 in one.budgets]
    if not before_it:
        raise Refused("The year before it has no budget to start from.", "year")
    old = [(one, one.budgets[year - 1]) for one in before_it if year not in one.budgets]
    if not old:
        raise Refused("That year has been started already.", "year")
    known = figures.budget(session)
    for one, before in old:
        amount: Amount = known[before.id] if amounts == "keep" else "TBD"
        set_budget(
            session,
            one.id,
            year=year,
            amount=amount,
            priority_id=before.priority_id,
            area_id=before.area_id,
            printed_name="",
            today=today,
        )
    return len(old)
