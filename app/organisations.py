"""Organisations and the other names they go by."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.fields import Choice, Field
from db.organisations import Alias, Organisation

KINDS = ("Government", "NHS", "Council", "Partnership", "Charity", "Company", "This office", "Other")

FIELDS = (
    Field("name", "Organisation", required=True),
    Field("kind", "Kind", "choice", True, tuple(Choice(one, one) for one in KINDS)),
    Field("aliases", "Also known as", "long", help="Other names it goes by, one on each line."),
)


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation with the other names it goes by, in alphabetical order."""

    id: str
    version: int
    name: str
    kind: str
    aliases: tuple[str, ...]
    archived: bool


def organisations(session: Session, *, archived: bool = False) -> list[OrganisationRecord]:
    """Every organisation by name."""
    aliases: dict[str, list[str]] = {}
    others = select(Alias.organisation_id, Alias.name).where(Alias.archived.is_(False)).order_by(Alias.name)
    for key, name in session.execute(others):
        aliases.setdefault(key, []).append(name)
    # by their columns, since making the objects of thousands takes four times as long
    columns = Organisation.id, Organisation.version, Organisation.name, Organisation.kind, Organisation.archived
    rows = session.execute(
        select(*columns).where(Organisation.archived.is_(False) | archived).order_by(func.lower(Organisation.name))
    )
    return [
        OrganisationRecord(row.id, row.version, row.name, row.kind, tuple(aliases.get(row.id, ())), row.archived)
        for row in rows
    ]


def find(session: Session, name: str) -> str | None:
    """The id of the organisation called so, by its name or an alias, whatever the capitals; None when there is none."""
    plain = " ".join(name.split()).lower()
    used = Organisation.archived.is_(False)
    names = select(Organisation.id, Organisation.name).where(used)
    aliases = (
        select(Alias.organisation_id, Alias.name)
        .join(Organisation, Organisation.id == Alias.organisation_id)
        .where(Alias.archived.is_(False), used)
    )
    # compared here, since SQLite knows the capitals of plain Latin letters alone; whole records would take ten times
    every = ((key, known) for query in (names, aliases) for key, known in session.execute(query))
    return next((key for key, known in every if known.lower() == plain), None)


def add(session: Session, *, name: str, kind: str = "Other", aliases: str = "") -> str:
    """Add an organisation; its id. Raises Refused when its name or an alias of it is taken."""
    plain = records.required(name, "The organisation's name", "name")
    if find(session, plain):
        raise Refused("There is already an organisation with this name.", "name")
    row = Organisation(name=plain, kind=kind)
    session.add(row)
    session.flush()
    _set_aliases(session, row.id, aliases)
    return row.id


def change(session: Session, organisation_id: str, *, version: int | None, name: str, kind: str, aliases: str) -> None:
    """Change an organisation. A name it no longer has is kept as an alias. Raises Refused, Stale."""
    plain = records.required(name, "The organisation's name", "name")
    aliases_of = session.scalars(select(Alias.id).where(Alias.organisation_id == organisation_id)).all()
    row = records.at_version(session, Organisation, organisation_id, version, parts=aliases_of)
    taken = find(session, plain)
    if taken not in (None, organisation_id):
        raise Refused("There is already an organisation with this name.", "name")
    old = row.name
    row.name, row.kind = plain, kind
    if _set_aliases(session, organisation_id, aliases if old == plain else f"{aliases}\n{old}"):
        records.touch(row)


def _set_aliases(session: Session, organisation_id: str, text: str) -> bool:
    """Whether that changed any of them."""
    wanted = {" ".join(line.split()) for line in text.splitlines() if line.strip()}
    have = session.scalars(select(Alias).where(Alias.organisation_id == organisation_id)).all()
    turned = [alias for alias in have if alias.archived == (alias.name in wanted)]
    for alias in turned:
        alias.archived = not alias.archived
    added = sorted(wanted - {alias.name for alias in have})
    session.add_all(Alias(organisation_id=organisation_id, name=name) for name in added)
    return bool(turned or added)


def archive(session: Session, organisation_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an organisation away; what names it keeps it. Raises Refused, Stale."""
    records.archive(session, Organisation, organisation_id, version=version, back=back)
