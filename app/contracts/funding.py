"""Which budget lines pay a contract, in what shares, and agreeing what a year costs out of them.

Shares are tenths of a percent, amounts pence without VAT, years start years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts import cells
from app.contracts.cells import Changed, Rows
from app.contracts.money_fields import shares_cells
from app.contracts.parts import AgreedRecord, ContractRecord
from app.contracts.yearly import YearRecord, years
from app.errors import NeedsApproval, Refused
from app.funds import commitments, lines
from app.money import Pence, format_pence, format_percent
from app.office import details
from app.years import format_year
from db.contracts import ContractCommitment, ContractFund
from db.funds import BudgetLine, Commitment

WHOLE = 1000
"""All of it, in tenths of a percent."""


class Difference(NamedTuple):
    """A line out of which another sum is agreed in a year than what it is to pay; both in pence."""

    year: int
    line_id: str
    line: str
    agreed: Pence
    wanted: Pence


def set_shares(session: Session, contract_id: str, *, shares: Mapping[str, int], was: Mapping[str, int]) -> None:
    """Save the split, `line_id:from_year` to tenths of a percent; a cell that is missing has no share.

    `was` is the grid as the person saw it. Every year that has a share comes to 100 %. Raises Refused (at
    `shares:line_id:from_year`), Stale.
    """
    one = cells.in_use(session, contract_id)
    after, before = cells.without_noughts(shares), cells.without_noughts(was)
    present = shares_cells(one)
    some = cells.changed("shares", after, before)
    query = select(ContractFund).where(ContractFund.contract_id == contract_id).order_by(ContractFund.id)
    rows = Rows.of((f"{row.line_id}:{row.from_year}", row) for row in session.scalars(query))
    cells.refuse_unseen(session, some, before, present, rows)
    _refuse_shares(session, some, {**present, **{each.key: each.now or 0 for each in some}})
    for each in some:
        row = rows.active(each.key)
        if row is None:
            session.add(
                ContractFund(
                    contract_id=contract_id, line_id=each.row, from_year=int(each.column), share_tenths=each.now
                )
            )
        elif each.now is None:
            row.archived = True
        else:
            row.share_tenths = each.now


def _refuse_shares(session: Session, some: Sequence[Changed], after: Mapping[str, int]) -> None:
    style = details(session).year_style
    for each in some:
        line = records.fetch(session, BudgetLine, each.row)
        place = f"{line.name}, {format_year(int(each.column), style)}"
        if each.now is not None and not 0 < each.now <= WHOLE:
            raise Refused(f"{place}: A share is more than 0 % and at most 100 %.", each.field)
        if each.now is not None and line.archived:
            raise Refused(f"{place}: This line has been put away. Bring it back first.", each.field)
    for column in sorted({each.column for each in some}):
        mine = {cell: tenths for cell, tenths in after.items() if cell.endswith(f":{column}") and tenths}
        total = sum(mine.values())
        if mine and total != WHOLE:
            year = format_year(int(column), style)
            said = format_percent(total, sign=False).removesuffix(".0")
            first = next(each for each in some if each.column == column)
            raise Refused(f"From {year} the shares come to {said} %. Make them 100 %.", first.field)


def agree(
    session: Session, contract_id: str, *, year: int, overspend_approver: str = "", agreed_on: date | None = None
) -> None:
    """Agree what a year costs this office: one agreement for each line that pays, written in Funds and linked here.

    What is agreed already is changed to it; a line that no longer pays has its agreement withdrawn. Without a day or an
    approver those that stand stay. Raises Refused (a year that is blocked or has no split, a line without a
    budget, less than is paid, restricted money), NeedsApproval (for all lines that go over, in one).
    """
    one = cells.in_use(session, contract_id)
    style = details(session).year_style
    wanted = _wanted(one, year, style)
    by_line: dict[str, AgreedRecord] = {}
    for held in one.agreed:
        if held.year == year:
            if held.line_id in by_line:
                raise Refused(
                    f"“{held.line}” has two agreements for this contract in {format_year(year, style)}. "
                    "Withdraw one of them in Funds first.",
                    "year",
                )
            by_line[held.line_id] = held
    agreeing = _Agreeing(session, one, year, format_year(year, style), overspend_approver, agreed_on)
    todo = [(line_id, wanted.get(line_id, 0)) for line_id in {**by_line, **wanted}]
    # what is lowered makes room for what is raised
    todo.sort(key=lambda each: each[0] not in by_line or each[1] >= by_line[each[0]].amount)
    over: list[NeedsApproval] = []
    for line_id, amount in todo:
        try:
            agreeing.agree(line_id, amount, by_line.get(line_id))
        except NeedsApproval as needed:
            over.append(needed)
        except Refused as refused:
            raise Refused(refused.message, "year") from refused
    if over:
        raise NeedsApproval(
            " ".join(each.message for each in over), sum(each.over_pence for each in over), over[0].field
        )


def _wanted(one: ContractRecord, year: int, style: str) -> dict[str, int]:
    """What each line is to pay in the year. Raises Refused where that cannot be said or agreed."""
    said = format_year(year, style)
    found: YearRecord | None = next((each for each in years(one) if each.year == year), None)
    if found is None and any(each.year == year for each in one.agreed):
        return {}  # it ended before: what is agreed is withdrawn
    if found is None:
        raise Refused(f"The contract does not run in {said}.", "year")
    if found.is_blocked:
        unmet = [(each.blocks_from, each.words) for each in one.conditions if each.blocks_from and not each.met_on]
        raise Refused(f"{said} is blocked until this is met: {min(unmet)[1]}", "year")
    if not found.by_line:
        raise Refused("Nobody has said which lines pay this contract. Enter who pays first.", "year")
    whole = sum(pence for _, pence in found.to_agree)
    if whole < 0:
        raise Refused(f"Partners pay {format_pence(-whole)} more than {said} costs, so nothing is to agree.", "year")
    if not whole and not any(each.year == year for each in one.agreed):
        raise Refused(f"{said} costs this office nothing, so nothing is to agree.", "year")
    return dict(found.to_agree)


@dataclass(frozen=True, slots=True)
class _Agreeing:
    """What every agreement of one save has alike."""

    session: Session
    one: ContractRecord
    year: int
    said: str
    approver: str
    agreed_on: date | None

    def agree(self, line_id: str, amount: int, held: AgreedRecord | None) -> None:
        """Write, change or withdraw one line's agreement; `amount` in pence. Raises Refused, NeedsApproval."""
        if held is not None:
            self._change(held, amount)
        elif amount:
            self._commit(line_id, amount)

    def _change(self, held: AgreedRecord, amount: int) -> None:
        if not amount:
            try:
                commitments.withdraw(self.session, held.commitment_id)
            except Refused as refused:
                raise Refused(f"“{held.line}”, {self.said}: {refused.message}") from refused
            return
        if amount < held.paid:
            raise Refused(
                f"“{held.line}”, {self.said}: {format_pence(held.paid)} is paid already, "
                f"and its part would be {format_pence(amount)}."
            )
        row = records.fetch(self.session, Commitment, held.commitment_id)
        before = row.overspend_approver
        commitments.change(
            self.session,
            row.id,
            version=None,
            title=row.title,
            amount_pence=amount,
            organisation_id=row.organisation_id,
            agreed_on=self.agreed_on or row.agreed_on,
            reference=row.reference,
            overspend_approver=self.approver,  # who approved an earlier amount has not approved this one
        )
        row.overspend_approver = self.approver.strip() or before

    def _commit(self, line_id: str, amount: int) -> None:
        line = lines.line(self.session, line_id)
        if line.archived:
            raise Refused(f"“{line.name}” has been put away. Bring it back, or enter who pays anew.")
        budget = line.budgets.get(self.year)
        if budget is None:
            raise Refused(f"“{line.name}” has no budget in {self.said} yet. Give it one first.")
        commitment_id = commitments.commit(
            self.session,
            budget.id,
            title=self.one.title,
            amount_pence=amount,
            organisation_id=self.one.organisation_id,
            agreed_on=self.agreed_on,
            reference=self.one.reference,
            overspend_approver=self.approver,
        )
        self.session.flush()
        self.session.add(ContractCommitment(contract_id=self.one.id, commitment_id=commitment_id))


def differences(one: ContractRecord) -> list[Difference]:
    """Where what is agreed and what is to be differ, by year and line; only years in which something is agreed."""
    wanted = {each.year: dict(each.to_agree) for each in years(one)}
    names = {share.line_id: share.line for share in one.shares} | {held.line_id: held.line for held in one.agreed}
    agreed: dict[int, dict[str, int]] = {}
    for held in one.agreed:
        mine = agreed.setdefault(held.year, {})
        mine[held.line_id] = mine.get(held.line_id, 0) + held.amount
    return [
        Difference(
            year,
            line_id,
            names.get(line_id, ""),
            Pence(agreed[year].get(line_id, 0)),
            Pence(wanted.get(year, {}).get(line_id, 0)),
        )
        for year in sorted(agreed)
        for line_id in {**wanted.get(year, {}), **agreed[year]}
        if agreed[year].get(line_id, 0) != wanted.get(year, {}).get(line_id, 0)
    ]
