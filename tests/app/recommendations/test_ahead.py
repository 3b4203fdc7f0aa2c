"""What the screen shows of a panel day before the office file has it is what the file says once it has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.coding import Call, call_of, call_text
from app.door import Office
from app.recommendations import ahead, sitting
from app.recommendations.minutes import MinuteLine
from app.recommendations.room import Room
from tests.app.recommendations.met import Met
from tests.app.scoring.staged import DAY
from tests.factories import SAM, refusal

KIT = 1


def a_day(m: Met) -> list[Call]:
    """What is said from the first who comes to the end of the meeting."""
    first, second = m.item(0).id, m.item(1).id
    recorded: dict[str, Any] = {"agreed_version": None, "was": "", "day": DAY}

    def of(use_case: Any, *args: str, **kwargs: Any) -> Call:
        return Call(use_case, args, kwargs)

    return [
        of(sitting.come, m.day_id, m.members[0], at="09:50"),
        of(sitting.all_come, m.day_id, at="09:55"),
        of(sitting.start, m.day_id, at="10:00"),
        of(sitting.begin_item, first, at="10:02"),
        of(sitting.record, first, score=450, reason="A lead is named.", note="Ask for the accounts.", **recorded),
        of(sitting.end_item, first, at="10:10"),
        of(sitting.leave, m.day_id, m.members[2], at="10:11"),
        of(sitting.begin_item, second, at="10:12"),
        of(sitting.come, m.day_id, m.members[2], at="10:15"),
        of(sitting.step_out, second, m.members[0], at="10:16", why="took a call"),
        of(sitting.step_in, m.day_id, m.members[0], at="10:20"),
        of(sitting.record, second, score=None, reason="", note="Two sites.", **recorded),
        of(sitting.end_item, second, at="10:25"),
        of(sitting.end, m.day_id, at="10:30"),
    ]


def standing(room: Room) -> tuple[Any, ...]:
    """Everything a person sees of a room."""
    items = [(one.called, one.quorum, one.item.started_at, one.item.ended_at, one.item.note) for one in room.items]
    scores = {key: (one.score, one.rank) for key, one in room.every.by_id.items()}
    now = room.now.called if room.now is not None else None
    return items, scores, now, room.there, room.out, room.minutes, room.cut, room.day.note


def test_the_room_shown_ahead_is_the_room_the_file_comes_to_after_every_step(office: Office) -> None:
    m = Met(office, conflicts=((KIT, 0), (KIT, 2)), quorum=1)
    before, calls = m.room, a_day(m)
    for count, call in enumerate(calls, 1):
        office.write("Say", call.use_case, *call.args, **call.kwargs)
        assert standing(ahead.played(before, calls[:count])) == standing(m.room)
    told = [one.text for one in m.room.minutes]
    assert "The meeting ended." in told
    assert any(words.startswith("DEV-1: 45.0 was agreed on") for words in told)


def test_what_is_said_can_be_kept_on_the_laptop_as_text_and_is_known_as_of_this_day(office: Office) -> None:
    m = Met(office)
    other = m.set_up(held_on=DAY + timedelta(days=1))
    room = m.room
    for call in a_day(m):
        assert call_of(call_text(call)) == call
        assert ahead.is_about(call, room)
    assert not ahead.is_about(Call(sitting.start, (other,), {"at": "10:00"}), room)
    assert not ahead.is_about(Call(sitting.say, (m.item(0).id,), {"version": None, "note": ""}), room)


def test_what_the_rules_refuse_is_refused_on_the_screen_in_the_same_words_and_passed_over(office: Office) -> None:
    m = Met(office)
    room = m.room
    call = Call(sitting.start, (m.day_id,), {"at": "10:00"})
    told = ahead.refusal(room, call)
    assert told is not None
    assert told.message == refusal(office, sitting.start, m.day_id, at="10:00")[0] == "Say first who is there."
    assert ahead.played(room, [call]) == room
    came = Call(sitting.come, (m.day_id, m.members[0]), {"at": "09:55"})
    assert ahead.refusal(room, came) is None
    assert ahead.played(room, [call, came]).minutes == (MinuteLine("09:55", "", "Bea Ledger came."),)


def test_pain_14_the_minutes_that_somebody_else_wrote_are_not_typed_over_and_a_second_score_is_told(
    office: Office, path: Any, opened: Any
) -> None:
    m = Met(office, quorum=1)
    m.come(0)
    m.start()
    m.begin(0, "10:05")
    given: dict[str, Any] = {"agreed_version": None, "was": "", "day": DAY}
    sam = opened(path, SAM)
    sam.write("Record", sitting.record, m.item(0).id, score=700, reason="Sam heard so.", note="", **given)
    second = refusal(office, sitting.record, m.item(0).id, score=650, reason="Jo heard so.", note="", **given)[0]
    assert second.startswith("Sam saved this")
    sam.write("Record", sitting.record, m.item(0).id, score=None, reason="", note="Sam wrote this.", **given)
    told = refusal(office, sitting.record, m.item(0).id, score=None, reason="", note="Jo wrote this.", **given)[0]
    assert told.startswith("Sam saved this")
    assert (m.item(0).note, m.room.every.by_id[m.bids[0]].agreed.reason) == ("Sam wrote this.", "Sam heard so.")  # type: ignore[union-attr]


def test_present_for_an_agreed_score_are_those_who_were_in_the_room_all_the_while(office: Office) -> None:
    m = Met(office, conflicts=((KIT, 0),), quorum=1)
    m.come(0, 1, 2)
    m.start()
    m.begin(0, "10:05")
    office.write("Out", sitting.step_out, m.item(0).id, m.members[2], at="10:06", why="took a call")
    m.end(0, "10:12")
    m.leave(0, "10:20")
    given: dict[str, Any] = {"agreed_version": None, "was": "", "note": "", "day": DAY}
    office.write("Record", sitting.record, m.item(0).id, score=700, reason="A lead is named.", **given)
    agreed = m.room.every.by_id[m.bids[0]].agreed
    assert agreed is not None
    assert agreed.present == (m.members[0],)
    again = {**given, "agreed_version": agreed.version, "score": 700, "reason": "A lead is named."}
    office.write("Record", sitting.record, m.item(0).id, **{**again, "note": "Two sites."})
    assert m.room.every.by_id[m.bids[0]].agreed == agreed, "only its minutes have changed"
    assert m.item(0).note == "Two sites."
    cleared = {**again, "was": "Two sites.", "note": "Two sites.", "score": None, "reason": ""}
    assert refusal(office, sitting.record, m.item(0).id, **cleared) == (sitting.TAKE_BACK, "score")
    nobody = refusal(office, sitting.record, m.item(1).id, score=700, reason="Too early.", **given)[0]
    assert nobody == "Nobody was in the room for it. Take the bid first, with who is there."
