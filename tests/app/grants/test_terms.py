"""The gate, criteria, questions and meetings of a draft: in their order, each saved once, refused beside its box."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.door import Office
from app.errors import Stale
from app.grants import terms
from app.grants.parts import RoundRecord
from app.records import GONE
from tests.app.grants.invited import CLOSES, OPENS, PANEL, add, criterion, gate, open_, question, read, whole
from tests.conftest import Open
from tests.factories import SAM, refusal

LONG_AFTER = date(2018, 9, 1)
KINDS: dict[str, tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any], Callable[..., Any], Any]] = {
    "gate": (terms.add_gate, terms.change_gate, terms.move_gate, terms.archive_gate, lambda name: {"text": name}),
    "criterion": (
        terms.add_criterion,
        terms.change_criterion,
        terms.move_criterion,
        terms.archive_criterion,
        lambda name: {"name": name, "weight": 100, "maximum": 5},
    ),
    "question": (
        terms.add_question,
        terms.change_question,
        terms.move_question,
        terms.archive_question,
        lambda name: {"text": name, "kind": "long"},
    ),
}


def named(r: RoundRecord, kind: str) -> list[str]:
    if kind == "criterion":
        assert [one.place for one in r.criteria] == list(range(1, len(r.criteria) + 1))
        return [one.name for one in r.criteria]
    rows = r.gates if kind == "gate" else r.questions
    assert [one.place for one in rows] == list(range(1, len(rows) + 1))
    return [one.text for one in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_they_come_in_the_order_they_are_put_in(office: Office, kind: str) -> None:
    add_one, change_one, move_one, archive_one, typed = KINDS[kind]
    round_id = add(office)
    keys = {name: office.write("Add", add_one, round_id, **typed(name)) for name in ("A", "B", "C")}
    office.write("Add", add_one, round_id, **typed("First"), place=1)
    assert named(read(office, round_id), kind) == ["First", "A", "B", "C"]
    office.write("Move", move_one, keys["C"], place=2)
    assert named(read(office, round_id), kind) == ["First", "C", "A", "B"]
    office.write("Move", move_one, keys["C"], place=99)
    office.write("Move", move_one, keys["B"], place=-5)
    assert named(read(office, round_id), kind) == ["B", "First", "A", "C"]
    office.write("Change", change_one, keys["A"], version=None, **typed("Z"), place=1)
    office.write("Archive", archive_one, keys["B"])
    assert named(read(office, round_id), kind) == ["Z", "First", "C"]
    office.write("Back", archive_one, keys["B"], back=True)
    assert sorted(named(read(office, round_id), kind)) == ["B", "C", "First", "Z"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_stays_where_it_is_keeps_its_place(office: Office, kind: str) -> None:
    add_one, change_one, _, _, typed = KINDS[kind]
    round_id = add(office)
    keys = [office.write("Add", add_one, round_id, **typed(name)) for name in ("A", "B", "C")]
    office.write("Change", change_one, keys[1], version=None, **typed("Other"))
    assert named(read(office, round_id), kind) == ["A", "Other", "C"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_asked_or_scored_twice(office: Office, kind: str) -> None:
    add_one, change_one, _, archive_one, typed = KINDS[kind]
    round_id = add(office)
    first = office.write("Add", add_one, round_id, **typed("Is it new?"))
    second = office.write("Add", add_one, round_id, **typed("Is it old?"))
    what, box = ("criterion", "name") if kind == "criterion" else ("question", "text")
    twin = (f"The round already has this {what}.", box)
    assert refusal(office, add_one, round_id, **typed("is it  NEW?")) == twin
    assert refusal(office, change_one, second, version=None, **typed("Is it new? ")) == twin
    office.write("Archive", archive_one, first)
    office.write("Change", change_one, second, version=None, **typed("Is it new?"))
    assert refusal(office, archive_one, first, back=True) == twin
    office.write("Add", add_one, add(office, reference="OTHER"), **typed("Is it new?"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_save_over_somebody_elses_is_refused_naming_them(office: Office, path: Path, opened: Open, kind: str) -> None:
    add_one, change_one, move_one, archive_one, typed = KINDS[kind]
    key = office.write("Add", add_one, add(office), **typed("A"))
    opened(path, SAM).write("Change it", change_one, key, version=1, **typed("Theirs"))
    saves: tuple[tuple[Callable[..., Any], dict[str, Any]], ...] = (
        (change_one, typed("Mine")),
        (move_one, {"place": 1}),
        (archive_one, {}),
    )
    for use_case, given in saves:
        with pytest.raises(Stale, match=r"Sam saved this while you were typing \(“Change it”\)"):
            office.write("Save", use_case, key, version=1, **given)


@pytest.mark.parametrize("kind", KINDS)
def test_each_save_is_undone_by_itself(office: Office, kind: str) -> None:
    add_one, change_one, move_one, archive_one, typed = KINDS[kind]
    round_id = add(office)
    keys = [office.write("Add", add_one, round_id, **typed(name)) for name in ("A", "B", "C")]
    saves: tuple[tuple[Callable[..., Any], dict[str, Any]], ...] = (
        (change_one, {"version": None, **typed("Z"), "place": 3}),
        (move_one, {"place": 2}),
        (archive_one, {}),
    )
    for use_case, given in saves:
        office.write("Save", use_case, keys[0], **given)
        assert named(read(office, round_id), kind) != ["A", "B", "C"]
        office.undo()
        assert named(read(office, round_id), kind) == ["A", "B", "C"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_put_away_is_not_changed(office: Office, kind: str) -> None:
    add_one, change_one, move_one, archive_one, typed = KINDS[kind]
    key = office.write("Add", add_one, add(office), **typed("A"))
    office.write("Archive", archive_one, key)
    assert refusal(office, change_one, key, version=None, **typed("B")) == (GONE, None)
    assert refusal(office, move_one, key, place=1) == (GONE, None)
    assert refusal(office, add_one, "gone", **typed("B")) == (GONE, None)


@pytest.mark.parametrize("kind", KINDS)
def test_moves_of_any_kind_leave_the_order_a_list_would_have(office: Office, kind: str) -> None:
    add_one, _, move_one, _, typed = KINDS[kind]
    round_id = add(office)
    names = list("ABCDE")
    keys = {name: office.write("Add", add_one, round_id, **typed(name)) for name in names}
    chance = random.Random(kind)
    for _ in range(12):
        name, place = chance.choice("ABCDE"), chance.randint(-1, 7)
        names.remove(name)
        names.insert(max(place, 1) - 1, name)
        office.write("Move", move_one, keys[name], place=place)
        assert named(read(office, round_id), kind) == names


# bad input


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"name": " "}, "The criterion is needed.", "name"),
        ({"weight": None}, "The weight is needed.", "weight"),
        ({"weight": -1}, "A weight is between 0 % and 100 %.", "weight"),
        ({"weight": 1_001}, "A weight is between 0 % and 100 %.", "weight"),
        (
            {"is_information": True},
            "What is for information only is not scored. Leave its weight empty.",
            "weight",
        ),
        ({"maximum": None}, "The highest points are needed.", "maximum"),
        ({"maximum": 0}, "The highest points are between 1 and 100.", "maximum"),
        ({"maximum": 101}, "The highest points are between 1 and 100.", "maximum"),
    ],
)
def test_a_bad_criterion_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    round_id = add(office)
    typed: dict[str, Any] = {"name": "Need", "weight": 500, "maximum": 5}
    key = criterion(office, round_id, "Value", 500)
    assert refusal(office, terms.add_criterion, round_id, **{**typed, **given}) == (message, field)
    assert refusal(office, terms.change_criterion, key, version=None, **{**typed, **given}) == (message, field)


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"text": " "}, "The question is needed.", "text"),
        ({"kind": None}, "How it is answered is needed.", "kind"),
        ({"kind": "essay"}, "“essay” cannot be chosen here.", "kind"),
        ({"most_words": 0}, "Type a number of words from 1 to 10,000, or leave it empty.", "most_words"),
        ({"most_words": 10_001}, "Type a number of words from 1 to 10,000, or leave it empty.", "most_words"),
        (
            {"kind": "number", "most_words": 5},
            "Only a text has words to count. Leave this empty.",
            "most_words",
        ),
        (
            {"asked_first": True},
            "This round has no expression of interest to ask it in.",
            "asked_first",
        ),
    ],
)
def test_a_bad_question_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    round_id = add(office)
    typed: dict[str, Any] = {"text": "Why?", "kind": "long"}
    key = question(office, round_id, "Who?")
    assert refusal(office, terms.add_question, round_id, **{**typed, **given}) == (message, field)
    assert refusal(office, terms.change_question, key, version=None, **{**typed, **given}) == (message, field)


def test_an_empty_question_of_the_gate_is_refused_beside_its_box(office: Office) -> None:
    round_id = add(office)
    key = gate(office, round_id)
    assert refusal(office, terms.add_gate, round_id, text="") == ("The question is needed.", "text")
    assert refusal(office, terms.change_gate, key, version=None, text=" ") == ("The question is needed.", "text")


def test_a_question_is_kept_as_it_is_typed(office: Office) -> None:
    round_id = add(office, interest_first=True)
    question(
        office,
        round_id,
        " Why? ",
        help=" In short. ",
        kind="short",
        is_required=True,
        most_words=50,
        asked_first=True,
    )
    [one] = read(office, round_id).questions
    assert (one.text, one.help, one.kind, one.is_required, one.most_words, one.asked_first) == (
        "Why?",
        "In short.",
        "short",
        True,
        50,
        True,
    )


# meetings


def meet(office: Office, round_id: str, closes_on: date = CLOSES, meets_on: date = PANEL) -> str:
    return office.write("Add meeting", terms.add_meeting, round_id, closes_on=closes_on, meets_on=meets_on)


def rolling(office: Office, **given: Any) -> str:
    return whole(office, kind="rolling", **{"closes_on": None, "panel_on": None, **given})


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"closes_on": None}, "The day bids for it close on is needed.", "closes_on"),
        ({"meets_on": None}, "The day it meets on is needed.", "meets_on"),
        ({"meets_on": date(2018, 6, 14)}, "It meets before bids for it close.", "meets_on"),
        ({"meets_on": PANEL}, "This round already meets on that day.", "meets_on"),
        (
            {"closes_on": date(2018, 12, 2), "meets_on": date(2018, 12, 3)},
            "The round closes on 1 December 2018, before that.",
            "closes_on",
        ),
    ],
)
def test_a_bad_meeting_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    round_id = rolling(office, closes_on=date(2018, 12, 1))
    meet(office, round_id)
    typed: dict[str, Any] = {"closes_on": CLOSES, "meets_on": LONG_AFTER, **given}
    assert refusal(office, terms.add_meeting, round_id, **typed) == (message, field)
    other = meet(office, round_id, meets_on=date(2018, 10, 1))
    assert refusal(office, terms.change_meeting, other, version=None, **typed) == (message, field)


def test_only_a_rolling_round_has_meetings(office: Office) -> None:
    assert refusal(office, terms.add_meeting, add(office), closes_on=CLOSES, meets_on=PANEL) == (
        "Only a rolling round has meetings. This one closes on one day.",
        None,
    )


def test_an_open_rolling_round_is_given_more_meetings_and_later_ones(office: Office) -> None:
    round_id = rolling(office)
    key = meet(office, round_id)
    open_(office, round_id)
    meet(office, round_id, LONG_AFTER, LONG_AFTER)
    given = {"closes_on": CLOSES, "meets_on": date(2018, 7, 11)}
    office.write("Later", terms.change_meeting, key, version=1, **given)
    assert [one.meets_on for one in read(office, round_id).meetings] == [date(2018, 7, 11), LONG_AFTER]
    earlier = {"closes_on": OPENS, "meets_on": PANEL}
    assert refusal(office, terms.change_meeting, key, version=None, **earlier) == (
        "That is earlier than 15 June 2018, as was invited.",
        "closes_on",
    )
    assert refusal(office, terms.archive_meeting, key)[0].startswith("It was opened on 1 May 2018")
    with pytest.raises(Stale):
        office.write("Later", terms.change_meeting, key, version=1, **given)


def test_a_meeting_of_a_draft_is_moved_either_way_put_away_and_brought_back(office: Office) -> None:
    round_id = rolling(office)
    key = meet(office, round_id)
    office.write("Earlier", terms.change_meeting, key, version=1, closes_on=OPENS, meets_on=OPENS)
    office.write("Archive", terms.archive_meeting, key, version=2)
    assert read(office, round_id).meetings == ()
    office.write("Back", terms.archive_meeting, key, back=True)
    assert [one.meets_on for one in read(office, round_id).meetings] == [OPENS]
    office.undo()
    assert read(office, round_id).meetings == ()
