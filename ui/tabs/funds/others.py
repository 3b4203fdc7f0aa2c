"""The other records of the Funds page: an income, a fund, a stated figure."""

from __future__ import annotations

from app.funds.commitments import CommitmentRecord
from app.funds.figures import Figures
from app.funds.funds import FundRecord
from app.funds.income import IncomeRecord
from app.funds.stated import StatedRecord
from app.money import format_pence
from app.years import format_day, format_year
from ui.kit.bar import FundBar, FundFigures
from ui.kit.parts import Alert, FactRows, Section
from ui.kit.sections import Do, actions
from ui.kit.split import Record
from ui.tabs.funds.line import difference_words


def show_income(record: Record, one: IncomeRecord, do: Do, *, style: str, can_save: bool) -> None:
    """What is expected, on what condition, and what has come."""
    choices = [("Change…", "income")]
    if one.received_pence < one.expected_pence:
        choices.append(("Record money received…", "receive one"))
    choices.append(("Archive this income", "archive income"))
    button = actions("Change", choices, one, do) if can_save else None
    record.begin(one.name, f"{one.source} · {format_year(one.year, style)}", button)
    facts = [
        ("Expected", format_pence(one.expected_pence)),
        ("Expected on", format_day(one.expected_on) if one.expected_on else ""),
        ("Received", format_pence(one.received_pence)),
        ("To come", format_pence(one.expected_pence - one.received_pence)),
        ("State", one.state),
        ("Subject to", one.condition),
    ]
    record.add(Section("Income", FactRows([fact for fact in facts if fact[1]])))


def show_commitment(record: Record, one: CommitmentRecord, do: Do, *, can_save: bool) -> None:
    """What is agreed with whom, out of which line, and what has been paid."""
    choices = [("Change…", "commitment")]
    if one.paid_pence < one.amount_pence:
        choices.append(("Record a payment…", "pay one"))
    if not one.paid_pence:
        choices.append(("Withdraw this agreement", "withdraw"))
    record.begin(one.title, f"Agreement · {one.line}", actions("Change", choices, one, do) if can_save else None)
    facts = [
        ("With", one.organisation),
        ("Amount", format_pence(one.amount_pence)),
        ("Paid", format_pence(one.paid_pence)),
        ("Still to pay", format_pence(one.amount_pence - one.paid_pence)),
        ("Agreed on", format_day(one.agreed_on) if one.agreed_on else ""),
        ("Reference", one.reference),
        ("Overspend approved by", one.overspend_approver),
    ]
    record.add(Section("Agreement", FactRows([fact for fact in facts if fact[1]])))


def show_fund(record: Record, one: FundRecord, figures: Figures, do: Do, *, year_text: str, can_save: bool) -> None:
    """A fund's terms in the year, and its bar."""
    archive = "Bring back from the archive" if one.archived else "Archive this fund"
    choices = [("Change…", "fund"), (archive, "archive fund")]
    title = f"{one.letter} {one.name}" if one.letter else one.name
    record.begin(title, f"Fund · {year_text}", actions("Change", choices, one, do) if can_save else None)
    record.add(FundBar(FundFigures(figures.available, figures.committed, figures.paid, figures.allocated), one.name))
    limit = f"{format_pence(one.overspend_limit_pence)}, approved by the {one.overspend_approver}"
    facts = [
        ("Purpose", one.purpose),
        ("Restriction", "Restricted money" if one.restricted else "Unrestricted"),
        ("Terms", one.restriction_terms),
        ("May be overspent by", limit if one.overspend_limit_pence else ""),
        ("Overspending", "Never: this is restricted money" if one.restricted else ""),
    ]
    record.add(Section("Terms", FactRows([fact for fact in facts if fact[1]])))


def show_stated(record: Record, one: StatedRecord, do: Do, *, style: str, can_save: bool) -> None:
    """A stated figure beside what its rows come to."""
    choices = [("Give a reason or correct it…", "stated"), ("Archive this stated figure", "archive stated")]
    year = format_year(one.year, style) if one.year is not None else "No one year"
    record.begin(one.name, f"Stated figure · {year}", actions("Settle", choices, one, do) if can_save else None)
    if one.computed_pence is not None and not one.agrees:
        record.add(Alert(difference_words(one), one.reason))
    facts = [
        ("Stated", format_pence(one.amount_pence)),
        ("As printed", one.printed),
        ("Its rows come to", format_pence(one.computed_pence) if one.computed_pence is not None else "no figure"),
        ("Difference", format_pence(one.difference_pence, sign=True) if one.difference_pence else ""),
        ("Rows", f"{len(one.parts):,}"),
        ("Where it stands", one.place),
        ("Reason", one.reason),
    ]
    record.add(Section("Comparison", FactRows([fact for fact in facts if fact[1]])))
