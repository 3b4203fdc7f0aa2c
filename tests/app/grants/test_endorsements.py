"""Whose view of an application was asked for: recorded once each, with the reply, and known while it is waited for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import organisations
from app.door import Office
from app.errors import Stale
from app.grants import endorsements
from app.grants.parts import EndorsementRecord
from tests.app.grants.checked import DAY, bid, record, whole
from tests.factories import add_partnership, refusal

ASKED, REPLIED = date(2026, 2, 9), date(2026, 2, 16)


def ask(office: Office, application_id: str, organisation: str = "Safer Anytown", asked_on: date = ASKED) -> str:
    return office.write("Ask", endorsements.ask, application_id, organisation=organisation, asked_on=asked_on, day=DAY)


def views(*every: str) -> tuple[EndorsementRecord, ...]:
    return tuple(
        EndorsementRecord(str(place), 1, str(place), "Safer Anytown", ASKED, REPLIED if view else None, view, "")
        for place, view in enumerate(every)
    )


def test_a_view_is_asked_for_and_replied_to(office: Office) -> None:
    add_partnership(office)
    application_id = bid(office)
    asked = ask(office, application_id, "safer anytown")
    assert endorsements.standing(whole(office, application_id)) == "Waiting"
    office.write(
        "Reply", endorsements.reply, asked, version=1, replied_on=REPLIED, view="support", words=" Much needed. "
    )
    (one,) = whole(office, application_id).endorsements
    assert (one.organisation, one.asked_on, one.replied_on) == ("Safer Anytown", ASKED, REPLIED)
    assert (one.view, one.words) == ("support", "Much needed.")
    assert endorsements.standing(whole(office, application_id)) == "Supported"


def test_an_organisation_nobody_knew_is_added_and_one_may_be_named_by_its_id(office: Office) -> None:
    application_id = bid(office)
    ask(office, application_id, "Parish of Anytown")
    known = office.read(organisations.find, "Parish of Anytown")
    assert known is not None
    other = bid(office, reference="CSDF-2026-002")
    ask(office, other, known)
    assert whole(office, other).endorsements[0].organisation_id == known


def test_a_letter_that_came_with_the_application_needs_no_asking(office: Office) -> None:
    application_id = bid(office)
    office.write(
        "Record view",
        endorsements.add,
        application_id,
        organisation="Safer Anytown",
        replied_on=REPLIED,
        view="neutral",
    )
    assert endorsements.standing(whole(office, application_id)) == "Neutral"


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"organisation": " "}, "Whose view it is is needed.", "organisation"),
        (
            {"organisation": "evening club trust"},
            "This is who applies. Name somebody else whose view is asked for.",
            "organisation",
        ),
        ({"asked_on": None}, "Give the day they were asked, or what they said.", "asked_on"),
        ({"asked_on": date(2026, 3, 3)}, "3 March 2026 is still to come.", "asked_on"),
        ({"view": "support"}, "Give the day of their reply.", "replied_on"),
        ({"replied_on": REPLIED}, "Say what their view is.", "view"),
        ({"view": "keen"}, "“keen” cannot be chosen here.", "view"),
        (
            {"view": "support", "replied_on": date(2026, 2, 8)},
            "They were asked on 9 February 2026, after that.",
            "replied_on",
        ),
    ],
)
def test_a_view_that_does_not_make_sense_is_refused_at_its_box(
    office: Office, given: dict[str, Any], message: str, field: str
) -> None:
    typed = {"organisation": "Safer Anytown", "asked_on": ASKED, "day": DAY, **given}
    assert refusal(office, endorsements.add, bid(office), **typed) == (message, field)


def test_each_is_asked_once_and_one_put_away_does_not_come_back_beside_another(office: Office) -> None:
    application_id = bid(office)
    first = ask(office, application_id)
    twice = ("Their view of this application is already recorded. Change that one.", "organisation")
    again: dict[str, Any] = {"organisation": "SAFER ANYTOWN", "asked_on": ASKED}
    assert refusal(office, endorsements.ask, application_id, **again) == twice
    office.write("Archive", endorsements.archive, first, version=1)
    ask(office, application_id)
    assert refusal(office, endorsements.archive, first, version=2, back=True) == twice


def test_a_reply_is_needed_with_its_day(office: Office) -> None:
    asked = ask(office, bid(office))
    reply: dict[str, Any] = {"version": 1, "replied_on": None, "view": "support"}
    assert refusal(office, endorsements.reply, asked, **reply) == ("The day of their reply is needed.", "replied_on")
    assert refusal(office, endorsements.reply, asked, **{**reply, "replied_on": REPLIED, "view": ""}) == (
        "Their view is needed.",
        "view",
    )


def test_what_was_recorded_is_put_right_but_not_over_somebody_else(office: Office) -> None:
    application_id = bid(office)
    asked = ask(office, application_id)
    office.write(
        "Change", endorsements.change, asked, version=1, organisation="Safer Othertown", asked_on=date(2026, 2, 1)
    )
    (one,) = whole(office, application_id).endorsements
    assert (one.organisation, one.asked_on, one.version) == ("Safer Othertown", date(2026, 2, 1), 2)
    with pytest.raises(Stale):
        office.write("Reply", endorsements.reply, asked, version=1, replied_on=REPLIED, view="support")


@pytest.mark.parametrize(
    ("given", "how"),
    [
        ((), "Nobody asked"),
        (("support", ""), "Waiting"),
        (("neutral", "support"), "Supported"),
        (("neutral",), "Neutral"),
        (("support", "", "against"), "Against"),
    ],
)
def test_one_against_an_application_is_told_first(given: tuple[str, ...], how: str) -> None:
    assert endorsements.standing(record(endorsements=views(*given))) == how


def test_what_is_waited_for_longest_comes_first_and_nothing_of_what_was_withdrawn(office: Office) -> None:
    first, later = bid(office, organisation="One"), bid(office, organisation="Two", reference="CSDF-2026-002")
    ask(office, first)
    ask(office, later, asked_on=date(2026, 2, 1))
    gone = bid(office, organisation="Three", reference="CSDF-2026-003", state="withdrawn")
    ask(office, gone)
    every = [whole(office, each) for each in (first, later, gone)]
    found = endorsements.waiting(every, DAY)
    assert [(one.application.organisation, one.days) for one in found] == [("Two", 29), ("One", 21)]
    assert [one.application.organisation for one in endorsements.waiting(every, date(2026, 2, 5))] == ["Two"]
