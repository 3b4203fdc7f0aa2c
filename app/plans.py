"""Police and Crime Plans and their dated priorities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app import records
from app.fields import Choice, Field
from app.years import first_day, last_day
from db.plans import Plan, Priority

PLAN_FIELDS = (
    Field("name", "Plan", required=True),
    Field("starts_on", "Starts", "day", True),
    Field("ends_on", "Ends", "day"),
)


def priority_fields(plans: tuple[Choice, ...]) -> tuple[Field, ...]:
    """The fields of a priority, with the plans there are to choose from."""
    return (
        Field("plan_id", "Plan", "choice", True, plans),
        Field("name", "Priority", required=True),
        Field("starts_on", "From", "day", help="Leave empty when it runs as long as its plan."),
        Field("ends_on", "Until", "day"),
    )


@dataclass(frozen=True, slots=True)
class PriorityRecord:
    """A priority, with the days it is in force (its plan's where it has none of its own)."""

    id: str
    version: int
    plan_id: str
    plan: str
    name: str
    starts_on: date | None
    ends_on: date | None
    position: int
    archived: bool
    plan_starts_on: date
    plan_ends_on: date | None

    def in_force(self, year: int) -> bool:
        """Whether any day of the financial year that starts in `year` falls within its days."""
        start = self.starts_on or self.plan_starts_on
        end = self.ends_on or self.plan_ends_on
        return start <= last_day(year) and (end is None or end >= first_day(year))


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A Police and Crime Plan."""

    id: str
    version: int
    name: str
    starts_on: date
    ends_on: date | None


def plans(session: Session) -> list[PlanRecord]:
    """Every plan in force or past, the latest first."""
    rows = session.scalars(select(Plan).where(Plan.archived.is_(False)).order_by(Plan.starts_on.desc()))
    return [PlanRecord(row.id, row.version, row.name, row.starts_on, row.ends_on) for row in rows]


def priorities(session: Session, *, year: int | None = None, archived: bool = False) -> list[PriorityRecord]:
    """Priorities in their plan's order; with `year`, those in force on any day of that financial year."""
    rows = session.execute(
        select(Priority, Plan)
        .join(Plan, Plan.id == Priority.plan_id)
        .where(and_(Priority.archived.is_(False), Plan.archived.is_(False)) | archived)
        .order_by(Plan.starts_on.desc(), Priority.position)
    )
    found = [
        PriorityRecord(
            priority.id,
            priority.version,
            plan.id,
            plan.name,
            priority.name,
            priority.starts_on,
            priority.ends_on,
            priority.position,
            priority.archived,
            plan.starts_on,
            plan.ends_on,
        )
        for priority, plan in rows
    ]
    return [one for one in found if year is None or one.in_force(year)]


def add_plan(session: Session, *, name: str, starts_on: date, ends_on: date | None) -> str:
    """Add a plan; its id. Raises Refused."""
    row = Plan(name=records.required(name, "The plan's name", "name"), starts_on=starts_on, ends_on=ends_on)
    session.add(row)
    return row.id


def change_plan(
    session: Session, plan_id: str, *, version: int | None, name: str, starts_on: date, ends_on: date | None
) -> None:
    """Change a plan. Raises Refused, Stale."""
    plain = records.required(name, "The plan's name", "name")
    records.change(session, Plan, plan_id, version=version, name=plain, starts_on=starts_on, ends_on=ends_on)


def add_priority(
    session: Session, *, plan_id: str, name: str, starts_on: date | None = None, ends_on: date | None = None
) -> str:
    """Add a priority after the last one; its id. Raises Refused."""
    records.fetch(session, Plan, plan_id)
    row = Priority(
        plan_id=plan_id,
        name=records.required(name, "The priority", "name"),
        starts_on=starts_on,
        ends_on=ends_on,
        position=records.next_position(session, Priority),
    )
    session.add(row)
    return row.id


def change_priority(
    session: Session,
    priority_id: str,
    *,
    version: int | None,
    plan_id: str,
    name: str,
    starts_on: date | None,
    ends_on: date | None,
) -> None:
    """Change a priority. Raises Refused, Stale."""
    plain = records.required(name, "The priority", "name")
    records.change(
        session,
        Priority,
        priority_id,
        version=version,
        plan_id=plan_id,
        name=plain,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def archive_priority(session: Session, priority_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a priority away; budgets that name it keep it. Raises Refused, Stale."""
    records.archive(session, Priority, priority_id, version=version, back=back)


def archive_plan(session: Session, plan_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a plan away. Raises Refused, Stale."""
    records.archive(session, Plan, plan_id, version=version, back=back)
