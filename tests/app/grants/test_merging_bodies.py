"""Two organisations made one: side by side, field by field, with every reference, in one step to be taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import documents, organisations
from app.allocations import partnerships
from app.contracts import contributions
from app.door import Office
from app.errors import Refused, Stale
from app.grants import applicants, bids, merging_bodies, reading
from app.grants.applicants import ApplicantRecord
from app.grants.merging_bodies import NUMBER, Preview, references
from db.base import Record
from db.contracts import CoCommissioner, Contract, Contribution
from db.journal import journalled
from tests.app.grants.applied import WHOLE, Applied
from tests.conftest import Open
from tests.factories import SAM, add_organisation, refusal

NAME, KIND = {"name": "keep"}, {"kind": "keep"}


def merge(office: Office, keep: str, other: str, **chosen: str) -> None:
    """Merge as they stand, keeping the name and kind of the kept one unless something else is chosen."""
    seen = office.read(merging_bodies.preview, keep, other)
    office.write(
        "Merge organisations",
        merging_bodies.merge,
        keep_id=keep,
        other_id=other,
        keep_version=seen.keep.version,
        other_version=seen.other.version,
        chosen=NAME | KIND | chosen,
    )


def whole(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Every row of every table by its id, without its version: as another database tool reads it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: {
                row["id"]: {key: row[key] for key in row.keys() if key != "version"}  # noqa: SIM118 - it is no mapping
                for row in connection.execute(f'SELECT * FROM "{table}"')
            }
            for table in sorted(journalled())
        }


def referring(path: Path, organisation_id: str) -> list[tuple[str, str]]:
    """The rows in use that refer to an organisation."""
    rows = whole(path)
    return [
        (model.__tablename__, key)
        for model, column in references()
        for key, row in rows[model.__tablename__].items()
        if row[column] == organisation_id and not row["archived"]
    ]


def without_added(after: dict[str, dict[str, Any]], before: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows that were there before; what is new has to be put away."""
    for table, rows in after.items():
        assert all(row["archived"] for key, row in rows.items() if key not in before[table]), table
    return {table: {key: row for key, row in rows.items() if key in before[table]} for table, rows in after.items()}


def of(office: Office, organisation_id: str) -> ApplicantRecord:
    return office.read(applicants.applicant, organisation_id)


def keep_row(office: Office, row: Record) -> str:
    office.write("Keep", lambda session: session.add(row))
    return row.id


# every reference


def test_what_refers_to_an_organisation_is_read_from_every_table_and_each_has_its_words() -> None:
    named = {(model.__tablename__, column) for model, column in references()}
    keys = {
        (table, column.name)
        for table, model in journalled().items()
        for column in model.__table__.columns
        for key in column.foreign_keys
        if key.target_fullname == "organisation.id"
    }
    assert named == keys
    assert {("contract", "lead_id"), ("fund", "funder_id"), ("application", "organisation_id")} <= named
    own = {"organisation_alias", "identifier", "profile"}
    assert {table for table, _ in named} - own <= set(merging_bodies._CALLED)


def test_in_devon_and_cornwall_every_organisation_can_be_merged_and_undo_brings_everything_back(
    devon_cornwall: Office, devon_cornwall_file: Path
) -> None:
    moved: set[str] = set()
    for one in devon_cornwall.read(organisations.organisations):
        new = add_organisation(devon_cornwall, "Quillfeather Trust", kind="Charity")
        before, refers = whole(devon_cornwall_file), referring(devon_cornwall_file, one.id)
        merge(devon_cornwall, new, one.id)
        moved |= {table for table, _ in refers}
        assert referring(devon_cornwall_file, one.id) == []
        assert set(refers) <= set(referring(devon_cornwall_file, new))
        assert of(devon_cornwall, one.id).archived
        assert one.name in of(devon_cornwall, new).aliases
        devon_cornwall.undo()
        assert without_added(whole(devon_cornwall_file), before) == before
        devon_cornwall.redo()
        assert referring(devon_cornwall_file, one.id) == []
        devon_cornwall.undo()
        assert without_added(whole(devon_cornwall_file), before) == before
        devon_cornwall.write("Archive", organisations.archive, new)
    assert {"contract", "contribution", "partnership", "commitment", "income", "fund"} <= moved


def test_applications_contacts_checks_and_stops_move_and_so_do_those_put_away(office: Office, path: Path) -> None:
    applied = Applied(office)
    first, second = (applied.add(organisation=name, project=name) for name in ("Harbour Advice", "Harbor Advice Ltd"))
    keep, other = (applied.read(one).organisation_id for one in (first, second))
    office.write("Contact", applicants.add_contact, other, person="Pat Quill", application_id=second)
    gone = office.write("Contact", applicants.add_contact, other, person="Lee Feather")
    office.write("Archive", applicants.archive_contact, gone)
    office.write(
        "Stop", applicants.set_hard_stop, other, reason="Accounts overdue", set_by="Sam", set_on=date(2026, 5, 1)
    )
    seen = office.read(merging_bodies.preview, keep, other)
    assert seen.other.refers == (("application", 1), ("contacts", 2), ("hard stop", 1))
    merge(office, keep, other)
    assert applied.read(second).organisation == "Harbour Advice"
    assert [one.stopped for one in office.read(reading.applications, organisation_id=keep)] == ["Accounts overdue"] * 2
    assert [one.person for one in office.read(applicants.contacts, keep)] == ["Pat Quill"]
    assert whole(path)["contact"][gone]["organisation_id"] == keep


def test_documents_move_with_it(office: Office, tmp_path: Path) -> None:
    keep, other = add_organisation(office, "One"), add_organisation(office, "Two")
    letter = tmp_path / "letter.txt"
    letter.write_text("Their governing document", encoding="utf-8")
    put = documents.put(office.path, letter)
    office.write("Attach", documents.attach, about_table="organisation", about_id=other, put=put)
    merge(office, keep, other)
    assert office.read(merging_bodies.preview, keep, add_organisation(office, "Three")).keep.refers == (
        ("document", 1),
    )


# side by side


@pytest.fixture
def two(office: Office) -> tuple[str, str]:
    """Two entries of one organisation, each knowing something that the other does not."""
    keep = add_organisation(office, "Quillfeather Trust", kind="Charity", aliases="Feather Fund")
    other = add_organisation(office, "Quill Feather", kind="Other", aliases="Feather Fund\nQF")
    office.write("Number", applicants.set_identifier, keep, number="1164883")
    office.write("Number", applicants.set_identifier, other, number="1164884")
    office.write("Number", applicants.set_identifier, other, number="01234567")
    office.write("Details", applicants.set_profile, keep, postcode="CO1 1AA", address="1 Mill Lane", income=50_000_00)
    office.write(
        "Details", applicants.set_profile, other, postcode="CO1 1AB", website="quill.example", address="1 Mill Lane"
    )
    return keep, other


def test_both_are_shown_and_only_what_differs_has_to_be_chosen(office: Office, two: tuple[str, str]) -> None:
    seen: Preview = office.read(merging_bodies.preview, *two)
    assert seen.open == ("name", "kind", "postcode", f"{NUMBER}GB-CHC")
    assert seen.chosen == {
        "address": "keep",
        "website": "other",
        "unregistered": "keep",
        "income": "keep",
        "founded_on": "keep",
    }
    assert [one.label for one in seen.fields][-1] == "Charity, England and Wales"
    assert (seen.keep.values["income"], seen.other.values["income"]) == (50_000_00, None)
    assert seen.other.numbers == ("Charity, England and Wales 1164884", "Company 01234567")
    assert seen.blocked == ()


def test_each_field_is_taken_from_the_side_that_was_chosen(office: Office, two: tuple[str, str], path: Path) -> None:
    keep, other = two
    before = whole(path)
    merge(office, keep, other, name="other", postcode="other", **{f"{NUMBER}GB-CHC": "keep"})
    one = of(office, keep)
    assert (one.name, one.kind) == ("Quill Feather", "Charity")
    assert one.aliases == ("Feather Fund", "QF", "Quillfeather Trust")
    assert (one.profile.postcode, one.profile.website, one.profile.address) == (
        "CO1 1AB",
        "quill.example",
        "1 Mill Lane",
    )
    assert one.profile.income == 50_000_00
    assert [each.text for each in one.identifiers] == ["Charity, England and Wales 1164883", "Company 01234567"]
    assert office.read(organisations.find, "quill feather") == keep
    assert office.read(organisations.find, "Quillfeather Trust") == keep
    office.undo()
    assert without_added(whole(path), before) == before
    assert of(office, other).name == "Quill Feather"
    office.redo()
    assert of(office, keep).name == "Quill Feather"
    assert of(office, other).archived
    office.undo()
    assert without_added(whole(path), before) == before


def test_the_numbers_of_the_other_side_are_taken_where_they_were_chosen(office: Office, two: tuple[str, str]) -> None:
    merge(office, *two, postcode="keep", **{f"{NUMBER}GB-CHC": "other"})
    assert [one.number for one in of(office, two[0]).identifiers] == ["1164884", "01234567"]


def test_details_that_only_the_other_has_come_over_and_undo_takes_them_back(office: Office, path: Path) -> None:
    keep, other = add_organisation(office, "One"), add_organisation(office, "Two")
    office.write("Details", applicants.set_profile, other, address="1 Mill Lane", income=0)
    before = whole(path)
    merge(office, keep, other)
    assert (of(office, keep).profile.address, of(office, keep).profile.income) == ("1 Mill Lane", 0)
    office.undo()
    assert without_added(whole(path), before) == before
    merge(office, keep, other, address="keep")
    assert (of(office, keep).profile.address, of(office, keep).profile.income) == ("", 0)


def test_the_later_of_two_in_the_file_may_be_the_one_that_is_kept(office: Office, path: Path) -> None:
    other, keep = add_organisation(office, "One"), add_organisation(office, "Two")
    before = whole(path)
    merge(office, keep, other, name="other")
    assert of(office, keep).name == "One"
    office.undo()
    assert without_added(whole(path), before) == before
    office.redo()
    assert of(office, keep).name == "One"


def test_why_it_has_no_number_goes_where_the_other_has_one(office: Office) -> None:
    group, charity = add_organisation(office, "One"), add_organisation(office, "Two")
    office.write("Details", applicants.set_profile, group, unregistered="A small group")
    office.write("Number", applicants.set_identifier, charity, number="1164883")
    assert office.read(merging_bodies.preview, charity, group).chosen["unregistered"] == "keep"
    merge(office, group, charity)
    assert (of(office, group).profile.unregistered, len(of(office, group).identifiers)) == ("", 1)


# refused


def test_what_differs_and_was_not_chosen_is_asked_for_by_its_label(office: Office, two: tuple[str, str]) -> None:
    terms: dict[str, Any] = {"keep_id": two[0], "other_id": two[1], "keep_version": None, "other_version": None}
    chosen: dict[str, str] = {}
    for key, label in (
        ("name", "Organisation"),
        ("kind", "Kind"),
        ("postcode", "Postcode"),
        (f"{NUMBER}GB-CHC", "Charity, England and Wales"),
    ):
        assert refusal(office, merging_bodies.merge, **terms, chosen=chosen) == (f"Choose which is kept: {label}.", key)
        chosen[key] = "keep"
    assert refusal(office, merging_bodies.merge, **terms, chosen=chosen | {"name": "both"}) == (
        "Choose one of the two.",
        "name",
    )


def test_an_organisation_is_not_merged_with_itself_nor_with_one_put_away(office: Office) -> None:
    one, gone = add_organisation(office, "One"), add_organisation(office, "Gone")
    office.write("Archive", organisations.archive, gone)
    with pytest.raises(Refused, match="Choose two different organisations"):
        office.read(merging_bodies.preview, one, one)
    with pytest.raises(Refused, match="no longer in this office file"):
        office.read(merging_bodies.preview, one, gone)


def test_what_somebody_saved_to_either_meanwhile_is_not_merged_unseen(
    office: Office, two: tuple[str, str], path: Path, opened: Open
) -> None:
    seen = office.read(merging_bodies.preview, *two)
    opened(path, SAM).write("Number", applicants.set_identifier, two[1], number="SC042386")
    versions = {"keep_version": seen.keep.version, "other_version": seen.other.version}
    with pytest.raises(Stale, match="Sam saved this"):
        office.write(
            "Merge",
            merging_bodies.merge,
            keep_id=two[0],
            other_id=two[1],
            chosen=dict.fromkeys(seen.open, "keep"),
            **versions,
        )


def test_two_partnerships_are_not_one_until_one_of_them_is_put_away(devon_cornwall: Office) -> None:
    torbay, exeter = (
        next(one for one in devon_cornwall.read(partnerships.partnerships) if one.name.startswith(name))
        for name in ("Torbay", "Exeter")
    )
    pair = torbay.organisation_id, exeter.organisation_id
    [blocked] = devon_cornwall.read(merging_bodies.preview, *pair).blocked
    assert blocked == (
        f"“{torbay.name}” and “{exeter.name}” both are partnerships with allocations of their own. "
        "Put one of the partnerships away first."
    )
    terms: dict[str, Any] = {"keep_id": pair[0], "other_id": pair[1], "keep_version": None, "other_version": None}
    assert refusal(devon_cornwall, merging_bodies.merge, **terms, chosen=NAME | KIND) == (blocked, None)
    devon_cornwall.write("Archive", partnerships.archive, exeter.id, version=None)
    merge(devon_cornwall, *pair)
    assert devon_cornwall.read(organisations.find, exeter.name) == torbay.organisation_id


def test_two_amounts_of_the_same_year_are_not_added_up_unseen(devon_cornwall: Office) -> None:
    nhs = devon_cornwall.read(organisations.find, "NHS England")
    assert nhs is not None
    with_nhs = devon_cornwall.read(lambda session: _contributions(session, nhs))
    contract_id, title, year = with_nhs
    devon_cornwall.write(
        "Add partner",
        contributions.set_partner,
        contract_id,
        organisation="NHS Englnd",
        amounts={f"{year}:agreed": 5_000_00},
        was={},
    )
    copy = devon_cornwall.read(organisations.find, "NHS Englnd")
    assert copy is not None
    blocked = devon_cornwall.read(merging_bodies.preview, nhs, copy).blocked
    assert blocked == (
        f"“NHS England” and “NHS Englnd” both have a contribution to a contract (“{title}”) in {year}/{year - 1999}. "
        "Put one of the two away, or change it, first.",
    )
    terms: dict[str, Any] = {"keep_id": nhs, "other_id": copy, "keep_version": None, "other_version": None}
    assert refusal(devon_cornwall, merging_bodies.merge, **terms, chosen=NAME | KIND)[0] == blocked[0]
    devon_cornwall.write("Archive", contributions.archive_partner, contract_id, copy)
    merge(devon_cornwall, nhs, copy)
    assert of(devon_cornwall, copy).archived


def _contributions(session: Any, organisation_id: str) -> tuple[str, str, int]:
    row = session.query(Contribution).filter_by(organisation_id=organisation_id, status="agreed", archived=False)
    first = row.order_by(Contribution.year).first()
    return first.contract_id, session.get(Contract, first.contract_id).title, first.year


def test_who_commissions_a_contract_twice_after_the_merge_does_so_once(devon_cornwall: Office, path: Path) -> None:
    one, two = add_organisation(devon_cornwall, "Anytown"), add_organisation(devon_cornwall, "Any Town")
    first, second = devon_cornwall.read(lambda session: [row.id for row in session.query(Contract).limit(2)])
    for organisation_id, contract_id in ((one, first), (two, first), (two, second)):
        keep_row(devon_cornwall, CoCommissioner(contract_id=contract_id, organisation_id=organisation_id))
    devon_cornwall.write("Lead", lambda session: setattr(session.get(Contract, second), "lead_id", one))
    before = whole(devon_cornwall.path)
    assert devon_cornwall.read(merging_bodies.preview, one, two).blocked == ()
    merge(devon_cornwall, one, two)
    in_use = [row for row in whole(devon_cornwall.path)["co_commissioner"].values() if not row["archived"]]
    assert [(row["contract_id"], row["organisation_id"]) for row in in_use] == [(first, one)]
    devon_cornwall.undo()
    assert without_added(whole(devon_cornwall.path), before) == before


def test_what_others_do_after_the_merge_stays_where_it_is_when_the_merge_is_undone(
    office: Office, path: Path, opened: Open
) -> None:
    applied = Applied(office)
    keep, other = add_organisation(office, "Harbour Advice"), add_organisation(office, "Harbor Advice")
    merge(office, keep, other)
    terms: dict[str, Any] = WHOLE | {"organisation": "Harbor Advice"}
    key = opened(path, SAM).write("Add bid", bids.add, round_id=applied.round_id, **terms)
    assert applied.read(key).organisation_id == keep
    office.undo()
    assert not of(office, other).archived
    assert applied.read(key).organisation == "Harbour Advice"


def test_a_name_that_was_chosen_and_changed_by_another_is_not_undone_over(
    office: Office, path: Path, opened: Open
) -> None:
    keep, other = add_organisation(office, "One"), add_organisation(office, "Two")
    merge(office, keep, other, name="other")
    version = of(office, keep).version
    opened(path, SAM).write(
        "Rename", organisations.change, keep, version=version, name="Three", kind="Other", aliases="Four"
    )
    with pytest.raises(Refused, match="Sam has since done “Rename”"):
        office.undo()
    assert of(office, other).archived
