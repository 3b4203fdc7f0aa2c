"""From a ranked list with its cut line to decisions, typed and clicked as the officer does it; two officers at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from sqlalchemy.orm import Session

from app.decisions import reading as decisions
from app.decisions.committing import commit
from app.door import Office
from app.drafts import Draft
from app.grants import states
from app.grants.reading import application
from app.recommendations import reading as recommended
from app.recommendations import recommending
from db.scoring import AgreedScore
from tests.factories import JO
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, find, rows, seen, until
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN, TODAY
from tests.ui.tabs.scoring.outcomes import MOORGATE, NAMED, TIN_LANE, Outcomes, known, prepare
from ui.kit import state
from ui.kit.conflict import ConflictView
from ui.kit.panel import Panel
from ui.kit.several import TickList
from ui.tabs.scoring.feedbackform import FeedbackForm

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
LANTERNS, HARBOURS = f"CSF-26-001 {LANTERN}", f"CSF-26-002 {HARBOUR}"
MOORGATES, TIN_LANES = f"CSF-26-003 {MOORGATE}", f"CSF-26-004 {TIN_LANE}"
Made = Callable[[str], Path]


@pytest.fixture(scope="session")
def _ranked(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("outcomes") / "ranked.opcc"))
    office = Office(path, JO)
    prepare(office)
    office.close()
    return path


@pytest.fixture
def ranked_file(_ranked: Path, folder: Path) -> Path:
    """An office file with four bids in their places, nothing recommended."""
    return Path(shutil.copyfile(_ranked, folder / "ranked.opcc"))


@contextmanager
def outcomes_on(path: Path) -> Iterator[Outcomes]:
    """A window on this file, at what is recommended."""
    screen = Outcomes(AnsweringAsker())
    screen.open(path)
    yield screen.go().view("What is recommended")
    screen.close()


@pytest.fixture
def desk(ranked_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outcomes]:
    """Jo's window on it."""
    monkeypatch.setenv("LOGNAME", "Jo")
    with outcomes_on(ranked_file) as screen:
        yield screen


@pytest.fixture
def sam(desk: Outcomes, ranked_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outcomes]:
    """Sam's window on the same file, with a laptop of Sam's own."""
    mine = state.file_in_use()
    state.use_file(mine.parent / "sam" / "desk.ini")
    monkeypatch.setenv("LOGNAME", "Sam")
    with outcomes_on(ranked_file) as screen:
        state.use_file(mine)
        yield screen


@pytest.fixture
def office(ranked_file: Path) -> Iterator[Office]:
    """The same file as somebody else has it open."""
    one = Office(ranked_file, JO)
    yield one
    one.close()


def sit_down_at(screen: Outcomes) -> Outcomes:
    """The keyboard is in this window now."""
    screen.window.activateWindow()
    until(screen.window.isActiveWindow)
    screen.settle()
    return screen


def drafted(desk: Outcomes) -> Outcomes:
    """Everything as it follows from the cut line, and a reason for the bid that is declined."""
    desk.more("Draft from the cut line")
    desk.bid(TIN_LANE).open_line()
    desk.pick("Outcome", "Decline").fill("Reason in words", "It does not say who needs it.").fill("Amount", "")
    desk.fill("Place on the reserve list", "").save()
    assert not desk.here.is_editing(), desk.refusals()
    return desk


# the ranked list


def test_the_ranked_list_is_parted_by_the_cut_line_with_what_is_given_and_what_it_comes_to(desk: Outcomes) -> None:
    desk.view("Ranked list")
    assert desk.headline().startswith("£40,000 to give, 4 bids ask £50,000; the line falls after number 2")
    shown = rows(desk.tab.list)
    assert [row[1] for row in shown if row[0] in "1234"] == [LANTERNS, HARBOURS, MOORGATES, TIN_LANES]
    line = next(row for row in shown if row[0].startswith("Cut line"))
    assert line[0] == "Cut line: £30,000 given · £10,000 left of £40,000 · the next bid needs £4,000 more"
    assert shown.index(line) == 2
    assert not any(line[1:]), "nothing else stands in its row"
    assert desk.column("Give £") == ["1200000", "1800000", "1400000", "600000"]
    assert desk.column("Total £") == ["1200000", "3000000", "4400000", "5000000"]


def test_the_line_moves_with_what_is_recommended_and_passes_over_what_is_declined(desk: Outcomes) -> None:
    desk.bid(HARBOUR).open_line()
    desk.pick("Outcome", "Decline").fill("Reason in words", "Too dear.").save()
    desk.view("Ranked list")
    assert desk.headline().startswith("£40,000 to give, 4 bids ask £50,000; there is enough for all that may have some")
    shown = [row[1] or row[0] for row in rows(desk.tab.list)]
    assert shown[:3] == [LANTERNS, MOORGATES, TIN_LANES]
    assert shown[3].startswith("Cut line: £32,000 given · £8,000 left")
    assert shown[4] == HARBOURS
    assert desk.column("To discuss")[-1] == "Passed over"
    assert desk.column("Total £")[-1] == "None", "it adds nothing"


def test_the_keys_go_over_the_cut_line(desk: Outcomes) -> None:
    desk.view("Ranked list").bid(HARBOUR)
    desk.tab.list.setFocus()
    desk.press(Key.Key_Down)
    assert MOORGATE in desk.record()
    desk.press(Key.Key_Up)
    assert HARBOUR in desk.record()


# one bid


def test_something_is_recommended_for_a_bid_by_keyboard(desk: Outcomes, office: Office) -> None:
    assert desk.headline().startswith("£0 of £40,000 recommended")
    desk.bid(LANTERN).open_line()
    desk.pick("Outcome", "Fund in part").fill("Amount", "10,000").fill("Conditions", "A lead for safeguarding.").save()
    assert not desk.here.is_editing(), desk.refusals()
    assert desk.outcome(LANTERN) == "Fund in part"
    assert "£10,000 of £12,000 asked for" in desk.record()
    assert "A lead for safeguarding." in desk.record()
    assert "Give a reason for “Fund in part”" in desk.record(), "what stands in the way is told beside the bid"
    assert known(office)[LANTERN].amount == 10_000_00


def test_more_than_the_pot_and_more_than_was_asked_are_refused_beside_their_box(desk: Outcomes) -> None:
    desk.bid(LANTERN).open_line()
    desk.pick("Outcome", "Fund").fill("Amount", "13,000").save()
    assert desk.here.is_editing()
    assert any("£12,000" in words for words in desk.refusals())
    desk.fill("Amount", "").save()
    assert not desk.here.is_editing()
    for one in (HARBOUR, MOORGATE):
        desk.bid(one).open_line()
        desk.pick("Outcome", "Fund").save()
    assert any("£4,000 more than the pot of £40,000" in words for words in desk.refusals())


def test_a_recommendation_is_taken_back_with_the_reason(desk: Outcomes, office: Office) -> None:
    desk.bid(LANTERN).open_line()
    desk.pick("Outcome", "Fund").save()
    desk.do("Take it back…").save()
    assert desk.here.is_editing(), "a reason is required"
    desk.fill("Reason", "It was the wrong line.").save()
    assert desk.outcome(LANTERN) == "None yet"
    assert "It was the wrong line." in desk.record()
    assert LANTERN not in known(office)
    desk.press(Key.Key_Z, Held.ControlModifier)
    assert desk.outcome(LANTERN) == "Fund"


def test_which_costs_are_cut_is_typed_until_it_comes_to_the_amount(desk: Outcomes, office: Office) -> None:
    desk.bid(HARBOUR).open_line()
    desk.pick("Outcome", "Fund in part").fill("Amount", "16,000").fill("Reason in words", "Part of it.").save()
    desk.do("Which costs are cut…")
    desk.put("Kit", "To have", "2,000").save()
    assert desk.is_open()
    assert any("too much" in words for words in desk.refusals())
    desk.put("Kit", "To have", "1,000").save()
    assert not desk.is_open(), desk.refusals()
    assert [amount for _, amount in known(office)[HARBOUR].cuts] == [1_000_00]
    assert "Kit | 3,000 | 1,000" in desk.record()


# what the applicant reads


def test_feedback_is_put_together_from_what_members_wrote_and_read_by_somebody(desk: Outcomes, office: Office) -> None:
    desk.more("Draft from the cut line")
    desk.bid(HARBOUR)
    assert desk.primary() == "Choose its feedback…"
    desk.do("Choose its feedback…")
    form = desk.form_place.findChildren(FeedbackForm)[0]
    assert [sentence for _, sentence in form.adders] == ["It reaches those who need it.", "The costs are clear.", NAMED]
    assert "Names Tom Inkwell: say it without the name." in "\n".join(seen(form))
    first = next(button for button, sentence in form.adders if sentence.startswith("It reaches"))
    first.setFocus()
    desk.press(Key.Key_Space)
    assert desk.box("Feedback") == "It reaches those who need it."
    assert not first.isEnabled(), "it stands in there already"
    desk.save()
    assert desk.here.is_editing(), "somebody has read it"
    named = next(button for button, sentence in form.adders if sentence.startswith("Tom"))
    named.click()
    desk.fill("Read and chosen by", "Jo Ledger").save()
    assert any("It names Tom Inkwell" in words for words in desk.refusals())
    desk.fill("Feedback", "It reaches those who need it. Ask us about costs.").save()
    assert not desk.here.is_editing(), desk.refusals()
    assert known(office)[HARBOUR].feedback == "It reaches those who need it. Ask us about costs."
    assert "Read and chosen by Jo Ledger." in desk.record()


# all of them


def test_outcomes_follow_from_the_cut_line_and_are_typed_over_as_a_grid(desk: Outcomes, office: Office) -> None:
    desk.more("Draft from the cut line")
    assert desk.column("Outcome") == ["Fund", "Fund", "Reserve list", "Reserve list"]
    desk.more("Recommend for every bid…")
    assert desk.stands(TIN_LANES, "Reserve place") == "2"
    desk.put(MOORGATES, "Outcome", "fund in prat").save()
    assert any("“fund in prat” is no outcome" in words for words in desk.refusals())
    desk.put(MOORGATES, "Outcome", "fund in part").put(MOORGATES, "Amount", "10,000").put(
        MOORGATES, "Reserve place", ""
    )
    desk.put(MOORGATES, "Reason in words", "As far as the money reaches.").save()
    assert not desk.is_open(), desk.refusals()
    assert desk.column("Outcome") == ["Fund", "Fund", "Fund in part", "Reserve list"]
    assert known(office)[TIN_LANE].reserve_place == 1, "the other moves up"
    assert desk.headline().startswith("£40,000 of £40,000 recommended, 3 bids funded")


def test_a_grid_typed_over_a_bid_that_somebody_else_has_changed_shows_both(desk: Outcomes, office: Office) -> None:
    desk.more("Draft from the cut line")
    desk.more("Recommend for every bid…")
    desk.put(MOORGATES, "Reason in words", "Next in line.")
    one = known(office)[MOORGATE]
    office.write(
        "Recommend an outcome",
        recommending.set_one,
        one.stage_id,
        one.application_id,
        version=one.version,
        outcome="reserve",
        amount=one.amount,
        reason="Jo said so.",
    )
    desk.save()
    assert desk.form_place.findChildren(ConflictView), "nothing is typed over unseen"
    assert known(office)[MOORGATE].reason == "Jo said so."


def test_outcomes_are_not_recommended_before_the_ranking_is_agreed(desk: Outcomes) -> None:
    desk.view("Rounds").do("Moderation > Open the ranking again…")
    desk.fill("Reason", "A sheet had been read wrongly.").save()
    desk.view("What is recommended").bid(LANTERN)
    assert "The ranking of this stage has not been agreed" in desk.headline()
    desk.more("Draft from the cut line")
    assert desk.asker.told[-1].endswith("Agree the ranking first; then recommend what each bid is to have.")
    desk.open_line()
    assert not desk.here.is_editing()


# the library


def test_reasons_are_kept_for_letters_and_chosen_for_a_bid(desk: Outcomes, office: Office) -> None:
    desk.view("Reasons for letters")
    desk.more("Add the usual reasons")
    assert "NEED" in desk.column("Code")
    desk.tab.list.setFocus()
    desk.press(Key.Key_N, Held.ControlModifier)
    desk.fill("Code", "late").pick("For which outcome", "Decline").fill(
        "Words of the letter", "It came too late."
    ).save()
    assert desk.column("Code")[-1] == "LATE"
    assert "It came too late." in desk.record()
    desk.do("Change the reason…").fill("Words of the letter", "It came after the day.").save()
    assert "It came after the day." in desk.record()
    desk.bid("There was not enough money").do("Archive this reason")
    assert "POT" not in desk.column("Code")
    desk.view("What is recommended").bid(TIN_LANE).open_line()
    desk.pick("Outcome", "Decline")
    ticks = desk.form_place.findChildren(TickList)[0]
    at = next(i for i in range(ticks.count()) if ticks.item(i).text().startswith("LATE"))
    ticks.setCurrentRow(at)
    ticks.setFocus()
    desk.press(Key.Key_Space)
    desk.save()
    assert not desk.here.is_editing(), desk.refusals()
    assert "LATE: It came after the day." in desk.record()
    assert len(known(office)[TIN_LANE].reasons) == 1


# all of it committed


def test_scores_that_changed_are_named_before_outcomes_stand_on_them(desk: Outcomes, office: Office) -> None:
    drafted(desk).more("Let outcomes stand on the scores as they are now")
    assert "No score has changed" in desk.asker.told[-1]
    bid = known(office)[HARBOUR].application_id
    office.write("A score", _agreed_since, bid)
    desk.press(Key.Key_F5)
    desk.settle().more("Let outcomes stand on the scores as they are now")
    assert f"{HARBOURS}: 80.0 is 75.5 now." in desk.asker.asked[-1]
    assert known(office)[HARBOUR].score == 755


def _agreed_since(session: Session, application_id: str) -> None:
    """As another tool might, since no score is changed in the desk once a ranking is agreed."""
    mine = recommended.recommendation(session, application_id)
    assert mine is not None
    session.add(
        AgreedScore(
            stage_id=mine.stage_id, application_id=application_id, score_tenths=755, reason="Talk", agreed_on=TODAY
        )
    )


def test_all_outcomes_are_looked_at_on_one_page_and_committed_by_keyboard(desk: Outcomes, office: Office) -> None:
    drafted(desk)
    desk.tab.list.setFocus()
    desk.press(Key.Key_N, Held.ControlModifier)
    assert desk.is_reviewing()
    assert desk.alerts() == []
    told = "\n".join(one.text() for one in desk.panel.findChildren(QLabel))
    for words in ("£30,000", "£10,000", "2 bids, £30,000", "1 bid, £14,000", "Feedback has been read and chosen for 0"):
        assert words in told
    assert [row[0] for row in rows(desk.panel.list)] == [LANTERNS, HARBOURS, MOORGATES, TIN_LANES]
    desk.fill("Title", "Small grants").save()
    assert not desk.is_reviewing()
    assert desk.tab._key == "decisions"
    assert "Small grants" in desk.record()
    (sheet,) = office.read(decisions.sheets)
    assert (sheet.given, sheet.prepared_by) == (30_000_00, "Jo")
    assert len(office.read(decisions.letters, sheet_id=sheet.id)) == 4
    desk.view("What is recommended")
    assert set(desk.column("State")) == {"Committed"}


def test_one_decision_can_be_made_for_each_bid_that_is_funded(desk: Outcomes, office: Office) -> None:
    drafted(desk).tab.new()
    desk.settle()
    desk.pick("This makes", "One for each bid that is funded, and one for all others").save()
    assert sorted(one.given for one in office.read(decisions.sheets)) == [0, 12_000_00, 18_000_00]


def test_a_decision_of_another_year_is_shown_in_its_own(desk: Outcomes, office: Office) -> None:
    drafted(desk).tab.new()
    desk.settle()
    desk.fill("Financial year of the decision", "2025/26").save()
    (sheet,) = office.read(decisions.sheets)
    assert sheet.year == 2025
    assert desk.here.list.chosen_id() == sheet.id
    assert sheet.title in desk.record()


def test_what_stands_in_the_way_is_told_with_a_link_to_its_bid_and_keeps_all_from_being_committed(
    desk: Outcomes, office: Office
) -> None:
    desk.bid(LANTERN).open_line()
    desk.pick("Outcome", "Decline").save()
    desk.tab.new()
    desk.settle()
    assert len(desk.alerts()) == 4
    desk.save()
    assert desk.is_reviewing()
    assert office.read(decisions.sheets) == []
    desk.follow(LANTERN)
    assert not desk.is_reviewing()
    assert desk.here.list.chosen_id() == known(office)[LANTERN].application_id
    desk.open_line()
    desk.fill("Reason in words", "Too dear.").save()
    desk.tab.new()
    desk.settle()
    assert len(desk.alerts()) == 3


def test_esc_leaves_the_page_and_asks_first_where_something_was_typed(desk: Outcomes) -> None:
    drafted(desk).tab.new()
    desk.settle()
    desk.fill("Title", "Small grants")
    desk.asker.agree = False
    desk.press(Key.Key_Escape)
    assert desk.is_reviewing()
    assert desk.asker.asked
    desk.asker.agree = True
    desk.press(Key.Key_Escape)
    assert not desk.is_reviewing()


def test_a_title_that_was_typed_is_kept_and_comes_back_with_the_page(desk: Outcomes) -> None:
    drafted(desk).tab.new()
    desk.settle()
    desk.fill("Title", "Small grants")
    QTest.qWait(700)  # long enough for what was typed to be kept
    desk.settle()
    found: list[Draft] = []
    desk.window.desk.outbox.of_forms(f"{commit.__module__}:{commit.__qualname__}", found.extend)
    until(lambda: found)
    desk.tab.close_form()
    desk.settle().view("Ranked list")
    desk.window.reopen(found[0].place)
    until(desk.is_reviewing)
    desk.settle()
    assert desk.box("Title") == "Small grants"


def test_of_two_officers_who_commit_at_once_one_does_and_the_other_sees_what_was_committed(
    desk: Outcomes, sam: Outcomes, office: Office
) -> None:
    sit_down_at(desk)
    drafted(desk).tab.new()
    desk.settle()
    sit_down_at(sam).tab.refresh()
    sam.settle()
    sam.tab.new()
    sam.settle()
    assert desk.is_reviewing()
    assert sam.is_reviewing()
    sam.fill("Title", "The second of two")
    sit_down_at(desk).save()
    assert not desk.is_reviewing()
    sit_down_at(sam)
    assert sam.alerts()[0].startswith("Jo has saved “Commit outcomes”. What stands below is as it was before")
    sam.save()
    assert len(office.read(decisions.sheets)) == 1, "nothing is committed twice, nor half"
    assert sam.is_reviewing()
    said = sam.alerts()
    assert said[0].startswith("Nothing was committed. Jo saved “Commit outcomes”.")
    assert "Every outcome has been committed already" in said[1]
    assert {row[-1] for row in rows(sam.panel.list)} == {"Committed"}
    assert sam.box("Title") == "The second of two", "nothing typed is lost"


def test_what_a_colleague_changes_while_the_page_is_open_has_to_be_looked_at_before_it_is_committed(
    desk: Outcomes, sam: Outcomes, office: Office
) -> None:
    sit_down_at(desk)
    drafted(desk)
    sit_down_at(sam).tab.refresh()
    sam.settle()
    sam.tab.new()
    sam.settle()
    sit_down_at(desk).bid(MOORGATE).open_line()
    desk.fill("Reason in words", "The next in line.").save()
    sit_down_at(sam).save()
    assert office.read(decisions.sheets) == []
    assert sam.is_reviewing()
    assert sam.alerts()[0].startswith("Nothing was committed. Jo saved “Recommend an outcome”.")
    sit_down_at(desk).bid(MOORGATE).open_line()
    desk.fill("Reason in words", "The first in line.").save()
    sit_down_at(sam).follow("Jo has saved “Recommend an outcome”.")
    assert sam.alerts() == []
    sam.save()
    assert len(office.read(decisions.sheets)) == 1, "once it has been looked at, it is"


# after a withdrawal


def test_the_first_of_the_reserve_list_takes_the_place_of_a_bid_that_was_withdrawn(
    desk: Outcomes, office: Office
) -> None:
    drafted(desk).tab.new()
    desk.settle()
    desk.save()
    gone = known(office)[HARBOUR].application_id
    version = office.read(application, gone).version
    office.write("Withdraw", states.move, gone, version=version, state="withdrawn", reason="They fold", day=TODAY)
    desk.view("What is recommended").bid(MOORGATE)
    assert "It is next on the reserve list." in desk.record()
    desk.do("Take it from the reserve list…").fill("Reason", "Harbourlight folds.").save()
    assert desk.outcome(MOORGATE) == "Fund"
    assert desk.primary() == "Choose its feedback…"
    desk.do("Put it back on the reserve list…").fill("Reason", "They go on after all.").save()
    assert desk.outcome(MOORGATE) == "Reserve list"
    assert office.read(recommended.recommendation, gone) is not None


def test_what_is_recommended_for_a_bid_that_was_withdrawn_is_read_and_taken_back(
    desk: Outcomes, office: Office
) -> None:
    drafted(desk)
    gone = known(office)[HARBOUR].application_id
    version = office.read(application, gone).version
    office.write("Withdraw", states.move, gone, version=version, state="withdrawn", reason="They fold", day=TODAY)
    desk.view("Ranked list").view("What is recommended").bid(HARBOUR)
    assert "It was withdrawn. Take back what is recommended for it." in desk.record()
    desk.do("Take it back…").fill("Reason", "They fold.").save()
    assert HARBOUR not in known(office)


# what is begun while the file is read


@pytest.mark.parametrize("action", ["review", "what if", "swap", "decision publish"])
def test_a_page_that_is_read_late_does_not_take_the_place_of_what_is_typed_meanwhile(
    desk: Outcomes, action: str
) -> None:
    drafted(desk).bid(HARBOUR)
    desk.tab.list.setFocus()
    desk.tab.start(action)
    QTest.keyClick(desk.window.focusWidget(), Key.Key_Return)
    assert desk.here.is_editing(), "the answer is still on its way"
    box = find(desk.form_place, QPlainTextEdit, "Reason in words")
    QTest.keyClicks(box, "The next")
    desk.asker.agree = False
    desk.settle()
    assert not isinstance(desk.tab.stack.currentWidget(), Panel)
    assert desk.box("Reason in words").endswith("The next")
    assert len(desk.asker.asked) == 1, "it is asked whether what was typed is to be discarded"
    desk.asker.agree = True
    desk.tab.start(action)
    desk.settle()
    assert isinstance(desk.tab.stack.currentWidget(), Panel)
    assert not desk.tab.wide.isVisible()
