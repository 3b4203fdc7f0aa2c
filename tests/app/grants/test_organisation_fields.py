"""The fields of what is known of who applies: they match the use cases, the tables and what is personal."""

from __future__ import annotations

from inspect import signature

import pytest

from app.fields import Field
from app.grants import applicants
from app.grants.organisation_fields import CONTACT, HARD_STOP, IDENTIFIER, LABELS, LIFT, MERGED, PROFILE, SCHEMES
from app.identifiers import SCHEMES as LISTS
from app.organisations import FIELDS
from db.journal import journalled


@pytest.mark.parametrize(
    ("fields", "use_case"),
    [
        (IDENTIFIER, applicants.set_identifier),
        (PROFILE, applicants.set_profile),
        (CONTACT, applicants.add_contact),
        (CONTACT, applicants.change_contact),
        (HARD_STOP, applicants.set_hard_stop),
        (LIFT, applicants.lift_hard_stop),
    ],
)
def test_every_field_is_an_argument_of_its_use_case(fields: tuple[Field, ...], use_case: object) -> None:
    assert callable(use_case)
    assert {one.key for one in fields} <= set(signature(use_case).parameters)


def test_every_column_has_its_words() -> None:
    for table, fields in LABELS.items():
        columns = {column.name for column in journalled()[table].__table__.columns} - {"id", "version", "archived"}
        assert {column.removesuffix("_pence") for column in columns} == {one.key for one in fields}, table


def test_every_column_of_a_contact_is_personal_but_whose_it_is() -> None:
    assert all(one.personal for one in CONTACT)
    assert not any(one.personal for one in (*IDENTIFIER, *PROFILE))


def test_the_registers_are_offered_after_the_look_of_the_number() -> None:
    assert SCHEMES[0].value == ""
    assert {one.value for one in SCHEMES[1:]} <= set(LISTS)
    assert [one.label for one in SCHEMES[1:4]] == [
        "Charity, England and Wales",
        "Charity, Scotland",
        "Charity, Northern Ireland",
    ]


def test_what_is_merged_is_the_name_the_kind_and_all_details() -> None:
    assert [one.key for one in MERGED] == [
        *(one.key for one in FIELDS if one.key != "aliases"),
        *(p.key for p in PROFILE),
    ]
