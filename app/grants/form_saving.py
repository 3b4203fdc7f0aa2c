"""What a returned form says beside the bid itself, saved with it: its grids, and what is new of who applies.

Amounts are pence, shares tenths of a percent.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants import applicants, bid_fields, bids, costs
from app.grants.form import CONTACT_KEYS, NUMBER_KEYS, FormRecord, scheme_of
from app.grants.form_changes import answers_of
from app.grants.parts import RoundRecord
from db.applicants import Identifier, Profile

_OF_PROFILE = ("address", "postcode", "website", "unregistered")


def save_parts(session: Session, application_id: str, form: FormRecord, r: RoundRecord) -> None:
    """Save costs, match funding, shares and answers as the grids of the bid. Raises Refused, Stale."""
    a = bids.in_use(session, application_id)
    if form.stage == "full":
        cells: dict[str, int | str] = {}
        for at, cost in enumerate(form.costs, start=1):
            cells |= {f"{at}:item": cost.item, f"{at}:amount": cost.amount}
            cells |= {f"{at}:requested": cost.requested} if cost.requested else {}
        costs.set_costs(session, application_id, costs=cells, was=bid_fields.costs_cells(a))
        gives: dict[str, int | str] = {}
        for at, match in enumerate(form.matches, start=1):
            gives |= {f"{at}:source": match.source, f"{at}:{match.kind}": match.amount}
            gives |= {f"{at}:certain": bid_fields.YES} if match.is_certain else {}
        costs.set_matches(session, application_id, matches=gives, was=bid_fields.matches_cells(a))
    areas = {f"{key}:share": tenths for key, tenths in form.areas}
    costs.set_areas(session, application_id, areas=areas, was=bid_fields.areas_cells(a))
    priorities = {f"{key}:share": tenths for key, tenths in form.priorities}
    costs.set_priorities(session, application_id, priorities=priorities, was=bid_fields.priorities_cells(a))
    was = bid_fields.answers_cells(a)
    on_form = {f"{key}:answer": text for key, text in answers_of(form, r).items()}
    answers = {key: text for key, text in {**was, **on_form}.items() if text}
    costs.set_answers(session, application_id, answers=answers, was=was)


def save_organisation(session: Session, application_id: str, form: FormRecord) -> None:
    """Save what the office does not know yet of who applies; nothing it knows is written over. Raises Refused."""
    organisation_id = bids.in_use(session, application_id).organisation_id
    numbers = select(Identifier.scheme).where(
        Identifier.organisation_id == organisation_id, Identifier.archived.is_(False)
    )
    listed = set(session.scalars(numbers))
    for key in NUMBER_KEYS:
        number = form.text(key)
        if number and scheme_of(key, number) not in listed:
            applicants.set_identifier(session, organisation_id, scheme=scheme_of(key, number), number=number)
    _save_profile(session, organisation_id, form)
    _save_contact(session, organisation_id, application_id, form)


def _save_profile(session: Session, organisation_id: str, form: FormRecord) -> None:
    query = select(Profile).where(Profile.organisation_id == organisation_id, Profile.archived.is_(False))
    row = session.scalars(query).first()
    was = {key: "" if row is None else str(getattr(row, key)) for key in _OF_PROFILE}
    texts = {key: text or form.text(key) for key, text in was.items()}
    if texts != was:
        applicants.set_profile(
            session,
            organisation_id,
            version=None if row is None else row.version,
            income=None if row is None else row.income_pence,
            founded_on=None if row is None else row.founded_on,
            **texts,
        )


def _save_contact(session: Session, organisation_id: str, application_id: str, form: FormRecord) -> None:
    person, post, email, telephone = (form.text(key) for key in CONTACT_KEYS)
    if not (person or email or telephone):
        return
    name = person or email or telephone
    there = applicants.contacts(session, organisation_id, application_id=application_id)
    if all((one.person, one.post, one.email, one.telephone) != (name, post, email, telephone) for one in there):
        applicants.add_contact(
            session,
            organisation_id,
            person=name,
            post=post,
            email=email,
            telephone=telephone,
            application_id=application_id,
        )
