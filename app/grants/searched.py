"""What of rounds and applications is found by words or amount; read by its columns, as there may be thousands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.money import format_pence
from db.applicants import Identifier
from db.grants import Application, Round
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Searched:
    """One thing to be found: its kind in a word, what to show, and the view and row it leads to.

    It is found by `hay` alone, not by what is shown, and by its `pence`; `year` is the financial year it is of.
    """

    kind: str
    text: str
    view: str
    row_id: str
    hay: str
    pence: int | None = None
    year: int | None = None


def searched(session: Session) -> Iterator[Searched]:
    """Every round and application in use, and organisations by their numbers."""
    years: dict[str, int] = {}
    rounds = select(Round.id, Round.reference, Round.name, Round.purpose, Round.pot_pence, Round.year)
    for row in session.execute(rounds.where(Round.archived.is_(False)).order_by(Round.reference)):
        years[row.id] = row.year
        text = f"{row.name}, {format_pence(row.pot_pence)}"
        hay = f"{row.reference} {row.name} {row.purpose}"
        yield Searched("Round", text, "rounds", row.id, hay, row.pot_pence, row.year)
    names = {row.id: row.name for row in session.execute(select(Organisation.id, Organisation.name))}
    yield from _applications(session, names, years)
    numbers = select(Identifier.organisation_id, Identifier.number).where(Identifier.archived.is_(False))
    for one in session.execute(numbers.order_by(Identifier.number)):
        text = f"{names.get(one.organisation_id, '')}, {one.number}"
        yield Searched("Organisation", text, "organisations", one.organisation_id, one.number)


def _applications(session: Session, names: dict[str, str], years: dict[str, int]) -> Iterator[Searched]:
    query = select(
        Application.id,
        Application.reference,
        Application.project,
        Application.summary,
        Application.organisation_id,
        Application.requested_pence,
        Application.round_id,
    ).where(Application.archived.is_(False))
    for row in session.execute(query.order_by(Application.reference)):
        name = names.get(row.organisation_id, "")
        text = f"{row.project or row.reference}, {name}"
        view = "bids" if row.round_id else "direct"
        hay = f"{row.reference} {row.project} {row.summary} {name}"
        yield Searched("Application", text, view, row.id, hay, row.requested_pence, years.get(row.round_id or ""))
