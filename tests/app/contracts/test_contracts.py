"""Contracts: what they begin with, what is refused beside which box, and every step taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import organisations
from app.contracts import breaks, contracts, fields, options, variations
from app.contracts.standing import current_end, current_value
from app.contracts.term import months
from app.door import Office
from app.errors import Stale
from app.money import MOST_PENCE
from tests.app.contracts import terms
from tests.app.contracts.terms import END, START, TERMS
from tests.conftest import Open
from tests.factories import SAM, add_organisation, refusal


def change(office: Office, contract_id: str, **given: Any) -> None:
    version = given.pop("version", terms.read(office, contract_id).version)
    office.write("Change contract", contracts.change, contract_id, version=version, **given)


def refused(office: Office, contract_id: str, **given: Any) -> tuple[str, str | None]:
    version = terms.read(office, contract_id).version
    return refusal(office, contracts.change, contract_id, version=version, **given)


# a new one


def test_a_contract_is_kept_as_it_was_typed(office: Office) -> None:
    typed: dict[str, Any] = TERMS | {
        "reference": " C/18/02 ",
        "purpose": "Advice to victims",
        "value_per": "year",
        "signed_on": date(2018, 9, 3),
        "route": "open",
        "lead": "Northshire Council",
        "co_commissioners": "Westshire NHS\n\n  Southshire   Council ",
        "owner": "Jo",
        "notice_months": 3,
        "review_every": "half-year",
        "scale": "sme",
        "is_vcse": True,
        "cpv": "85000000-9",
        "ocid": "ocds-1",
        "assignment": "With consent",
        "data_agreement": "in place",
        "note": "Kept",
    }
    one = terms.read(office, terms.add(office, **typed))
    assert contracts.as_typed(one) == typed | {
        "reference": "C/18/02",
        "co_commissioners": "Westshire NHS\nSouthshire Council",
    }
    assert one.published_on is None
    assert one.options == ()


def test_a_contract_needs_no_more_than_its_form_asks_for(office: Office) -> None:
    one = terms.read(office, terms.add(office, gross=None, route=None, scale=None, data_agreement=None))
    assert (one.value_per, one.review_every, one.route, one.lead_id) == ("term", "quarter", "", "")


def test_organisations_nobody_knows_are_added_and_others_found_by_any_name(office: Office) -> None:
    known = add_organisation(office, "Harbour Advice CIC", aliases="Harbour Advice")
    one = terms.read(office, terms.add(office, organisation="harbour  advice", lead="Northshire Council"))
    assert (one.organisation_id, one.organisation) == (known, "Harbour Advice CIC")
    assert {each.name for each in office.read(organisations.organisations)} == {
        "Harbour Advice CIC",
        "Northshire Council",
    }


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"reference": " "}, "The reference is needed.", "reference"),
        ({"title": ""}, "The title is needed.", "title"),
        ({"organisation": "  "}, "The provider is needed.", "organisation"),
        ({"starts_on": None}, "The first day is needed.", "starts_on"),
        ({"ends_on": None}, "The last day is needed.", "ends_on"),
        ({"ends_on": date(2018, 9, 30)}, "It ends before it starts.", "ends_on"),
        ({"starts_on": date(201, 8, 10)}, "10 August 201 is too far away.", "starts_on"),
        ({"ends_on": date(2918, 9, 30)}, "30 September 2918 is too far away.", "ends_on"),
        ({"value": None}, "The value without VAT is needed.", "value"),
        ({"value": -1}, "A value cannot be below £0.", "value"),
        ({"value": MOST_PENCE + 1, "gross": None}, "That is more than the desk keeps", "value"),
        ({"gross": 299_999_99}, "The value with VAT is below the value without it.", "gross"),
        ({"gross": MOST_PENCE + 1}, "That is more than the desk keeps", "gross"),
        ({"value_per": "month"}, "“month” cannot be chosen here.", "value_per"),
        ({"regime": None}, "The regime is needed.", "regime"),
        ({"regime": "act-2003"}, "“act-2003” cannot be chosen here.", "regime"),
        ({"kind": ""}, "The kind is needed.", "kind"),
        ({"route": "back door"}, "“back door” cannot be chosen here.", "route"),
        ({"review_every": ""}, "How often it is reviewed is needed.", "review_every"),
        ({"scale": "huge"}, "“huge” cannot be chosen here.", "scale"),
        ({"data_agreement": "soon"}, "“soon” cannot be chosen here.", "data_agreement"),
        ({"signed_on": date(1066, 10, 14)}, "14 October 1066 is too far away.", "signed_on"),
        ({"notice_months": 121}, "Type a number of months from 0 to 120.", "notice_months"),
        ({"cpv": "8500"}, "“8500” is no CPV code.", "cpv"),
        (
            {"lead": "Northshire Council", "co_commissioners": "northshire council"},
            "The lead commissioner is among these.",
            "co_commissioners",
        ),
        ({"options": "a year"}, "“a year” is no list of months. Type it like 12 + 12.", "options"),
        ({"options": "12 +"}, "“12 +” is no list of months.", "options"),
        ({"options": "0 + 12"}, "An option is from 1 to 120 months long.", "options"),
        ({"options": "12 + 121"}, "An option is from 1 to 120 months long.", "options"),
        ({"options": " + ".join(["1"] * 11)}, "Type no more than 10 options at once.", "options"),
        ({"options": " + ".join(["120"] * 9)}, "These options run beyond 2099.", "options"),
        ({"options": "12", "notice_before": 37}, "Notice would be due before the contract starts.", "notice_before"),
        ({"notice_before": 6}, "There are no options to give notice of.", "notice_before"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(
    office: Office, given: dict[str, Any], sentence: str, field: str
) -> None:
    said, box = refusal(office, contracts.add, **TERMS | given)
    assert (said.startswith(sentence), box) == (True, field), said
    assert field in {one.key for one in fields.CONTRACT}
    assert office.read(organisations.organisations) == []


def test_an_option_that_comes_to_more_than_is_kept_names_its_box(office: Office) -> None:
    given = TERMS | {"value": MOST_PENCE, "gross": None, "value_per": "year", "options": "120"}
    assert refusal(office, contracts.add, **given)[1] == "options"


def test_a_reference_is_there_once(office: Office) -> None:
    first = terms.add(office)
    said = "There is already a contract with this reference."
    assert refusal(office, contracts.add, **TERMS) == (said, "reference")
    office.write("Archive", contracts.archive, first)
    terms.add(office)
    assert refusal(office, contracts.archive, first, back=True) == (said, "reference")


def test_options_in_a_word_follow_each_other_at_the_yearly_value(office: Office) -> None:
    one = terms.read(office, terms.extendable(office, "12 + 6 months"))
    assert [(each.starts_on, each.ends_on, each.notice_on) for each in one.options] == [
        (date(2021, 10, 1), date(2022, 9, 30), date(2021, 3, 31)),
        (date(2022, 10, 1), date(2023, 3, 31), date(2022, 3, 31)),
    ]
    assert [(each.value, each.gross) for each in one.options] == [(100_000_00, 120_000_00), (50_000_00, 60_000_00)]
    assert (current_end(one), current_value(one)) == (END, 300_000_00)


def test_options_of_a_yearly_value_cost_what_a_year_costs(office: Office) -> None:
    one = terms.read(office, terms.extendable(office, "12+12", value=415_000_00, gross=None, value_per="year"))
    assert [(each.value, each.gross) for each in one.options] == [(415_000_00, None)] * 2
    assert months(START, one.options[-1].ends_on) == 60


def test_options_from_the_31st_and_through_a_leap_day_leave_no_gap(office: Office) -> None:
    given = {"starts_on": date(2019, 8, 31), "ends_on": date(2020, 2, 29), "options": "1 + 12 + 6"}
    one = terms.read(office, terms.add(office, **given))
    assert [(each.starts_on, each.ends_on) for each in one.options] == [
        (date(2020, 3, 1), date(2020, 3, 31)),
        (date(2020, 4, 1), date(2021, 3, 31)),
        (date(2021, 4, 1), date(2021, 9, 30)),
    ]


def test_a_new_contract_goes_again_with_all_it_brought(office: Office) -> None:
    one = terms.extendable(office, lead="Northshire Council", co_commissioners="Westshire NHS")
    assert office.undo() == "Add contract"
    assert terms.read(office, one).archived
    assert terms.read(office, one).options == ()
    assert office.read(organisations.organisations) == []
    office.redo()
    assert len(terms.read(office, one).options) == 2


# changing it


def test_what_is_left_out_stays_and_what_is_given_is_changed(office: Office) -> None:
    one = terms.add(office, note="Kept", co_commissioners="Westshire NHS")
    change(office, one, title="Advice and support", owner="Sam", co_commissioners="Southshire Council")
    after = terms.read(office, one)
    assert (after.title, after.owner, after.note, after.value) == ("Advice and support", "Sam", "Kept", 300_000_00)
    assert [name for _, name in after.co_commissioners] == ["Southshire Council"]
    office.undo()
    assert contracts.as_typed(terms.read(office, one)) == contracts.as_typed(after) | {
        "title": "Advice service",
        "owner": "",
        "co_commissioners": "Westshire NHS",
    }


def test_a_co_commissioner_comes_back_as_the_same_row(office: Office) -> None:
    one = terms.add(office, co_commissioners="Westshire NHS")
    version = terms.read(office, one).version
    change(office, one, co_commissioners="")
    change(office, one, co_commissioners="westshire nhs\nWestshire NHS")
    after = terms.read(office, one)
    assert [name for _, name in after.co_commissioners] == ["Westshire NHS"]
    assert after.version == version + 2


def test_an_organisation_that_was_put_away_stays_the_contracts(office: Office) -> None:
    one = terms.add(office)
    provider = terms.read(office, one).organisation_id
    office.write("Archive", organisations.archive, provider)
    change(office, one, title="Advice and support")
    assert terms.read(office, one).organisation_id == provider


def test_two_do_not_save_over_each_other(office: Office, opened: Open) -> None:
    one = terms.add(office)
    version = terms.read(office, one).version
    change(opened(office.path, SAM), one, version=version, co_commissioners="Westshire NHS")
    with pytest.raises(Stale, match="Sam saved this while you were typing"):
        change(office, one, version=version, note="Mine")
    with pytest.raises(Stale):
        office.write("Publish", contracts.publish, one, version=version, published_on=date(2019, 1, 1))
    with pytest.raises(Stale):
        office.write("Archive", contracts.archive, one, version=version)


def test_what_is_refused_of_a_new_one_is_refused_of_a_changed_one(office: Office) -> None:
    one = terms.add(office)
    assert refused(office, one, gross=1) == ("The value with VAT is below the value without it.", "gross")
    assert refused(office, one, ends_on=date(2018, 9, 30)) == ("It ends before it starts.", "ends_on")
    assert refused(office, one, title=" ") == ("The title is needed.", "title")


@pytest.mark.parametrize(
    ("ends_on", "wrong"),
    [(date(2021, 12, 31), "they would overlap"), (date(2021, 8, 31), "the days between would be missing")],
)
def test_the_term_cannot_leave_its_options(office: Office, ends_on: date, wrong: str) -> None:
    one = terms.extendable(office)
    said, field = refused(office, one, ends_on=ends_on)
    assert field == "ends_on"
    assert f"option 1 begins on 1 October 2021: {wrong}. Archive option 1 first" in said
    change(office, one, starts_on=date(2018, 9, 1))
    assert terms.read(office, one).starts_on == date(2018, 9, 1)


def test_the_term_cannot_leave_breaks_and_variations_outside(office: Office) -> None:
    one = terms.add(office)
    add_break = {"break_on": date(2019, 9, 30), "whose": "office"}
    office.write("Break", breaks.add, one, **add_break)  # type: ignore[arg-type]
    said = "The break point on 30 September 2019 would be outside the contract."
    assert refused(office, one, ends_on=date(2019, 9, 30)) == (said, "ends_on")
    assert refused(office, one, starts_on=date(2020, 1, 1)) == (said, "starts_on")
    office.undo()
    vary(office, one, change=10_000_00, effective_on=date(2020, 4, 1))
    said, field = refused(office, one, ends_on=date(2020, 3, 31))
    assert (said, field) == (
        "Variation 1 holds from 1 April 2020, which would be outside the contract.",
        "ends_on",
    )


def vary(office: Office, contract_id: str, **given: Any) -> None:
    whole: dict[str, Any] = {"kind": "value", "effective_on": date(2020, 10, 1), "reason": "More need"}
    office.write("Vary", variations.add, contract_id, **whole | given)


def test_the_value_cannot_fall_below_what_was_cut(office: Office) -> None:
    one = terms.add(office)
    vary(office, one, change=-90_000_00)
    said, field = refused(office, one, value=240_000_00, gross=None)
    assert field == "value"
    assert said.startswith("Variation 1 would take away £10,000 more than the contract is worth from 1 October 2020")
    change(office, one, value=270_000_00, gross=None)
    assert current_value(terms.read(office, one)) == 180_000_00


def test_a_contract_cannot_be_signed_after_it_was_varied(office: Office) -> None:
    one = terms.add(office)
    vary(office, one, change=1_00, signed_on=date(2020, 9, 1))
    said = ("Variation 1 is dated before that.", "signed_on")
    assert refused(office, one, signed_on=date(2020, 10, 2)) == said
    assert refused(office, one, signed_on=date(2020, 9, 2)) == said
    change(office, one, signed_on=date(2020, 9, 1))


# published and put away


def test_a_copy_is_published_after_it_was_signed(office: Office) -> None:
    one = terms.add(office, signed_on=date(2018, 9, 3))
    version = terms.read(office, one).version
    assert refusal(office, contracts.publish, one, version=version, published_on=date(2018, 9, 2)) == (
        "The contract was only signed on 3 September 2018.",
        "published_on",
    )
    office.write("Publish", contracts.publish, one, version=version, published_on=date(2018, 10, 9))
    assert terms.read(office, one).published_on == date(2018, 10, 9)
    office.undo()
    assert terms.read(office, one).published_on is None


def test_a_contract_that_was_put_away_is_left_alone_until_it_is_back(office: Office) -> None:
    one = terms.extendable(office)
    office.write("Archive", contracts.archive, one, version=terms.read(office, one).version)
    said = "The contract has been put away. Bring it back first."
    assert refused(office, one, title="Another")[0] == said
    assert refusal(office, options.add, one, ends_on=date(2024, 9, 30), value=0)[0] == said
    assert refusal(office, contracts.publish, one, version=None, published_on=None)[0] == said
    office.write("Bring back", contracts.archive, one, back=True)
    change(office, one, title="Another")
    office.undo()
    office.undo()
    assert terms.read(office, one).archived
