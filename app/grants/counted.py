"""How many bids there are, of what, for how much: sums asked of the file, however many thousands there are.

Amounts are pence.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.grants.reading import applications, rounds
from app.listing import Column, Group, Line, Listing
from db.grants import Application, Round


def by_state(session: Session, round_id: str) -> dict[str, tuple[int, int]]:
    """How many bids of a round stand in each state, and what they ask for together."""
    query = (
        select(Application.state, func.count(), func.sum(Application.requested_pence))
        .where(Application.round_id == round_id, Application.archived.is_(False))
        .group_by(Application.state)
    )
    return {state: (count, pence or 0) for state, count, pence in session.execute(query)}


def has_any(session: Session) -> bool:
    """Whether anything was ever invited or asked for."""
    return any(
        session.scalar(select(model.id).where(model.archived.is_(False)).limit(1)) is not None
        for model in (Round, Application)
    )


def by_organisation(session: Session) -> dict[str, int]:
    """How many applications each organisation has made, by its id."""
    query = (
        select(Application.organisation_id, func.count())
        .where(Application.archived.is_(False))
        .group_by(Application.organisation_id)
    )
    return {key: count for key, count in session.execute(query)}  # noqa: C416 - rows are no pairs to dict's types


def archive_list(session: Session) -> Listing:
    """Rounds and applications that were put away and can be brought back. Lines go by id."""
    found = (
        (Group("round", "Rounds"), [(one.id, one.reference, one.name) for one in rounds(session, archived=True)]),
        (
            Group("application", "Applications"),
            [(one.id, one.reference, one.project) for one in applications(session, archived=True)],
        ),
    )
    return Listing(
        "Archived",
        (Column("name", "Archived"), Column("reference", "Reference")),
        tuple(Line(key, (name, reference), group=group.key) for group, rows in found for key, reference, name in rows),
        tuple(group for group, rows in found if rows),
    )
