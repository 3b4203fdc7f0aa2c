"""Letters on the screen: how far they have come, one as it will be read, and what is said of it before it goes out."""

from __future__ import annotations

import pytest

from app.decisions import letters
from app.decisions.letter_views import DECISION, FEEDBACK, READ, headline, letter_parts, letters_view, mail
from app.decisions.opened import shown
from app.decisions.shown import Decided as Shown
from app.decisions.views import LETTERS, view
from app.door import Office
from app.errors import Refused
from app.recommendations import feedback
from app.told import Told
from db.decision_sheets import DecisionSheet
from tests.app.recommendations.recommended import LATER
from tests.papers.decided import FEEDBACK as CHOSEN
from tests.papers.decided import Decided


@pytest.fixture
def made(office: Office) -> Decided:
    return Decided(office)


def seen(made: Decided, at: int) -> Shown:
    key = made.letters[at].id
    return made.office.read(shown, LETTERS, key, year=2018, day=LATER)


def told(made: Decided, at: int) -> Told:
    found = seen(made, at).told
    assert found is not None
    return found


def said(made: Decided) -> str:
    found = made.office.read(letters_view, year=2018)[0]
    return f"{''.join(run.text for run in found.runs)}. {found.below}"


def test_the_headline_says_how_far_the_letters_have_come(made: Decided) -> None:
    assert said(made).startswith("5 letters, all to read. The desk sends nothing")
    made.read_letters(0, 1)
    assert said(made) == "5 letters, 3 to read. 2 wait for their decision to be signed."
    made.sign()
    one = made.letters[0]
    made.office.write("Sent", letters.mark_sent, one.id, version=one.version, sent_on=LATER, day=LATER)
    assert said(made) == "5 letters, 3 to read. 1 ready to be given out, 1 given out."
    assert headline([]).below == "Each bid has its letter once its outcome has been committed to a decision."


def test_letters_stand_where_their_decision_does(made: Decided) -> None:
    def lines(year: int) -> int:
        return len(made.office.read(view, LETTERS, year=year, day=LATER).listing.lines)

    assert (lines(2018), lines(2019)) == (5, 5), "a decision in the making stands in every year"
    made.read_letters()
    made.sign()
    assert (lines(2018), lines(2019)) == (5, 0)


def test_a_record_has_the_words_of_the_letter_and_nothing_of_another(made: Decided) -> None:
    words = [each for part in told(made, 3).parts for each in part.words]
    assert words[0] == "Cai Foolscap IIII\nGroup 4"
    assert "Dear Cai Foolscap IIII," in words
    assert set(CHOSEN.split("\n\n")) <= set(words)
    assert not any("Group 1" in each for each in words)
    text = made.office.read(letters.text, made.letters[3].id, day=LATER)
    assert [part.title for part in letter_parts(text)] == [
        "Letter",
        "To",
        "What it says",
        "Feedback on your application",
        "Yours sincerely",
    ]


def test_what_keeps_a_letter_back_is_said_with_what_to_do(made: Decided) -> None:
    assert [one.action for one in told(made, 0).notices] == [READ, DECISION]
    made.read_letters(0)
    assert [one.action for one in told(made, 0).notices] == [DECISION]
    made.sign()
    assert told(made, 0).notices == ()


def test_a_refusal_without_feedback_and_feedback_chosen_since_are_said(made: Decided) -> None:
    made.read_letters()
    made.sign()
    assert [one.what for one in told(made, 4).notices] == ["It has no feedback."]
    known = made.of(4)
    made.office.write(
        "Choose", feedback.choose, made.bids[4], version=known.version, text="Say when you begin.", read_by="Jo"
    )
    assert [one.action for one in told(made, 4).notices] == [FEEDBACK]
    one = made.letters[4]
    made.office.write("Take", letters.take_feedback, one.id, version=one.version)
    assert [one.action for one in told(made, 4).notices] == [READ]


def test_a_letter_of_a_withdrawn_decision_is_of_no_use(made: Decided) -> None:
    made.set(DecisionSheet, made.sheet_id, state="withdrawn")
    assert [one.more for one in told(made, 0).notices] == [letters.WITHDRAWN]


def test_the_text_of_an_e_mail_is_given_only_of_a_letter_that_may_go_out(made: Decided) -> None:
    key = made.letters[0].id
    with pytest.raises(Refused, match="Nobody has read it yet"):
        made.office.read(mail, key, day=LATER)
    made.read_letters()
    with pytest.raises(Refused, match="has not been signed"):
        made.office.read(mail, key, day=LATER)
    made.sign()
    assert made.office.read(mail, key, day=LATER).startswith("Your application DEV-1: Project 1\n\nDear Cai Foolscap I")
