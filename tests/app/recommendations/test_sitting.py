"""A panel day as it goes: who is there, who leaves for which bid, and the minutes that write themselves.

Pain 14 of the features: two people in one file take nothing from each other.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.door import Office
from app.errors import Refused
from app.recommendations import minutes, reading, room, sitting
from app.recommendations.parts import AttendanceRecord, DayRecord, ItemRecord
from app.recommendations.quorum import out_now, quorum, taken_now, there, too_few
from app.scoring import agreeing, declaring, ranking
from app.scoring import reading as scoring
from app.scoring.arithmetic import shown
from db.grants import Application
from db.scoring import Declaration, ScoringStage
from tests.app.recommendations.met import Met
from tests.app.scoring.staged import DAY
from tests.conftest import Open
from tests.factories import SAM, refusal

KIT, ADE = 1, 2


def begun(office: Office, *conflicts: tuple[int, int], **terms: Any) -> Met:
    """A meeting that all three have come to and that has begun."""
    m = Met(office, conflicts=conflicts, **{"quorum": 1} | terms)
    m.come(0, 1, 2)
    m.start()
    return m


def test_a_member_with_a_conflict_leaves_once_for_the_bids_that_follow_each_other(office: Office) -> None:
    m = begun(office, (KIT, 0), (KIT, 2))
    assert m.listed() == [0, 2, 1]
    m.begin(0, "10:05")
    assert m.out(0) == [(KIT, "10:05", "")]
    m.end(0, "10:12")
    assert m.out(0) == [(KIT, "10:05", "")]
    m.begin(2, "10:13")
    assert m.out(2) == [(KIT, "10:05", "")]
    m.end(2, "10:20")
    assert (m.out(0), m.out(2)) == ([(KIT, "10:05", "10:20")], [(KIT, "10:05", "10:20")])
    m.begin(1, "10:21")
    assert m.out(1) == []


def test_who_is_kept_out_of_the_next_bid_too_comes_back_where_another_is_taken_first(office: Office) -> None:
    m = begun(office, (KIT, 0), (KIT, 2))
    m.begin(0, "10:05")
    m.end(0, "10:12")
    m.begin(1, "10:15")
    assert (m.out(0), m.out(1)) == ([(KIT, "10:05", "10:15")], [])
    assert set(m.taking_part().present) == set(m.members)


def test_why_a_member_is_out_is_the_kind_of_interest_and_never_what_it_is_in_particular(office: Office) -> None:
    m = Met(office, quorum=1)
    given: dict[str, Any] = {"answer": "conflict", "kind": "family", "detail": "Her cousin Zed", "day": DAY}
    office.write("Declare", declaring.set_one, m.stage_id, m.members[KIT], m.bids[0], **given)
    m.come(0, KIT)
    m.start()
    m.begin(0, "10:05")
    (one,) = m.item(0).absences
    assert one.why == "declared an interest (family or close friend)"
    assert "Zed" not in " ".join(m.minutes())


def test_a_bid_is_not_taken_under_the_quorum_of_those_who_may_score_it(office: Office) -> None:
    m = Met(office, conflicts=((KIT, 0),))
    m.come(0, KIT)
    m.start()
    refused, field = refusal(office, sitting.begin_item, m.item(0).id, at="10:05")
    assert field is None
    assert refused == (
        "Only 1 of the 2 members who must be there for DEV-1 can take part; it keeps out Tom Inkwell. "
        "Take another first, or wait for them."
    )
    m.begin(1, "10:06")
    m.end(1, "10:08")
    m.come(ADE, at="10:09")
    m.begin(0, "10:10")
    assert m.taking_part().enough


def test_whoever_goes_home_no_longer_counts(office: Office) -> None:
    m = Met(office)
    m.come(0, 1)
    m.start()
    m.leave(1, "10:03")
    refused = refusal(office, sitting.begin_item, m.item(0).id, at="10:05")[0]
    assert refused.startswith("Only 1 of the 2 members")
    m.leave(0, "10:04")
    assert refusal(office, sitting.begin_item, m.item(0).id, at="10:05")[0].startswith("None of the 2 members")


def test_who_comes_late_waits_outside_while_a_bid_they_have_an_interest_in_is_talked_about(office: Office) -> None:
    m = Met(office, conflicts=((KIT, 0),))
    m.come(0, ADE)
    m.start()
    m.begin(0, "10:05")
    m.come(KIT, at="10:07")
    assert m.out(0) == [(KIT, "10:07", "")]
    assert m.room.out == {m.members[KIT]: "10:07"}
    m.end(0, "10:12")
    assert m.out(0) == [(KIT, "10:07", "10:12")]


def test_who_was_away_for_a_while_is_in_the_minutes_and_there_again(office: Office) -> None:
    m = begun(office)
    m.leave(KIT, "10:30")
    m.come(KIT, at="11:00")
    assert m.day.note == "Tom Inkwell was away from 10:30 to 11:00."
    assert m.members[KIT] in m.room.there
    m.leave(KIT, "11:30")
    m.come(KIT, at="11:40")
    assert m.minutes()[-1] == "Tom Inkwell was away from 11:30 to 11:40."
    assert len([one for one in m.day.attendance if one.member_id == m.members[KIT]]) == 1


def test_who_goes_home_from_outside_the_room_did_not_come_back_to_it(office: Office) -> None:
    m = begun(office, (KIT, 0))
    m.begin(0, "10:05")
    m.leave(KIT, "10:08")
    m.end(0, "10:12")
    assert m.out(0) == [(KIT, "10:05", "")]
    m.come(KIT, at="10:40")
    assert m.out(0) == [(KIT, "10:05", "10:40")]


def test_a_conflict_that_comes_up_in_the_room_sends_the_member_out(office: Office) -> None:
    m = begun(office)
    m.begin(0, "10:05")
    given: dict[str, Any] = {"answer": "conflict", "kind": "trustee", "day": DAY}
    office.write("Declare", declaring.set_one, m.stage_id, m.members[KIT], m.bids[0], **given)
    office.write("Out", sitting.step_out, m.item(0).id, m.members[KIT], at="10:06")
    back = refusal(office, sitting.step_in, m.day_id, m.members[KIT], at="10:07")
    assert back == ("Tom Inkwell has an interest in DEV-1 and stays out.", None)
    assert m.item(0).absences[0].why == "declared an interest (trustee, director or committee member)"
    assert m.members[KIT] in m.taking_part().kept_out


def test_who_steps_out_for_another_reason_is_out_until_they_step_in(office: Office) -> None:
    m = begun(office)
    m.begin(0, "10:05")
    needs = refusal(office, sitting.step_out, m.item(0).id, m.members[KIT], at="10:06")
    assert needs == ("The reason is needed.", "why")
    office.write("Out", sitting.step_out, m.item(0).id, m.members[KIT], at="10:06", why="took a call")
    twice = refusal(office, sitting.step_out, m.item(0).id, m.members[KIT], at="10:06", why="again")
    assert twice == ("Tom Inkwell is out of the room already.", "member_id")
    m.end(0, "10:12")
    m.begin(1, "10:13")
    assert (m.out(0), m.out(1)) == ([(KIT, "10:06", "")], [(KIT, "10:06", "")])
    assert m.taking_part().stepped_out == (m.members[KIT],)
    office.write("In", sitting.step_in, m.day_id, m.members[KIT], at="10:15")
    assert (m.out(0), m.out(1)) == ([(KIT, "10:06", "10:15")], [(KIT, "10:06", "10:15")])
    again = refusal(office, sitting.step_out, m.item(1).id, m.members[KIT], at="10:16", why="again")
    assert again == ("Tom Inkwell has been out for this bid already. Write that into its minutes.", "why")
    assert refusal(office, sitting.step_in, m.day_id, m.members[0], at="10:16")[0].endswith("is not out of the room.")


def test_a_bid_is_taken_again_and_what_was_before_stays_in_its_minutes(office: Office) -> None:
    m = begun(office, (KIT, 0))
    m.begin(0, "10:05")
    m.end(0, "10:12", note="Ask for the accounts.")
    item = m.item(0)
    given: dict[str, Any] = {"version": item.version, "at": "11:00"}
    needs = refusal(office, sitting.take_again, item.id, reason=" ", **given)
    assert needs == ("The reason is needed.", "reason")
    office.write("Again", sitting.take_again, item.id, reason="The accounts have come.", **given)
    assert m.item(0).note.splitlines() == [
        "Ask for the accounts.",
        "First taken from 10:05 to 10:12. Tom Inkwell declared an interest (trustee, director or committee member), "
        "and was out of the room from 10:05 to 10:12.",
        "It was taken again: The accounts have come.",
    ]
    assert (m.item(0).started_at, m.item(0).ended_at, m.out(0)) == ("11:00", "", [(KIT, "11:00", "")])
    m.end(0, "11:05")
    assert m.out(0) == [(KIT, "11:00", "11:05")]


def test_one_thing_follows_the_other(office: Office) -> None:
    m = Met(office, quorum=1)
    first = m.item(0).id
    assert refusal(office, sitting.start, m.day_id, at="10:00")[0] == "Say first who is there."
    assert refusal(office, sitting.begin_item, first, at="10:00")[0] == sitting.NOT_BEGUN
    assert refusal(office, sitting.end, m.day_id, at="10:00")[0] == sitting.NOT_BEGUN
    m.come(0)
    m.start()
    assert refusal(office, sitting.start, m.day_id, at="10:01")[0] == "The meeting began at 10:00."
    assert refusal(office, sitting.end_item, first, at="10:01")[0] == "DEV-1 is not being talked about."
    assert refusal(office, sitting.take_again, first, version=None, at="10:01", reason="x")[0] == (
        "DEV-1 has not been dealt with yet."
    )
    m.begin(0, "10:02")
    still = "DEV-1 is still being talked about. End that first."
    assert refusal(office, sitting.begin_item, m.item(1).id, at="10:03")[0] == still
    assert refusal(office, sitting.end, m.day_id, at="10:03")[0] == still
    assert refusal(office, sitting.begin_item, first, at="10:03")[0] == (
        "DEV-1 was taken at 10:02. Take it again instead."
    )
    m.end(0, "10:04")
    m.close("10:05")
    ended = "The meeting ended at 10:05."
    assert refusal(office, sitting.come, m.day_id, m.members[1], at="10:06")[0] == ended
    assert refusal(office, sitting.begin_item, m.item(1).id, at="10:06")[0] == ended
    office.undo()
    assert m.day.ended_at == ""


def test_members_come_once_and_only_those_of_the_stage(office: Office) -> None:
    m = Met(office)
    m.come(0)
    assert refusal(office, sitting.come, m.day_id, m.members[0], at="10:00")[0] == "Bea Ledger is there already."
    assert refusal(office, sitting.come, m.day_id, "nobody", at="10:00")[0] == sitting.NOT_A_MEMBER
    assert refusal(office, sitting.leave, m.day_id, m.members[1], at="10:00")[0] == "Tom Inkwell is not there."
    assert office.write("All", sitting.all_come, m.day_id, at="10:00") == 2
    assert refusal(office, sitting.all_come, m.day_id, at="10:01")[0] == "Every member has come already."
    assert m.room.may_come == ()


def test_a_clock_that_is_a_little_behind_ends_nothing_before_it_began_and_a_wrong_time_is_refused(
    office: Office,
) -> None:
    m = begun(office)
    m.begin(0, "09:58")
    assert m.item(0).started_at == "10:00"
    early = refusal(office, sitting.end_item, m.item(0).id, at="09:00")
    assert early == ("It ends before it began.", "at")
    assert refusal(office, sitting.end_item, m.item(0).id, at="soon") == (
        "“soon” is not a time. Type it like 17:00.",
        "at",
    )
    assert refusal(office, sitting.leave, m.day_id, m.members[0], at="09:00") == (
        "They left before they came.",
        "at",
    )
    m.end(0, "9.57")
    assert m.item(0).ended_at == "10:00"


def test_a_bid_that_is_no_longer_scored_is_not_taken(office: Office) -> None:
    m = begun(office)
    m.begin(1, "10:01")
    m.end(1, "10:02")

    def withdraw(session: Any) -> None:
        for key in m.bids[:2]:
            session.get(Application, key).state = "withdrawn"

    office.write("Withdrawn", withdraw)
    assert refusal(office, sitting.begin_item, m.item(0).id, at="10:05")[0] == f"DEV-1: {sitting.NOT_SCORED}"
    assert [one.called.reference for one in m.room.items if one.bid is None] == ["DEV-1", "DEV-2"]
    assert "10:01  DEV-2 Group 2 was taken." in m.minutes()


def test_pain_14_two_officers_take_one_bid_at_once_and_the_second_is_told(
    office: Office, path: Path, opened: Open
) -> None:
    m = begun(office)
    sam = opened(path, SAM)
    first, second = m.item(0).id, m.item(1).id
    sam.write("Take", sitting.begin_item, first, at="10:05")
    told = refusal(office, sitting.begin_item, second, at="10:05")[0]
    assert told == "DEV-1 is still being talked about. End that first."
    sam.write("Done", sitting.end_item, first, at="10:10")
    stale = m.item(0).version
    sam.write("Say", sitting.say, first, version=stale, note="Sam wrote this.")
    assert refusal(office, sitting.say, first, version=stale, note="Jo wrote this.")[0].startswith("Sam saved this")
    assert m.item(0).note == "Sam wrote this."


# the minutes


def test_the_minutes_write_themselves(office: Office) -> None:
    m = Met(office, conflicts=((KIT, 0),), place="the hall", chair="Una Quill")
    m.come(0, KIT, at="09:50")
    m.start()
    m.come(ADE, at="10:01")
    m.begin(0, "10:04")
    given: dict[str, Any] = {"version": None, "score": 740, "reason": "A lead is named.", "day": DAY}
    present = m.taking_part().present
    office.write("Agree", agreeing.agree, m.stage_id, m.bids[0], present=present, **given)
    m.end(0, "10:12", note="Ask for the accounts.\n")
    m.leave(0, "10:30")
    m.close("10:40")
    assert m.minutes() == [
        "10:00  The meeting of 25 June 2018 at the hall began. Una Quill was in the chair. Present: Bea Ledger and Tom "
        "Inkwell. The quorum is 2. Conflicts were taken together.",
        "10:01  Ann Blotter came.",
        "10:04  DEV-1 Group 1 was taken.",
        "10:04  Tom Inkwell declared an interest (trustee, director or committee member) in DEV-1, left the room at "
        "10:04, came back at 10:12 and took no part.",
        "10:12  DEV-1: 74.0 was agreed on as its score in the place of the mean of 100.0: A lead is named.",
        "10:12  DEV-1: Ask for the accounts.",
        "10:12  DEV-1 had been dealt with.",
        "10:30  Bea Ledger left.",
        "10:40  The meeting ended.",
    ]


def test_where_applicants_are_hidden_from_members_the_room_does_not_name_them(office: Office) -> None:
    m = begun(office)
    m.begin(0, "10:05")
    office.write("Hide", lambda s: setattr(s.get_one(ScoringStage, m.stage_id), "names_hidden", True))
    assert "10:05  DEV-1 was taken." in m.minutes()
    assert [one.called.whole for one in m.room.items] == ["DEV-1", "DEV-2", "DEV-3"]


def test_the_room_moves_with_a_score_that_is_agreed_on(office: Office) -> None:
    m = begun(office)
    before = m.room
    assert [shown(one.entry.score) for one in before.cut.rows if one.entry.score is not None] == [1000, 800, 600]
    assert (before.now, before.next and before.next.called.reference) == (None, "DEV-1")
    given: dict[str, Any] = {"version": None, "score": 500, "reason": "Why", "present": m.members, "day": DAY}
    office.write("Agree", agreeing.agree, m.stage_id, m.bids[0], **given)
    after = m.room
    assert office.read(room.renewed, before, [m.bids[0]]) == after
    m.begin(0, "10:05")
    assert office.read(room.renewed, after, []) == m.room
    assert before.cut.above - after.cut.above == {m.bids[0]}
    assert [one.item.application_id for one in after.items] == m.bids


# whatever happens


STEPS = st.lists(
    st.tuples(st.sampled_from(("door", "door", "bid", "bid", "out", "in", "again")), st.integers(0, 2)),
    min_size=6,
    max_size=16,
)


class Undone(Exception):
    """Ends a save so that nothing of it is kept."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, conflicts=st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5))
def test_nobody_with_an_interest_in_a_bid_is_ever_in_the_room_for_it(
    office: Office, steps: list[tuple[str, int]], conflicts: set[tuple[int, int]]
) -> None:
    m = _met(office)
    pairs = {(m.members[member], m.bids[bid]) for member, bid in conflicts}

    def act(session: Session) -> None:
        session.add_all(
            Declaration(
                member_id=member, application_id=bid, answer="conflict", kind="other", detail="x", declared_on=DAY
            )
            for member, bid in pairs
        )
        for at, (what, which) in enumerate(steps, 10):
            with suppress(Refused):
                _do(session, m, what, which, f"10:{at}")
            _holds(session, m, pairs)
        raise Undone

    with pytest.raises(Undone):
        office.write("Act", act)


_KNOWN: dict[int, Met] = {}


def _met(office: Office) -> Met:
    """The same meeting for every round of steps, as each takes back what it does."""
    if id(office) not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[id(office)] = begun(office)
    return _KNOWN[id(office)]


def _do(session: Session, m: Met, what: str, which: int, at: str) -> None:
    """One step about the member, or the bid, of that number: who is there leaves, and a bid that is taken ends."""
    item, member = m.items[which], m.members[which]
    day = reading.day_(session, m.day_id)
    now = taken_now(day)
    if what == "door":
        (sitting.leave if member in there(day) else sitting.come)(session, m.day_id, member, at=at)
    elif what == "bid" and now is None:
        sitting.begin_item(session, item, at=at)
    elif what == "bid" and now is not None:
        sitting.end_item(session, now.id, at=at)
    elif what == "in":
        sitting.step_in(session, m.day_id, member, at=at)
    elif what == "again":
        sitting.take_again(session, item, version=None, at=at, reason="More was said")
    elif now is not None:
        sitting.step_out(session, now.id, member, at=at, why="took a call")


def _holds(session: Session, m: Met, conflicts: set[tuple[str, str]]) -> None:
    session.flush()
    day = reading.day_(session, m.day_id)
    of = scoring.stage(session, m.stage_id)
    now, here, out = taken_now(day), there(day), out_now(day)
    if now is not None:
        kept_out = {member for member, bid in conflicts if bid == now.application_id}
        assert kept_out & here <= out.keys()
        assert kept_out & here <= {one.member_id for one in now.absences}
        found = quorum(day, of, now.application_id, conflicts)
        assert set(found.present) == here - out.keys()
        assert not kept_out & set(found.present)
    for item in day.items:
        assert len({one.member_id for one in item.absences}) == len(item.absences)
        assert all(one.back_at == "" or one.back_at >= one.left_at for one in item.absences)
        assert item.ended_at == "" or item.ended_at >= item.started_at
    names, called = minutes.member_names(session), minutes.bids_called(session, day, hidden=False)
    told = minutes.told(day, ranking.standings(session, m.stage_id), names, called)
    assert [one.at for one in told if one.at] == sorted(one.at for one in told if one.at)


def test_who_had_gone_home_before_the_meeting_began_was_not_present(office: Office) -> None:
    m = Met(office, quorum=1)
    m.come(0, KIT, at="09:40")
    m.leave(0, "09:50")
    m.start()
    assert any("Present: Tom Inkwell. " in line for line in m.minutes())


def test_the_minutes_say_from_when_too_few_took_part_in_a_bid_that_had_been_taken(office: Office) -> None:
    m = Met(office, quorum=2)
    m.come(0, KIT, ADE)
    m.start()
    m.begin(0, "10:05")
    office.write("Out", sitting.step_out, m.items[0], m.members[KIT], at="10:06", why="A call")
    assert not any("quorum is 2." in line for line in m.minutes() if line.startswith("10:06"))
    m.leave(0, "10:08")
    m.end(0, "10:10")
    m.leave(ADE, "10:30")  # after it, and before the next
    told = [line for line in m.minutes() if "took part from" in line]
    assert told == ["10:08  DEV-1: only 1 member took part from 10:08, and the quorum is 2."]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 8)), max_size=3, unique_by=lambda one: one[0]),
    st.integers(1, 3),
)
def test_too_few_is_what_is_counted_minute_by_minute(left: list[tuple[int, int]], needed: int) -> None:
    """Three members are there from the start and some go home; the bid is taken from minute 2 to minute 6."""
    gone = dict(left)
    came = tuple(
        AttendanceRecord(str(one), 1, str(one), "10:00", f"10:0{gone[one]}" if one in gone else "") for one in range(3)
    )
    item = ItemRecord("item", 1, "bid", 1, "10:02", "10:06", "")
    day = DayRecord("day", 1, "stage", DAY, "", "", needed, "ranked", "10:00", "", "", came, (item,))
    counts = {at: sum(gone.get(one, 99) > at for one in range(3)) for at in range(3, 6)}
    # a bid is never taken by too few: it is only a leaving that makes them so
    found = next(((f"10:0{at}", count) for at, count in counts.items() if count < needed and at in gone.values()), None)
    assert too_few(day, item) == found
