"""Two organisations that are one: both side by side, what is taken from which, and every reference moved over.

What refers to an organisation is read from the tables themselves, so that one that comes later is not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Index, select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.fields import Field
from app.grants.organisation_fields import MERGED
from app.identifiers import label_of
from app.office import details
from app.years import format_year
from db.allocations import Partnership
from db.applicants import Identifier, Profile
from db.base import Record
from db.contracts import CoCommissioner, Contract
from db.documents import Document
from db.journal import journalled
from db.organisations import Alias, Organisation

Side = Literal["keep", "other"]
NUMBER = "number:"
"""What a field begins with that is a number of a list, as in number:GB-CHC."""

_NAMED = ("name", "kind")
_COLUMNS = {"income": "income_pence"}
_OWN: tuple[type[Record], ...] = (Alias, Identifier, Profile)
"""What is of the organisation itself, and not told among what refers to it."""
_CALLED: Mapping[str, tuple[str, str]] = {
    "application": ("application", "applications"),
    "budget_note": ("note of a budget", "notes of budgets"),
    "co_commissioner": ("contract commissioned with others", "contracts commissioned with others"),
    "commitment": ("agreement", "agreements"),
    "contact": ("contact", "contacts"),
    "contract": ("contract", "contracts"),
    "contribution": ("contribution to a contract", "contributions to contracts"),
    "diligence": ("check", "checks"),
    "document": ("document", "documents"),
    "endorsement": ("endorsement", "endorsements"),
    "decision_award": ("line of a decision", "lines of a decision"),
    "scoring_member": ("member of the scoring panel", "members of the scoring panel"),
    "fund": ("fund", "funds"),
    "hard_stop": ("hard stop", "hard stops"),
    "income": ("income", "incomes"),
    "partnership": ("partnership", "partnerships"),
    "sub_contract": ("part of a contract", "parts of contracts"),
}
_TITLES = ("title", "name", "reference")


@dataclass(frozen=True, slots=True)
class Body:
    """One of the two. `version` rises with every save to it, its other names, its numbers and its details."""

    id: str
    version: int
    name: str
    aliases: tuple[str, ...]
    numbers: tuple[str, ...]
    values: Mapping[str, Any]
    """By the keys of `fields`: pence, days and texts; a number under `number:` and its list."""
    refers: tuple[tuple[str, int], ...]
    """What refers to it, put away or not: what it is called, and how many."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Both sides field by field. `chosen` is what is taken where nobody has to choose; `open` has to be chosen.

    `blocked` are the sentences why they cannot be merged as they are, none where they can.
    """

    keep: Body
    other: Body
    fields: tuple[Field, ...]
    chosen: Mapping[str, Side]
    open: tuple[str, ...]
    blocked: tuple[str, ...]


def preview(session: Session, keep_id: str, other_id: str) -> Preview:
    """What merging the other organisation into the kept one would do. Raises Refused where either is not in use."""
    _two(session, keep_id, other_id)
    keep, other = _body(session, keep_id), _body(session, other_id)
    fields = _fields(keep, other)
    differing = tuple(one.key for one in fields if _has_to_choose(keep, other, one.key))
    chosen = {one.key: _settled(keep, other, one.key) for one in fields if one.key not in differing}
    blocked = tuple(_blocks(session, keep_id, other_id))
    return Preview(keep, other, fields, chosen, differing, blocked)


def merge(
    session: Session,
    *,
    keep_id: str,
    other_id: str,
    keep_version: int | None,
    other_version: int | None,
    chosen: Mapping[str, str],
) -> None:
    """Make two organisations one: what refers to the other refers to the kept one, and the other is archived.

    `chosen` is keep or other by field, needed wherever both have something and it differs; the versions are those of
    `preview`. Numbers and aliases of both are kept, as are the stops; the name that is not chosen becomes an alias. One
    step, taken back by one Undo. Raises Refused (at the field still to be chosen), Stale.
    """
    _two(session, keep_id, other_id)
    keep, other = _body(session, keep_id), _body(session, other_id)
    for body, version in ((keep, keep_version), (other, other_version)):
        if version is not None and version != body.version:
            raise records.stale(session, [body.id, *(row.id for row in _own_rows(session, body.id))], body.version)
    taken = _taken(keep, other, chosen)
    if blocked := list(_blocks(session, keep_id, other_id)):
        raise Refused(blocked[0])
    staying = {row.id for row in _put_away_twins(session, keep_id, other_id)}
    staying |= _merge_own(session, keep, other, taken)
    for model, column in references():
        for row in _referring(session, model, column, other_id):
            if row.id not in staying:
                setattr(row, column, keep_id)
    for document in _documents(session, other_id):
        document.about_id = keep_id
    session.flush()
    _lead_once(session, keep_id)
    _rename(session, keep, other, taken)


# what there is of each


def references() -> tuple[tuple[type[Record], str], ...]:
    """Every table that refers to an organisation, with the column it does so in."""
    return tuple(
        (model, column.key)
        for _, model in sorted(journalled().items())
        for column in model.__table__.columns
        if any(key.column.table.name == Organisation.__tablename__ for key in column.foreign_keys)
    )


def _two(session: Session, keep_id: str, other_id: str) -> None:
    if keep_id == other_id:
        raise Refused("Choose two different organisations.", "other_id")
    for one in (keep_id, other_id):
        records.in_use(session, Organisation, one)


def _body(session: Session, organisation_id: str) -> Body:
    row = records.fetch(session, Organisation, organisation_id)
    own = _own_rows(session, organisation_id)
    aliases = [one for one in own if isinstance(one, Alias) and not one.archived]
    numbers = [one for one in own if isinstance(one, Identifier) and not one.archived]
    profile = _profile(session, organisation_id)
    values: dict[str, Any] = {"name": row.name, "kind": row.kind}
    for field in MERGED:
        if field.key not in _NAMED:
            values[field.key] = getattr(profile, _column(field.key)) if profile is not None else None
    by_list: dict[str, list[str]] = {}
    for one in numbers:
        by_list.setdefault(one.scheme, []).append(one.number)
    values |= {f"{NUMBER}{scheme}": ", ".join(sorted(mine)) for scheme, mine in sorted(by_list.items())}
    return Body(
        organisation_id,
        row.version + sum(one.version for one in own),
        row.name,
        tuple(sorted(one.name for one in aliases)),
        tuple(sorted(f"{label_of(one.scheme)} {one.number}" for one in numbers)),
        values,
        tuple(_counted(session, organisation_id)),
    )


def _column(key: str) -> str:
    return _COLUMNS.get(key, key)


def _own_rows(session: Session, organisation_id: str) -> list[Record]:
    return [
        row
        for model, column in references()
        if model in _OWN
        for row in _referring(session, model, column, organisation_id)
    ]


def _referring(session: Session, model: type[Record], column: str, organisation_id: str) -> Sequence[Record]:
    """The rows of a table that refer to an organisation, also those that were put away."""
    query = select(model).where(model.__table__.columns[column] == organisation_id).order_by(model.id)
    return session.scalars(query).all()


def _documents(session: Session, organisation_id: str) -> Sequence[Document]:
    query = select(Document).where(
        Document.about_table == Organisation.__tablename__, Document.about_id == organisation_id
    )
    return session.scalars(query).all()


def _profile(session: Session, organisation_id: str) -> Profile | None:
    query = select(Profile).where(Profile.organisation_id == organisation_id, Profile.archived.is_(False))
    return session.scalars(query).first()


def _counted(session: Session, organisation_id: str) -> Iterator[tuple[str, int]]:
    counts: dict[str, int] = {}
    for model, column in references():
        if model not in _OWN:
            name = model.__tablename__
            counts[name] = counts.get(name, 0) + len(_referring(session, model, column, organisation_id))
    counts[Document.__tablename__] = len(_documents(session, organisation_id))
    for name, count in sorted(counts.items()):
        if count:
            yield _called(name)[count > 1], count


def _called(table: str) -> tuple[str, str]:
    plain = table.replace("_", " ")
    return _CALLED.get(table, (plain, f"{plain}s"))


# what is chosen


def _fields(keep: Body, other: Body) -> tuple[Field, ...]:
    """The fields of both, and the lists of numbers in which both have one but not the same."""
    lists = [
        Field(key, label_of(key.removeprefix(NUMBER)))
        for key, number in keep.values.items()
        if key.startswith(NUMBER) and key in other.values and other.values[key] != number
    ]
    return (*MERGED, *lists)


def _has_to_choose(keep: Body, other: Body, key: str) -> bool:
    one, two = keep.values.get(key), other.values.get(key)
    return not _is_empty(one) and not _is_empty(two) and one != two


def _is_empty(value: Any) -> bool:
    return value in (None, "")


def _settled(keep: Body, other: Body, key: str) -> Side:
    """The side that has something, where only one has; that with a number for why there is none."""
    if key == "unregistered" and (keep.numbers or other.numbers):
        return "keep" if keep.numbers else "other"
    return "other" if _is_empty(keep.values.get(key)) and not _is_empty(other.values.get(key)) else "keep"


def _taken(keep: Body, other: Body, chosen: Mapping[str, str]) -> dict[str, Side]:
    """The side of every field. Raises Refused where one has still to be chosen."""
    taken: dict[str, Side] = {}
    for field in _fields(keep, other):
        side = chosen.get(field.key)
        if side is None:
            if _has_to_choose(keep, other, field.key):
                raise Refused(f"Choose which is kept: {field.label}.", field.key)
            taken[field.key] = _settled(keep, other, field.key)
        elif side == "keep":
            taken[field.key] = "keep"
        elif side == "other":
            taken[field.key] = "other"
        else:
            raise Refused("Choose one of the two.", field.key)
    return taken


# what stands in the way


def _blocks(session: Session, keep_id: str, other_id: str) -> Iterator[str]:
    """Why the two cannot be one as they are, each in a sentence."""
    names = [records.fetch(session, Organisation, one).name for one in (keep_id, other_id)]
    both = f"“{names[0]}” and “{names[1]}” both"
    if all(_is_partnership(session, one) for one in (keep_id, other_id)):
        yield f"{both} are partnerships with allocations of their own. Put one of the partnerships away first."
    for mine, theirs, index in _twins(session, keep_id, other_id):
        if not _says_the_same(mine, theirs, index):
            yield f"{both} have {_described(session, mine, index)}. Put one of the two away, or change it, first."


def _is_partnership(session: Session, organisation_id: str) -> bool:
    query = select(Partnership.id).where(
        Partnership.organisation_id == organisation_id, Partnership.archived.is_(False)
    )
    return session.scalars(query).first() is not None


def _twins(session: Session, keep_id: str, other_id: str) -> Iterator[tuple[Record, Record, Index]]:
    """Rows of the kept one and of the other that could not both be in use once they are of one organisation."""
    columns: dict[type[Record], list[str]] = {}
    for model, column in references():
        if model is not Profile:  # which is merged field by field
            columns.setdefault(model, []).append(column)
    for model, referring in columns.items():
        for index in _only_once(model, referring):
            mine = {
                _key(row, index, other_id, keep_id): row
                for column in referring
                for row in _referring(session, model, column, keep_id)
                if not row.archived
            }
            for column in referring:
                for row in _referring(session, model, column, other_id):
                    twin = mine.get(_key(row, index, other_id, keep_id))
                    if not row.archived and twin is not None and twin.id != row.id:
                        yield twin, row, index


def _only_once(model: type[Record], referring: Sequence[str]) -> list[Index]:
    indexes: Iterable[Index] = getattr(model.__table__, "indexes", ())
    found = [one for one in indexes if one.unique and not {each.name for each in one.columns}.isdisjoint(referring)]
    return sorted(found, key=lambda one: str(one.name))


def _key(row: Record, index: Index, other_id: str, keep_id: str) -> tuple[Any, ...]:
    values = (getattr(row, column.name) for column in index.columns)
    return tuple(keep_id if value == other_id else value for value in values)


def _says_the_same(mine: Record, theirs: Record, index: Index) -> bool:
    """Whether two rows are the same in everything, and nothing is lost where one goes: never where they hold money."""
    names = [column.name for column in type(mine).__table__.columns]
    if any(name.endswith("_pence") for name in names):
        return False
    given = {"id", "version", *(column.name for column in index.columns)}
    return all(getattr(mine, name) == getattr(theirs, name) for name in names if name not in given)


def _described(session: Session, row: Record, index: Index) -> str:
    """A row by what it is, what it belongs to, and its year."""
    said = f"a {_called(row.__tablename__)[0]}"
    for column in index.columns:
        value = getattr(row, column.name)
        if column.name == "year":
            said += f" in {format_year(value, details(session).year_style)}"
        for key in column.foreign_keys:
            above = key.column.table.name
            if above != Organisation.__tablename__:
                said += f" (“{_title(records.fetch(session, journalled()[above], value))}”)"
    return said


def _title(row: Record) -> str:
    return str(next((getattr(row, one) for one in _TITLES if getattr(row, one, "")), row.id))


# what is done


def _put_away_twins(session: Session, keep_id: str, other_id: str) -> list[Record]:
    """Put away what the other has and the kept one has just so, and tell which rows those are: they stay its own."""
    twins = [theirs for _, theirs, _ in _twins(session, keep_id, other_id)]
    for row in twins:
        row.archived = True
    return twins


def _merge_own(session: Session, keep: Body, other: Body, taken: Mapping[str, Side]) -> set[str]:
    """Merge details and numbers; the ids of what was put away and stays the other's."""
    staying = set()
    mine, theirs = _profile(session, keep.id), _profile(session, other.id)
    whose = mine or theirs
    if whose is not None:
        for key, side in taken.items():
            if key not in _NAMED and not key.startswith(NUMBER):
                value = (keep if side == "keep" else other).values[key]
                setattr(whose, _column(key), "" if value is None and _is_text(key) else value)
    if mine is not None and theirs is not None:
        theirs.archived = True
        staying.add(theirs.id)
    for key, side in taken.items():
        if key.startswith(NUMBER):
            loser = other if side == "keep" else keep
            kept = (keep if side == "keep" else other).values[key].split(", ")
            for row in _referring(session, Identifier, "organisation_id", loser.id):
                if isinstance(row, Identifier) and f"{NUMBER}{row.scheme}" == key and row.number not in kept:
                    row.archived = True
                    staying.add(row.id)
    session.flush()
    return staying


def _is_text(key: str) -> bool:
    return next(one.kind for one in MERGED if one.key == key) in ("text", "long")


def _lead_once(session: Session, keep_id: str) -> None:
    """Whoever leads a contract now is not beside itself among those who commission it too."""
    query = (
        select(CoCommissioner)
        .join(Contract, Contract.id == CoCommissioner.contract_id)
        .where(
            CoCommissioner.organisation_id == keep_id,
            Contract.lead_id == keep_id,
            CoCommissioner.archived.is_(False),
        )
    )
    for row in session.scalars(query):
        row.archived = True


def _rename(session: Session, keep: Body, other: Body, taken: Mapping[str, Side]) -> None:
    """Archive the other and give the kept one the name and kind chosen; the other names of both are its aliases."""
    gone = records.fetch(session, Organisation, other.id)
    gone.archived = True
    session.flush()  # a name is free only once nobody in use has it
    row = records.fetch(session, Organisation, keep.id)
    row.name, row.kind = ((keep if taken[key] == "keep" else other).values[key] for key in _NAMED)
    known = {row.name.casefold()}
    for alias in _referring(session, Alias, "organisation_id", keep.id):
        if isinstance(alias, Alias) and not alias.archived:
            alias.archived = alias.name.casefold() in known
            known.add(alias.name.casefold())
    for name in (keep.name, other.name):
        if name.casefold() not in known:
            session.add(Alias(organisation_id=keep.id, name=name))
            known.add(name.casefold())
    records.touch(row)
