"""Letters about a decision: nothing goes out that nobody has read, and what has gone out stays as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.decisions import letters
from app.decisions.letter_words import told_paragraphs
from app.decisions.parts import LetterRecord
from app.door import Office
from app.errors import Refused, Stale
from app.recommendations import feedback
from db.grants import Application
from db.organisations import Organisation
from tests.app.recommendations.recommended import LATER
from tests.app.scoring.staged import NAMES
from tests.papers.decided import CONDITIONS, FEEDBACK, PERSON, Decided


@pytest.fixture
def made(office: Office) -> Decided:
    return Decided(office)


def change(made: Decided, at: int, **typed: Any) -> None:
    one = made.letters[at]
    made.office.write("Change a letter", letters.change, one.id, version=one.version, **typed)


def send(made: Decided, at: int, on: Any = LATER, day: Any = LATER) -> LetterRecord:
    one = made.letters[at]
    made.office.write("Give a letter out", letters.mark_sent, one.id, version=one.version, sent_on=on, day=day)
    return made.letters[at]


def states(made: Decided) -> list[str]:
    listing = made.office.read(letters.letter_list, sheet_id=made.sheet_id)
    at = [one.key for one in listing.columns].index("state")
    return [str(line.cells[at]) for line in listing.lines]


def test_a_letter_comes_to_be_ready_once_it_was_read_and_its_decision_signed(made: Decided) -> None:
    assert states(made) == ["To read"] * 5
    made.read_letters()
    assert states(made) == ["Decision not signed"] * 5
    made.sign()
    assert states(made) == ["Ready"] * 5
    send(made, 3)
    assert states(made) == ["Ready", "Ready", "Ready", "Given out", "Ready"]


def test_nothing_goes_out_that_nobody_has_read_or_before_its_decision_is_signed(made: Decided) -> None:
    with pytest.raises(Refused, match="Nobody has read it yet"):
        send(made, 0)
    made.read_letters(0)
    with pytest.raises(Refused, match="has not been signed"):
        send(made, 0)
    made.sign()
    for on, why in ((LATER + timedelta(1), "after today"), (LATER - timedelta(1), "was signed on 20 August 2018")):
        with pytest.raises(Refused, match=why) as caught:
            send(made, 0, on)
        assert caught.value.field == "sent_on"
    assert send(made, 0).sent_on == LATER


def test_what_is_changed_has_to_be_read_again_and_what_is_the_same_has_not(made: Decided) -> None:
    made.read_letters(0)
    change(made, 0, words=made.letters[0].words)
    assert made.letters[0].read_by == "Jo Lamp"
    change(made, 0, words="We are glad to tell you.")
    one = made.letters[0]
    assert (one.words, one.read_by, one.read_on) == ("We are glad to tell you.", "", None)


def test_a_letter_that_was_given_out_stays_as_it_is_until_that_is_taken_back(made: Decided) -> None:
    made.read_letters()
    made.sign()
    sent = send(made, 1)
    assert sent.digest == made.office.read(letters.text, sent.id, day=LATER + timedelta(9)).digest
    with pytest.raises(Refused, match="has been given out, and stays as it is"):
        change(made, 1, words="Another thing.")
    back = send(made, 1, None)
    assert (back.sent_on, back.digest) == (None, "")
    change(made, 1, words="Another thing.")
    assert made.letters[1].words == "Another thing."


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"words": " "}, "words"),
        ({"addressee": "\n"}, "addressee"),
        ({"feedback": f"{NAMES[0]} found it dear."}, "feedback"),
        ({"words": f"As {NAMES[1].upper()} said, no."}, "words"),
        ({"words": "Pay to sort code 12-34-56, account 12345678."}, "words"),
    ],
)
def test_a_letter_names_no_member_holds_no_bank_details_and_is_never_empty(
    typed: dict[str, str], field: str, made: Decided
) -> None:
    before = made.letters
    with pytest.raises(Refused) as caught:
        change(made, 0, **typed)
    assert caught.value.field == field
    assert made.letters == before


def test_two_who_write_the_same_letter_do_not_lose_each_others_words(made: Decided) -> None:
    seen = made.letters[0].version
    change(made, 0, words="Mine.")
    with pytest.raises(Stale):
        made.office.write("Theirs", letters.change, made.letters[0].id, version=seen, words="Theirs.")
    assert made.letters[0].words == "Mine."


def test_all_letters_that_were_looked_at_are_read_at_once_but_for_one_that_was_changed_since(made: Decided) -> None:
    seen = {one.id: one.version for one in made.letters}
    change(made, 2, words="Changed meanwhile.")
    found = made.office.write("Read", letters.read_all, made.sheet_id, seen=seen, read_by=" Jo  Lamp ", day=LATER)
    assert [(one.called, one.done) for one in found] == [(f"DEV-{at} Group {at}", at != 3) for at in range(1, 6)]
    assert "saved" in found[2].sentence
    assert [one.read_by for one in made.letters] == ["Jo Lamp", "Jo Lamp", "", "Jo Lamp", "Jo Lamp"]


def test_all_that_may_go_out_are_given_out_at_once_and_the_others_told_with_why(made: Decided) -> None:
    made.read_letters(0, 1)
    made.sign()
    found = all_sent(made)
    assert [one.done for one in found] == [True, True, False, False, False]
    assert {one.sentence for one in found if not one.done} == {letters.NOT_READ}
    assert all_sent(made)[0].done is False


def all_sent(made: Decided, seen: dict[str, int] | None = None) -> tuple[letters.LetterResult, ...]:
    """All of them given out, as they are now or as they were looked at."""
    known = {one.id: one.version for one in made.letters} if seen is None else seen
    return made.office.write("Give out", letters.mark_all_sent, made.sheet_id, seen=known, sent_on=LATER, day=LATER)


def test_no_letter_is_given_out_in_words_that_were_read_after_it_was_printed(made: Decided) -> None:
    made.read_letters(0, 1)
    made.sign()
    seen = {one.id: one.version for one in made.letters[:2]}
    change(made, 1, words="Changed meanwhile.")
    made.read_letters(1, 2)
    found = all_sent(made, seen)
    assert [one.done for one in found] == [True, False, False, False, False]
    assert "saved" in found[1].sentence
    assert found[2].sentence == "It was not ready yet when this was begun."
    assert [one.sent_on for one in made.letters] == [LATER, None, None, None, None]


def test_feedback_chosen_after_the_decision_comes_into_the_letter_and_is_read_again(made: Decided) -> None:
    """Pain 14: who is refused is told why, in words somebody has read."""
    key = made.bids[2]
    with pytest.raises(Refused, match="No feedback has been chosen"):
        made.office.write("Take", letters.take_feedback, made.letters[2].id, version=None)
    made.office.write(
        "Choose", feedback.choose, key, version=made.of(2).version, text="Say who else pays.", read_by="Jo"
    )
    made.read_letters(2)
    made.office.write("Take", letters.take_feedback, made.letters[2].id, version=None)
    assert (made.letters[2].feedback, made.letters[2].read_by) == ("Say who else pays.", "")
    with pytest.raises(Refused, match="is in the letter already"):
        made.office.write("Take", letters.take_feedback, made.letters[2].id, version=None)


def test_a_letter_says_what_was_decided_why_under_which_conditions_and_what_the_panel_thought(made: Decided) -> None:
    made.sign()
    first, _, third, fourth, _ = made.office.read(letters.texts, made.sheet_id, day=LATER)
    assert first.body.startswith(f"Dear {PERSON} I,\n\nDecision: 2018-001\nApplication: DEV-1\nOutcome: Funded\n")
    assert f"Conditions\n\n{CONDITIONS}" in first.body
    assert "Amount" not in third.body
    assert "Conditions" not in fourth.body
    assert f"Two bids came before it.\n\nFeedback on your application\n\n{FEEDBACK}\n\nYours sincerely" in fourth.body
    assert fourth.body.endswith("Lea Blott\nHead of Commissioning\nNew office")


def test_a_letter_to_an_organisation_without_a_contact_greets_nobody_by_its_name(made: Decided) -> None:
    change(made, 0, addressee="Group 1\n\n 1 High Street ")
    first = made.office.read(letters.texts, made.sheet_id, day=LATER)[0]
    assert (first.lines, first.greeting) == (("Group 1", "1 High Street"), "Dear Sir or Madam")


def test_every_step_can_be_undone(made: Decided) -> None:
    made.read_letters(0)
    made.office.undo()
    assert made.letters[0].read_by == ""


def test_the_list_adds_up_to_what_the_decision_gives(made: Decided) -> None:
    listing = made.office.read(letters.letter_list, year=2018)
    at = [one.key for one in listing.columns].index("given")
    assert sum(line.cells[at] or 0 for line in listing.lines) == made.sheet.given  # type: ignore[misc]  # pence
    assert made.office.read(letters.letter_list, year=2019).lines == ()


def test_paragraphs_are_what_an_empty_line_divides() -> None:
    assert told_paragraphs(" a \nb\n\n\n  \nc\n") == ("a\nb", "c")
    assert told_paragraphs(" \n ") == ()


def test_an_organisation_that_is_called_otherwise_since_is_still_no_person(made: Decided) -> None:
    change(made, 0, addressee="Group 1\n1 High Street")
    body = made.office.read(lambda session: session.get_one(Application, made.bids[0]).organisation_id)
    made.set(Organisation, body, name="First Light")
    assert made.office.read(letters.texts, made.sheet_id, day=LATER)[0].greeting == "Dear Sir or Madam"


def test_no_letter_promises_money_to_a_bid_that_was_withdrawn_since(made: Decided) -> None:
    made.read_letters()
    made.sign()
    made.withdraw(0)
    with pytest.raises(Refused, match="promises money it no longer has"):
        send(made, 0)
    made.withdraw(3)  # which was declined: that may be told
    found = all_sent(made)
    assert [one.done for one in found] == [False, True, True, True, True]
    assert [one.is_final for one in made.office.read(letters.texts, made.sheet_id, day=LATER)] == [False, *[True] * 4]
    listing = made.office.read(letters.letter_list, year=2018)
    at = [one.key for one in listing.columns].index("state")
    assert listing.lines[0].cells[at] == "Bid withdrawn"
