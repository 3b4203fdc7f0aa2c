"""The dates that bite: all of them, in words an officer reads once, and none that has nothing to say any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from app.contracts import bands, dates, notices
from app.contracts.dates import KINDS, Date, Known, live_options, of_contract
from app.contracts.parts import (
    ActionRecord,
    BreakRecord,
    ConditionRecord,
    ContractRecord,
    ReviewRecord,
)
from app.contracts.standing import BANDS, Bands, current_end
from app.contracts.term import DAY, add_months
from app.contracts.thresholds import shipped
from app.door import Office
from app.listing import Listing
from db.contracts import ContractOption
from tests.app.contracts.dated import OPTION, added, kept, made, paid, under_the_act

TODAY = date(2019, 11, 14)
EVER = date(2099, 12, 31)


def found(one: ContractRecord, kind: str, *, day: date = TODAY, until: date = EVER, own: Bands = BANDS) -> list[Date]:
    return [each for each in of_contract(one, Known(day, until, own, shipped())) if each.kind == kind]


def words(one: ContractRecord, kind: str, *, day: date = TODAY, until: date = EVER) -> list[str]:
    return [each.words for each in found(one, kind, day=day, until=until)]


# ends


def test_the_end_is_told_of_with_the_option_that_may_still_move_it() -> None:
    assert words(made(), "end") == ["ISVA service with First Light ends on 30 September 2021"]
    assert words(made(options=(OPTION,)), "end") == [
        "ISVA service with First Light ends on 30 September 2021 unless option 1 is taken"
    ]
    taken = made(options=(replace(OPTION, status="taken"),))
    assert words(taken, "end") == ["ISVA service with First Light ends on 30 September 2022"]


def test_a_contract_that_is_ended_early_says_so() -> None:
    early = BreakRecord("b", 1, date(2020, 6, 30), None, "office", "taken", "")
    assert words(made(breaks=(early,), options=(OPTION,)), "end") == [
        "ISVA service with First Light ends early on 30 June 2020"
    ]


def test_the_last_day_is_told_of_and_the_day_after_it_is_not() -> None:
    assert words(made(), "end", day=date(2021, 9, 30))
    assert not words(made(), "end", day=date(2021, 10, 1))


def test_a_contract_that_outruns_the_handover_is_told_of_however_far_ahead_it_is() -> None:
    one = made(ends_on=date(2028, 6, 30))
    (told,) = found(one, "handover", until=TODAY)
    assert told.words == "ISVA service runs to 30 June 2028, past the handover on 31 May 2028"
    assert (told.day, told.tone) == (date(2028, 5, 31), "warn")
    assert not found(made(ends_on=date(2028, 5, 31)), "handover")
    assert not found(one, "handover", day=date(2028, 6, 1))
    assert not found(one, "handover", own=Bands(handover_on=date(2028, 6, 30)))


# options and breaks


def test_the_notice_of_an_option_says_whom_to_tell_and_by_when() -> None:
    (told,) = found(made(options=(OPTION,)), "option")
    assert told.words == "Notice of option 1 of ISVA service is due: tell First Light by 31 March 2021"
    assert (told.day, told.tone, told.action, told.about) == (date(2021, 3, 31), "mute", "option", "option1")


def test_a_notice_that_was_missed_stays_while_the_contract_runs() -> None:
    one = made(options=(OPTION,))
    (told,) = found(one, "option", day=date(2021, 4, 1))
    assert told.words == (
        "Notice of option 1 of ISVA service was due on 31 March 2021: decide on it and tell First Light at once"
    )
    assert told.tone == "bad"
    assert found(one, "option", day=date(2021, 9, 30))
    assert not found(one, "option", day=date(2021, 10, 1))


def test_an_option_without_a_notice_date_is_decided_on_before_it_begins() -> None:
    (told,) = found(made(options=(replace(OPTION, notice_on=None),)), "option")
    assert told.day == date(2021, 9, 30)
    assert told.words == "Option 1 of ISVA service begins on 1 October 2021: decide on it before"


def test_options_that_can_no_longer_be_taken_are_not_told_of() -> None:
    second = replace(OPTION, id="option2", number=2, starts_on=date(2022, 10, 1), ends_on=date(2023, 9, 30))
    one = made(options=(OPTION, second))
    assert [each.number for each in live_options(one)] == [1, 2]
    assert [each.number for each in live_options(replace(one, options=(replace(OPTION, status="taken"), second)))] == [
        2
    ]
    early = BreakRecord("b", 1, date(2020, 6, 30), None, "office", "taken", "")
    assert live_options(replace(one, breaks=(early,))) == []


@pytest.mark.parametrize(
    ("whose", "notice_on", "said"),
    [
        (
            "office",
            date(2020, 3, 31),
            "ISVA service may be ended early on 30 June 2020: to do so, tell First Light by 31 March 2020",
        ),
        ("office", None, "ISVA service may be ended early on 30 June 2020"),
        (
            "provider",
            date(2020, 3, 31),
            "First Light may end ISVA service early on 30 June 2020 if it says so by 31 March 2020",
        ),
        (
            "either",
            date(2020, 3, 31),
            "ISVA service may be ended early on 30 June 2020 by either side: notice is due by 31 March 2020",
        ),
    ],
)
def test_a_break_point_says_who_may_end_the_contract_and_by_when(whose: str, notice_on: date | None, said: str) -> None:
    one = made(breaks=(BreakRecord("b", 1, date(2020, 6, 30), notice_on, whose, "open", ""),))
    (told,) = found(one, "break")
    assert told.words == said
    assert told.day == (notice_on or date(2020, 6, 30))
    assert not found(one, "break", day=told.day + DAY)


def test_a_break_point_that_changes_nothing_is_not_told_of() -> None:
    last = made().ends_on
    assert not found(made(breaks=(BreakRecord("b", 1, last, None, "office", "open", ""),)), "break")
    taken = BreakRecord("a", 1, date(2020, 3, 31), None, "office", "taken", "")
    later = BreakRecord("b", 1, date(2020, 6, 30), None, "office", "open", "")
    assert not found(made(breaks=(taken, later)), "break")


# conditions and partners


def condition(**given: Any) -> ConditionRecord:
    usual: dict[str, Any] = {
        "due_on": date(2020, 2, 28), "blocks_from": date(2020, 4, 1), "met_on": None, "evidence": "",
    }  # fmt: skip
    return ConditionRecord("k", 1, "a positive evaluation", **{**usual, **given})


def test_a_condition_says_what_it_holds_up_until_it_is_met() -> None:
    one = made(conditions=(condition(),))
    assert words(one, "condition") == [
        "ISVA service is subject to a condition that is to be met by 28 February 2020; "
        "until then nothing from 1 April 2020 on is settled: a positive evaluation"
    ]
    (late,) = found(one, "condition", day=date(2020, 3, 1))
    assert "was to be met by 28 February 2020" in late.words
    assert late.tone == "bad"
    assert not found(made(conditions=(condition(met_on=TODAY),)), "condition")
    assert not found(one, "condition", day=date(2021, 10, 1))


def test_a_condition_bites_at_the_latest_on_the_eve_of_what_it_blocks() -> None:
    (told,) = found(made(conditions=(condition(due_on=None),)), "condition")
    assert told.day == date(2020, 3, 31)
    (told,) = found(made(conditions=(condition(due_on=date(2020, 9, 1)),)), "condition")
    assert told.day == date(2020, 3, 31)
    assert not found(made(conditions=(condition(due_on=None, blocks_from=None),)), "condition")


def test_money_that_ends_before_the_contract_is_told_of_until_the_contract_ends() -> None:
    one = made(contributions=(paid(212_199, 2019), paid(202_199, 2020)))
    assert words(one, "contribution") == [
        "The money of NHS England for ISVA service ends on 31 March 2021, 6 months before the contract does"
    ]
    (told,) = found(one, "contribution", day=date(2021, 4, 1))
    assert "ended on 31 March 2021" in told.words
    assert told.tone == "bad"
    assert not found(one, "contribution", day=date(2021, 10, 1))


def test_money_that_ends_before_an_option_would_is_told_of_while_the_option_may_come() -> None:
    one = made(options=(OPTION,), contributions=(paid(202_199, 2020), paid(202_199, 2021)))
    assert words(one, "contribution") == [
        "The money of NHS England for ISVA service ends on 31 March 2022, 6 months before option 1 would"
    ]
    assert not found(replace(one, options=(replace(OPTION, status="declined"),)), "contribution")


def test_money_that_lasts_as_long_as_the_contract_is_not_told_of() -> None:
    assert not found(made(contributions=(paid(202_199, 2021),)), "contribution")


# reviews and their actions


def test_each_review_ahead_is_told_of_with_the_days_it_is_about() -> None:
    told = found(made(review_every="quarter"), "review", until=date(2020, 5, 31))
    assert [each.words for each in told][-2:] == [
        "The review of ISVA service for 1 October 2019 to 31 December 2019 is due by 28 January 2020",
        "The review of ISVA service for 1 January 2020 to 31 March 2020 is due by 28 April 2020",
    ]
    assert told[-1].about == "2019:4"


def test_reviews_that_are_late_are_told_of_as_one() -> None:
    first = ReviewRecord("r", 1, 2018, 3, date(2019, 1, 15), "Good", "")
    one = made(review_every="quarter", reviews=(first,))
    told = found(one, "review", until=TODAY)
    assert [each.words for each in told] == ["3 reviews of ISVA service are late: the first was due by 28 April 2019"]
    assert (told[0].tone, told[0].day) == ("bad", date(2019, 4, 28))
    rest = tuple(ReviewRecord(f"r{quarter}", 1, 2019, quarter, date(2019, 11, 1), "Good", "") for quarter in (1, 2))
    assert words(replace(one, reviews=(first, *rest)), "review", until=TODAY) == [
        "The review of ISVA service for 1 January 2019 to 31 March 2019 was due by 28 April 2019"
    ]


def test_late_reviews_are_let_go_when_the_contract_has_long_been_over() -> None:
    first = ReviewRecord("r", 1, 2018, 3, date(2019, 1, 15), "Good", "")
    one = made(review_every="quarter", reviews=(first,))
    assert found(one, "review", day=date(2022, 9, 30))
    assert not found(one, "review", day=date(2022, 10, 1))
    assert not found(replace(one, review_every="none"), "review")


def test_an_action_stays_until_it_is_done() -> None:
    action = ActionRecord("a", 1, "r", "Send the waiting list", "Ade", date(2019, 12, 1), None, "")
    assert words(made(actions=(action,)), "action") == [
        "An action from a review of ISVA service is due by 1 December 2019, Ade: Send the waiting list"
    ]
    (late,) = found(made(actions=(action,)), "action", day=date(2022, 1, 1))
    assert "was due by" in late.words
    assert late.tone == "bad"
    assert not found(made(actions=(replace(action, done_on=TODAY),)), "action")
    assert not found(made(actions=(replace(action, due_on=None),)), "action")


# notices


def test_notices_under_the_act_stay_until_they_are_published() -> None:
    told = {each.about: each for each in found(under_the_act(), "notice", day=date(2026, 3, 15))}
    assert told["UK7:"].words == "Contract details notice (UK7) of ISVA service is due by 1 April 2026"
    assert told["UK6:"].words == (
        "Contract award notice (UK6) of ISVA service was due by 18 February 2026: no publication is recorded"
    )
    assert (told["UK7:"].tone, told["UK6:"].tone) == ("warn", "bad")
    late = {each.about for each in found(under_the_act(), "notice", day=date(2040, 1, 1))}
    assert late == {"UK6:", "UK7:", "UK11:"}


def test_a_notice_that_recurs_says_which_one_it_is() -> None:
    one = under_the_act(6_000_000, gross=7_200_000)
    assert "Contract performance notice (UK9, year 1) of ISVA service is due by 31 March 2027" in words(
        one, "notice", day=date(2026, 4, 1)
    )


# all of them


@tried(
    st.dates(date(2018, 1, 1), date(2024, 12, 31)),
    st.integers(0, 800),
    st.sampled_from(["quarter", "half-year", "year", "none"]),
    st.sampled_from(["open", "taken", "declined"]),
    st.booleans(),
)
def test_what_is_ahead_is_in_sight_and_no_two_dates_are_mistaken_for_each_other(
    day: date, ahead: int, review_every: str, status: Any, is_partly_paid: bool
) -> None:
    until = day + timedelta(days=ahead)
    one = made(
        review_every=review_every,
        options=(replace(OPTION, status=status),),
        breaks=(BreakRecord("b", 1, date(2020, 6, 30), date(2020, 3, 31), "either", "open", ""),),
        conditions=(condition(),),
        contributions=(paid(1_000, 2019),) if is_partly_paid else (),
    )
    told = of_contract(one, Known(day, until, BANDS, shipped()))
    assert all(each.day <= until for each in told)
    assert len({each.key for each in told}) == len(told)
    assert all((each.tone == "bad") == (each.day < day) for each in told)
    assert all((each.tone == "mute") == (each.day > add_months(day, BANDS.near)) for each in told)
    assert any(each.kind == "end" for each in told) == (day <= current_end(one) <= until)
    if day > current_end(one):
        assert {each.kind for each in told} <= {"review"}


# in an office


def kept_with_an_option(office: Office, **given: Any) -> str:
    one = kept(office, made(owner="Ade", **given))
    added(
        office,
        ContractOption(
            contract_id=one,
            starts_on=OPTION.starts_on,
            ends_on=OPTION.ends_on,
            notice_on=OPTION.notice_on,
            value_pence=OPTION.value,
            gross_pence=None,
            status="open",
            decision_id=None,
            note="",
        ),
    )
    return one


def cells(listing: Listing, key: str) -> list[object]:
    at = [column.key for column in listing.columns].index(key)
    return [line.cells[at] for line in listing.lines]


def test_every_contract_in_use_is_looked_at_as_far_as_the_office_looks_ahead(office: Office) -> None:
    first = kept_with_an_option(office)
    second = kept(office, made(reference="C2", title="Helpline", ends_on=date(2020, 3, 31)))
    told = office.read(dates.biting, day=TODAY)
    assert [(each.kind, each.contract_id, each.day) for each in told] == [("end", second, date(2020, 3, 31))]
    further = office.read(dates.biting, day=TODAY, until=date(2021, 9, 30))
    assert [(each.kind, each.contract_id) for each in further] == [("end", second), ("option", first), ("end", first)]
    office.write(
        "Set bands",
        bands.set_bands,
        version=0,
        far_months=24,
        middle_months=12,
        near_months=6,
        handover_on=date(2021, 1, 1),
    )
    assert [each.kind for each in office.read(dates.biting, day=TODAY)] == ["end", "handover", "option", "end"]


def test_the_list_gathers_dates_by_how_near_they_are(office: Office) -> None:
    kept_with_an_option(office)
    kept(office, made(reference="C2", title="Helpline", ends_on=date(2021, 4, 30)))
    kept(office, made(reference="C3", title="Triage", ends_on=date(2029, 3, 31)))
    listing = office.read(dates.date_list, day=date(2021, 4, 1))
    assert [group.label for group in listing.groups] == [
        "Overdue",
        "Within 3 months",
        "Within 6 months",
        "Running past the handover on 31 May 2028",
    ]
    assert [line.group for line in listing.lines] == ["overdue", "near", "middle", "handover"]
    assert cells(listing, "state") == ["Overdue", "Due soon", "To come", "Handover"]
    assert set(cells(listing, "kind")) <= set(KINDS.values())
    known = {one.contract_id for one in office.read(dates.biting, day=date(2021, 4, 1))}
    assert {line.id.partition(":")[0] for line in listing.lines} == known


def test_an_office_without_contracts_has_no_dates(office: Office) -> None:
    assert office.read(dates.biting, day=TODAY) == []
    assert office.read(dates.date_list, day=TODAY).lines == ()
    assert office.read(dates.expiry_list, day=TODAY).lines == ()


def test_contracts_are_listed_by_the_band_their_end_falls_into(office: Office) -> None:
    kept_with_an_option(office)
    for at, ends_on in enumerate(
        [date(2019, 11, 13), TODAY, date(2020, 2, 15), date(2020, 11, 14), date(2020, 11, 15), date(2030, 3, 31)]
    ):
        kept(office, made(reference=f"E{at}", ends_on=ends_on))
    listing = office.read(dates.expiry_list, day=TODAY)
    assert [(line.cells[2], line.group) for line in listing.lines] == [
        ("E1", "near"),
        ("E2", "middle"),
        ("E3", "far"),
        ("E4", "later"),
        ("C1", "later"),
        ("E5", "handover"),
    ]
    assert [group.key for group in listing.groups] == ["near", "middle", "far", "later", "handover"]
    assert cells(listing, "option")[4] == "Option 1 to 30 September 2022, notice by 31 March 2021"
    assert cells(listing, "latest")[4] == date(2022, 9, 30)
    assert cells(listing, "a_year")[4] == 415_000_00


def test_a_notice_that_is_published_no_longer_bites(office: Office) -> None:
    one = kept(office, under_the_act())
    day = date(2026, 3, 15)

    def due() -> set[str]:
        return {each.about for each in office.read(dates.biting, day=day) if each.kind == "notice"}

    assert due() == {"UK6:", "UK7:"}
    office.write("Publish", notices.publish, one, code="UK6", published_on=day)
    assert due() == {"UK7:"}
