"""Organisations, found by any name they have gone by."""

from __future__ import annotations

from typing import Any

import pytest

from app import organisations
from app.door import Office
from app.organisations import OrganisationRecord
from tests.conftest import Open
from tests.factories import SAM, add_organisation, refusal

TAKEN = ("There is already an organisation with this name.", "name")


def only(office: Office) -> OrganisationRecord:
    return office.read(organisations.organisations)[0]


def as_typed(seen: OrganisationRecord, **given: Any) -> dict[str, Any]:
    typed = {"version": seen.version, "name": seen.name, "kind": seen.kind, "aliases": "\n".join(seen.aliases)}
    return {**typed, **given}


def edit(office: Office, **given: Any) -> None:
    office.write("Change organisation", organisations.change, only(office).id, **as_typed(only(office), **given))


def test_organisations_stand_by_name_whatever_their_capitals(office: Office) -> None:
    for name in ("beta", "Alpha", "Gamma"):
        add_organisation(office, name)
    assert [one.name for one in office.read(organisations.organisations)] == ["Alpha", "beta", "Gamma"]


def test_aliases_are_one_a_line_and_kept_once(office: Office) -> None:
    add_organisation(office, "Ministry of Justice", aliases=" MoJ \n\nJustice  Ministry\nMoJ")
    assert only(office).aliases == ("Justice Ministry", "MoJ")


@pytest.mark.parametrize("words", ["Ministry of Justice", "MINISTRY  of justice ", "moj"])
def test_an_organisation_is_found_by_any_of_its_names(office: Office, words: str) -> None:
    row_id = add_organisation(office, "Ministry of Justice", aliases="MoJ")
    assert office.read(organisations.find, words) == row_id


def test_what_nobody_is_called_is_not_found(office: Office) -> None:
    add_organisation(office, "Ministry of Justice")
    assert office.read(organisations.find, "Justice") is None


@pytest.mark.parametrize("name", ["Ministry of Justice", "ministry of justice", "MoJ"])
def test_a_name_or_alias_is_taken_once(office: Office, name: str) -> None:
    add_organisation(office, "Ministry of Justice", aliases="MoJ")
    assert refusal(office, organisations.add, name=name) == TAKEN


def test_an_organisation_needs_a_name(office: Office) -> None:
    assert refusal(office, organisations.add, name=" ") == ("The organisation's name is needed.", "name")


def test_a_name_it_no_longer_has_is_kept_as_an_alias(office: Office) -> None:
    add_organisation(office, "Old name", aliases="Nickname")
    edit(office, name="New name")
    assert (only(office).name, only(office).aliases) == ("New name", ("Nickname", "Old name"))


def test_it_cannot_be_renamed_to_what_another_is_called(office: Office) -> None:
    add_organisation(office, "Alpha")
    add_organisation(office, "Beta", aliases="B")
    seen = only(office)
    for name in ("Beta", "b"):
        assert refusal(office, organisations.change, seen.id, **as_typed(seen, name=name)) == TAKEN


def test_an_alias_left_out_is_put_away_and_comes_back_when_named_again(office: Office) -> None:
    add_organisation(office, "Alpha", aliases="One\nTwo")
    edit(office, aliases="Two")
    assert only(office).aliases == ("Two",)
    edit(office, aliases="Two\nOne")
    assert only(office).aliases == ("One", "Two")


@pytest.mark.parametrize("change", [{"kind": "Charity"}, {"aliases": "A"}, {"name": "Beta"}])
def test_a_stale_form_of_an_organisation_is_refused_whatever_was_saved_first(
    office: Office, opened: Open, change: dict[str, str]
) -> None:
    add_organisation(office, "Alpha")
    seen = only(office)
    edit(opened(office.path, SAM), **change)
    message, _ = refusal(office, organisations.change, seen.id, **as_typed(seen, kind="NHS"))
    assert message.startswith("Sam saved this while you were typing (“Change organisation”).")


def test_an_organisation_is_put_away_and_brought_back(office: Office) -> None:
    row_id = add_organisation(office, "Alpha")
    office.write("Archive", organisations.archive, row_id)
    assert office.read(organisations.organisations) == []
    office.write("Bring back", organisations.archive, row_id, back=True)
    assert only(office).id == row_id


def test_it_cannot_come_back_once_its_name_is_somebody_elses(office: Office) -> None:
    row_id = add_organisation(office, "Alpha")
    office.write("Archive", organisations.archive, row_id)
    add_organisation(office, "Alpha")
    assert refusal(office, organisations.archive, row_id, back=True) == TAKEN


def test_saving_a_form_in_which_nothing_was_changed_makes_no_step(office: Office) -> None:
    add_organisation(office, "Alpha", aliases="A")
    edit(office)
    assert office.last_seq() == 1
