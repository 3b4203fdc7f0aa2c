"""The planner of oversubscription: its arithmetic, what each way changes, and the sentence each is told in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.grants import planner
from app.grants.planner import Assumed, Course, Numbers, Plan, hours, part_of, plan
from app.money import Pence
from tests.app.grants.sent import round_

SMALL = Numbers(Pence(100_000_00), Pence(5_000_00), 171, 30, 12)
"""Bids for more than eight times the pot, as small grants schemes have had them."""

counts = st.integers(1, 5_000)
shares = st.integers(0, 1_000)
numbers = st.builds(
    Numbers,
    pot=st.integers(1, 10**11).map(Pence),
    cap=st.integers(1, 10**9).map(Pence),
    bids=counts,
    reading_minutes=st.integers(1, 1_440),
    applicant_hours=st.integers(1, 1_000),
    interest_first=st.booleans(),
)


@st.composite
def assumptions(draw: st.DrawFn) -> Assumed:
    members = draw(st.integers(1, 30))
    return Assumed(
        members, draw(shares), draw(st.integers(1, 10)), draw(shares), draw(st.integers(1, members)), draw(shares)
    )


def course(found: Plan, key: str) -> Course:
    one = found.course(key)
    assert one is not None
    return one


def test_bids_for_many_times_the_pot_are_told_before_the_round_opens() -> None:
    found = plan(SMALL)
    assert found.says == (
        "20 bids of 171 can be funded at £5,000 each, about 1 in 9; each member reads for 86 hours, the panel for 428 "
        "hours; those who apply spend 2,052 hours, 21 hours for every £1,000 awarded."
    )
    assert found.planned == course(found, "plain")
    assert (course(found, "plain").odds, course(found, "plain").one_in) == (117, 9)


def test_every_way_is_told_in_the_same_figures() -> None:
    found = plan(SMALL)
    assert [
        (one.key, one.applied, one.bids, one.read, one.funded, one.per_member, one.reading, one.writing)
        for one in found.courses
    ] == [
        ("plain", 171, 171, 171, 20, 5_130, 25_650, 123_120),
        ("interest", 171, 40, 40, 20, 2_226, 11_130, 53_424),
        ("gate", 171, 171, 137, 20, 4_110, 20_550, 123_120),
        ("stages", 171, 171, 57, 20, 3_078, 15_390, 123_120),
    ]
    assert [one.for_each_thousand for one in found.courses] == [1_231, 534, 1_231, 1_231]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        (
            "interest",
            "Of 171 who write a short form, 40 are invited to write a whole bid; reading falls from 428 hours to 186 "
            "hours; writing falls from 2,052 hours to 890 hours.",
        ),
        (
            "gate",
            "A gate that refuses 20 % leaves 137 bids of 171 to read; reading falls from 428 hours to 343 hours; "
            "writing stays at 2,052 hours.",
        ),
        (
            "stages",
            "2 members read all 171, and the whole panel only 57 of them; reading falls from 428 hours to 257 hours; "
            "writing stays at 2,052 hours.",
        ),
    ],
)
def test_what_a_way_changes_is_one_plain_sentence(key: str, sentence: str) -> None:
    assert course(plan(SMALL), key).says == sentence


def test_an_expression_of_interest_is_no_gain_where_nearly_all_are_funded() -> None:
    one = course(plan(replace(SMALL, bids=10)), "interest")
    assert "writing rises from 120 hours to 144 hours" in one.says


def test_a_round_that_asks_for_interest_first_is_planned_that_way() -> None:
    found = plan(replace(SMALL, interest_first=True))
    assert [one.key for one in found.courses] == ["interest", "plain", "gate", "stages"]
    assert found.says.startswith("20 bids of 171 can be funded")
    assert "the panel for 186 hours" in found.says


def test_a_round_is_planned_from_its_own_terms_with_what_may_go_above_its_pot() -> None:
    r = round_(100_000_00, over=Pence(5_000_00), maximum=Pence(5_000_00), expected_bids=171, reading_minutes=30)
    found = plan(replace(r, applicant_hours=12))
    assert (course(found, "plain").funded, found.missing) == (21, ())


def test_what_nobody_has_said_yet_is_asked_for_and_never_nought() -> None:
    bare = plan(round_())
    assert bare.courses == ()
    assert bare.planned is None
    assert bare.says == "Say how many bids are expected, and the planner tells what they will cost."
    assert bare.missing == (
        "how many bids are expected",
        "the largest grant",
        "the minutes to read one bid",
        "the hours to write one bid",
    )
    capless = plan(replace(SMALL, cap=None))
    assert [(one.funded, one.odds, one.one_in, one.for_each_thousand) for one in capless.courses] == [(None,) * 4] * 4
    assert capless.says.startswith("Nobody has said how large a grant may be, so it is open how many of 171")
    assert (course(capless, "interest").reading, course(capless, "interest").writing) == (None, None)
    assert course(capless, "interest").says.startswith("Give a largest grant")
    unread = plan(replace(SMALL, reading_minutes=None, applicant_hours=None))
    assert [(one.per_member, one.reading, one.writing) for one in unread.courses] == [(None,) * 3] * 4
    assert unread.says == "20 bids of 171 can be funded at £5,000 each, about 1 in 9."


def test_a_pot_smaller_than_one_grant_and_one_that_holds_all_are_said() -> None:
    assert plan(replace(SMALL, pot=Pence(1))).says.startswith("The pot holds no grant of £5,000; ")
    assert "1 bid of 1 can be funded at £5,000 each, which is all of them" in plan(replace(SMALL, bids=1)).says


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"members": 0}, "members"),
        ({"members": 10**7}, "members"),
        ({"invited_for_each": 0}, "invited_for_each"),
        ({"first_readers": 6}, "first_readers"),
        ({"first_readers": 0}, "first_readers"),
        ({"interest_effort": 1_001}, "interest_effort"),
        ({"refused": -1}, "refused"),
        ({"through": 1_001}, "through"),
    ],
)
def test_what_cannot_be_assumed_is_refused_at_its_box(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        plan(SMALL, replace(Assumed(), **given))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"bids": 0}, "expected_bids"),
        ({"reading_minutes": -1}, "reading_minutes"),
        ({"applicant_hours": 0}, "applicant_hours"),
        ({"pot": Pence(-1)}, "pot"),
        ({"cap": Pence(-1)}, "maximum"),
    ],
)
def test_what_cannot_be_expected_is_refused_at_its_box(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        plan(replace(SMALL, **given))
    assert caught.value.field == field


def test_hours_are_said_as_a_person_says_them() -> None:
    assert [hours(each) for each in (0, 1, 45, 60, 89, 90, 171_000)] == [
        "0 minutes",
        "1 minute",
        "45 minutes",
        "1 hour",
        "1 hour",
        "2 hours",
        "2,850 hours",
    ]


# properties


@given(numbers, assumptions())
def test_no_way_funds_more_than_the_pot_or_than_has_come(n: Numbers, a: Assumed) -> None:
    assert n.cap is not None
    for one in plan(n, a).courses:
        assert one.funded is not None
        assert one.odds is not None
        assert one.funded * n.cap <= n.pot
        assert 0 <= one.funded <= one.read <= one.applied == n.bids
        assert one.read <= one.bids <= one.applied
        assert 0 <= one.odds <= 1_000
        # one bid more would be too much for the pot, or there is none more that could be funded
        assert (one.funded + 1) * n.cap > n.pot or one.funded == (one.read if one.key == "gate" else n.bids)


@given(numbers, assumptions())
def test_reading_and_writing_add_up_from_what_each_does(n: Numbers, a: Assumed) -> None:
    found = plan(n, a)
    assert n.bids is not None
    assert n.reading_minutes is not None
    assert n.applicant_hours is not None
    plain, stages = course(found, "plain"), course(found, "stages")
    assert plain.reading == n.bids * n.reading_minutes * a.members
    assert plain.writing == n.bids * n.applicant_hours * 60
    assert course(found, "gate").reading == course(found, "gate").read * n.reading_minutes * a.members
    by_members = [stages.applied] * a.first_readers + [stages.read] * (a.members - a.first_readers)
    assert stages.reading == n.reading_minutes * sum(by_members)
    for one in found.courses:
        assert one.per_member is not None
        assert one.reading is not None
        assert 0 <= one.per_member * a.members - one.reading < a.members


@given(numbers, assumptions())
def test_a_gate_and_two_stages_never_make_more_to_read(n: Numbers, a: Assumed) -> None:
    found = plan(n, a)
    plain = course(found, "plain")
    assert plain.reading is not None
    for key in ("gate", "stages"):
        one = course(found, key)
        assert one.reading is not None
        assert one.reading <= plain.reading
        assert one.writing == plain.writing


@given(numbers, assumptions(), st.integers(1, 1_000))
def test_more_bids_never_make_better_odds_or_less_to_read(n: Numbers, a: Assumed, more: int) -> None:
    assert n.bids is not None
    before, after = plan(n, a).planned, plan(replace(n, bids=n.bids + more), a).planned
    assert before is not None
    assert after is not None
    assert before.odds is not None
    assert after.odds is not None
    assert before.reading is not None
    assert after.reading is not None
    assert after.odds <= before.odds
    assert after.reading >= before.reading


@given(counts, shares)
def test_a_share_of_the_bids_and_the_rest_are_all_of_them(count: int, tenths: int) -> None:
    mine, rest = part_of(count, tenths), part_of(count, 1_000 - tenths)
    assert mine + rest in (count, count + 1)  # a half may go up on either side, never down on both
    assert abs(mine * 1_000 - count * tenths) <= 500


@given(numbers, assumptions())
def test_every_way_is_told_in_a_sentence(n: Numbers, a: Assumed) -> None:
    found = plan(n, a)
    for says in (found.says, *(one.says for one in found.courses)):
        assert says.endswith(".")
        assert "None" not in says
    assert planner.counted(1, "bid") == "1 bid"
