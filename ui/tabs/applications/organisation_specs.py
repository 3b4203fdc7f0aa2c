"""Which form or step belongs to which action about an organisation: its name, numbers, details, people and stops."""

from __future__ import annotations

from app import organisations
from app.grants import applicants, merging_bodies, merging_typed, organisation_fields
from app.grants.applicants import IdentifierRecord, StopRecord
from app.grants.merging_bodies import Preview
from app.grants.shown import Shown
from ui.edits import Again, Spec, Step
from ui.tabs.applications.round_specs import Maker, StepMaker, found, step, values_of

Offer = tuple[str, str]


def offers_of(one: Shown) -> list[Offer]:
    """Everything that can be done with an organisation, in the words of a menu."""
    o = one.applicant
    if o is None:
        return []
    offers: list[Offer] = [
        ("Change its name…", "organisation change"),
        ("Where and what it is…", "profile"),
        ("Add a number…", "identifier new"),
    ]
    for number in o.identifiers:
        offers.append((f"Change {number.text}…", f"identifier change {number.id}"))
        offers.append((f"Archive {number.text}", f"identifier archive {number.id}"))
    offers += people_of(one)
    offers.append(("Merge with another…", "merge"))
    offers.append(("Stop all money to it…", "stop new"))
    offers += [("Lift the stop…", f"stop lift {each.id}") for each in o.stops if each.holds]
    return offers


def people_of(one: Shown) -> list[Offer]:
    """The people to speak to: about the bid that is shown, else all of the organisation's."""
    offers: list[Offer] = [("Add a person to speak to…", "contact new")]
    for person in one.contacts:
        offers.append((f"Change {person.person}…", f"contact change {person.id}"))
        offers.append((f"Archive {person.person}", f"contact archive {person.id}"))
    return offers


def _numbers(one: Shown) -> tuple[IdentifierRecord, ...]:
    return one.applicant.identifiers if one.applicant is not None else ()


def _stops(one: Shown) -> tuple[StopRecord, ...]:
    return one.applicant.stops if one.applicant is not None else ()


def new_organisation(one: Shown, _: str) -> Spec:
    """An organisation, before it asks for anything."""
    return Spec(
        "New organisation",
        "Add organisation",
        "Add an organisation",
        organisations.FIELDS,
        organisations.add,
        {"kind": "Charity"},
    )


def change_organisation(one: Shown, _: str) -> Spec | None:
    """Its name, kind and other names; a name it no longer has stays as one of these."""
    o = one.applicant
    if o is None:
        return None
    return Spec(
        o.name,
        "Save organisation",
        "Change an organisation",
        organisations.FIELDS,
        organisations.change,
        {"name": o.name, "kind": o.kind, "aliases": "\n".join(o.aliases)},
        (o.id,),
        {"version": o.version},
    )


def change_profile(one: Shown, _: str) -> Spec | None:
    """Where it is and what it is."""
    o, known = one.applicant, one.applicant.profile if one.applicant is not None else None
    if o is None:
        return None
    return Spec(
        o.name,
        "Save details",
        "Change the details of an organisation",
        organisation_fields.PROFILE,
        applicants.set_profile,
        values_of(organisation_fields.PROFILE, known) if known is not None else {},
        (o.id,),
        {"version": known.version if known is not None else 0},
        rows=(known.id,) if known is not None and known.id else (),
    )


def new_identifier(one: Shown, _: str) -> Spec | None:
    """A number it has in a register."""
    o = one.applicant
    if o is None:
        return None
    return Spec(
        f"Number of {o.name}",
        "Add number",
        "Add a number",
        organisation_fields.IDENTIFIER,
        applicants.set_identifier,
        {"scheme": ""},
        (o.id,),
    )


def change_identifier(one: Shown, subject: str) -> Spec | None:
    """A number, or when and how it was looked up."""
    o, mine = one.applicant, found(_numbers(one), subject)
    if o is None or mine is None:
        return None
    return Spec(
        f"Number of {o.name}",
        "Save number",
        "Change a number",
        organisation_fields.IDENTIFIER,
        applicants.set_identifier,
        values_of(organisation_fields.IDENTIFIER, mine),
        (o.id,),
        {"identifier_id": mine.id, "version": mine.version},
        rows=(mine.id,),
    )


def merging(both: Preview) -> Spec:
    """What stays of two organisations that become one, chosen field by field."""
    keep, other = both.keep, both.other
    chosen = "Choose what stays where they differ." if both.open else "They differ in nothing that has to be chosen."
    return Spec(
        f"{other.name} becomes {keep.name}",
        "Merge them",
        "Merge two organisations",
        merging_typed.fields(both),
        merging_typed.merge,
        {},
        (),
        {
            "keep_id": keep.id,
            "other_id": other.id,
            "keep_version": keep.version,
            "other_version": other.version,
        },
        f"{merging_typed.moving(both)} {chosen} Numbers and other names of both are kept; Ctrl+Z takes all of it back.",
        rows=(keep.id, other.id),
    )


def again_merging(both: Preview) -> Again:
    """How the same is made of the file as it is by then."""
    return Again(merging_bodies.preview, (both.keep.id, both.other.id), {}, merging)


# people to speak to


def new_contact(one: Shown, _: str) -> Spec | None:
    """A person to speak to: about the bid that is shown, else in general."""
    a, o = one.application, one.applicant
    if a is not None:
        name, row_id, fixed = a.organisation, a.organisation_id, {"application_id": a.id}
    elif o is not None:
        name, row_id, fixed = o.name, o.id, {}
    else:
        return None
    return Spec(
        f"Person to speak to at {name}",
        "Add person",
        "Add a person to speak to",
        organisation_fields.CONTACT,
        applicants.add_contact,
        {},
        (row_id,),
        fixed,
    )


def change_contact(one: Shown, subject: str) -> Spec | None:
    """A person to speak to."""
    mine = found(one.contacts, subject)
    if mine is None:
        return None
    return Spec(
        "Person to speak to",
        "Save person",
        "Change a person to speak to",
        organisation_fields.CONTACT,
        applicants.change_contact,
        values_of(organisation_fields.CONTACT, mine),
        (mine.id,),
        {"version": mine.version},
    )


# whether it may have money


def stop(one: Shown, _: str) -> Spec | None:
    """That it may have no money for now."""
    o = one.applicant
    if o is None:
        return None
    return Spec(
        f"Stop all money to {o.name}",
        "Stop all money",
        "Stop all money to an organisation",
        organisation_fields.HARD_STOP,
        applicants.set_hard_stop,
        {"set_on": one.day},
        (o.id,),
        about="Its bids stay. Nothing can be awarded to it until an approver lifts the stop.",
    )


def lift(one: Shown, subject: str) -> Spec | None:
    """That it may have money again."""
    o, mine = one.applicant, found(_stops(one), subject)
    if o is None or mine is None or not mine.holds:
        return None
    return Spec(
        f"Lift the stop on {o.name}",
        "Lift the stop",
        "Lift the stop on an organisation",
        organisation_fields.LIFT,
        applicants.lift_hard_stop,
        {"lifted_on": one.day},
        (mine.id,),
        {"version": mine.version},
        f"It was stopped because: {mine.reason}",
        rows=(o.id,),
    )


def _archive_identifier(one: Shown, subject: str) -> Step | None:
    return step("Archive a number", applicants.archive_identifier, found(_numbers(one), subject))


def _archive_contact(one: Shown, subject: str) -> Step | None:
    return step("Archive a person to speak to", applicants.archive_contact, found(one.contacts, subject))


FORMS: dict[str, Maker] = {
    "organisation new": new_organisation,
    "organisation change": change_organisation,
    "profile": change_profile,
    "identifier new": new_identifier,
    "identifier": change_identifier,
    "identifier change": change_identifier,
    "contact new": new_contact,
    "contact": change_contact,
    "contact change": change_contact,
    "stop new": stop,
    "stop lift": lift,
    "lift": lift,
}
STEPS: dict[str, StepMaker] = {
    "identifier archive": _archive_identifier,
    "contact archive": _archive_contact,
}
