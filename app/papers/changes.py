"""What has changed since the last issued paper on the subject: line by line, each change with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.funds.figures import Amount, in_force
from app.money import Pence
from app.office import details
from app.papers.paper import ChangedFigure, PaperDetails, Since
from app.papers.stored import issued_data
from app.years import format_year
from db.funds import Budget, BudgetRevision
from db.papers import Paper

Lines = Mapping[str, tuple[str, Amount]]
"""Budget lines by id: what each is called, and its amount in pence, or a word."""


def since(session: Session, paper: PaperDetails, lines: Lines, reasons: Mapping[tuple[str, str], str]) -> Since:
    """The issued paper that this one follows, and how its lines differ from `lines`: in their order, ended ones last.

    A change has the reason given in this paper, else that of the budget's revision in its year. Raises Refused where
    the data of the paper it follows is missing or was altered.
    """
    if paper.follows_id is None:
        return Since()
    followed = records.fetch(session, Paper, paper.follows_id)
    given = {key: text for (about, key), text in reasons.items() if about == "change"}
    known = _revised(session, paper.year) | {key: text for key, text in given.items() if text}
    before: Lines = {one["id"]: (one["name"], _amount(one)) for one in issued_data(session, followed.id)["lines"]}
    return Since(
        followed.title,
        followed.day,
        format_year(followed.year, details(session).year_style),
        tuple(_compared(before, lines, known)),
    )


def _compared(before: Lines, after: Lines, reasons: Mapping[str, str]) -> Iterator[ChangedFigure]:
    for key, (name, amount) in after.items():
        old = before[key][1] if key in before else None
        if key not in before:
            yield ChangedFigure(key, name, "new", None, amount, reasons.get(key, ""))
        elif old != amount:
            yield ChangedFigure(key, name, "changed", old, amount, reasons.get(key, ""))
    for key, (name, amount) in before.items():
        if key not in after:
            yield ChangedFigure(key, name, "ended", amount, None, reasons.get(key, ""))


def _amount(kept: Mapping[str, int | str]) -> Amount:
    pence = kept.get("pence")
    return Pence(pence) if isinstance(pence, int) else str(kept["word"]) if "word" in kept else None


def _revised(session: Session, year: int) -> dict[str, str]:
    """Why the budgets of a year were revised, by line id; a budget that never was has no reason."""
    query = (
        select(Budget.line_id, BudgetRevision.reason)
        .join(BudgetRevision, in_force())
        .where(Budget.year == year, Budget.archived.is_(False), BudgetRevision.reason != "")
    )
    return {row[0]: row[1] for row in session.execute(query)}
