"""What partners pay towards a contract, by year and status."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import organisations
from app.contracts import contributions, money_fields, standing
from app.door import Office
from app.errors import Stale
from app.history import history
from app.money import MOST_PENCE
from tests.app.contracts.bought import Bought, bought
from tests.conftest import Open
from tests.factories import SAM, add_organisation, refusal

CONDITION = "The option in the memorandum is taken"


@pytest.fixture
def desk(office: Office) -> Bought:
    return bought(office)


def paid(desk: Bought) -> list[tuple[str, int, str, int, str, date | None]]:
    return [
        (one.organisation, one.year, one.status, one.amount, one.condition, one.until)
        for one in desk.record.contributions
    ]


def partner_id(desk: Bought, name: str = "NHS England") -> str:
    return next(one.organisation_id for one in desk.record.contributions if one.organisation == name)


def as_seen(desk: Bought, name: str = "NHS England") -> dict[str, Any]:
    """What a form on a partner holds before anybody types."""
    who = partner_id(desk, name)
    values = money_fields.partner_values(desk.record, who)
    return {
        **values,
        "was": values["amounts"],
        "organisation_id": who,
        "version": money_fields.partner_version(desk.record, who),
    }


def change(desk: Bought, seen: dict[str, Any], *, office: Office | None = None, **typed: Any) -> None:
    values = {**seen, **typed}
    (office or desk.office).write("Partner money", contributions.set_partner, desk.id, **values)


def refused(desk: Bought, **typed: Any) -> tuple[str, str | None]:
    values: dict[str, Any] = {"organisation": "NHS England", "amounts": {}, "was": {}, **typed}
    return refusal(desk.office, contributions.set_partner, desk.id, **values)


def test_the_money_of_the_isva_service_ends_six_months_before_its_first_option(desk: Bought) -> None:
    before = desk.office.last_seq()
    desk.nhs_pays()
    assert desk.office.last_seq() == before + 1
    assert paid(desk) == [
        ("NHS England", 2019, "agreed", 212_199_00, "", None),
        ("NHS England", 2020, "conditional", 202_199_00, CONDITION, None),
        ("NHS England", 2021, "conditional", 202_199_00, CONDITION, None),
    ]
    [gap] = standing.gaps(desk.record)
    assert (gap.organisation, gap.option, gap.paid_until, gap.ends_on, gap.pence) == (
        "NHS England",
        1,
        date(2022, 3, 31),
        date(2022, 9, 30),
        207_500_00,
    )
    desk.office.undo()
    assert paid(desk) == []


def test_the_grid_has_the_years_of_open_options_too(desk: Bought) -> None:
    desk.nhs_pays()
    shape = money_fields.partner_shape(desk.record)
    assert [row.key for row in shape.rows] == ["2018", "2019", "2020", "2021", "2022", "2023"]
    assert [column.key for column in shape.columns] == ["agreed", "conditional"]
    assert money_fields.partner_cells(desk.record, partner_id(desk)) == {
        "2019:agreed": 212_199_00,
        "2020:conditional": 202_199_00,
        "2021:conditional": 202_199_00,
    }
    assert money_fields.partner_cells(desk.record, "nobody") == {}
    assert money_fields.partner_values(desk.record, "nobody") == {
        "organisation": "",
        "amounts": {},
        "condition": "",
        "until": None,
    }


def test_an_organisation_the_office_knows_is_found_by_name_or_alias(desk: Bought) -> None:
    known = add_organisation(desk.office, "NHS England South West", aliases="NHSE")
    desk.nhs_pays(name=" nhse ")
    assert {one.organisation_id for one in desk.record.contributions} == {known}
    count = len(desk.office.read(organisations.organisations))
    desk.nhs_pays(name="A new partner")
    assert len(desk.office.read(organisations.organisations)) == count + 1


def test_money_stops_where_its_last_year_says(desk: Bought) -> None:
    desk.nhs_pays(until=date(2021, 9, 30))
    assert [until for *_, until in paid(desk)] == [None, None, date(2021, 9, 30)]
    [gap] = standing.gaps(desk.record)
    assert gap.starts_on == date(2021, 10, 1)
    change(desk, as_seen(desk), until=None)
    assert [until for *_, until in paid(desk)] == [None, None, None]


def test_the_day_goes_with_the_last_year(desk: Bought) -> None:
    desk.nhs_pays(until=date(2021, 9, 30))
    seen = as_seen(desk)
    longer = {**seen["amounts"], "2022:agreed": 1_00}
    change(desk, seen, amounts=longer, until=date(2022, 6, 30))
    assert [until for *_, until in paid(desk)] == [None, None, None, date(2022, 6, 30)]


def test_amounts_on_a_condition_become_agreed(desk: Bought) -> None:
    desk.nhs_pays()
    agreed = {"2019:agreed": 212_199_00, "2020:agreed": 202_199_00, "2021:agreed": 202_199_00}
    change(desk, as_seen(desk), amounts=agreed, condition="")
    assert [(year, status, condition) for _, year, status, _, condition, _ in paid(desk)] == [
        (2019, "agreed", ""),
        (2020, "agreed", ""),
        (2021, "agreed", ""),
    ]


def test_an_amount_of_nothing_is_an_empty_cell(desk: Bought) -> None:
    desk.nhs_pays()
    seen = as_seen(desk)
    change(desk, seen, amounts={**seen["amounts"], "2021:conditional": 0, "2022:agreed": 0})
    assert [year for _, year, *_ in paid(desk)] == [2019, 2020]


def test_saving_what_nobody_changed_is_no_step(desk: Bought) -> None:
    desk.nhs_pays(until=date(2021, 9, 30))
    before = desk.office.last_seq()
    change(desk, as_seen(desk))
    assert desk.office.last_seq() == before


def test_a_partner_may_turn_out_to_be_somebody_else(desk: Bought) -> None:
    desk.nhs_pays()
    change(desk, as_seen(desk), organisation="NHS Devon")
    assert {name for name, *_ in paid(desk)} == {"NHS Devon"}
    assert len(paid(desk)) == 3
    desk.office.undo()
    assert {name for name, *_ in paid(desk)} == {"NHS England"}


def test_a_partner_who_pays_already_is_not_entered_twice(desk: Bought) -> None:
    desk.nhs_pays()
    desk.nhs_pays(name="A council")
    said = "This partner pays towards the contract already. Change what it pays there."
    assert refused(desk, amounts={"2022:agreed": 1_00}) == (said, "organisation")
    seen = {**as_seen(desk, "A council"), "organisation": "NHS England"}
    assert refused(desk, **seen) == (said, "organisation")


def test_a_partner_may_be_named_by_its_name_alone(desk: Bought) -> None:
    desk.nhs_pays()
    seen = as_seen(desk)
    was = seen["was"]
    typed = {"organisation": "NHS England", "amounts": {**was, "2022:agreed": 5_00}, "was": was, "condition": CONDITION}
    change(desk, {}, **typed)
    assert paid(desk)[-1][1:4] == (2022, "agreed", 5_00)
    other = {**typed, "organisation": "A council"}
    assert refused(desk, **other) == (
        "This partner pays nothing yet. Enter what it pays as a new partner.",
        "organisation",
    )


def test_nothing_at_all_is_refused(desk: Bought) -> None:
    assert refused(desk) == ("Enter what the partner pays in at least one year.", "amounts")
    assert refused(desk, organisation=" ", amounts={"2019:agreed": 1}) == ("The partner is needed.", "organisation")


def test_a_condition_and_what_hangs_on_it_go_together(desk: Bought) -> None:
    assert refused(desk, amounts={"2019:conditional": 1}) == (
        "Say what the amounts on a condition hang on.",
        "condition",
    )
    assert refused(desk, amounts={"2019:agreed": 1}, condition=CONDITION) == (
        "No amount is on a condition. Enter one under it, or leave this empty.",
        "condition",
    )


@pytest.mark.parametrize("day", [date(2020, 3, 31), date(2021, 4, 1)])
def test_a_day_outside_the_last_year_is_refused(desk: Bought, day: date) -> None:
    typed: dict[str, Any] = {"amounts": {"2019:agreed": 1, "2020:agreed": 1}, "until": day}
    assert refused(desk, **typed) == (
        "The last year paid for is 2020/21: give a day from 1 April 2020 to 31 March 2021.",
        "until",
    )


@pytest.mark.parametrize(
    ("cell", "pence", "sentence"),
    [
        ("2019:agreed", -1, "2019/20: The amount cannot be below £0."),
        ("2019:agreed", MOST_PENCE + 1, "2019/20: That is more than the desk keeps in one amount (£1,000,000,000)."),
        ("2019:hoped", 1, "A partner's amount is agreed, or on a condition."),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_cell(desk: Bought, cell: str, pence: int, sentence: str) -> None:
    assert refused(desk, amounts={cell: pence}) == (sentence, f"amounts:{cell}")


def test_an_amount_somebody_else_changed_is_not_saved_over(desk: Bought, opened: Open) -> None:
    desk.nhs_pays()
    seen = as_seen(desk)
    theirs = {**seen["amounts"], "2019:agreed": 200_000_00}
    change(desk, as_seen(desk), office=opened(desk.office.path, SAM), amounts=theirs)
    with pytest.raises(Stale, match="Sam saved this"):
        change(desk, seen, amounts={**seen["amounts"], "2019:agreed": 1_00})
    change(desk, seen, amounts={**seen["amounts"], "2022:agreed": 1_00})
    assert [pence for _, _, _, pence, *_ in paid(desk)] == [200_000_00, 202_199_00, 202_199_00, 1_00]


def test_a_condition_somebody_else_changed_is_not_saved_over(desk: Bought, opened: Open) -> None:
    desk.nhs_pays()
    seen = as_seen(desk)
    change(desk, as_seen(desk), office=opened(desk.office.path, SAM), condition="The board agrees")
    with pytest.raises(Stale, match="Sam saved this"):
        change(desk, seen, amounts={**seen["amounts"], "2022:agreed": 1_00})
    with pytest.raises(Stale, match="Sam saved this"):
        change(desk, seen, condition="The board does not agree")
    assert {condition for *_, condition, _ in paid(desk)} == {"", "The board agrees"}


def test_a_partner_is_put_away_whole(desk: Bought) -> None:
    desk.nhs_pays()
    seen, who = as_seen(desk), partner_id(desk)
    desk.office.write("Archive", contributions.archive_partner, desk.id, who)
    assert paid(desk) == []
    assert refusal(desk.office, contributions.archive_partner, desk.id, who)[0].startswith("That record is no longer")
    by_name = {key: value for key, value in seen.items() if key not in ("organisation_id", "version")}
    with pytest.raises(Stale, match="Jo saved this"):
        change(desk, by_name)
    desk.office.undo()
    assert len(paid(desk)) == 3


def test_the_history_names_the_partner(desk: Bought) -> None:
    desk.nhs_pays()
    [told] = desk.office.read(history, labels=money_fields.LABELS, most=1)
    assert "“NHS England”, 2019/20, £212,199; “NHS England”, 2020/21, £202,199" in told.text
    seen = as_seen(desk)
    change(desk, seen, amounts={**seen["amounts"], "2019:agreed": 200_000_00})
    [told] = desk.office.read(history, labels=money_fields.LABELS, most=1)
    assert told.text == "Partner money: pays of “NHS England” from £212,199 to £200,000."
